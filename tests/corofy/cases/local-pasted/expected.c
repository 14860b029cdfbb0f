/* corofy made this of in.co: edit that */
/* Names that macros paste together; none is needed behind a wait. */
#include "case.h"

#define JOIN(a, b) a##b
#define JOIN_ALL(a, b, c) JOIN(a, b##c)
#define FIRST(x) first_##x
#define NEXT(x) (x + x##1)

static int mix(int a, int b)
{
    return a * 10 + b;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
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
    int xy;
    int n;
    int n1;
    int row1;

    switch (self->state) {
    case TEST_START:
        xy = 1;
        n = 2;
        n1 = 3;
        row1 = 6;

        printf("%d %d %d\n", JOIN(x, y), NEXT(n), row1);
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            int row[2] = {7, 8};

            printf("%d\n", JOIN(m, ix)(row[0], row[1]));
        }
        {
            int ab = 3, abc = 4, first_of_all = 5;

            printf("%d %d %d\n", JOIN(a, b), JOIN_ALL(a, b, c), FIRST(of_all));
        }
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
