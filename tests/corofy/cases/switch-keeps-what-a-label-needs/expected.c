/* corofy made this of in.co: edit that */
/* The value before the switch, which only some ways to its labels need */
#include "case.h"

enum into_loop_state {
    INTO_LOOP_START,
    INTO_LOOP_WAIT1,
    INTO_LOOP_RESOLVED,
};

struct into_loop {
    struct future future;
    enum into_loop_state state;
    struct future *child;
    struct {
        int k;
        int n;
    } stack;
};

static enum poll_state into_loop_poll(struct future *future, char **output)
{
    struct into_loop *self = (struct into_loop *)future;

    switch (self->state) {
    case INTO_LOOP_START:
        self->stack.n = 5;

        self->child = nothing();
        self->state = INTO_LOOP_WAIT1;
        /* fall through */
    case INTO_LOOP_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        switch (self->stack.k) {
            for (;;) {
                self->stack.n = 1;
                __attribute__((fallthrough));
            case 1:
                printf("%d\n", self->stack.n);
                if (self->stack.n == 1)
                    break;
            }
        }
        *output = NULL;
        self->state = INTO_LOOP_RESOLVED;
        return POLL_READY;
    case INTO_LOOP_RESOLVED:
        break;
    }
    panic("coroutine into_loop was polled after it was ready");
}

static void into_loop_drop(struct future *future)
{
    struct into_loop *self = (struct into_loop *)future;

    future_drop(self->child);
}

static void into_loop_free(struct future *future)
{
    into_loop_drop(future);
    free(future);
}

void into_loop_init(struct into_loop *self, int k)
{
    *self = (struct into_loop){
        .future = {into_loop_poll, into_loop_drop},
        .state = INTO_LOOP_START,
        .stack = {.k = k},
    };
}

struct future *into_loop(int k)
{
    struct into_loop *self = future_alloc(sizeof(*self));

    into_loop_init(self, k);
    self->future.drop = into_loop_free;
    return &self->future;
}

enum without_default_state {
    WITHOUT_DEFAULT_START,
    WITHOUT_DEFAULT_WAIT1,
    WITHOUT_DEFAULT_RESOLVED,
};

struct without_default {
    struct future future;
    enum without_default_state state;
    struct future *child;
    struct {
        int k;
        int n;
    } stack;
};

static enum poll_state without_default_poll(struct future *future,
                                            char **output)
{
    struct without_default *self = (struct without_default *)future;

    switch (self->state) {
    case WITHOUT_DEFAULT_START:
        self->stack.n = 5;

        self->child = nothing();
        self->state = WITHOUT_DEFAULT_WAIT1;
        /* fall through */
    case WITHOUT_DEFAULT_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        switch (self->stack.k) {
        case 1:
            self->stack.n = 1;
            break;
        case 2:
            self->stack.n = 2;
            break;
        }
        printf("%d\n", self->stack.n);
        *output = NULL;
        self->state = WITHOUT_DEFAULT_RESOLVED;
        return POLL_READY;
    case WITHOUT_DEFAULT_RESOLVED:
        break;
    }
    panic("coroutine without_default was polled after it was ready");
}

static void without_default_drop(struct future *future)
{
    struct without_default *self = (struct without_default *)future;

    future_drop(self->child);
}

static void without_default_free(struct future *future)
{
    without_default_drop(future);
    free(future);
}

void without_default_init(struct without_default *self, int k)
{
    *self = (struct without_default){
        .future = {without_default_poll, without_default_drop},
        .state = WITHOUT_DEFAULT_START,
        .stack = {.k = k},
    };
}

struct future *without_default(int k)
{
    struct without_default *self = future_alloc(sizeof(*self));

    without_default_init(self, k);
    self->future.drop = without_default_free;
    return &self->future;
}

enum default_in_an_arm_state {
    DEFAULT_IN_AN_ARM_START,
    DEFAULT_IN_AN_ARM_WAIT1,
    DEFAULT_IN_AN_ARM_RESOLVED,
};

struct default_in_an_arm {
    struct future future;
    enum default_in_an_arm_state state;
    struct future *child;
    struct {
        int k;
        int n;
    } stack;
};

static enum poll_state default_in_an_arm_poll(struct future *future,
                                              char **output)
{
    struct default_in_an_arm *self = (struct default_in_an_arm *)future;

    switch (self->state) {
    case DEFAULT_IN_AN_ARM_START:
        self->stack.n = 5;

        self->child = nothing();
        self->state = DEFAULT_IN_AN_ARM_WAIT1;
        /* fall through */
    case DEFAULT_IN_AN_ARM_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        switch (self->stack.k) {
        case 1:
            self->stack.n = 1;
            break;
#ifdef UNKNOWN
        default:
            self->stack.n = 2;
            break;
#endif
        }
        printf("%d\n", self->stack.n);
        *output = NULL;
        self->state = DEFAULT_IN_AN_ARM_RESOLVED;
        return POLL_READY;
    case DEFAULT_IN_AN_ARM_RESOLVED:
        break;
    }
    panic("coroutine default_in_an_arm was polled after it was ready");
}

static void default_in_an_arm_drop(struct future *future)
{
    struct default_in_an_arm *self = (struct default_in_an_arm *)future;

    future_drop(self->child);
}

static void default_in_an_arm_free(struct future *future)
{
    default_in_an_arm_drop(future);
    free(future);
}

void default_in_an_arm_init(struct default_in_an_arm *self, int k)
{
    *self = (struct default_in_an_arm){
        .future = {default_in_an_arm_poll, default_in_an_arm_drop},
        .state = DEFAULT_IN_AN_ARM_START,
        .stack = {.k = k},
    };
}

struct future *default_in_an_arm(int k)
{
    struct default_in_an_arm *self = future_alloc(sizeof(*self));

    default_in_an_arm_init(self, k);
    self->future.drop = default_in_an_arm_free;
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int k;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        for (self->stack.k = 0; self->stack.k < 3; self->stack.k++) {
            self->child = into_loop(self->stack.k);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = without_default(self->stack.k);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = default_in_an_arm(self->stack.k);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
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
