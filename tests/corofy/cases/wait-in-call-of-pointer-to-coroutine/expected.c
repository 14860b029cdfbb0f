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
    struct {
        int n;
    } start;
};

static enum poll_state child_poll(struct future *future, char **output)
{
    struct child *self = (struct child *)future;
    char *output1 = NULL;

    switch (self->state) {
    case CHILD_START:
        self->child = ask("child %d", self->start.n);
        self->state = CHILD_WAIT1;
        /* fall through */
    case CHILD_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
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

struct future *child(int n)
{
    struct child *self = future_alloc(sizeof(*self));

    *self = (struct child){
        .future = {child_poll, child_drop},
        .state = CHILD_START,
        .start = {n},
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
    struct {
        struct future *(*function)(int);
    } start;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = self->start.function(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
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

struct future *test(struct future *(*function)(int))
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {function},
    };
    return &self->future;
}

int main(void)
{
    run(test(child));
    return 0;
}
