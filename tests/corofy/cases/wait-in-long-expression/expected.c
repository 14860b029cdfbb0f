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
        int a;
        char *output1;
        char *output2;
        char *output3;
        char *output4;
        char *output5;
        int truth1;
        char *output6;
        char *output7;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int truth2 = 0;
    char *output8 = NULL;
    char *output9 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.a = 1;

        self->child = number(self->stack.a);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(2);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &self->stack.output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(3);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &self->stack.output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(4);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &self->stack.output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(5);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &self->stack.output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (self->stack.a) {
            self->child = number(6);
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, &self->stack.output6) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.truth1 = 1;
        } else {
            self->child = number(7);
            self->state = TEST_WAIT7;
        wait7:
            if (future_poll(&self->child, &self->stack.output7) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.truth1 = 0;
        }
        self->child = number(0);
        self->state = TEST_WAIT8;
        /* fall through */
    case TEST_WAIT8:
        if (future_poll(&self->child, &output8) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (!(value(output8))) {
            self->child = number(8);
            self->state = TEST_WAIT9;
        wait9:
            if (future_poll(&self->child, &output9) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth2 = 0;
        } else {
            truth2 = 1;
        }
        printf("%d\n", value(self->stack.output1) + value(self->stack.output2) * self->stack.a +
                           (value(self->stack.output3) - value(self->stack.output4)) *
            value(self->stack.output5) % 7 +
                       (self->stack.truth1 ? value(self->stack.output6) : value(self->stack.output7)) +
        (truth2 || value(output9)));
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT6:
        goto wait6;
    case TEST_WAIT7:
        goto wait7;
    case TEST_WAIT9:
        goto wait9;
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
