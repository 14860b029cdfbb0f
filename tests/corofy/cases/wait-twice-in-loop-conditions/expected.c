/* corofy made this of in.co: edit that */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_WAIT7,
    TEST_WAIT8,
    TEST_WAIT9,
    TEST_WAIT10,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int a;
        int b;
        char *output1;
        char *output3;
        char *output5;
        char *output7;
        char *output9;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output4 = NULL;
    char *output6 = NULL;
    char *output8 = NULL;
    char *output10 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.a = 0;
        self->stack.b = 3;

        for (;;) {
            self->child = number(self->stack.a);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = number(self->stack.b);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            if (!(value(self->stack.output1) < value(output2)))
                break;
            self->child = number(1);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &self->stack.output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = number(2);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.a += value(self->stack.output3) * value(output4);
            self->child = number(self->stack.a);
            self->state = TEST_WAIT5;
        wait5:
            if (future_poll(&self->child, &self->stack.output5) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = number(4);
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, &output6) == POLL_NOT_READY)
                return POLL_NOT_READY;
            if (value(self->stack.output5) == value(output6))
                self->stack.b--;
            printf("%d %d\n", self->stack.a, self->stack.b);
        }
        do {
            self->child = number(1);
            self->state = TEST_WAIT7;
        wait7:
            if (future_poll(&self->child, &self->stack.output7) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = number(1);
            self->state = TEST_WAIT8;
        wait8:
            if (future_poll(&self->child, &output8) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.b -= value(self->stack.output7) + value(output8);
            self->child = number(self->stack.b);
            self->state = TEST_WAIT9;
        wait9:
            if (future_poll(&self->child, &self->stack.output9) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->child = number(self->stack.a);
            self->state = TEST_WAIT10;
        wait10:
            if (future_poll(&self->child, &output10) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } while (value(self->stack.output9) + value(output10) > 0);
        printf("%d %d\n", self->stack.a, self->stack.b);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT5:
        goto wait5;
    case TEST_WAIT6:
        goto wait6;
    case TEST_WAIT7:
        goto wait7;
    case TEST_WAIT8:
        goto wait8;
    case TEST_WAIT9:
        goto wait9;
    case TEST_WAIT10:
        goto wait10;
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
