/* corofy made this of in.co: edit that */
/* Types that name a variable, where something else of its name is outside */
#include "case.h"

static char v = 1;

typedef int test_v;

struct test_type1 {
    int c __attribute__((aligned(sizeof((*(test_v *)0)))));
};

typedef unsigned test_small __attribute__((mode(byte)));

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        struct test_type1 w;
        int byte;
        test_small counter;
        int aligned[2] __attribute__((aligned(16)));
        int volatile (*pointer);
        _Atomic(typeof((*(test_v *)0))) w_2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int v;

    switch (self->state) {
    case TEST_START:
        v = 5;

        printf("%d\n", v);
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            self->stack.w = (struct test_type1){3};

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", self->stack.w.c, __alignof__(self->stack.w) >= sizeof(int));
        }
        {
            self->stack.byte = 4;
            self->stack.counter = 255;

            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.counter++;
            printf("%d %d\n", self->stack.byte, self->stack.counter);
        }
        {
            __builtin_memcpy(self->stack.aligned, (int [2]){6, 7}, sizeof(self->stack.aligned));
            self->stack.pointer = &self->stack.aligned[1];

            self->child = nothing();
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", self->stack.aligned[0], *self->stack.pointer);
        }
        {
            self->stack.w_2 = 300;

            self->child = nothing();
            self->state = TEST_WAIT5;
        wait5:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d\n", self->stack.w_2);
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT5:
        goto wait5;
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
    v++;
    run(test());
    return 0;
}
