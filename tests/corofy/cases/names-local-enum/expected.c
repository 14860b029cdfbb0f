/* corofy made this of in.co: edit that */
/* Constants of an enum in a block: as sizes, labels and values after waits. */
#include "case.h"

enum test_type1 { test_ZERO, test_ONE, test_FOUR = 4, test_FIVE };

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
        int a[test_FIVE];
        int i;
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.a, (int [test_FIVE]){[test_FOUR] = 44}, sizeof(self->stack.a));
        self->stack.i = test_FOUR;

        for (self->stack.n = test_ZERO; self->stack.n < test_FIVE + test_ONE; self->stack.n++) {
            enum { ONE = 3 };

            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            switch (self->stack.n) {
            case test_ZERO:
                puts("zero");
                break;
            case ONE:
                self->child = nothing();
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                puts("one is three");
                break;
            case test_FIVE:
                puts("five");
                break;
            }
        }
        printf("%d %d %zu\n", self->stack.a[self->stack.i], test_ONE, sizeof self->stack.a / sizeof *self->stack.a);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
