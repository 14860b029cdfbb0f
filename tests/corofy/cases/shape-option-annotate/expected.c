/* corofy made this of in.co: edit that */
#include "case.h"

/* Two coroutines and what is no coroutine */
static int global = 1;

/* Says it twice. */
// corofy rewrites this:
// coroutine void twice(int n)
// {
//     /* once */
//     print(wait(ask("once %d", n + global)));
//     print(wait(ask("twice"))); // and again
// }

// into this:
enum twice_state {
    TWICE_START,
    TWICE_WAIT1,
    TWICE_WAIT2,
    TWICE_RESOLVED,
};

struct twice {
    struct future future;
    enum twice_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state twice_poll(struct future *future, char **output)
{
    struct twice *self = (struct twice *)future;
    char *output1 = NULL;
    char *output2 = NULL;

    switch (self->state) {
    case TWICE_START:
        /* once */
        self->child = ask("once %d", self->start.n + global);
        self->state = TWICE_WAIT1;
        /* fall through */
    case TWICE_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        self->child = ask("twice");
        self->state = TWICE_WAIT2;
        /* fall through */
    case TWICE_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output2); // and again
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

struct future *twice(int n)
{
    struct twice *self = future_alloc(sizeof(*self));

    *self = (struct twice){
        .future = {twice_poll, twice_drop},
        .state = TWICE_START,
        .start = {n},
    };
    return &self->future;
}

// corofy rewrites this:
// coroutine void test(void)
// {
//     wait(twice(1));
// }

// into this:
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
        self->child = twice(1);
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

int main(void)
{
    run(test());
    return 0;
}
