/* corofy made this of in.co: edit that */
/* A macro that names a local means what is not there after translation. */
#include "case.h"

static int count = 100;

#define COUNTED    (count * 2)
#define other(x)   ((x) + 1)
#define SHADOWED(count) ((count) + 1)
#define STRING     "count"

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
        int count;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.count = 3;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %s\n", COUNTED, other(self->stack.count), SHADOWED(self->stack.count), STRING);
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

static int twice(int count)
{
    return COUNTED;
}

enum fine_state {
    FINE_START,
    FINE_WAIT1,
    FINE_RESOLVED,
};

struct fine {
    struct future future;
    enum fine_state state;
    struct future *child;
};

static enum poll_state fine_poll(struct future *future, char **output)
{
    struct fine *self = (struct fine *)future;

    switch (self->state) {
    case FINE_START:
        self->child = nothing();
        self->state = FINE_WAIT1;
        /* fall through */
    case FINE_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d\n", twice(4), SHADOWED(5));
        *output = NULL;
        self->state = FINE_RESOLVED;
        return POLL_READY;
    case FINE_RESOLVED:
        break;
    }
    panic("coroutine fine was polled after it was ready");
}

static void fine_drop(struct future *future)
{
    struct fine *self = (struct fine *)future;

    future_drop(self->child);
}

static void fine_free(struct future *future)
{
    fine_drop(future);
    free(future);
}

void fine_init(struct fine *self)
{
    *self = (struct fine){
        .future = {fine_poll, fine_drop},
        .state = FINE_START,
    };
}

struct future *fine(void)
{
    struct fine *self = future_alloc(sizeof(*self));

    fine_init(self);
    self->future.drop = fine_free;
    return &self->future;
}

int main(void)
{
    run(test());
    run(fine());
    return 0;
}
