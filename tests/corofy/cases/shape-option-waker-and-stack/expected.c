/* corofy made this of in.co: edit that */
#define WAKER
#include "case.h"

enum child_state {
    CHILD_START,
    CHILD_WAIT1,
    CHILD_WAIT2,
    CHILD_RESOLVED,
};

struct child {
    struct future future;
    enum child_state state;
    struct future *child;
    struct {
        int n;
    } start;
    struct {
        char *answer;
    } stack;
};

static enum poll_state child_poll(struct future *future,
                                  const struct waker *waker, char **output)
{
    struct child *self = (struct child *)future;

    switch (self->state) {
    case CHILD_START:
        self->child = number(self->start.n);
        self->state = CHILD_WAIT1;
        /* fall through */
    case CHILD_WAIT1:
        if (future_poll(&self->child, waker, &self->stack.answer) == POLL_NOT_READY)
            return POLL_NOT_READY;

        self->child = nothing();
        self->state = CHILD_WAIT2;
        /* fall through */
    case CHILD_WAIT2:
        if (future_poll(&self->child, waker, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = self->stack.answer;
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
}

static void child_free(struct future *future)
{
    child_drop(future);
    free(future);
}

void child_init(struct child *self, int n)
{
    *self = (struct child){
        .future = {child_poll, child_drop},
        .state = CHILD_START,
        .start = {n},
    };
}

struct future *child(int n)
{
    struct child *self = future_alloc(sizeof(*self));

    child_init(self, n);
    self->future.drop = child_free;
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
        int sum;
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future,
                                 const struct waker *waker, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.sum = 0;

        for (self->stack.i = 1; self->stack.i < 4; self->stack.i++) {
            self->child = child(self->stack.i);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.sum += value(output1);
        }
        printf("%d\n", self->stack.sum);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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

int main(void)
{
    run(test());
    return 0;
}
