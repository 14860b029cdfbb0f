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
    int truth1 = 0;
    char *output1 = NULL;
    int truth2 = 0;
    int truth3 = 0;
    char *output2 = NULL;
    int truth4 = 0;
    int truth5 = 0;
    char *output4 = NULL;
    int truth6 = 0;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 3;

        for (;;) {
            if (self->stack.n--) {
                self->child = ask("%d", self->stack.n);
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth1 = 1;
            } else {
                truth1 = 0;
            }
            if (!(truth1 && value(output1)))
                break;
            printf("body %d\n", self->stack.n);
        }
        printf("after %d\n", self->stack.n);
        do {
            printf("body %d\n", self->stack.n);
            if (self->stack.n++ < 3) {
                if (!(self->stack.n == 2)) {
                    self->child = ask("%d", self->stack.n + 1);
                    self->state = TEST_WAIT2;
                wait2:
                    if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    truth3 = 0;
                } else {
                    truth3 = 1;
                }
                truth2 = 1;
            } else {
                truth2 = 0;
            }
        } while (truth2 && (truth3 || value(output2)));
        printf("after %d\n", self->stack.n);
        for (self->stack.n = 0; self->stack.n < 9;) {
            if (!(self->stack.n == 5)) {
                if (self->stack.n) {
                    self->child = ask("%d", self->stack.n - 1);
                    self->state = TEST_WAIT4;
                wait4:
                    if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    truth5 = 1;
                } else {
                    truth5 = 0;
                }
                truth4 = 0;
            } else {
                truth4 = 1;
            }
            if (truth4 || (truth5 && !value(output4)))
                printf("body %d\n", self->stack.n);
            if (self->stack.n < 2) {
                self->child = ask("1");
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth6 = 1;
            } else {
                truth6 = 0;
            }
            self->stack.n += truth6 && value(output3) ? 1 : 3;
        }
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
