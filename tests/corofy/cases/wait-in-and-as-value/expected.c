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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int truth;
    int truth1 = 0;
    char *output1 = NULL;
    int truth2 = 0;
    char *output2 = NULL;
    int truth3 = 0;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        if (mark(3)) {
            self->child = ask("4");
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        truth = truth1 && value(output1);

        printf("%d\n", truth);
        if (!(mark(0))) {
            self->child = ask("5");
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth2 = 0;
        } else {
            truth2 = 1;
        }
        printf("%d\n", truth2 || value(output2));
        if (mark(0)) {
            self->child = ask("6");
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth3 = 1;
        } else {
            truth3 = 0;
        }
        truth = !(truth3 && value(output3));
        printf("%d\n", truth);
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
    free(self);
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
