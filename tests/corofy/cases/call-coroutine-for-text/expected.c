/* corofy made this of in.co: edit that */
#include "case.h"

enum child_state {
    CHILD_START,
    CHILD_WAIT1,
    CHILD_RESOLVED,
};

struct child {
    struct future future;
    enum child_state state;
    struct future *child;
};

static enum poll_state child_poll(struct future *future, char **output)
{
    struct child *self = (struct child *)future;
    char *output1 = NULL;

    switch (self->state) {
    case CHILD_START:
        self->child = ask("in the child");
        self->state = CHILD_WAIT1;
        /* fall through */
    case CHILD_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = both(output1, strdup("!"));
        self->state = CHILD_RESOLVED;
        return POLL_READY;
    case CHILD_RESOLVED:
        break;
    }
    panic("coroutine child was polled after it was ready");
}

static void child_drop(struct future *future)
{
    struct child *self = (struct child *)future;

    future_drop(self->child);
    free(self);
}

struct future *child(void)
{
    struct child *self = future_alloc(sizeof(*self));

    *self = (struct child){
        .future = {child_poll, child_drop},
        .state = CHILD_START,
    };
    return &self->future;
}

enum parent_state {
    PARENT_START,
    PARENT_WAIT1,
    PARENT_RESOLVED,
};

struct parent {
    struct future future;
    enum parent_state state;
    struct future *child;
};

static enum poll_state parent_poll(struct future *future, char **output)
{
    struct parent *self = (struct parent *)future;

    switch (self->state) {
    case PARENT_START:
        self->child = child();
        self->state = PARENT_WAIT1;
        /* fall through */
    case PARENT_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = PARENT_RESOLVED;
        return POLL_READY;
    case PARENT_RESOLVED:
        break;
    }
    panic("coroutine parent was polled after it was ready");
}

static void parent_drop(struct future *future)
{
    struct parent *self = (struct parent *)future;

    future_drop(self->child);
    free(self);
}

struct future *parent(void)
{
    struct parent *self = future_alloc(sizeof(*self));

    *self = (struct parent){
        .future = {parent_poll, parent_drop},
        .state = PARENT_START,
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
        self->child = parent();
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
