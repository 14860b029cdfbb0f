/* corofy made this of in.co: edit that */
/* Arms around whole coroutines, parameters and functions. */
#include "case.h"

#if 1
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

    switch (self->state) {
    case TEST_START:
        puts("one");
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
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
#else
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        puts("other");
        self->child = number(self->start.n);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
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

struct future *test(int n)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {n},
    };
    return &self->future;
}
#endif

#ifdef UNDEFINED
enum twice_state {
    TWICE_START,
    TWICE_WAIT1,
    TWICE_RESOLVED,
};

struct twice {
    struct future future;
    enum twice_state state;
    struct future *child;
};

static enum poll_state twice_poll(struct future *future, char **output)
{
    struct twice *self = (struct twice *)future;

    switch (self->state) {
    case TWICE_START:
        puts("undefined");
        self->child = nothing();
        self->state = TWICE_WAIT1;
        /* fall through */
    case TWICE_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = TWICE_RESOLVED;
        return POLL_READY;
    case TWICE_RESOLVED:
        break;
    }
    panic("coroutine twice was polled after it was ready");
}

static void twice_drop(struct future *future)
{
    struct twice *self = (struct twice *)future;

    future_drop(self->child);
    free(self);
}

struct future *twice(void)
{
    struct twice *self = future_alloc(sizeof(*self));

    *self = (struct twice){
        .future = {twice_poll, twice_drop},
        .state = TWICE_START,
    };
    return &self->future;
}
#endif

#ifndef UNDEFINED
enum twice_state {
    TWICE_START,
    TWICE_WAIT1,
    TWICE_RESOLVED,
};

struct twice {
    struct future future;
    enum twice_state state;
    struct future *child;
};

static enum poll_state twice_poll(struct future *future, char **output)
{
    struct twice *self = (struct twice *)future;

    switch (self->state) {
    case TWICE_START:
        puts("defined");
        self->child = nothing();
        self->state = TWICE_WAIT1;
        /* fall through */
    case TWICE_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = TWICE_RESOLVED;
        return POLL_READY;
    case TWICE_RESOLVED:
        break;
    }
    panic("coroutine twice was polled after it was ready");
}

static void twice_drop(struct future *future)
{
    struct twice *self = (struct twice *)future;

    future_drop(self->child);
    free(self);
}

struct future *twice(void)
{
    struct twice *self = future_alloc(sizeof(*self));

    *self = (struct twice){
        .future = {twice_poll, twice_drop},
        .state = TWICE_START,
    };
    return &self->future;
}
#endif

int main(void)
{
    run(test());
    run(twice());
    return 0;
}
