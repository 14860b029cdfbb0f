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
    TEST_WAIT7,
    TEST_WAIT8,
    TEST_WAIT9,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        char *output1;
        char *output8;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output3 = NULL;
    int truth1 = 0;
    char *output4 = NULL;
    char *output5 = NULL;
    char *output6 = NULL;
    char *output7 = NULL;
    char *output9 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 3;

        self->child = number(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(2);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = ask("%d and %d", value(self->stack.output1), value(output2));
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output3);
        if (self->stack.n == 3) {
            self->child = ask("4");
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        self->child = ask("%d", truth1 ? value(output4) : self->stack.n);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output5);
        self->child = ask("%d", self->stack.n++);
        self->state = TEST_WAIT6;
        /* fall through */
    case TEST_WAIT6:
        if (future_poll(&self->child, &output6) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output6);
        self->child = number(self->stack.n);
        self->state = TEST_WAIT7;
        /* fall through */
    case TEST_WAIT7:
        if (future_poll(&self->child, &output7) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("%d", value(output7));
        self->state = TEST_WAIT8;
        /* fall through */
    case TEST_WAIT8:
        if (future_poll(&self->child, &self->stack.output8) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say(" end");
        self->state = TEST_WAIT9;
        /* fall through */
    case TEST_WAIT9:
        if (future_poll(&self->child, &output9) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(both(self->stack.output8, output9));
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
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
