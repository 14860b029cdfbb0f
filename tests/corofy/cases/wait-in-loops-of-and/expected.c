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
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int truth1 = 0;
    int truth2 = 0;
    char *output1 = NULL;
    int truth3 = 0;
    char *output2 = NULL;
    int truth4 = 0;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        for (self->stack.i = 0;; self->stack.i++) {
            if (self->stack.i < 4) {
                if (self->stack.i == 3) {
                    self->child = ask("1");
                    self->state = TEST_WAIT1;
                wait1:
                    if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    truth2 = 1;
                } else {
                    truth2 = 0;
                }
                truth1 = 1;
            } else {
                truth1 = 0;
            }
            if (!(truth1 && !(truth2 && value(output1))))
                break;
            if (self->stack.i == 1) {
                self->child = ask("1");
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth3 = 1;
            } else {
                truth3 = 0;
            }
            if (truth3 && value(output2))
                continue;
            else {
                if (!(self->stack.i == 2)) {
                    self->child = ask("1");
                    self->state = TEST_WAIT3;
                wait3:
                    if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                        return POLL_NOT_READY;
                    truth4 = 0;
                } else {
                    truth4 = 1;
                }
                if (truth4 || value(output3))
                    printf("body %d\n", self->stack.i);
            }
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
