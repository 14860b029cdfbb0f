/* corofy made this of in.co: edit that */
/* Declarations in arms, within a block, of which much or nothing is left there */
#include "case.h"

#define KNOWN

typedef int test_number;

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
#ifdef KNOWN
        int kept;
#endif
#ifdef KNOWN
#else
        long kept;
#endif
        test_number last;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        {
            static test_number calls;
#ifdef KNOWN
#else
#endif
#ifdef KNOWN
            int here;
#endif
#ifdef KNOWN
            struct point {
                int x;
            };
#endif
#ifdef KNOWN
            struct pair {
                int a, b;
            };
            struct pair pair;
#endif
            self->stack.last = 4;

            here = 1;
            self->stack.kept = here + 1;
            pair = (struct pair){1, 2};
            calls += ((struct point){3}).x + pair.b;
            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d %d\n", (int)self->stack.kept, calls, self->stack.last);
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
