/* corofy made this of in.co: edit that */
#include "case.h"

/* The conditional's result is an operand, its condition a comma. */
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
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
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int truth1 = 0;
    char *output1 = NULL;
    char *output2 = NULL;
    int truth2 = 0;
    int truth3 = 0;
    char *output3 = NULL;
    char *output4 = NULL;
    int truth4 = 0;
    char *output5 = NULL;
    char *output6 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 1;

        mark(self->stack.n);
        self->child = ask("%d", self->start.a);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (value(output1)) {
            mark(2);
            self->child = ask("3");
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            if (self->stack.n++, mark(self->stack.n)) {
                self->child = ask("5");
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth3 = 1;
            } else {
                truth3 = 0;
            }
            if (truth3 && value(output3)) {
                self->child = ask("6");
                self->state = TEST_WAIT4;
            wait4:
                if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth2 = 1;
            } else {
                truth2 = 0;
            }
            truth1 = 0;
        }
        self->stack.n = truth1 ? 10 + (value(output2)) * 2 : truth2 ? value(output4) : mark(7);
        printf("%d\n", self->stack.n);
        self->child = ask("8");
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.n = value(output5);
        if ((mark(self->stack.n) > 7) && (self->stack.n++, mark(self->stack.n)) == 9) {
            self->child = ask("%d", self->stack.n);
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, &output6) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth4 = 1;
        } else {
            truth4 = 0;
        }
        if (truth4 && value(output6) == 9)
            printf("n is %d\n", self->stack.n);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT6:
        goto wait6;
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

void test_init(struct test *self, int a)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {a},
    };
}

struct future *test(int a)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, a);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(0));
    run(test(1));
    return 0;
}
