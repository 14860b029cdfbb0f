/* corofy made this of in.co: edit that */
/* Local types that are kept, with names as what corofy makes of the coroutine */
#include "case.h"

struct test_state_2 {
    int n;
};

typedef int test_output;

typedef test_output test_type1;

struct test_type1_2 {
    int n;
};

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        struct test_state_2 state;
        struct test_type1_2 unnamed;
        test_type1 kept;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output_)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.state = (struct test_state_2){1};
        self->stack.unnamed = (struct test_type1_2){2};
        self->stack.kept = 3;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.state.n, self->stack.unnamed.n, self->stack.kept);
        *output_ = NULL;
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
