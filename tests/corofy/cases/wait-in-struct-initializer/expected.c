/* corofy made this of in.co: edit that */
#include "case.h"

struct point {
    int x, y;
};

struct box {
    struct point low, high;
    const char *name;
};

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        struct point point;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    struct box box;
    char *output1 = NULL;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = number(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.point = (struct point){value(output1), 2};
        self->child = number(3);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        box = (struct box){
            .low = {.y = value(output2)},
        .high = self->stack.point,
        .name = "box",
    };

        printf("%d %d %d %d %s\n", box.low.x, box.low.y, box.high.x, box.high.y,
               box.name);
        *output = NULL;
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
