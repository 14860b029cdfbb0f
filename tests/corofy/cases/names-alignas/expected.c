/* corofy made this of in.co: edit that */
/* What must be aligned is aligned also where the coroutine's state is. */
#include <stdint.h>
#include "case.h"

static int aligned(const void *p, size_t to)
{
    return (uintptr_t)p % to == 0;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        char before;
        _Alignas(16) char sixteen[16];
        _Alignas(double) char raw[sizeof(double)];
        char between;
        char _Alignas_not;
        int _Alignas(32) thirty_two;
        _Alignas(4) _Alignas(8) short eight;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.before = 'b';
        self->stack.between = 'c';
        self->stack._Alignas_not = 'd';
        self->stack.thirty_two = 32;
        self->stack.eight = 8;

        strcpy(self->stack.sixteen, "sixteen");
        self->stack.raw[0] = 1;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", aligned(self->stack.sixteen, 16),
               aligned(self->stack.raw, _Alignof(double)), aligned(&self->stack.thirty_two, 32),
               aligned(&self->stack.eight, 8));
        printf("%c %s %d %c %c %d %d\n", self->stack.before, self->stack.sixteen, self->stack.raw[0], self->stack.between,
               self->stack._Alignas_not, self->stack.thirty_two, self->stack.eight);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RESOLVED:
        break;
    }
    panic("coroutine test was polled after it was ready");
}

static void test_drop(struct future *future)
{
    struct test *self = (struct test *)future;

    future_drop(self->child);
}

static void test_free(struct future *future)
{
    test_drop(future);
    free(future);
}

void test_init(struct test *self)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
}

struct future *test(void)
{
    struct test *self = aligned_alloc(_Alignof(struct test), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine test");
    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
