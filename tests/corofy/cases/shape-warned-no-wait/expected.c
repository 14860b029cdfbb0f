/* corofy made this of in.co: edit that */
/* A coroutine without a wait is right, and probably not meant. */
#include "case.h"

enum greeting_state {
    GREETING_START,
    GREETING_RESOLVED,
};

struct greeting {
    struct future future;
    enum greeting_state state;
    struct future *child;
    struct {
        const char *name;
    } start;
};

static enum poll_state greeting_poll(struct future *future, char **output)
{
    struct greeting *self = (struct greeting *)future;
    char text[40];

    switch (self->state) {
    case GREETING_START:
        snprintf(text, sizeof text, "hello %s", self->start.name);
        *output = strdup(text);
        self->state = GREETING_RESOLVED;
        return POLL_READY;
    case GREETING_RESOLVED:
        break;
    }
    panic("coroutine greeting was polled after it was ready");
}

static void greeting_drop(struct future *future)
{
    struct greeting *self = (struct greeting *)future;

    future_drop(self->child);
    free(self);
}

struct future *greeting(const char *name)
{
    struct greeting *self = future_alloc(sizeof(*self));

    *self = (struct greeting){
        .future = {greeting_poll, greeting_drop},
        .state = GREETING_START,
        .start = {name},
    };
    return &self->future;
}

enum nobody_state {
    NOBODY_START,
    NOBODY_RESOLVED,
};

struct nobody {
    struct future future;
    enum nobody_state state;
    struct future *child;
};

static enum poll_state nobody_poll(struct future *future, char **output)
{
    struct nobody *self = (struct nobody *)future;

    switch (self->state) {
    case NOBODY_START:
        *output = NULL;
        self->state = NOBODY_RESOLVED;
        return POLL_READY;
    case NOBODY_RESOLVED:
        break;
    }
    panic("coroutine nobody was polled after it was ready");
}

static void nobody_drop(struct future *future)
{
    struct nobody *self = (struct nobody *)future;

    future_drop(self->child);
    free(self);
}

struct future *nobody(void)
{
    struct nobody *self = future_alloc(sizeof(*self));

    *self = (struct nobody){
        .future = {nobody_poll, nobody_drop},
        .state = NOBODY_START,
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
    char *output1 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = greeting("reader");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        self->child = nobody();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
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
