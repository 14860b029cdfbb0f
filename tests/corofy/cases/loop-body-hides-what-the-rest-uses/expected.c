/* corofy made this of in.co: edit that */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        int m;
        int n_2;
        int i;
        int i_2;
        int n_3;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output3 = NULL;
    char *output6 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 2;

        for (;;) {
            self->child = ask("%d", self->stack.n);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            if (!(value(output1) > 0))
                break;
            self->stack.m = self->stack.n - 1;
            self->stack.n_2 = 7;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("inner %d %d\n", self->stack.n_2, self->stack.m);
            if (self->stack.m == 0)
                break;
            goto next;
        }
        goto rest;
    next:
        self->stack.n--;
        printf("outer %d\n", self->stack.n);
    rest:
        for (self->stack.i = 0; self->stack.i < 4;) {
            {
                self->stack.i_2 = 100;

                self->child = nothing();
                self->state = TEST_WAIT4;
            wait4:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                if (self->stack.n++ == 1)
                    goto continue1;
                printf("inner %d\n", self->stack.i_2);
            }
        continue1:;
            self->child = ask("%d", self->stack.i + 1);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.i += value(output3);
        }
        do {
            self->stack.n_3 = 5;

            self->child = nothing();
            self->state = TEST_WAIT5;
        wait5:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("inner %d\n", self->stack.n_3);
            self->child = ask("%d", self->stack.n--);
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, &output6) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } while (value(output6) > 2);
        printf("%d\n", self->stack.n);
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
    case TEST_WAIT5:
        goto wait5;
    case TEST_WAIT6:
        goto wait6;
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
