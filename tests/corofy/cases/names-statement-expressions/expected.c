/* corofy made this of in.co: edit that */
/* A statement expression without waits has names of its own. */
#include "case.h"

#define MAX(l, r)           \
    ({                      \
        typeof(l) l_ = (l); \
        typeof(r) r_ = (r); \
        l_ > r_ ? l_ : r_;  \
    })

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
        int a;
        int b;
        int c;
        int d;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int sum;

    switch (self->state) {
    case TEST_START:
        self->stack.a = 3;
        self->stack.b = 4;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        sum = ({
            int a = 10, c = 0;

            for (int b = 0; b < 3; b++)
                c += a;
            c + self->stack.b;
        });
        printf("%d %d %d\n", sum, MAX(self->stack.a, self->stack.b), MAX(self->stack.a * self->stack.b, sum));
        self->stack.c = ({ int b = self->stack.a; b * 2; });
        self->stack.d = ({ self->stack.a + self->stack.c; });
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", self->stack.a, self->stack.b, self->stack.c, self->stack.d);
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
