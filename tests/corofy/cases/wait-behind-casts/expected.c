/* corofy made this of in.co: edit that */
/* Types of headers that corofy does not read, in casts behind each other */
#include <stdint.h>
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
        int a;
        int b;
        int c;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int d;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = number(257);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.a = (int)(uint8_t)value(output1);
        self->child = number(65538);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.b = (uint16_t)(intptr_t)value(output2);
        self->child = number(1);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.c = (int)(size_t)self->stack.a + value(output3);
        self->child = number(259);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        d = (self->stack.a) + (uint8_t)(uint16_t)(uint32_t)value(output4);

        printf("%d %d %d %d\n", self->stack.a, self->stack.b, self->stack.c, d);
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
