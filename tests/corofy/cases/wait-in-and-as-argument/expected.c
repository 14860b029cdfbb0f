/* corofy made this of in.co: edit that */
#include "case.h"

static void show(int first, int second, int third)
{
    printf("%d %d %d\n", first, second, third);
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_WAIT7,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        int truth1;
        char *output1;
        char *output3;
        int truth2;
        char *output4;
        int truth3;
        char *output6;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;
    char *output5 = NULL;
    int truth4 = 0;
    char *output7 = NULL;

    switch (self->state) {
    case TEST_START:
        if (self->stack.n) {
            self->child = say("1");
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.truth1 = 1;
        } else {
            self->stack.truth1 = 0;
        }
        self->child = number(2);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        show(self->stack.truth1 && value(self->stack.output1), value(output2), self->stack.n);
        self->child = number(3);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &self->stack.output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (!(self->stack.n)) {
            self->child = say("4");
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &self->stack.output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.truth2 = 0;
        } else {
            self->stack.truth2 = 1;
        }
        self->child = number(5);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        show(value(self->stack.output3), self->stack.truth2 || value(self->stack.output4),
             value(output5));
        if (self->stack.n) {
            self->child = number(6);
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, &self->stack.output6) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.truth3 = 1;
        } else {
            self->stack.truth3 = 0;
        }
        if (!self->stack.n) {
            self->child = number(8);
            self->state = TEST_WAIT7;
        wait7:
            if (future_poll(&self->child, &output7) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth4 = 1;
        } else {
            truth4 = 0;
        }
        show(self->stack.truth3 ? value(self->stack.output6) : self->stack.n, 7, truth4 && value(output7));
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT6:
        goto wait6;
    case TEST_WAIT7:
        goto wait7;
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
    run(test(0));
    run(test(9));
    return 0;
}
