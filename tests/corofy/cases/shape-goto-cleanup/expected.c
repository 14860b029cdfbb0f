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
        int failing;
        char *first;
        char *second;
        char *result;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.second = NULL;
        self->stack.result = NULL;

        self->child = ask("first");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.first) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (self->stack.failing == 1)
            goto free_first;
        self->child = ask("second");
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &self->stack.second) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (self->stack.failing == 2)
            goto free_second;
        self->child = ask("%s %s", self->stack.first, self->stack.second);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &self->stack.result) == POLL_NOT_READY)
            return POLL_NOT_READY;
    free_second:
        printf("free %s\n", self->stack.second);
        free(self->stack.second);
    free_first:
        printf("free %s\n", self->stack.first);
        free(self->stack.first);
        *output = self->stack.result;
        self->state = TEST_RESOLVED;
        return POLL_READY;
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

void test_init(struct test *self, int failing)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.failing = failing},
    };
}

struct future *test(int failing)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, failing);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    print(run(test(1)));
    print(run(test(2)));
    print(run(test(0)));
    return 0;
}
