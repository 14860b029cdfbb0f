/* corofy made this of in.co: edit that */
#include "case.h"

/* The names of one coroutine begin with those of another. */
enum test_wait_state {
    TEST_WAIT_START,
    TEST_WAIT_WAIT1,
    TEST_WAIT_RESOLVED,
};

struct test_wait {
    struct future future;
    enum test_wait_state state;
    struct future *child;
};

static enum poll_state test_wait_poll(struct future *future, char **output)
{
    struct test_wait *self = (struct test_wait *)future;
    char *output1 = NULL;

    switch (self->state) {
    case TEST_WAIT_START:
        self->child = ask("test_wait");
        self->state = TEST_WAIT_WAIT1;
        /* fall through */
    case TEST_WAIT_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
        self->state = TEST_WAIT_RESOLVED;
        return POLL_READY;
    case TEST_WAIT_RESOLVED:
        break;
    }
    panic("coroutine test_wait was polled after it was ready");
}

static void test_wait_drop(struct future *future)
{
    struct test_wait *self = (struct test_wait *)future;

    future_drop(self->child);
    free(self);
}

struct future *test_wait(void)
{
    struct test_wait *self = future_alloc(sizeof(*self));

    *self = (struct test_wait){
        .future = {test_wait_poll, test_wait_drop},
        .state = TEST_WAIT_START,
    };
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
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
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = test_wait();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = ask("test");
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output2);
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
