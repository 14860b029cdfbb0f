/* corofy made this of in.co: edit that */
/* Lists that may have another count than it seems; here they have that one. */
#include "case.h"

#pragma GCC diagnostic ignored "-Wmissing-braces"

#define TWO 2

typedef int test_by_arms[3];

struct test_type1 {
    int x;
};

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
        int spaced[2];
        int by_macro[2];
        int by_arms[3];
        struct test_type1 unnamed[3];
        typeof((*(test_by_arms *)0)[0]) alike[4];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int comma[2];
    int chosen[sizeof((char[]){[3] = 0, 0})];

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(comma, (int []){1, 2,}, sizeof(comma));
        __builtin_memcpy(chosen, (int []){[3] = 1, 2,}, sizeof(chosen));
        __builtin_memcpy(self->stack.spaced, (int [2]){1, 2}, sizeof(self->stack.spaced));
        __builtin_memcpy(self->stack.by_macro, (int []){1, TWO}, sizeof(self->stack.by_macro));
        _Static_assert(sizeof((int []){1, TWO}) == sizeof(self->stack.by_macro), "write the size of by_macro");
        __builtin_memcpy(self->stack.by_arms, (int []){
            1,
#ifndef UNKNOWN
            2,
#endif
            3,
        }, sizeof(self->stack.by_arms));
        _Static_assert(sizeof((int []){
            1,
#ifndef UNKNOWN
            2,
#endif
            3,
        }) == sizeof(self->stack.by_arms), "write the size of by_arms");
        __builtin_memcpy(self->stack.unnamed, (struct test_type1 []){1, 2, 3}, sizeof(self->stack.unnamed));
        _Static_assert(sizeof((struct test_type1 []){1, 2, 3}) == sizeof(self->stack.unnamed), "write the size of unnamed");
        __builtin_memcpy(self->stack.alike, (typeof(self->stack.by_arms[0]) []){1, 2, 3, 4}, sizeof(self->stack.alike));
        _Static_assert(sizeof((typeof(self->stack.by_arms[0]) []){1, 2, 3, 4}) == sizeof(self->stack.alike), "write the size of alike");

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%zu %zu\n", sizeof(comma) / sizeof(int), sizeof(chosen) / sizeof(int));
        printf("%d %d %d %d\n", self->stack.by_macro[1], self->stack.spaced[1] + self->stack.by_arms[1], self->stack.unnamed[2].x, self->stack.alike[3]);
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
