/* corofy made this of in.co: edit that */
#include "case.h"

/* What stands before a comma is done before what stands after it. */
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
        int a;
        int b;
        char *output1;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.a = 1;
        self->stack.b = 10;

        self->stack.a++;
        self->child = number(self->stack.a);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.b++;
        self->child = number(self->stack.b);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", (value(self->stack.output1)) + (value(output2)));
        printf("%d %d\n", self->stack.a, self->stack.b);
        self->child = number(5);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.a = value(output3);
        printf("%d\n", (self->stack.a + 1) * 2);
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
