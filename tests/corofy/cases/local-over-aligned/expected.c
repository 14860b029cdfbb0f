/* corofy made this of in.co: edit that */
#include <stdint.h>
#include "case.h"

struct line {
    _Alignas(64) char text[64];
};

typedef int eight __attribute__((vector_size(32)));

static int is_aligned(const void *p, size_t to)
{
    return (uintptr_t)p % to == 0;
}

/* The memory of a future is aligned for what is kept in it. */
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
        struct line first;
        struct line second;
        eight numbers;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.second = (struct line){"second"};
        self->stack.numbers = (eight){1, 2, 3};

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.numbers += 1;
        printf("%d %d %d %d\n", is_aligned(&self->stack.first, 64), is_aligned(&self->stack.second, 64),
               is_aligned(&self->stack.numbers, 32), self->stack.numbers[2]);
        printf("%s %s\n", self->stack.first.text, self->stack.second.text);
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

void test_init(struct test *self, struct line first)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.first = first},
    };
}

struct future *test(struct line first)
{
    struct test *self = aligned_alloc(_Alignof(struct test), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine test");
    test_init(self, first);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test((struct line){"first"}));
    return 0;
}
