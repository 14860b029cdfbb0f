/* corofy made this of in.co: edit that */
#include "case.h"

/* An arm that is not there needs no variable for its wait. */
enum test_state {
    TEST_START,
#if 1
    TEST_WAIT1,
#endif
#if 1
#else
    TEST_WAIT2,
#endif
#if 1
#else
    TEST_WAIT3,
#endif
#ifdef NEVER
    TEST_WAIT4,
#endif
    TEST_WAIT5,
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
#if 1
    char *output1 = NULL;
#endif
#if 1
#else
    int truth1 = 0;
#endif
#if 1
#else
    char *output2 = NULL;
#endif
#if 1
#else
    char *output3 = NULL;
#endif
#ifdef NEVER
    int truth2 = 0;
#endif
#ifdef NEVER
    char *output4 = NULL;
#endif
    char *output5 = NULL;

    switch (self->state) {
    case TEST_START:
#if 1
        self->child = number(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.n += value(output1);
#else
        self->child = number(2);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (value(output2)) {
            self->child = number(3);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        self->stack.n += truth1 && value(output3);
#endif
        printf("%d\n", self->stack.n);
#ifdef NEVER
        if (self->stack.n) {
            self->child = number(4);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth2 = 1;
        } else {
            truth2 = 0;
        }
        self->stack.n = truth2 && value(output4);
#endif
        self->child = say("end");
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, &output5) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output5);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
#if 1
#else
    case TEST_WAIT3:
        goto wait3;
#endif
#ifdef NEVER
    case TEST_WAIT4:
        goto wait4;
#endif
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
    run(test(3));
    return 0;
}
