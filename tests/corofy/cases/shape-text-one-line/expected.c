/* corofy made this of in.co: edit that */
#include "case.h"
enum other_state {
    OTHER_START,
    OTHER_WAIT1,
    OTHER_WAIT2,
    OTHER_WAIT3,
    OTHER_RESOLVED,
};

struct other {
    struct future future;
    enum other_state state;
    struct future *child;
    struct {
        int n;
        int i;
    } stack;
};

static enum poll_state other_poll(struct future *future, char **output)
{
    struct other *self = (struct other *)future;

    switch (self->state) {
    case OTHER_START:
        if (self->stack.n) {
            self->child = nothing();
            self->state = OTHER_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } else {
            self->child = nothing();
            self->state = OTHER_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        for (self->stack.i = 0; self->stack.i<self->stack.n; self->stack.i++) {
            char *t;
            self->child = say("%d",self->stack.i);
            self->state = OTHER_WAIT3;
        wait3:
            if (future_poll(&self->child, &t) == POLL_NOT_READY)
                return POLL_NOT_READY;
            puts(t);
            free(t);
        }
        *output = NULL;
        self->state = OTHER_RESOLVED;
        return POLL_READY;
    case OTHER_WAIT1:
        goto wait1;
    case OTHER_WAIT2:
        goto wait2;
    case OTHER_WAIT3:
        goto wait3;
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

void other_init(struct other *self, int n)
{
    *self = (struct other){
        .future = {other_poll, other_drop},
        .state = OTHER_START,
        .stack = {.n = n},
    };
}

struct future *other(int n)
{
    struct other *self = future_alloc(sizeof(*self));

    other_init(self, n);
    self->future.drop = other_free;
    return &self->future;
}
enum gives_state {
    GIVES_START,
    GIVES_WAIT1,
    GIVES_RESOLVED,
};

struct gives {
    struct future future;
    enum gives_state state;
    struct future *child;
};

static enum poll_state gives_poll(struct future *future, char **output)
{
    struct gives *self = (struct gives *)future;

    switch (self->state) {
    case GIVES_START:
        self->child = say("gives");
        self->state = GIVES_WAIT1;
        /* fall through */
    case GIVES_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = GIVES_RESOLVED;
        return POLL_READY;
    case GIVES_RESOLVED:
        break;
    }
    panic("coroutine gives was polled after it was ready");
}

static void gives_drop(struct future *future)
{
    struct gives *self = (struct gives *)future;

    future_drop(self->child);
}

static void gives_free(struct future *future)
{
    gives_drop(future);
    free(future);
}

void gives_init(struct gives *self)
{
    *self = (struct gives){
        .future = {gives_poll, gives_drop},
        .state = GIVES_START,
    };
}

struct future *gives(void)
{
    struct gives *self = future_alloc(sizeof(*self));

    gives_init(self);
    self->future.drop = gives_free;
    return &self->future;
}enum test_state {
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
        int k;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *t;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = say("a");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &t) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(t);
        free(t);
        self->child = other(2);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.k = 3;
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = gives();
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output4);
        switch (self->stack.k) {
            case 3:
                self->child = nothing();
                self->state = TEST_WAIT5;
            wait5:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
            puts("three"); /* fall through */
            default:puts("default");
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
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
