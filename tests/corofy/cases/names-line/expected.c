/* corofy made this of in.co: edit that */
#line 1 "in.co"
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

#line 12 "in.co"
struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
#line 14 "in.co"
        int first;
#line 14 "in.co"
        int i;
    } stack;
};

#line 12 "in.co"
static enum poll_state test_poll(struct future *future, char **output)
#line 12 "in.co"
{
#line 12 "in.co"
    struct test *self = (struct test *)future;

#line 12 "in.co"
    switch (self->state) {
    case TEST_START:
        self->stack.first = 14;

        HERE();
        self->child = nothing();
#line 17 "in.co"
        self->state = TEST_WAIT1;
#line 17 "in.co"
        /* fall through */
    case TEST_WAIT1:
#line 17 "in.co"
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 17 "in.co"
            return POLL_NOT_READY;
        HERE();
        for (self->stack.i = 19; self->stack.i < 22; self->stack.i++) {
            char *text;
#line 20 "in.co"
            self->child = say("text");
#line 20 "in.co"
            self->state = TEST_WAIT2;
        wait2:
#line 20 "in.co"
            if (future_poll(&self->child, &text) == POLL_NOT_READY)
#line 20 "in.co"
                return POLL_NOT_READY;

            HERE();
            free(text);
        }
        printf("%d %d %d\n", self->stack.first, self->stack.i,
               26);
        printf("%d\n", outside());
        *output = NULL;
#line 28 "in.co"
        self->state = TEST_RESOLVED;
#line 28 "in.co"
        return POLL_READY;
    case TEST_WAIT2:
#line 28 "in.co"
        goto wait2;
    case TEST_RESOLVED:
#line 28 "in.co"
        break;
#line 28 "in.co"
    }
#line 28 "in.co"
    panic("coroutine test was polled after it was ready");
#line 28 "in.co"
}

#line 12 "in.co"
static void test_drop(struct future *future)
#line 12 "in.co"
{
#line 12 "in.co"
    struct test *self = (struct test *)future;

#line 12 "in.co"
    future_drop(self->child);
#line 12 "in.co"
}

#line 12 "in.co"
static void test_free(struct future *future)
#line 12 "in.co"
{
#line 12 "in.co"
    test_drop(future);
#line 12 "in.co"
    free(future);
#line 12 "in.co"
}

#line 12 "in.co"
void test_init(struct test *self)
#line 12 "in.co"
{
#line 12 "in.co"
    *self = (struct test){
#line 12 "in.co"
        .future = {test_poll, test_drop},
#line 12 "in.co"
        .state = TEST_START,
#line 12 "in.co"
    };
#line 12 "in.co"
}

#line 12 "in.co"
struct future *test(void)
#line 12 "in.co"
{
#line 12 "in.co"
    struct test *self = future_alloc(sizeof(*self));

#line 12 "in.co"
    test_init(self);
#line 12 "in.co"
    self->future.drop = test_free;
#line 12 "in.co"
    return &self->future;
#line 12 "in.co"
}
#line 29 "in.co"

enum unused_state {
    UNUSED_START,
    UNUSED_WAIT1,
    UNUSED_RESOLVED,
};

#line 30 "in.co"
struct unused {
    struct future future;
    enum unused_state state;
    struct future *child;
};

#line 30 "in.co"
static enum poll_state unused_poll(struct future *future, char **output)
#line 30 "in.co"
{
#line 30 "in.co"
    struct unused *self = (struct unused *)future;

#line 30 "in.co"
    switch (self->state) {
    case UNUSED_START:
        self->child = nothing();
#line 32 "in.co"
        self->state = UNUSED_WAIT1;
#line 32 "in.co"
        /* fall through */
    case UNUSED_WAIT1:
#line 32 "in.co"
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 32 "in.co"
            return POLL_NOT_READY;
        *output = NULL;
#line 33 "in.co"
        self->state = UNUSED_RESOLVED;
#line 33 "in.co"
        return POLL_READY;
    case UNUSED_RESOLVED:
#line 33 "in.co"
        break;
#line 33 "in.co"
    }
#line 33 "in.co"
    panic("coroutine unused was polled after it was ready");
#line 33 "in.co"
}

#line 30 "in.co"
static void unused_drop(struct future *future)
#line 30 "in.co"
{
#line 30 "in.co"
    struct unused *self = (struct unused *)future;

#line 30 "in.co"
    future_drop(self->child);
#line 30 "in.co"
}

#line 30 "in.co"
static void unused_free(struct future *future)
#line 30 "in.co"
{
#line 30 "in.co"
    unused_drop(future);
#line 30 "in.co"
    free(future);
#line 30 "in.co"
}

#line 30 "in.co"
void unused_init(struct unused *self)
#line 30 "in.co"
{
#line 30 "in.co"
    *self = (struct unused){
#line 30 "in.co"
        .future = {unused_poll, unused_drop},
#line 30 "in.co"
        .state = UNUSED_START,
#line 30 "in.co"
    };
#line 30 "in.co"
}

#line 30 "in.co"
struct future *unused(void)
#line 30 "in.co"
{
#line 30 "in.co"
    struct unused *self = future_alloc(sizeof(*self));

#line 30 "in.co"
    unused_init(self);
#line 30 "in.co"
    self->future.drop = unused_free;
#line 30 "in.co"
    return &self->future;
#line 30 "in.co"
}
#line 34 "in.co"

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
