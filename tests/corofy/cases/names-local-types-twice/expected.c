/* corofy made this of in.co: edit that */
/*
 * Two coroutines with a type of the same name, which is also the name of a
 * type of the file, which is what it is again after them.
 */
#include "case.h"

struct item {
    char name[8];
};

typedef char unit;
enum { LIMIT = 2 };

struct first_item {
    int a, b;
};

typedef int first_unit;

enum first_state {
    FIRST_START,
    FIRST_WAIT1,
    FIRST_RESOLVED,
};

struct first {
    struct future future;
    enum first_state state;
    struct future *child;
    struct {
        struct item file;
        struct first_item i;
        first_unit u;
    } stack;
};

static enum poll_state first_poll(struct future *future, char **output)
{
    struct first *self = (struct first *)future;
    enum first_type1 { LIMIT = 10 };

    switch (self->state) {
    case FIRST_START:
        self->stack.file = (struct item){"file"};
        self->stack.i = (struct first_item){1, 2};
        self->stack.u = 1000 + LIMIT;

        self->child = nothing();
        self->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %d %d %d\n", self->stack.file.name, self->stack.i.a, self->stack.i.b, self->stack.u);
        *output = NULL;
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_RESOLVED:
        break;
    }
    panic("coroutine first was polled after it was ready");
}

static void first_drop(struct future *future)
{
    struct first *self = (struct first *)future;

    future_drop(self->child);
}

static void first_free(struct future *future)
{
    first_drop(future);
    free(future);
}

void first_init(struct first *self)
{
    *self = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
    };
}

struct future *first(void)
{
    struct first *self = future_alloc(sizeof(*self));

    first_init(self);
    self->future.drop = first_free;
    return &self->future;
}

struct second_item {
    const char *a;
};

typedef double second_unit;

enum second_state {
    SECOND_START,
    SECOND_WAIT1,
    SECOND_RESOLVED,
};

struct second {
    struct future future;
    enum second_state state;
    struct future *child;
    struct {
        struct second_item i;
        second_unit u;
    } stack;
};

static enum poll_state second_poll(struct future *future, char **output)
{
    struct second *self = (struct second *)future;
    enum second_type1 { LIMIT = 20 };

    switch (self->state) {
    case SECOND_START:
        self->stack.i = (struct second_item){"a"};
        self->stack.u = 0.5 + LIMIT;

        self->child = nothing();
        self->state = SECOND_WAIT1;
        /* fall through */
    case SECOND_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %.1f\n", self->stack.i.a, self->stack.u);
        *output = NULL;
        self->state = SECOND_RESOLVED;
        return POLL_READY;
    case SECOND_RESOLVED:
        break;
    }
    panic("coroutine second was polled after it was ready");
}

static void second_drop(struct future *future)
{
    struct second *self = (struct second *)future;

    future_drop(self->child);
}

static void second_free(struct future *future)
{
    second_drop(future);
    free(future);
}

void second_init(struct second *self)
{
    *self = (struct second){
        .future = {second_poll, second_drop},
        .state = SECOND_START,
    };
}

struct future *second(void)
{
    struct second *self = future_alloc(sizeof(*self));

    second_init(self);
    self->future.drop = second_free;
    return &self->future;
}

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
        struct item i;
        unit u[LIMIT];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.i = (struct item){"name"};
        __builtin_memcpy(self->stack.u, (unit [LIMIT]){"u"}, sizeof(self->stack.u));

        self->child = first();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = second();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %s %zu\n", self->stack.i.name, self->stack.u, sizeof self->stack.u);
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
