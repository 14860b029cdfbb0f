/* corofy made this of in.co: edit that */
/* A for declares in a scope of its own, and its body is another. */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int i;
        int n;
        int i_2;
        int i_3;
        int i_4;
        char i_5;
        int n_2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.i = 70;
        self->stack.n = 2;

        for (self->stack.i_2 = 0; self->stack.i_2 < self->stack.n; self->stack.i_2++) {
            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            for (self->stack.i_3 = 10; self->stack.i_3 < 12; self->stack.i_3++) {
                self->child = nothing();
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                printf("inner %d\n", self->stack.i_3);
            }
            {
                self->stack.i_4 = 42;

                self->child = nothing();
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                printf("block %d\n", self->stack.i_4);
            }
            printf("middle %d\n", self->stack.i_2);
        }
        for (self->stack.i_5 = 'a'; self->stack.i_5 < 'c'; self->stack.i_5++) {
            self->stack.n_2 = self->stack.i_5 - 'a';

            self->child = nothing();
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%c %d\n", self->stack.i_5, self->stack.n_2);
        }
        printf("outer %d %d\n", self->stack.i, self->stack.n);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
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
