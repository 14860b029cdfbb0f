/* corofy made this of in.co: edit that */
/*
 * A local hides a global of its name, but only from its declaration on: a local
 * that is declared before the switch must not catch what came earlier.
 */
#include "case.h"

static int total = 5;
static const char *word = "global";

static int twice(int n)
{
    return 2 * n;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int total;
        int word;
        int twice;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        total++;
        printf("global %d %s %d\n", total, word, twice(3));
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        total++;
        self->stack.total = 100;
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.total++;
        printf("local %d %s\n", self->stack.total, word);

        self->stack.word = twice(self->stack.total);
        self->stack.twice = 7;
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("local %d %d %d\n", self->stack.total, self->stack.word, self->stack.twice);
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

enum after_state {
    AFTER_START,
    AFTER_WAIT1,
    AFTER_RESOLVED,
};

struct after {
    struct future future;
    enum after_state state;
    struct future *child;
};

static enum poll_state after_poll(struct future *future, char **output)
{
    struct after *self = (struct after *)future;

    switch (self->state) {
    case AFTER_START:
        self->child = nothing();
        self->state = AFTER_WAIT1;
        /* fall through */
    case AFTER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("global %d %s %d\n", total, word, twice(4));
        *output = NULL;
        self->state = AFTER_RESOLVED;
        return POLL_READY;
    case AFTER_RESOLVED:
        break;
    }
    panic("coroutine after was polled after it was ready");
}

static void after_drop(struct future *future)
{
    struct after *self = (struct after *)future;

    future_drop(self->child);
}

static void after_free(struct future *future)
{
    after_drop(future);
    free(future);
}

void after_init(struct after *self)
{
    *self = (struct after){
        .future = {after_poll, after_drop},
        .state = AFTER_START,
    };
}

struct future *after(void)
{
    struct after *self = future_alloc(sizeof(*self));

    after_init(self);
    self->future.drop = after_free;
    return &self->future;
}

int main(void)
{
    run(test());
    run(after());
    return 0;
}
