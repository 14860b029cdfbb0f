/* corofy made this of in.co: edit that */
/* A block that a macro begins is copied; a return in it is not. */
#include "case.h"

#define REPEAT(i, times)   for (int i = 0; i < (times); i++)
#define UNLESS(x)          if (!(x))
#define BREAKS(x)          do { if ((x) > 1) break; puts("no break"); } while (0)
#define KIND(x)            _Generic((x), int: "int", default: "other")

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
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        REPEAT(i, self->stack.n) {
            UNLESS(i == 1) {
                printf("%d\n", i);
                continue;
            }
            BREAKS(i);
        }
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        REPEAT(i, self->stack.n) {
            if (i == 2) {
                printf("%s\n", KIND(i));
                *output = NULL;
                self->state = TEST_RESOLVED;
                return POLL_READY;
            }
        }
        puts("not here");
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

void test_init(struct test *self, int n)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.n = n},
    };
}

struct future *test(int n)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(3));
    return 0;
}
