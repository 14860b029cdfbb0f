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
        const char *name;
        char *first;
        char *result;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *second;

    switch (self->state) {
    case TEST_START:
        self->child = say("hello, ");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.first) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("%s", self->stack.name);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &second) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.result = both(self->stack.first, second);

        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
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

void test_init(struct test *self, const char *name)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.name = name},
    };
}

struct future *test(const char *name)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, name);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    print(run(test("reader")));
    return 0;
}
