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
    TEST_WAIT10,
    TEST_WAIT11,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int five;
        char *output1;
        char *output3;
        char *output6;
        char *output8;
        char *output10;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output4 = NULL;
    char *output5 = NULL;
    char *output7 = NULL;
    char *output9 = NULL;
    char *output11 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.five = 5;

        self->child = number(40);
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
        printf("%d\n", value(self->stack.output1) + value(output2));
        self->child = number(40);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &self->stack.output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(2);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", value(self->stack.output3) - value(output4) * self->stack.five);
        self->child = number(7);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.five - value(output5));
        self->child = number(3);
        self->state = TEST_WAIT6;
        /* fall through */
    case TEST_WAIT6:
        if (future_poll(&self->child, &self->stack.output6) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(4);
        self->state = TEST_WAIT7;
        /* fall through */
    case TEST_WAIT7:
        if (future_poll(&self->child, &output7) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", value(self->stack.output6) < value(output7));
        self->child = number(3);
        self->state = TEST_WAIT8;
        /* fall through */
    case TEST_WAIT8:
        if (future_poll(&self->child, &self->stack.output8) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(4);
        self->state = TEST_WAIT9;
        /* fall through */
    case TEST_WAIT9:
        if (future_poll(&self->child, &output9) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", value(self->stack.output8) == value(output9));
        self->child = number(6);
        self->state = TEST_WAIT10;
        /* fall through */
    case TEST_WAIT10:
        if (future_poll(&self->child, &self->stack.output10) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(2);
        self->state = TEST_WAIT11;
        /* fall through */
    case TEST_WAIT11:
        if (future_poll(&self->child, &output11) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", (value(self->stack.output10) & ~value(output11)) | self->stack.five);
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
