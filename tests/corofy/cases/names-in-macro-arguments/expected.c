/* corofy made this of in.co: edit that */
#include <iso646.h>
#include "case.h"
#define RUN(block) do block while (0)
#define LET(declaration, statement) do { declaration; statement; } while (0)
/* What stands in a block or a declaration that a macro is given is used. */
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
        int k;
        int x;
        int y;
        char t[2][4];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.x = 7;
        self->stack.y = 8;
        __builtin_memcpy(self->stack.t, (char [][4]){"ab", "cd"}, sizeof(self->stack.t));

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        RUN({ int z = self->stack.x; printf("%d\n", z + 1); });
        LET(int i = self->stack.y, printf("%d\n", i));
        if (self->stack.k and optind)
            printf("%s %zu\n", self->stack.t[1], sizeof self->stack.t);
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

void test_init(struct test *self, int k)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.k = k},
    };
}

struct future *test(int k)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, k);
    self->future.drop = test_free;
    return &self->future;
}
int main(void)
{
    run(test(3));
    return 0;
}
