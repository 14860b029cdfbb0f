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
        int a;
        int b;
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
        if (self->stack.a) {
            while (self->stack.a--) {
                self->child = ask("%d", self->stack.b);
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                if (value(output1))
                    puts("a and b");
                else
                    puts("a, not b");
            }
        } else
            puts("not a");
        if (self->stack.a < 0) {
            for (self->stack.i = 0; self->stack.i < 1;) {
                {
                    if (self->stack.b)
                        goto continue1;
                    else
                        puts("not b");
                }
            continue1:;
                self->child = ask("1");
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                self->stack.i += value(output2);
            }
        } else
            puts("not a again");
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

void test_init(struct test *self, int a, int b)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.a = a, .b = b},
    };
}

struct future *test(int a, int b)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, a, b);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    for (int i = 0; i < 4; i++)
        run(test(i >> 1, i & 1));
    return 0;
}
