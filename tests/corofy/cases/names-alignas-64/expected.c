/* corofy made this of in.co: edit that */
/* More than malloc gives. */
#include <stdint.h>
#include "case.h"

#define OWN_LINE __attribute__((__aligned__(64)))

enum one_state {
    ONE_START,
    ONE_WAIT1,
    ONE_RESOLVED,
};

struct one {
    struct future future;
    enum one_state state;
    struct future *child;
    struct {
        int n;
    } start;
    struct {
        char small;
        _Alignas(64) int line[4];
    } stack;
};

static enum poll_state one_poll(struct future *future, char **output)
{
    struct one *self = (struct one *)future;

    switch (self->state) {
    case ONE_START:
        self->stack.small = self->start.n;

        self->stack.line[0] = self->start.n;
        self->child = nothing();
        self->state = ONE_WAIT1;
        /* fall through */
    case ONE_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", (uintptr_t)self->stack.line % 64 == 0, self->stack.line[0], self->stack.small);
        *output = NULL;
        self->state = ONE_RESOLVED;
        return POLL_READY;
    case ONE_RESOLVED:
        break;
    }
    panic("coroutine one was polled after it was ready");
}

static void one_drop(struct future *future)
{
    struct one *self = (struct one *)future;

    future_drop(self->child);
}

static void one_free(struct future *future)
{
    one_drop(future);
    free(future);
}

void one_init(struct one *self, int n)
{
    *self = (struct one){
        .future = {one_poll, one_drop},
        .state = ONE_START,
        .start = {n},
    };
}

struct future *one(int n)
{
    struct one *self = aligned_alloc(_Alignof(struct one), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine one");
    one_init(self, n);
    self->future.drop = one_free;
    return &self->future;
}

enum two_state {
    TWO_START,
    TWO_WAIT1,
    TWO_RESOLVED,
};

struct two {
    struct future future;
    enum two_state state;
    struct future *child;
    struct {
        int n;
    } start;
    struct {
        char small;
        int line[4] __attribute__((aligned(64)));
    } stack;
};

static enum poll_state two_poll(struct future *future, char **output)
{
    struct two *self = (struct two *)future;

    switch (self->state) {
    case TWO_START:
        self->stack.small = self->start.n;

        self->stack.line[0] = self->start.n;
        self->child = nothing();
        self->state = TWO_WAIT1;
        /* fall through */
    case TWO_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", (uintptr_t)self->stack.line % 64 == 0, self->stack.line[0], self->stack.small);
        *output = NULL;
        self->state = TWO_RESOLVED;
        return POLL_READY;
    case TWO_RESOLVED:
        break;
    }
    panic("coroutine two was polled after it was ready");
}

static void two_drop(struct future *future)
{
    struct two *self = (struct two *)future;

    future_drop(self->child);
}

static void two_free(struct future *future)
{
    two_drop(future);
    free(future);
}

void two_init(struct two *self, int n)
{
    *self = (struct two){
        .future = {two_poll, two_drop},
        .state = TWO_START,
        .start = {n},
    };
}

struct future *two(int n)
{
    struct two *self = aligned_alloc(_Alignof(struct two), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine two");
    two_init(self, n);
    self->future.drop = two_free;
    return &self->future;
}

enum three_state {
    THREE_START,
    THREE_WAIT1,
    THREE_RESOLVED,
};

struct three {
    struct future future;
    enum three_state state;
    struct future *child;
    struct {
        int n;
    } start;
    struct {
        char small;
        int line[4] OWN_LINE;
    } stack;
};

static enum poll_state three_poll(struct future *future, char **output)
{
    struct three *self = (struct three *)future;

    switch (self->state) {
    case THREE_START:
        self->stack.small = self->start.n;

        self->stack.line[0] = self->start.n;
        self->child = nothing();
        self->state = THREE_WAIT1;
        /* fall through */
    case THREE_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", (uintptr_t)self->stack.line % 64 == 0, self->stack.line[0], self->stack.small);
        *output = NULL;
        self->state = THREE_RESOLVED;
        return POLL_READY;
    case THREE_RESOLVED:
        break;
    }
    panic("coroutine three was polled after it was ready");
}

static void three_drop(struct future *future)
{
    struct three *self = (struct three *)future;

    future_drop(self->child);
}

static void three_free(struct future *future)
{
    three_drop(future);
    free(future);
}

void three_init(struct three *self, int n)
{
    *self = (struct three){
        .future = {three_poll, three_drop},
        .state = THREE_START,
        .start = {n},
    };
}

struct future *three(int n)
{
    struct three *self = aligned_alloc(_Alignof(struct three), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine three");
    three_init(self, n);
    self->future.drop = three_free;
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
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        for (self->stack.i = 0; self->stack.i < 5; self->stack.i++) {
            self->child = one(self->stack.i);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = two(self->stack.i);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = three(self->stack.i);
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
    struct test *self = aligned_alloc(_Alignof(struct test), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine test");
    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
