/* corofy made this of in.co: edit that */
/* And a type in a block hides a variable of its name. */
#include "case.h"

static int count = 3;

typedef char *test_T;

typedef long test_count;

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
        int T;
        int x;
        test_T text;
        test_T *x_2;
        test_count many;
        test_count *more;
        test_T *y;
        test_count * z;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.T = 4;
        self->stack.x = 5;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.x = self->stack.T * self->stack.x;
        self->stack.T * self->stack.x == 80 ? puts("eighty") : puts("?");
        {
            self->stack.text = "text";
            self->stack.x_2 = &self->stack.text;
            self->stack.many = 6;
            self->stack.more = &self->stack.many;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.y = self->stack.x_2;
            self->stack.z = self->stack.more;
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%s %ld %d\n", *self->stack.y, *self->stack.z, (test_T)self->stack.text == self->stack.text);
        }
        self->stack.T *= 2;
        printf("%d %d %d\n", self->stack.T, self->stack.x, count * self->stack.T);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
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
