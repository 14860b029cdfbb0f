/* corofy made this of in.co: edit that */
#include "case.h"

struct test_type1 {
    int a, b;
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
        int i;
        int counts[3];
        struct test_type1 pair;
        int zero;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        for (self->stack.i = 0; self->stack.i < 3; self->stack.i++) {
            __builtin_memcpy(self->stack.counts, (int [3]){1}, sizeof(self->stack.counts));
            self->stack.pair = (struct test_type1){.b = self->stack.i};
            self->stack.zero = 0;

            self->stack.counts[self->stack.i] += 10;
            self->stack.pair.a++;
            self->stack.zero++;
            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d %d, %d %d, %d\n", self->stack.counts[0], self->stack.counts[1], self->stack.counts[2], self->stack.pair.a,
                   self->stack.pair.b, self->stack.zero);
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
