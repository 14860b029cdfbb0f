/* corofy made this of in.co: edit that */
/* Functions that are no coroutines stay as they are, whatever they do. */
#include "case.h"

static int old(a, b)
int a;
char *b;
{
    return a + b[0] - '0';
}

static int many(int n, ...)
{
    static const void *labels[] = {&&zero, &&one};
    goto *labels[n];
zero:
    return 10;
one:
    return 11;
}

static int sized(int n)
{
    int a[n];

    a[n - 1] = n;
    return ({ int b = a[n - 1]; b + 1; });
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
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 5;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", old(1, "2"), many(0), many(1, 2), sized(self->stack.n));
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

struct coroutine_like {
    int coroutine_count;
};

static const struct coroutine_like one = {1};

enum last_state {
    LAST_START,
    LAST_WAIT1,
    LAST_RESOLVED,
};

struct last {
    struct future future;
    enum last_state state;
    struct future *child;
};

static enum poll_state last_poll(struct future *future, char **output)
{
    struct last *self = (struct last *)future;

    switch (self->state) {
    case LAST_START:
        self->child = nothing();
        self->state = LAST_WAIT1;
        /* fall through */
    case LAST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", one.coroutine_count);
        *output = NULL;
        self->state = LAST_RESOLVED;
        return POLL_READY;
    case LAST_RESOLVED:
        break;
    }
    panic("coroutine last was polled after it was ready");
}

static void last_drop(struct future *future)
{
    struct last *self = (struct last *)future;

    future_drop(self->child);
}

static void last_free(struct future *future)
{
    last_drop(future);
    free(future);
}

void last_init(struct last *self)
{
    *self = (struct last){
        .future = {last_poll, last_drop},
        .state = LAST_START,
    };
}

struct future *last(void)
{
    struct last *self = future_alloc(sizeof(*self));

    last_init(self);
    self->future.drop = last_free;
    return &self->future;
}

int main(void)
{
    run(test());
    run(last());
    return 0;
}
