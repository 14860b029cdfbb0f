/* corofy made this of in.co: edit that */
/* volatile, restrict, register, auto, _Atomic, and storage in any order. */
#include "case.h"

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
        volatile int v;
        int volatile *pv;
        int fast;
        int automatic;
        char buffer[8];
        char *restrict alone;
        _Atomic int counter;
        _Atomic(int) other;
        int volatile late;
        long unsigned int many;
        volatile const int *const *volatile chain;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.v = 1;
        self->stack.pv = &self->stack.v;
        self->stack.fast = 2;
        self->stack.automatic = 3;
        __builtin_memcpy(self->stack.buffer, (char [8]){"rest"}, sizeof(self->stack.buffer));
        self->stack.alone = self->stack.buffer;
        self->stack.counter = 4;
        self->stack.other = 5;
        self->stack.late = 6;
        self->stack.many = 7;
        self->stack.chain = NULL;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.v++;
        self->stack.fast++;
        self->stack.automatic++;
        self->stack.counter++;
        self->stack.other += 2;
        self->stack.alone[0] = 'b';
        printf("%d %d %d %d\n", *self->stack.pv, self->stack.fast, self->stack.automatic, self->stack.late);
        printf("%d %d %s %lu %d\n", self->stack.counter, self->stack.other, self->stack.buffer, self->stack.many, self->stack.chain == NULL);
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
    struct test *self = future_alloc(sizeof(*self));

    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
