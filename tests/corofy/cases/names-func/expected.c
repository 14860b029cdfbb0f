/* corofy made this of in.co: edit that */
/* __func__ is the name that stands in the source. */
#include "case.h"

static struct future *helper(int n);

enum helper_state {
    HELPER_START,
    HELPER_WAIT1,
    HELPER_WAIT2,
    HELPER_RESOLVED,
};

struct helper {
    struct future future;
    enum helper_state state;
    struct future *child;
    struct {
        int n;
        const char *before;
    } stack;
};

static enum poll_state helper_poll(struct future *future, char **output)
{
    struct helper *self = (struct helper *)future;

    switch (self->state) {
    case HELPER_START:
        self->stack.before = "helper";

        if (self->stack.n > 0) {
            self->child = helper(self->stack.n - 1);
            self->state = HELPER_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } else {
            self->child = nothing();
            self->state = HELPER_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        printf("%d %s %s %s %zu\n", self->stack.n, self->stack.before, "helper", "helper",
               sizeof "helper");
        *output = NULL;
        self->state = HELPER_RESOLVED;
        return POLL_READY;
    case HELPER_WAIT1:
        goto wait1;
    case HELPER_WAIT2:
        goto wait2;
    case HELPER_RESOLVED:
        break;
    }
    panic("coroutine helper was polled after it was ready");
}

static void helper_drop(struct future *future)
{
    struct helper *self = (struct helper *)future;

    future_drop(self->child);
}

static void helper_free(struct future *future)
{
    helper_drop(future);
    free(future);
}

static void helper_init(struct helper *self, int n)
{
    *self = (struct helper){
        .future = {helper_poll, helper_drop},
        .state = HELPER_START,
        .stack = {.n = n},
    };
}

static struct future *helper(int n)
{
    struct helper *self = future_alloc(sizeof(*self));

    helper_init(self, n);
    self->future.drop = helper_free;
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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        printf("%s\n", "test");
        self->child = helper(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %.3s\n", "test", &"test"[1]);
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

int main(void)
{
    run(test());
    return 0;
}
