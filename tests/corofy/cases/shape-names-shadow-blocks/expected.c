/* corofy made this of in.co: edit that */
/* The same name in nested blocks, each a variable of its own. */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int x;
        char x_2;
        const char *x_3;
        double x_4;
        long x_5;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.x = 1;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            self->stack.x_2 = 'b';

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            {
                self->stack.x_3 = "third";

                self->child = nothing();
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                printf("inmost %s\n", self->stack.x_3);
            }
            printf("inner %c, %zu\n", self->stack.x_2, sizeof self->stack.x_2);
            self->stack.x_2++;
            {
                self->stack.x_4 = 2.5;

                self->child = nothing();
                self->state = TEST_WAIT4;
            wait4:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                printf("second inmost %.1f\n", self->stack.x_4);
            }
            printf("inner %c\n", self->stack.x_2);
        }
        {
            self->stack.x_5 = 100;

            self->child = nothing();
            self->state = TEST_WAIT5;
        wait5:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.x_5 += 1;
            printf("sibling %ld\n", self->stack.x_5);
        }
        self->stack.x += 10;
        printf("outer %d\n", self->stack.x);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT5:
        goto wait5;
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
