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
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output3 = NULL;
    char *output5 = NULL;

    switch (self->state) {
    case TEST_START:
        if (self->stack.n > 1) {
            self->child = child(self->stack.n);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } else {
            self->child = child(-self->stack.n);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        if (self->stack.n > 1) {
            self->child = ask("0");
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            value(output3);
        }
        if (self->stack.n > 1) {
            (void)0;
        } else {
            self->child = nothing();
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        if (!(self->stack.n > 1 || mark(self->stack.n))) {
            self->child = ask("1");
            self->state = TEST_WAIT5;
        wait5:
            if (future_poll(&self->child, &output5) == POLL_NOT_READY)
                return POLL_NOT_READY;
            value(output5);
        }
        puts("after");
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT5:
        goto wait5;
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

void test_init(struct test *self, int n)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.n = n},
    };
}

struct future *test(int n)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(1));
    run(test(2));
    return 0;
}
