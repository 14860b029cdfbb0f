/* corofy made this of in.co: edit that */
#define WAKER
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
    struct {
        const char *text;
    } start;
};

static enum poll_state child_poll(struct future *future,
                                  const struct waker *waker, char **output)
{
    struct child *self = (struct child *)future;
    char *answer;

    switch (self->state) {
    case CHILD_START:
        self->child = ask("%s", self->start.text);
        self->state = CHILD_WAIT1;
        /* fall through */
    case CHILD_WAIT1:
        if (future_poll(&self->child, waker, &answer) == POLL_NOT_READY)
            return POLL_NOT_READY;

        *output = answer;
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

struct future *child(const char *text)
{
    struct child *self = future_alloc(sizeof(*self));

    *self = (struct child){
        .future = {child_poll, child_drop},
        .state = CHILD_START,
        .start = {text},
    };
    return &self->future;
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
};

static enum poll_state test_poll(struct future *future,
                                 const struct waker *waker, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = child("first");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, waker, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = ask("1");
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, waker, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (value(output3))
            puts("after");
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
