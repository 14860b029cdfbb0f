/* corofy made this of in.co: edit that */
/* Macros that stand for attributes, and one for a loop without braces. */
#include "case.h"

#define UNUSED         __attribute__((unused))
#define ALIGNED(n)     __attribute__((aligned(n)))
#define EACH(i, times) for (int i = 0; i < (times); i++)

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
        char *text UNUSED;
    } start;
    struct {
        int n;
        int plain UNUSED;
        int wide ALIGNED(16);
        int *p UNUSED;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    UNUSED int before;

    switch (self->state) {
    case TEST_START:
        self->stack.plain = 1;
        self->stack.wide = 2;
        before = 3;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        EACH(i, self->stack.n)
            if (i > 0)
                printf("%d\n", i + self->stack.wide);
            else
                puts("none");
        self->stack.p = &self->stack.wide;
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d\n", self->stack.plain, *self->stack.p);
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

void test_init(struct test *self, int n, char *text UNUSED)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {text},
        .stack = {.n = n},
    };
}

struct future *test(int n, char *text UNUSED)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n, text);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(3, NULL));
    return 0;
}
