/* corofy made this of in.co: edit that */
#include "case.h"

enum doubled_state {
    DOUBLED_START,
    DOUBLED_WAIT1,
    DOUBLED_RESOLVED,
};

struct doubled {
    struct future future;
    enum doubled_state state;
    struct future *child;
    struct {
        char *text;
    } stack;
};

static enum poll_state doubled_poll(struct future *future, char **output)
{
    struct doubled *self = (struct doubled *)future;
    char *again;

    switch (self->state) {
    case DOUBLED_START:
        self->child = ask("%s%s", self->stack.text, self->stack.text);
        self->state = DOUBLED_WAIT1;
        /* fall through */
    case DOUBLED_WAIT1:
        if (future_poll(&self->child, &again) == POLL_NOT_READY)
            return POLL_NOT_READY;

        free(self->stack.text);
        *output = again;
        self->state = DOUBLED_RESOLVED;
        return POLL_READY;
    case DOUBLED_RESOLVED:
        break;
    }
    panic("coroutine doubled was polled after it was ready");
}

static void doubled_drop(struct future *future)
{
    struct doubled *self = (struct doubled *)future;

    future_drop(self->child);
}

static void doubled_free(struct future *future)
{
    doubled_drop(future);
    free(future);
}

void doubled_init(struct doubled *self, char *text)
{
    *self = (struct doubled){
        .future = {doubled_poll, doubled_drop},
        .state = DOUBLED_START,
        .stack = {.text = text},
    };
}

struct future *doubled(char *text)
{
    struct doubled *self = future_alloc(sizeof(*self));

    doubled_init(self, text);
    self->future.drop = doubled_free;
    return &self->future;
}

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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;
    char *output5 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = ask("ab");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = doubled(output1);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output2);
        self->child = ask("c");
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = doubled(output3);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = doubled(output4);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output5);
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
