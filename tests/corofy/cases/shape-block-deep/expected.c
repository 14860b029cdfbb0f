/* corofy made this of in.co: edit that */
#include "case.h"

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
        int n;
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        if (self->stack.n > 0) {
            for (self->stack.i = 0; self->stack.i < 2; self->stack.i++) {
                while (self->stack.n > 0) {
                    do {
                        switch (self->stack.n) {
                        default:
                            if (self->stack.i == 0) {
                                {
                                    {
                                        self->child = ask("%d %d", self->stack.n, self->stack.i);
                                        self->state = TEST_WAIT1;
                                    wait1:
                                        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                                            return POLL_NOT_READY;
                                        print(output1);
                                    }
                                }
                            } else {
                                self->child = ask("else %d %d", self->stack.n, self->stack.i);
                                self->state = TEST_WAIT2;
                            wait2:
                                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                                    return POLL_NOT_READY;
                                print(output2);
                            }
                        }
                    } while (self->stack.n < 0);
                    self->stack.n--;
                }
                self->stack.n = 2;
            }
        }
        puts("after");
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
    run(test(2));
    return 0;
}
