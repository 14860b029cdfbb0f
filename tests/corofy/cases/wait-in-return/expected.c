/* corofy made this of in.co: edit that */
#include "case.h"

enum inner_state {
    INNER_START,
    INNER_WAIT1,
    INNER_RESOLVED,
};

struct inner {
    struct future future;
    enum inner_state state;
    struct future *child;
};

static enum poll_state inner_poll(struct future *future, char **output)
{
    struct inner *self = (struct inner *)future;

    switch (self->state) {
    case INNER_START:
        self->child = ask("inner");
        self->state = INNER_WAIT1;
        /* fall through */
    case INNER_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = INNER_RESOLVED;
        return POLL_READY;
    case INNER_RESOLVED:
        break;
    }
    panic("coroutine inner was polled after it was ready");
}

static void inner_drop(struct future *future)
{
    struct inner *self = (struct inner *)future;

    future_drop(self->child);
    free(self);
}

struct future *inner(void)
{
    struct inner *self = future_alloc(sizeof(*self));

    *self = (struct inner){
        .future = {inner_poll, inner_drop},
        .state = INNER_START,
    };
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
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

    switch (self->state) {
    case TEST_START:
        self->child = inner();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
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
    free(self);
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
