/* With --line the compiler counts the source's lines. */
#include "case.h"

#define HERE() printf("line %d\n", __LINE__)

static int
outside(void)
{
    return __LINE__;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int first;
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
#line 14 "in.co"
        self->stack.first = __LINE__;

#line 16 "in.co"
        HERE();
#line 17 "in.co"
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
#line 18 "in.co"
        HERE();
#line 19 "in.co"
        for (self->stack.i = __LINE__; self->stack.i < 22; self->stack.i++) {
#line 20 "in.co"
            char *text;
            self->child = say("text");
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &text) == POLL_NOT_READY)
                return POLL_NOT_READY;

#line 22 "in.co"
            HERE();
#line 23 "in.co"
            free(text);
        }
#line 25 "in.co"
        printf("%d %d %d\n", self->stack.first, self->stack.i,
               __LINE__);
#line 27 "in.co"
        printf("%d\n", outside());
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_RESOLVED:
        break;
    }
    panic("coroutine test was polled after it was ready");
}

static void test_drop(struct future *future)
{
    struct test *self = (struct test *)future;

    future_drop(self->child);
    free(self);
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}
#line 28 "in.co"

enum unused_state {
    UNUSED_START,
    UNUSED_WAIT1,
    UNUSED_RESOLVED,
};

struct unused {
    struct future future;
    enum unused_state state;
    struct future *child;
};

static enum poll_state unused_poll(struct future *future, char **output)
{
    struct unused *self = (struct unused *)future;

    switch (self->state) {
    case UNUSED_START:
#line 32 "in.co"
        self->child = nothing();
        self->state = UNUSED_WAIT1;
        /* fall through */
    case UNUSED_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = UNUSED_RESOLVED;
        return POLL_READY;
    case UNUSED_RESOLVED:
        break;
    }
    panic("coroutine unused was polled after it was ready");
}

static void unused_drop(struct future *future)
{
    struct unused *self = (struct unused *)future;

    future_drop(self->child);
    free(self);
}

struct future *unused(void)
{
    struct unused *self = future_alloc(sizeof(*self));

    *self = (struct unused){
        .future = {unused_poll, unused_drop},
        .state = UNUSED_START,
    };
    return &self->future;
}
#line 33 "in.co"

int after_all(void);

int after_all(void)
{
    return __LINE__;
}

int main(void)
{
    run(test());
    run(unused());
    return 0;
}
