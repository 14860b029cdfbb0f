/* corofy made this of in.co: edit that */
/* `coroutine` is a name like others where no declaration follows it. */
#include "case.h"

struct coroutine {
    int coroutine;
};

enum { other, last };

struct pair {
    struct coroutine *coroutine;
    int coroutine_too;
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
        struct coroutine *c;
    } start;
    struct {
        int coroutine;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    struct pair pair;

    switch (self->state) {
    case TEST_START:
        pair = (struct pair){.coroutine = self->start.c};
        self->stack.coroutine = pair.coroutine->coroutine;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.coroutine);
        goto coroutine;
    coroutine:
        puts("label");
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

void test_init(struct test *self, struct coroutine *c)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {c},
    };
}

struct future *test(struct coroutine *c)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, c);
    self->future.drop = test_free;
    return &self->future;
}

static int function(int coroutine)
{
    struct coroutine c = {coroutine};

    return c.coroutine;
}

int main(void)
{
    struct coroutine c = {function(3)};

    run(test(&c));
    return 0;
}
