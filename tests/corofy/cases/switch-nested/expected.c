/* corofy made this of in.co: edit that */
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
        int a;
    } start;
    struct {
        int b;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;
    char *output5 = NULL;

    switch (self->state) {
    case TEST_START:
        switch (self->start.a) {
        case 0:
            switch (self->stack.b) {
            case 0:
                self->child = ask("zero zero");
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output1);
                break;
            default:
                self->child = ask("zero many");
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output2);
            /* fall through */
            case 1:
                self->child = ask("zero one");
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output3);
            }
            printf("after the inner %d\n", self->stack.b);
            break;
        case 1:
            self->child = ask("%d", self->stack.b);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            switch (value(output4)) {
            case 1:
                self->child = ask("one one");
                self->state = TEST_WAIT5;
            wait5:
                if (future_poll(&self->child, &output5) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output5);
            }
            break;
        }
        puts("after");
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
        .start = {a},
        .stack = {.b = b},
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
    for (int n = 0; n < 6; n++)
        run(test(n / 3, n % 3));
    return 0;
}
