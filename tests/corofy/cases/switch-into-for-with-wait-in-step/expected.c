/* corofy made this of in.co: edit that */
#include "case.h"

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
        int n;
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output1 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.i = 0;

        switch (self->stack.n) {
        case 0:
            for (; self->stack.i < 3;) {
                {
                    self->child = ask("beginning %d", self->stack.i);
                    self->state = TEST_WAIT2;
                wait2:
                    if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    print(output2);
                    if (self->stack.i == 1)
                        goto continue1;
                /* fall through */
                case 1:
                    self->child = ask("middle %d", self->stack.i);
                    self->state = TEST_WAIT3;
                wait3:
                    if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    print(output3);
                    if (self->stack.n == 2)
                        break;
                /* fall through */
                case 2:
                        printf("end %d\n", self->stack.i);
                }
            continue1:;
                self->child = ask("1");
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                self->stack.i += value(output1);
            }
        }
        printf("after %d\n", self->stack.i);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
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
    for (int n = 0; n < 4; n++)
        run(test(n));
    return 0;
}
