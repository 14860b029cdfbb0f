/* corofy made this of in.co: edit that */
#include "case.h"

enum first_state {
    FIRST_START,
    FIRST_WAIT1,
    FIRST_RESOLVED,
};

struct first {
    struct future future;
    enum first_state state;
    struct future *child;
};

static enum poll_state first_poll(struct future *future, char **output)
{
    struct first *self = (struct first *)future;
    char *output1 = NULL;

    switch (self->state) {
    case FIRST_START:
        self->child = ask("first");
        self->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_RESOLVED:
        break;
    }
    panic("coroutine first was polled after it was ready");
}

static void first_drop(struct future *future)
{
    struct first *self = (struct first *)future;

    future_drop(self->child);
    free(self);
}

static struct future *first(void)
{
    struct first *self = future_alloc(sizeof(*self));

    *self = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
    };
    return &self->future;
}

enum second_state {
    SECOND_START,
    SECOND_WAIT1,
    SECOND_RESOLVED,
};

struct second {
    struct future future;
    enum second_state state;
    struct future *child;
};

static enum poll_state second_poll(struct future *future, char **output)
{
    struct second *self = (struct second *)future;

    switch (self->state) {
    case SECOND_START:
        self->child = ask("second");
        self->state = SECOND_WAIT1;
        /* fall through */
    case SECOND_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = SECOND_RESOLVED;
        return POLL_READY;
    case SECOND_RESOLVED:
        break;
    }
    panic("coroutine second was polled after it was ready");
}

static void second_drop(struct future *future)
{
    struct second *self = (struct second *)future;

    future_drop(self->child);
    free(self);
}

static struct future *second(void)
{
    struct second *self = future_alloc(sizeof(*self));

    *self = (struct second){
        .future = {second_poll, second_drop},
        .state = SECOND_START,
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
        self->child = first();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = second();
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
