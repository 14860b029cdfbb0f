/* corofy made this of in.co: edit that */
/* Static locals are the function's, initialized once and never moved. */
#include "case.h"

static int base = 3;

enum count_state {
    COUNT_START,
    COUNT_WAIT1,
    COUNT_WAIT2,
    COUNT_RESOLVED,
};

struct count {
    struct future future;
    enum count_state state;
    struct future *child;
    struct {
        int local;
    } stack;
};

static enum poll_state count_poll(struct future *future, char **output)
{
    struct count *self = (struct count *)future;
    static int calls, *where = &base;
    static const char *const words[] = {"zero", "one", "two"};
    static struct {
        int a[2];
    } pair = {{1, [1] = 2}};

    switch (self->state) {
    case COUNT_START:
        self->stack.local = calls;

        calls++;
        self->child = nothing();
        self->state = COUNT_WAIT1;
        /* fall through */
    case COUNT_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            static int calls = 50;
            static char name[] = "inner";

            calls++;
            name[0]++;
            self->child = nothing();
            self->state = COUNT_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("inner %d %s\n", calls, name);
        }
        pair.a[0] += pair.a[1];
        printf("%d %d %s %d %d\n", calls, self->stack.local, words[self->stack.local], *where, pair.a[0]);
        *output = NULL;
        self->state = COUNT_RESOLVED;
        return POLL_READY;
    case COUNT_WAIT2:
        goto wait2;
    case COUNT_RESOLVED:
        break;
    }
    panic("coroutine count was polled after it was ready");
}

static void count_drop(struct future *future)
{
    struct count *self = (struct count *)future;

    future_drop(self->child);
}

static void count_free(struct future *future)
{
    count_drop(future);
    free(future);
}

void count_init(struct count *self)
{
    *self = (struct count){
        .future = {count_poll, count_drop},
        .state = COUNT_START,
    };
}

struct future *count(void)
{
    struct count *self = future_alloc(sizeof(*self));

    count_init(self);
    self->future.drop = count_free;
    return &self->future;
}

enum other_state {
    OTHER_START,
    OTHER_WAIT1,
    OTHER_RESOLVED,
};

struct other {
    struct future future;
    enum other_state state;
    struct future *child;
};

static enum poll_state other_poll(struct future *future, char **output)
{
    struct other *self = (struct other *)future;
    static int calls = 100;

    switch (self->state) {
    case OTHER_START:
        calls++;
        self->child = nothing();
        self->state = OTHER_WAIT1;
        /* fall through */
    case OTHER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("other %d\n", calls);
        *output = NULL;
        self->state = OTHER_RESOLVED;
        return POLL_READY;
    case OTHER_RESOLVED:
        break;
    }
    panic("coroutine other was polled after it was ready");
}

static void other_drop(struct future *future)
{
    struct other *self = (struct other *)future;

    future_drop(self->child);
}

static void other_free(struct future *future)
{
    other_drop(future);
    free(future);
}

void other_init(struct other *self)
{
    *self = (struct other){
        .future = {other_poll, other_drop},
        .state = OTHER_START,
    };
}

struct future *other(void)
{
    struct other *self = future_alloc(sizeof(*self));

    other_init(self);
    self->future.drop = other_free;
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
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
        self->child = count();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = other();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = count();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = other();
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
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
