/* corofy made this of in.co: edit that */
#include "case.h"

enum joined_state {
    JOINED_START,
    JOINED_WAIT1,
    JOINED_RESOLVED,
};

struct joined {
    struct future future;
    enum joined_state state;
    struct future *child;
    struct {
        int n;
    } start;
    struct {
        char *first;
        char *second;
    } stack;
};

static enum poll_state joined_poll(struct future *future, char **output)
{
    struct joined *self = (struct joined *)future;
    char *text;

    switch (self->state) {
    case JOINED_START:
        self->child = say("%s %d %s", self->stack.first, self->start.n, self->stack.second);
        self->state = JOINED_WAIT1;
        /* fall through */
    case JOINED_WAIT1:
        if (future_poll(&self->child, &text) == POLL_NOT_READY)
            return POLL_NOT_READY;

        free(self->stack.first);
        free(self->stack.second);
        *output = text;
        self->state = JOINED_RESOLVED;
        return POLL_READY;
    case JOINED_RESOLVED:
        break;
    }
    panic("coroutine joined was polled after it was ready");
}

static void joined_drop(struct future *future)
{
    struct joined *self = (struct joined *)future;

    future_drop(self->child);
}

static void joined_free(struct future *future)
{
    joined_drop(future);
    free(future);
}

void joined_init(struct joined *self, char *first, int n, char *second)
{
    *self = (struct joined){
        .future = {joined_poll, joined_drop},
        .state = JOINED_START,
        .start = {n},
        .stack = {.first = first, .second = second},
    };
}

struct future *joined(char *first, int n, char *second)
{
    struct joined *self = future_alloc(sizeof(*self));

    joined_init(self, first, n, second);
    self->future.drop = joined_free;
    return &self->future;
}

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
        char *output1;
        char *output2;
        char *output3;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output4 = NULL;
    char *output5 = NULL;
    char *output6 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = say("one");
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
        self->child = say("a");
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &self->stack.output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("b");
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = joined(self->stack.output3, 1, output4);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = joined(self->stack.output1, value(self->stack.output2), output5);
        self->state = TEST_WAIT6;
        /* fall through */
    case TEST_WAIT6:
        if (future_poll(&self->child, &output6) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output6);
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
