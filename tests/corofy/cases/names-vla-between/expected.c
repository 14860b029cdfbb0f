/* corofy made this of in.co: edit that */
/* A variable-length array that no wait sees is an ordinary array. */
#include "case.h"

static int sum(int n, int a[n])
{
    int all = 0;

    while (n--)
        all += a[n];
    return all;
}

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
        int n;
        int all;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 3;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            int a[self->stack.n], rows[self->stack.n][self->stack.n + 1];

            for (int i = 0; i < self->stack.n; i++)
                a[i] = i + 1, rows[i][self->stack.n] = 10 * i;
            self->stack.all = sum(self->stack.n, a) + rows[2][3];
            printf("%d %zu\n", self->stack.all, sizeof a / sizeof *a);
        }
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.all + self->stack.n);
        {
            char text[self->stack.n + 1];

            memcpy(text, "end", self->stack.n + 1);
            puts(text);
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
