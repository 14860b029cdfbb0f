/* corofy made this of in.co: edit that */
/* A header's macro may be a list, if it has INIT in its name; for a pointer none is. */
#include "case.h"
#include "names.h"

struct pair {
    int x, y;
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
        struct pair pair;
        const char *text;
        struct pair INITIAL;
        struct pair copy;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        {
            struct pair initial = PAIR_INIT;

            __builtin_memcpy(&self->stack.pair, &initial, sizeof(initial));
        }
        self->stack.text = TEXT_INIT;
        self->stack.INITIAL = (struct pair){3, 4};
        self->stack.copy = self->stack.INITIAL;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %s %d %d\n", self->stack.pair.y, self->stack.text, self->stack.INITIAL.x, self->stack.copy.y);
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
