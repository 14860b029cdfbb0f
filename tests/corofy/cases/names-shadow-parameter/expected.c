/* corofy made this of in.co: edit that */
/* A block hides a parameter, and after it there is the parameter again. */
#include "case.h"

enum greet_state {
    GREET_START,
    GREET_WAIT1,
    GREET_WAIT2,
    GREET_WAIT3,
    GREET_RESOLVED,
};

struct greet {
    struct future future;
    enum greet_state state;
    struct future *child;
    struct {
        const char *name;
        int times;
        int name_2;
        const char *times_2;
        int name_3;
    } stack;
};

static enum poll_state greet_poll(struct future *future, char **output)
{
    struct greet *self = (struct greet *)future;

    switch (self->state) {
    case GREET_START:
        printf("%s %d\n", self->stack.name, self->stack.times);
        {
            self->stack.name_2 = 3;
            self->stack.times_2 = "times";

            self->child = nothing();
            self->state = GREET_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %s\n", self->stack.name_2, self->stack.times_2);
        }
        self->child = nothing();
        self->state = GREET_WAIT2;
        /* fall through */
    case GREET_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        for (self->stack.name_3 = 0; self->stack.name_3 < self->stack.times; self->stack.name_3++) {
            self->child = nothing();
            self->state = GREET_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("again %d\n", self->stack.name_3);
        }
        printf("%s %d\n", self->stack.name, self->stack.times);
        *output = NULL;
        self->state = GREET_RESOLVED;
        return POLL_READY;
    case GREET_WAIT1:
        goto wait1;
    case GREET_WAIT3:
        goto wait3;
    case GREET_RESOLVED:
        break;
    }
    panic("coroutine greet was polled after it was ready");
}

static void greet_drop(struct future *future)
{
    struct greet *self = (struct greet *)future;

    future_drop(self->child);
}

static void greet_free(struct future *future)
{
    greet_drop(future);
    free(future);
}

void greet_init(struct greet *self, const char *name, int times)
{
    *self = (struct greet){
        .future = {greet_poll, greet_drop},
        .state = GREET_START,
        .stack = {.name = name, .times = times},
    };
}

struct future *greet(const char *name, int times)
{
    struct greet *self = future_alloc(sizeof(*self));

    greet_init(self, name, times);
    self->future.drop = greet_free;
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
        self->child = greet("Ada", 2);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
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
