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
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        switch (self->stack.n) {
            case 1:
                self->child = ask("one");
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output1);
        }
        switch (self->stack.n) {
            case 1:
            case 2:
                self->child = ask("%d", self->stack.n);
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                if (value(output2) == 2) {
                    self->child = ask("two");
                    self->state = TEST_WAIT3;
                wait3:
                    if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    print(output3);
                }
        }
        switch (self->stack.n) {
            default:
                self->child = ask("any");
                self->state = TEST_WAIT4;
            wait4:
                if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output4);
        }
        printf("after %d\n", self->stack.n);
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
    run(test(2));
    return 0;
}
