/* corofy made this of in.co: edit that */
#define PIN
#define WAKER
#include "case.h"

/* Names of ours that the generated code would have liked */
enum child_state {
    CHILD_START,
    CHILD_WAIT1,
    CHILD_WAIT2,
    CHILD_RESOLVED,
};

struct child {
    struct future future;
    enum child_state state;
    struct future *child;
    struct child *pinned;
    struct {
        const char *pin;
        int *storage;
        int self;
        int waker;
    } stack;
};

static enum poll_state child_poll(struct pin pin_, const struct waker *waker_,
                                  char **output)
{
    struct child *self_ = (struct child *)pin_.future;

    if (self_->pinned == NULL)
        self_->pinned = self_;
    if (self_->pinned != self_)
        panic("coroutine child moved after its first poll");

    switch (self_->state) {
    case CHILD_START:
        self_->stack.waker = 2;

        self_->child = nothing();
        self_->state = CHILD_WAIT1;
        /* fall through */
    case CHILD_WAIT1:
        if (future_poll(&self_->child, waker_, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *self_->stack.storage += self_->stack.waker + self_->stack.self;
        self_->child = say("%s", self_->stack.pin);
        self_->state = CHILD_WAIT2;
        /* fall through */
    case CHILD_WAIT2:
        if (future_poll(&self_->child, waker_, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self_->state = CHILD_RESOLVED;
        return POLL_READY;
    case CHILD_RESOLVED:
        break;
    }
    panic("coroutine child was polled after it was ready");
}

static void child_drop(struct future *future)
{
    struct child *self = (struct child *)future;

    future_drop(self->child);
}

static void child_free(struct future *future)
{
    child_drop(future);
    free(future);
}

size_t child_size(void)
{
    return sizeof(struct child);
}

struct future *child_init(void *storage_, const char *pin, int *storage,
                          int self)
{
    struct child *self_ = storage_;

    *self_ = (struct child){
        .future = {child_poll, child_drop},
        .state = CHILD_START,
        .stack = {.pin = pin, .storage = storage, .self = self},
    };
    return &self_->future;
}

struct future *child(const char *pin, int *storage, int self)
{
    struct child *self_ = future_alloc(child_size());

    child_init(self_, pin, storage, self);
    self_->future.drop = child_free;
    return &self_->future;
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
    struct test *pinned;
    struct {
        int n;
    } stack;
};

static enum poll_state test_poll(struct pin pin, const struct waker *waker,
                                 char **output)
{
    struct test *self = (struct test *)pin.future;
    char *output1 = NULL;

    if (self->pinned == NULL)
        self->pinned = self;
    if (self->pinned != self)
        panic("coroutine test moved after its first poll");

    switch (self->state) {
    case TEST_START:
        self->stack.n = 1;

        self->child = child("child", &self->stack.n, 3);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        printf("%d\n", self->stack.n);
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

size_t test_size(void)
{
    return sizeof(struct test);
}

struct future *test_init(void *storage)
{
    struct test *self = storage;

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

struct future *test(void)
{
    struct test *self = future_alloc(test_size());

    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
