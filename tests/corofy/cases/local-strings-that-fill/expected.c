/* corofy made this of in.co: edit that */
/* Strings that fill their arrays, without a zero at the end */
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
        char full[3];
        char magic[6];
        char longer[4];
        char octal[5];
        char edges[4];
        char utf8[5];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.full, "abc", sizeof(self->stack.full));
        __builtin_memcpy(self->stack.magic, "\177E\x4c"
                                         "F\n\"", sizeof(self->stack.magic));
        __builtin_memcpy(self->stack.longer, (char [4]){"abc"}, sizeof(self->stack.longer));
        __builtin_memcpy(self->stack.octal, "\1234\0\12a", sizeof(self->stack.octal));
        __builtin_memcpy(self->stack.edges, "\07\70\78", sizeof(self->stack.edges));
        __builtin_memcpy(self->stack.utf8, (char [5]){u8"abc"}, sizeof(self->stack.utf8));

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%.3s %d %.5s %s\n", self->stack.full, self->stack.magic[0], self->stack.magic + 1, self->stack.longer);
        printf("%d %d %d %d %d\n", self->stack.octal[0], self->stack.octal[1], self->stack.octal[2], self->stack.octal[3], self->stack.octal[4]);
        printf("%d %d %d %d %.3s\n", self->stack.edges[0], self->stack.edges[1], self->stack.edges[2], self->stack.edges[3], self->stack.utf8);
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
