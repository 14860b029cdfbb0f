/* corofy made this of in.co: edit that */
#include "case.h"

enum add_state {
    ADD_START,
    ADD_WAIT1,
    ADD_RESOLVED,
};

struct add {
    struct future future;
    enum add_state state;
    struct future *child;
    struct {
        unsigned long long first;
        unsigned long long second;
        unsigned char third;
        unsigned long fourth;
    } stack;
};

static enum poll_state add_poll(struct future *future, char **output)
{
    struct add *self = (struct add *)future;

    switch (self->state) {
    case ADD_START:
        self->child = nothing();
        self->state = ADD_WAIT1;
        /* fall through */
    case ADD_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%llu\n", self->stack.first + self->stack.second + self->stack.third + self->stack.fourth);
        *output = NULL;
        self->state = ADD_RESOLVED;
        return POLL_READY;
    case ADD_RESOLVED:
        break;
    }
    panic("coroutine add was polled after it was ready");
}

static void add_drop(struct future *future)
{
    struct add *self = (struct add *)future;

    future_drop(self->child);
}

static void add_free(struct future *future)
{
    add_drop(future);
    free(future);
}

void add_init(struct add *self, unsigned long long first,
              unsigned long long second,unsigned char third,
              unsigned long fourth)
{
    *self = (struct add){
        .future = {add_poll, add_drop},
        .state = ADD_START,
        .stack = {.first = first, .second = second, .third = third, .fourth = fourth},
    };
}

struct future *add(unsigned long long first,unsigned long long second,
                   unsigned char third,unsigned long fourth)
{
    struct add *self = future_alloc(sizeof(*self));

    add_init(self, first, second, third, fourth);
    self->future.drop = add_free;
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = add(1, 2, 3, 4);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
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
