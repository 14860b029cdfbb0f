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
        int numbers[3];
        char *output4;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *text;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output5 = NULL;
    char *output6 = NULL;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.numbers, (int [3]){0, 1, 2}, sizeof(self->stack.numbers));

        self->child = number(2);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.numbers[value(output1)] = 5;
        self->child = number(1);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.numbers[value(output2)] += 10;
        self->child = number(0);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        ++self->stack.numbers[value(output3)];
        self->child = number(1);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &self->stack.output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(2);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *(self->stack.numbers + value(self->stack.output4)) *= value(output5);
        printf("%d %d %d\n", self->stack.numbers[0], self->stack.numbers[1], self->stack.numbers[2]);
        self->child = say("x");
        self->state = TEST_WAIT6;
        /* fall through */
    case TEST_WAIT6:
        if (future_poll(&self->child, &output6) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *(text = output6) = 'y';
        print(text);
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
