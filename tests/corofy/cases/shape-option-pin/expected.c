/* corofy made this of in.co: edit that */
#define PIN
#include "case.h"

/* What a header would say of it: nobody else can copy a struct test. */
struct test;
struct future *test_init(void *storage, const char *text);
size_t test_size(void);
struct future *test(const char *text);

static char *in_storage_of_the_caller(void)
{
    void *storage = future_alloc(test_size());
    struct future *future = test_init(storage, "in place");
    char *output = NULL;

    while (future->poll((struct pin){future}, &output) == POLL_NOT_READY)
        ;
    future->drop(future);
    free(storage);
    return output;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct test *pinned;
    struct {
        const char *text;
        char buffer[20];
        char *end;
    } stack;
};

static enum poll_state test_poll(struct pin pin, char **output)
{
    struct test *self = (struct test *)pin.future;

    if (self->pinned == NULL)
        self->pinned = self;
    if (self->pinned != self)
        panic("coroutine test moved after its first poll");

    switch (self->state) {
    case TEST_START:
        self->stack.end = self->stack.buffer;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.end += sprintf(self->stack.end, "%s", self->stack.text);
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        sprintf(self->stack.end, "!");
        self->child = say("%s", self->stack.buffer);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
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

size_t test_size(void)
{
    return sizeof(struct test);
}

struct future *test_init(void *storage, const char *text)
{
    struct test *self = storage;

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.text = text},
    };
    return &self->future;
}

struct future *test(const char *text)
{
    struct test *self = future_alloc(test_size());

    test_init(self, text);
    self->future.drop = test_free;
    return &self->future;
}

enum without_stack_state {
    WITHOUT_STACK_START,
    WITHOUT_STACK_WAIT1,
    WITHOUT_STACK_RESOLVED,
};

struct without_stack {
    struct future future;
    enum without_stack_state state;
    struct future *child;
    struct without_stack *pinned;
};

static enum poll_state without_stack_poll(struct pin pin, char **output)
{
    struct without_stack *self = (struct without_stack *)pin.future;
    char *output1 = NULL;

    if (self->pinned == NULL)
        self->pinned = self;
    if (self->pinned != self)
        panic("coroutine without_stack moved after its first poll");

    switch (self->state) {
    case WITHOUT_STACK_START:
        self->child = test("boxed");
        self->state = WITHOUT_STACK_WAIT1;
        /* fall through */
    case WITHOUT_STACK_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
        self->state = WITHOUT_STACK_RESOLVED;
        return POLL_READY;
    case WITHOUT_STACK_RESOLVED:
        break;
    }
    panic("coroutine without_stack was polled after it was ready");
}

static void without_stack_drop(struct future *future)
{
    struct without_stack *self = (struct without_stack *)future;

    future_drop(self->child);
}

static void without_stack_free(struct future *future)
{
    without_stack_drop(future);
    free(future);
}

static size_t without_stack_size(void)
{
    return sizeof(struct without_stack);
}

static struct future *without_stack_init(void *storage)
{
    struct without_stack *self = storage;

    *self = (struct without_stack){
        .future = {without_stack_poll, without_stack_drop},
        .state = WITHOUT_STACK_START,
    };
    return &self->future;
}

static struct future *without_stack(void)
{
    struct without_stack *self = future_alloc(without_stack_size());

    without_stack_init(self);
    self->future.drop = without_stack_free;
    return &self->future;
}

int main(void)
{
    print(in_storage_of_the_caller());
    run(without_stack());
    return 0;
}
