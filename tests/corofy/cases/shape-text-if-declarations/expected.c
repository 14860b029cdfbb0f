/* corofy made this of in.co: edit that */
/* A variable that each arm declares in its own way. */
#include "case.h"

#define WIDE 1

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
#if WIDE
        long count;
#endif
#if WIDE
        const char *name;
#endif
#if WIDE
#else
        int count;
#endif
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
#if WIDE
        self->stack.count = 5;
        self->stack.name = "wide";
#else
        self->stack.count = 4;
#endif

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.count++;
#if WIDE
        printf("%ld %s\n", self->stack.count, self->stack.name);
#else
        printf("%d\n", self->stack.count);
#endif
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

enum again_state {
    AGAIN_START,
    AGAIN_WAIT1,
    AGAIN_RESOLVED,
};

struct again {
    struct future future;
    enum again_state state;
    struct future *child;
    struct {
        int i;
#ifdef NOT_WIDE
        long count;
#endif
#ifdef NOT_WIDE
#else
        char count[2];
#endif
    } stack;
};

static enum poll_state again_poll(struct future *future, char **output)
{
    struct again *self = (struct again *)future;

    switch (self->state) {
    case AGAIN_START:
        for (self->stack.i = 0; self->stack.i < 2; self->stack.i++) {
#ifdef NOT_WIDE
            self->stack.count = 5;
#else
            __builtin_memcpy(self->stack.count, (char [2]){"x"}, sizeof(self->stack.count));

            self->stack.count[0] += self->stack.i;
#endif
            self->child = nothing();
            self->state = AGAIN_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
#ifdef NOT_WIDE
            printf("%ld\n", self->stack.count);
#else
            puts(self->stack.count);
#endif
        }
        *output = NULL;
        self->state = AGAIN_RESOLVED;
        return POLL_READY;
    case AGAIN_WAIT1:
        goto wait1;
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
