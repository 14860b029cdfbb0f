/* corofy made this of in.co: edit that */
/*
 * Names that corofy needs itself are those of variables, in several coroutines:
 * each has its own, whatever stands in the ones behind it.
 */
#include "case.h"

static int future = 1, waker = 2, storage = 3;
#define OUTER (future + waker + storage)

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
        int self;
        int *output;
    } stack;
};

static enum poll_state first_poll(struct future *future_, char **output_)
{
    struct first *self_ = (struct first *)future_;

    switch (self_->state) {
    case FIRST_START:
        self_->stack.self = 1;
        self_->stack.output = &self_->stack.self;

        self_->child = nothing();
        self_->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            int state = 2, output1 = 3;

            *self_->stack.output += state + output1;
            printf("%d %d\n", self_->stack.self, OUTER);
        }
        *output_ = NULL;
        self_->state = FIRST_RESOLVED;
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

void first_init(struct first *self_)
{
    *self_ = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
    };
}

struct future *first(void)
{
    struct first *self_ = future_alloc(sizeof(*self_));

    first_init(self_);
    self_->future.drop = first_free;
    return &self_->future;
}

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
        char *output;
        int future;
    } stack;
};

static enum poll_state second_poll(struct future *future_, char **output_)
{
    struct second *self_ = (struct second *)future_;

    switch (self_->state) {
    case SECOND_START:
        self_->stack.future = 20;

        self_->child = nothing();
        self_->state = SECOND_WAIT1;
        /* fall through */
    case SECOND_WAIT1:
        if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            int self = 22;

            printf("%d %d %d\n", self + self_->stack.future, waker, storage);
        }
        *output_ = self_->stack.output;
        self_->state = SECOND_RESOLVED;
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

void second_init(struct second *self_, char *output)
{
    *self_ = (struct second){
        .future = {second_poll, second_drop},
        .state = SECOND_START,
        .stack = {.output = output},
    };
}

struct future *second(char *output)
{
    struct second *self_ = future_alloc(sizeof(*self_));

    second_init(self_, output);
    self_->future.drop = second_free;
    return &self_->future;
}

enum third_state {
    THIRD_START,
    THIRD_WAIT1,
    THIRD_WAIT2,
    THIRD_WAIT3,
    THIRD_RESOLVED,
};

struct third {
    struct future future;
    enum third_state state;
    struct future *child;
    struct {
        int self;
        char *initial;
        char *output1;
        int output;
    } stack;
};

static enum poll_state third_poll(struct future *future, char **output_)
{
    struct third *self_ = (struct third *)future;

    switch (self_->state) {
    case THIRD_START:
        self_->child = say("three");
        self_->state = THIRD_WAIT1;
        /* fall through */
    case THIRD_WAIT1:
        if (future_poll(&self_->child, &self_->stack.initial) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self_->child = say("four");
        self_->state = THIRD_WAIT2;
        /* fall through */
    case THIRD_WAIT2:
        if (future_poll(&self_->child, &self_->stack.output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            self_->stack.output = self_->stack.self;

            self_->child = nothing();
            self_->state = THIRD_WAIT3;
        wait3:
            if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%s %s %d\n", self_->stack.initial, self_->stack.output1, self_->stack.output);
        }
        free(self_->stack.initial);
        free(self_->stack.output1);
        *output_ = NULL;
        self_->state = THIRD_RESOLVED;
        return POLL_READY;
    case THIRD_WAIT3:
        goto wait3;
    case THIRD_RESOLVED:
        break;
    }
    panic("coroutine third was polled after it was ready");
}

static void third_drop(struct future *future)
{
    struct third *self = (struct third *)future;

    future_drop(self->child);
}

static void third_free(struct future *future)
{
    third_drop(future);
    free(future);
}

void third_init(struct third *self_, int self)
{
    *self_ = (struct third){
        .future = {third_poll, third_drop},
        .state = THIRD_START,
        .stack = {.self = self},
    };
}

struct future *third(int self)
{
    struct third *self_ = future_alloc(sizeof(*self_));

    third_init(self_, self);
    self_->future.drop = third_free;
    return &self_->future;
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
    struct {
        char text[sizeof("text")];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.text, (char []){"text"}, sizeof(self->stack.text));

        self->child = first();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = second(self->stack.text);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(output2);
        self->child = third(5);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
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
