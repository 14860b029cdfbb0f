/* corofy made this of in.co: edit that */
#include "case.h"

struct test_type1 {
    int x;
    union {
        int whole;
        unsigned char octets[4];
    };
};

struct test_inner {
    char name[4];
};

enum test_type2 { test_LOW = 3, test_HIGH };

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
        struct test_type1 own;
        struct test_inner first;
        enum test_type2 level;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    struct test_inner second;

    switch (self->state) {
    case TEST_START:
        self->stack.own = (struct test_type1){.x = 1, .whole = 0x01010101};
        self->stack.first = (struct test_inner){"abc"};
        self->stack.level = test_HIGH;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        second = self->stack.first;
        second.name[0] = 'x';
        printf("%d %d %s %s %d\n", self->stack.own.x, self->stack.own.octets[2], self->stack.first.name, second.name,
               self->stack.level - test_LOW);
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
