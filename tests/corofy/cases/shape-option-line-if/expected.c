/* corofy made this of in.co: edit that */
#line 1 "in.co"
/* A variable that each arm declares in its own way. */
#include "case.h"

#define WIDE 1

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

#line 6 "in.co"
struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
#line 9 "in.co"
#if WIDE
#line 9 "in.co"
        long count;
#line 9 "in.co"
#endif
#line 10 "in.co"
#if WIDE
#line 10 "in.co"
        const char *name;
#line 10 "in.co"
#endif
#line 12 "in.co"
#if WIDE
#line 12 "in.co"
#else
#line 12 "in.co"
        int count;
#line 12 "in.co"
#endif
    } stack;
};

#line 6 "in.co"
static enum poll_state test_poll(struct future *future, char **output)
#line 6 "in.co"
{
#line 6 "in.co"
    struct test *self = (struct test *)future;

#line 6 "in.co"
    switch (self->state) {
    case TEST_START:
#if WIDE
#line 9 "in.co"
        self->stack.count = 5;
        self->stack.name = "wide";
#else
#line 12 "in.co"
        self->stack.count = 4;
#endif

#line 15 "in.co"
        self->child = nothing();
#line 15 "in.co"
        self->state = TEST_WAIT1;
#line 15 "in.co"
        /* fall through */
    case TEST_WAIT1:
#line 15 "in.co"
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 15 "in.co"
            return POLL_NOT_READY;
        self->stack.count++;
#if WIDE
#line 18 "in.co"
        printf("%ld %s\n", self->stack.count, self->stack.name);
#else
#line 20 "in.co"
        printf("%d\n", self->stack.count);
#endif
#line 22 "in.co"
        *output = NULL;
#line 22 "in.co"
        self->state = TEST_RESOLVED;
#line 22 "in.co"
        return POLL_READY;
    case TEST_RESOLVED:
#line 22 "in.co"
        break;
#line 22 "in.co"
    }
#line 22 "in.co"
    panic("coroutine test was polled after it was ready");
#line 22 "in.co"
}

#line 6 "in.co"
static void test_drop(struct future *future)
#line 6 "in.co"
{
#line 6 "in.co"
    struct test *self = (struct test *)future;

#line 6 "in.co"
    future_drop(self->child);
#line 6 "in.co"
}

#line 6 "in.co"
static void test_free(struct future *future)
#line 6 "in.co"
{
#line 6 "in.co"
    test_drop(future);
#line 6 "in.co"
    free(future);
#line 6 "in.co"
}

#line 6 "in.co"
void test_init(struct test *self)
#line 6 "in.co"
{
#line 6 "in.co"
    *self = (struct test){
#line 6 "in.co"
        .future = {test_poll, test_drop},
#line 6 "in.co"
        .state = TEST_START,
#line 6 "in.co"
    };
#line 6 "in.co"
}

#line 6 "in.co"
struct future *test(void)
#line 6 "in.co"
{
#line 6 "in.co"
    struct test *self = future_alloc(sizeof(*self));

#line 6 "in.co"
    test_init(self);
#line 6 "in.co"
    self->future.drop = test_free;
#line 6 "in.co"
    return &self->future;
#line 6 "in.co"
}
#line 23 "in.co"

enum again_state {
    AGAIN_START,
    AGAIN_WAIT1,
    AGAIN_RESOLVED,
};

#line 24 "in.co"
struct again {
    struct future future;
    enum again_state state;
    struct future *child;
    struct {
#line 26 "in.co"
        int i;
#line 28 "in.co"
#ifdef NOT_WIDE
#line 28 "in.co"
        long count;
#line 28 "in.co"
#endif
#line 30 "in.co"
#ifdef NOT_WIDE
#line 30 "in.co"
#else
#line 30 "in.co"
        char count[2];
#line 30 "in.co"
#endif
    } stack;
};

#line 24 "in.co"
static enum poll_state again_poll(struct future *future, char **output)
#line 24 "in.co"
{
#line 24 "in.co"
    struct again *self = (struct again *)future;

#line 24 "in.co"
    switch (self->state) {
    case AGAIN_START:
        for (self->stack.i = 0; self->stack.i < 2; self->stack.i++) {
#ifdef NOT_WIDE
#line 28 "in.co"
            self->stack.count = 5;
#else
#line 30 "in.co"
            __builtin_memcpy(self->stack.count, (char [2]){"x"}, sizeof(self->stack.count));

            self->stack.count[0] += self->stack.i;
#endif
#line 34 "in.co"
            self->child = nothing();
#line 34 "in.co"
            self->state = AGAIN_WAIT1;
        wait1:
#line 34 "in.co"
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 34 "in.co"
                return POLL_NOT_READY;
#ifdef NOT_WIDE
#line 36 "in.co"
            printf("%ld\n", self->stack.count);
#else
#line 38 "in.co"
            puts(self->stack.count);
#endif
        }
#line 41 "in.co"
        *output = NULL;
#line 41 "in.co"
        self->state = AGAIN_RESOLVED;
#line 41 "in.co"
        return POLL_READY;
    case AGAIN_WAIT1:
#line 41 "in.co"
        goto wait1;
    case AGAIN_RESOLVED:
#line 41 "in.co"
        break;
#line 41 "in.co"
    }
#line 41 "in.co"
    panic("coroutine again was polled after it was ready");
#line 41 "in.co"
}

#line 24 "in.co"
static void again_drop(struct future *future)
#line 24 "in.co"
{
#line 24 "in.co"
    struct again *self = (struct again *)future;

#line 24 "in.co"
    future_drop(self->child);
#line 24 "in.co"
}

#line 24 "in.co"
static void again_free(struct future *future)
#line 24 "in.co"
{
#line 24 "in.co"
    again_drop(future);
#line 24 "in.co"
    free(future);
#line 24 "in.co"
}

#line 24 "in.co"
void again_init(struct again *self)
#line 24 "in.co"
{
#line 24 "in.co"
    *self = (struct again){
#line 24 "in.co"
        .future = {again_poll, again_drop},
#line 24 "in.co"
        .state = AGAIN_START,
#line 24 "in.co"
    };
#line 24 "in.co"
}

#line 24 "in.co"
struct future *again(void)
#line 24 "in.co"
{
#line 24 "in.co"
    struct again *self = future_alloc(sizeof(*self));

#line 24 "in.co"
    again_init(self);
#line 24 "in.co"
    self->future.drop = again_free;
#line 24 "in.co"
    return &self->future;
#line 24 "in.co"
}
#line 42 "in.co"

int main(void)
{
    run(test());
    run(again());
    return 0;
}
