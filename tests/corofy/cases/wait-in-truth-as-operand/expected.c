/* corofy made this of in.co: edit that */
#include "case.h"

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
        int n;
        int truth1;
        char *output2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output3 = NULL;
    int truth2 = 0;
    char *output4 = NULL;
    char *output5 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = say("%d", self->stack.n);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (!(value(output1))) {
            self->child = say("5");
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &self->stack.output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.truth1 = 0;
        } else {
            self->stack.truth1 = 1;
        }
        self->child = number(2);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", (self->stack.truth1 || value(self->stack.output2)) * 10 +
                           value(output3));
        if (self->stack.n++) {
            self->child = number(self->stack.n);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth2 = 1;
        } else {
            truth2 = 0;
        }
        printf("%d\n", 100 * (truth2 && value(output4)));
        self->child = number(self->stack.n);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", -(value(output5) > 1 && self->stack.n));
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
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

void test_init(struct test *self, int n)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.n = n},
    };
}

struct future *test(int n)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(0));
    run(test(1));
    return 0;
}
