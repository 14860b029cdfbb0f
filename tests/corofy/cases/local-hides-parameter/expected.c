/* corofy made this of in.co: edit that */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        int m;
        char *n_2;
        int n_3;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            self->stack.m = self->stack.n + 1;
            self->child = say("%d", self->stack.m);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &self->stack.n_2) == POLL_NOT_READY)
                return POLL_NOT_READY;

            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%s %d\n", self->stack.n_2, self->stack.m);
            free(self->stack.n_2);
        }
        for (self->stack.n_3 = 5; self->stack.n_3 < 7; self->stack.n_3++) {
            self->child = say("%d", self->stack.n_3);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output4);
        }
        printf("%d\n", self->stack.n);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
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
    run(test(1));
    return 0;
}
