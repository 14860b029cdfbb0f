/* corofy made this of in.co: edit that */
/* What stands before a declarator still means what its name meant outside. */
#include "case.h"

typedef unsigned word;

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
        int x;
        int i;
        int x_2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.x = self->stack.n;
        {
            int a;
            int x_;
            int size;
            a = self->stack.x;
            x_ = a + 1;
            size = sizeof(char[2]) + x_;
            word many[2];
            word word_;
            __builtin_memcpy(many, (word [2]){a, x_}, sizeof(many));
            word_ = 3;

            printf("%d %d %d %u %u\n", a, x_, size, many[1], word_);
            {
                int b;
                int x__;
                b = x_;
                x__ = b + 1;

                printf("%d %d\n", b, x__);
                self->child = nothing();
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
            }
        }
        {
            int b;
            int x___;
            b = self->stack.x;
            x___ = 0;

            printf("%d %d\n", b, x___);
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        for (self->stack.i = self->stack.x, self->stack.x_2 = 2; self->stack.x_2 > 0; self->stack.x_2--) {
            printf("%d %d\n", self->stack.i, self->stack.x_2);
            self->child = nothing();
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
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
    run(test(7));
    return 0;
}
