/* corofy made this of in.co: edit that */
/* Calling a coroutine does nothing but make its future. */
#include "case.h"

struct other;
void other_init(struct other *self, int n);
struct future *other(int n);

static int plain(int n)
{
    return n;
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

    switch (self->state) {
    case TEST_START:
        other(1);
        (void)other(2);
        self->child = other(3);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (plain(4))
            other(5);
        plain(6);
        self->child = nothing();
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

enum other_state {
    OTHER_START,
    OTHER_WAIT1,
    OTHER_RESOLVED,
};

struct other {
    struct future future;
    enum other_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state other_poll(struct future *future, char **output)
{
    struct other *self = (struct other *)future;

    switch (self->state) {
    case OTHER_START:
        printf("other %d\n", self->start.n);
        self->child = nothing();
        self->state = OTHER_WAIT1;
        /* fall through */
    case OTHER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = OTHER_RESOLVED;
        return POLL_READY;
    case OTHER_RESOLVED:
        break;
    }
    panic("coroutine other was polled after it was ready");
}

static void other_drop(struct future *future)
{
    struct other *self = (struct other *)future;

    future_drop(self->child);
}

static void other_free(struct future *future)
{
    other_drop(future);
    free(future);
}

void other_init(struct other *self, int n)
{
    *self = (struct other){
        .future = {other_poll, other_drop},
        .state = OTHER_START,
        .start = {n},
    };
}

struct future *other(int n)
{
    struct other *self = future_alloc(sizeof(*self));

    other_init(self, n);
    self->future.drop = other_free;
    return &self->future;
}
