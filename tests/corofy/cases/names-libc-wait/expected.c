/* corofy made this of in.co: edit that */
/* wait() of the C library can still be called. */
#include <errno.h>
#include <sys/wait.h>
#include "case.h"

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
    struct {
        int status;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    pid_t pid;
    pid_t (*function)(int *);

    switch (self->state) {
    case TEST_START:
        self->stack.status = 0;
        pid = (wait)(&self->stack.status);

        printf("%d %d\n", pid == -1, errno == ECHILD);
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", (int)(wait)(NULL));
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        function = &wait;
        printf("%d\n", (int)function(NULL));
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

static int outside(void)
{
    return (wait)(NULL) == -1;
}

enum again_state {
    AGAIN_START,
    AGAIN_WAIT1,
    AGAIN_RESOLVED,
};

struct again {
    struct future future;
    enum again_state state;
    struct future *child;
};

static enum poll_state again_poll(struct future *future, char **output)
{
    struct again *self = (struct again *)future;

    switch (self->state) {
    case AGAIN_START:
        printf("%d\n", outside());
        self->child = nothing();
        self->state = AGAIN_WAIT1;
        /* fall through */
    case AGAIN_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = AGAIN_RESOLVED;
        return POLL_READY;
    case AGAIN_RESOLVED:
        break;
    }
    panic("coroutine again was polled after it was ready");
}

static void again_drop(struct future *future)
{
    struct again *self = (struct again *)future;

    future_drop(self->child);
}

static void again_free(struct future *future)
{
    again_drop(future);
    free(future);
}

void again_init(struct again *self)
{
    *self = (struct again){
        .future = {again_poll, again_drop},
        .state = AGAIN_START,
    };
}

struct future *again(void)
{
    struct again *self = future_alloc(sizeof(*self));

    again_init(self);
    self->future.drop = again_free;
    return &self->future;
}

int main(void)
{
    run(test());
    run(again());
    return 0;
}
