/* corofy made this of in.co: edit that */
#include "case.h"

/* The last statement may not be there. */
enum part_state {
    PART_START,
    PART_WAIT1,
    PART_RESOLVED,
};

struct part {
    struct future future;
    enum part_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state part_poll(struct future *future, char **output)
{
    struct part *self = (struct part *)future;
    char *output1 = NULL;

    switch (self->state) {
    case PART_START:
        self->child = say("%d", self->start.n);
        self->state = PART_WAIT1;
        /* fall through */
    case PART_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
#ifdef NEVER
        *output = NULL;
        self->state = PART_RESOLVED;
        return POLL_READY;
#endif
        *output = NULL;
        self->state = PART_RESOLVED;
        return POLL_READY;
    case PART_RESOLVED:
        break;
    }
    panic("coroutine part was polled after it was ready");
}

static void part_drop(struct future *future)
{
    struct part *self = (struct part *)future;

    future_drop(self->child);
}

static void part_free(struct future *future)
{
    part_drop(future);
    free(future);
}

void part_init(struct part *self, int n)
{
    *self = (struct part){
        .future = {part_poll, part_drop},
        .state = PART_START,
        .start = {n},
    };
}

struct future *part(int n)
{
    struct part *self = future_alloc(sizeof(*self));

    part_init(self, n);
    self->future.drop = part_free;
    return &self->future;
}

enum whole_state {
    WHOLE_START,
    WHOLE_WAIT1,
    WHOLE_RESOLVED,
};

struct whole {
    struct future future;
    enum whole_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state whole_poll(struct future *future, char **output)
{
    struct whole *self = (struct whole *)future;
    char *output1 = NULL;

    switch (self->state) {
    case WHOLE_START:
        self->child = say("%d", self->start.n);
        self->state = WHOLE_WAIT1;
        /* fall through */
    case WHOLE_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
#ifndef NEVER
        *output = NULL;
        self->state = WHOLE_RESOLVED;
        return POLL_READY;
#endif
        *output = NULL;
        self->state = WHOLE_RESOLVED;
        return POLL_READY;
    case WHOLE_RESOLVED:
        break;
    }
    panic("coroutine whole was polled after it was ready");
}

static void whole_drop(struct future *future)
{
    struct whole *self = (struct whole *)future;

    future_drop(self->child);
}

static void whole_free(struct future *future)
{
    whole_drop(future);
    free(future);
}

void whole_init(struct whole *self, int n)
{
    *self = (struct whole){
        .future = {whole_poll, whole_drop},
        .state = WHOLE_START,
        .start = {n},
    };
}

struct future *whole(int n)
{
    struct whole *self = future_alloc(sizeof(*self));

    whole_init(self, n);
    self->future.drop = whole_free;
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
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = nothing(); /* nothing is left of the 0 */
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = part(self->stack.n);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = whole(self->stack.n + 1);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts("end");
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

void test_init(struct test *self, int n)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.n = n},
    };
}

struct future *test(int n)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(3));
    return 0;
}
