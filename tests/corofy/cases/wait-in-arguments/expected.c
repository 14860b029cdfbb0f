/* corofy made this of in.co: edit that */
#include "case.h"

static void show(char *first, int second, char *third)
{
    printf("%s %d %s\n", first, second, third);
    free(first);
    free(third);
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_WAIT7,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int two;
        char *output1;
        char *output3;
        char *output5;
        char *output6;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output4 = NULL;
    char *output7 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.two = 2;

        self->child = say("one ");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("and two");
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(both(self->stack.output1, output2));
        self->child = say("one");
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &self->stack.output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("three");
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        show(self->stack.output3, self->stack.two, output4);
        self->child = say("one");
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &self->stack.output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(self->stack.two);
        self->state = TEST_WAIT6;
        /* fall through */
    case TEST_WAIT6:
        if (future_poll(&self->child, &self->stack.output6) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("three");
        self->state = TEST_WAIT7;
        /* fall through */
    case TEST_WAIT7:
        if (future_poll(&self->child, &output7) == POLL_NOT_READY)
            return POLL_NOT_READY;
        show(self->stack.output5, value(self->stack.output6), output7);
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
