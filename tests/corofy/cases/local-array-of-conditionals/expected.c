/* corofy made this of in.co: edit that */
/* The commas between ? and : do not part the elements of a list. */
#include "case.h"

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
    } start;
    struct {
        int list[2];
        int other[sizeof((char[]){[1] = 0})];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.list, (int []){self->start.n ? mark(1), 2 : 3, self->start.n ? self->start.n > 1 ? mark(4), 5 : 6 : 7}, sizeof(self->stack.list));
        __builtin_memcpy(self->stack.other, (int []){[1] = self->start.n ? mark(8), 9 : 10}, sizeof(self->stack.other));

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.list[0], self->stack.list[1], self->stack.other[1]);
        printf("%d %d\n", (int)(sizeof(self->stack.list) / sizeof(*self->stack.list)),
               (int)(sizeof(self->stack.other) / sizeof(*self->stack.other)));
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
        .start = {n},
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
    run(test(2));
    return 0;
}
