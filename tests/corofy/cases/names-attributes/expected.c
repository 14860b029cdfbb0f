/* corofy made this of in.co: edit that */
/* Attributes stay where they mean something. */
#include "case.h"

static void forget(int *n)
{
    printf("forget %d\n", *n);
}

struct __attribute__((packed)) first_type1 {
    char c;
    int i;
};

enum first_state {
    FIRST_START,
    FIRST_WAIT1,
    FIRST_WAIT2,
    FIRST_WAIT3,
    FIRST_RESOLVED,
};

struct first {
    struct future future;
    enum first_state state;
    struct future *child;
    struct {
        int n __attribute__((unused));
    } start;
    struct {
        int c __attribute__((aligned(16)));
        struct first_type1 packed;
    } stack;
};

static enum poll_state first_poll(struct future *future, char **output)
{
    struct first *self = (struct first *)future;
    __attribute__((unused)) int a;
    int b __attribute__((unused));

    switch (self->state) {
    case FIRST_START:
        a = 1;
        b = 2;
        self->stack.c = 3;
        self->stack.packed = (struct first_type1){'c', 4};

        self->child = nothing();
        self->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %zu %d\n", self->stack.c, sizeof self->stack.packed, self->stack.packed.i);
        switch (self->stack.c) {
        case 3:
            self->child = nothing();
            self->state = FIRST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            puts("three");
            __attribute__((fallthrough));
        case 4:
            puts("four");
        }
        {
            __attribute__((cleanup(forget))) int d = 5;

            puts("no wait in here");
            d++;
        }
        self->child = nothing();
        self->state = FIRST_WAIT3;
        /* fall through */
    case FIRST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_WAIT2:
        goto wait2;
    case FIRST_RESOLVED:
        break;
    }
    panic("coroutine first was polled after it was ready");
}

static void first_drop(struct future *future)
{
    struct first *self = (struct first *)future;

    future_drop(self->child);
}

static void first_free(struct future *future)
{
    first_drop(future);
    free(future);
}

__attribute__((noinline)) void first_init(struct first *self,
                                          int n __attribute__((unused)))
{
    *self = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
        .start = {n},
    };
}

__attribute__((noinline)) struct future *first(int n __attribute__((unused)))
{
    struct first *self = aligned_alloc(_Alignof(struct first), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine first");
    first_init(self, n);
    self->future.drop = first_free;
    return &self->future;
}

struct last;
void last_init(struct last *self);
struct future *last(void);

enum last_state {
    LAST_START,
    LAST_WAIT1,
    LAST_RESOLVED,
};

struct last {
    struct future future;
    enum last_state state;
    struct future *child;
};

static enum poll_state last_poll(struct future *future, char **output)
{
    struct last *self = (struct last *)future;

    switch (self->state) {
    case LAST_START:
        self->child = nothing();
        self->state = LAST_WAIT1;
        /* fall through */
    case LAST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        goto end;
    end:
        __attribute__((unused));
        puts("last");
        *output = NULL;
        self->state = LAST_RESOLVED;
        return POLL_READY;
    case LAST_RESOLVED:
        break;
    }
    panic("coroutine last was polled after it was ready");
}

static void last_drop(struct future *future)
{
    struct last *self = (struct last *)future;

    future_drop(self->child);
}

static void last_free(struct future *future)
{
    last_drop(future);
    free(future);
}

void last_init(struct last *self)
{
    *self = (struct last){
        .future = {last_poll, last_drop},
        .state = LAST_START,
    };
}

struct future *last(void)
{
    struct last *self = future_alloc(sizeof(*self));

    last_init(self);
    self->future.drop = last_free;
    return &self->future;
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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = first(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = last();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
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
