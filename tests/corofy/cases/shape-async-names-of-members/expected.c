/* corofy made this of in.co: edit that */
#include "case.h"

/* What the struct and poll() have names for, and a variable of each name */
typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE8,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    int *here;
    struct nothing await1;
    int state_2;
    int self;
    int cx;
    int output;
    int unwanted;
    int pinned_2;
    int await1_2;
    int vtable;
    uintptr_t pinned : 56; /* see future_place() */
    enum test_state state : 8;
};

void test_init(struct test *self_, int state, int self, int cx, int output,
               int unwanted)
{
    self_->state_2 = state;
    self_->self = self;
    self_->cx = cx;
    self_->output = output;
    self_->unwanted = unwanted;
    self_->state = TEST_START;
}

struct poll test_poll(struct test *self_, struct context *cx_,
                      test_output *output_)
{
    enum test_state state_ = self_->state;

    (void)output_;
    if (state_ != TEST_START && state_ != TEST_RESOLVED &&
        self_->pinned != future_place(self_))
        panic("test (in.co:4) moved after its first poll");
    self_->pinned = future_place(self_);
    self_->state = TEST_RUNNING;

    switch (state_) {
    case TEST_START:
        self_->pinned_2 = 1;
        self_->await1_2 = 2;
        self_->vtable = 3;
        self_->here = &self_->pinned_2;

        nothing_init(&self_->await1);
        /* fall through */
    case TEST_AWAIT1_LINE8:
        if (!nothing_poll(&self_->await1, cx_, NULL).is_ready) {
            self_->state = TEST_AWAIT1_LINE8;
            return POLL_PENDING;
        }
        nothing_drop(&self_->await1);
        printf("%d %d %d %d %d\n", self_->state_2, self_->self, self_->cx, self_->output, self_->unwanted);
        printf("%d %d %d %d\n", self_->pinned_2, self_->await1_2, self_->vtable, *self_->here);
        self_->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:4) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:4) was polled after it was ready or dropped");
}

void test_drop(struct test *self_)
{
    if (self_->state != TEST_START && self_->state != TEST_RESOLVED &&
        self_->pinned != future_place(self_))
        panic("test (in.co:4) moved after its first poll");

    switch (self_->state) {
    case TEST_AWAIT1_LINE8:
        nothing_drop(&self_->await1);
        break;
    case TEST_RUNNING:
        panic("test (in.co:4) was dropped while it runs");
    case TEST_START:
    case TEST_RESOLVED:
        break;
    }
    self_->state = TEST_RESOLVED;
}

static struct poll test_poll_boxed(void *self, struct context *cx, void *output)
{
    return test_poll(self, cx, output);
}

static void test_drop_boxed(void *self)
{
    test_drop(self);
    free(self);
}

struct future test_new(int state, int self, int cx, int output, int unwanted)
{
    static const struct future_vtable vtable_ = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self_ = future_alloc(_Alignof(struct test), sizeof(*self_));

    test_init(self_, state, self, cx, output, unwanted);
    return (struct future){self_, &vtable_};
}

typedef int value_of_state_output;

enum value_of_state_state {
    VALUE_OF_STATE_START,
    VALUE_OF_STATE_AWAIT1_LINE17,
    VALUE_OF_STATE_RUNNING,
    VALUE_OF_STATE_RESOLVED,
} __attribute__((packed));

struct value_of_state {
    struct nothing await1;
    int state_2;
    int await1_2;
    enum value_of_state_state state;
};

void value_of_state_init(struct value_of_state *self, int state)
{
    self->state_2 = state;
    self->state = VALUE_OF_STATE_START;
}

struct poll value_of_state_poll(struct value_of_state *self, struct context *cx,
                                value_of_state_output *output)
{
    value_of_state_output unwanted;
    enum value_of_state_state state_ = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = VALUE_OF_STATE_RUNNING;

    switch (state_) {
    case VALUE_OF_STATE_START:
        self->await1_2 = 5;

        nothing_init(&self->await1);
        /* fall through */
    case VALUE_OF_STATE_AWAIT1_LINE17:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = VALUE_OF_STATE_AWAIT1_LINE17;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        *output = self->state_2 + self->await1_2;
        self->state = VALUE_OF_STATE_RESOLVED;
        return POLL_READY;
    case VALUE_OF_STATE_RUNNING:
        panic("value_of_state (in.co:13) was polled while it runs");
    case VALUE_OF_STATE_RESOLVED:
        break;
    }
    panic("value_of_state (in.co:13) was polled after it was ready or dropped");
}

void value_of_state_drop(struct value_of_state *self)
{
    switch (self->state) {
    case VALUE_OF_STATE_AWAIT1_LINE17:
        nothing_drop(&self->await1);
        break;
    case VALUE_OF_STATE_RUNNING:
        panic("value_of_state (in.co:13) was dropped while it runs");
    case VALUE_OF_STATE_START:
    case VALUE_OF_STATE_RESOLVED:
        break;
    }
    self->state = VALUE_OF_STATE_RESOLVED;
}

static struct poll value_of_state_poll_boxed(void *self, struct context *cx, void *output)
{
    return value_of_state_poll(self, cx, output);
}

static void value_of_state_drop_boxed(void *self)
{
    value_of_state_drop(self);
    free(self);
}

struct future value_of_state_new(int state)
{
    static const struct future_vtable vtable = {
        .poll = value_of_state_poll_boxed,
        .drop = value_of_state_drop_boxed,
    };
    struct value_of_state *self = future_alloc(_Alignof(struct value_of_state), sizeof(*self));

    value_of_state_init(self, state);
    return (struct future){self, &vtable};
}

typedef void both_of_them_output;

enum both_of_them_state {
    BOTH_OF_THEM_START,
    BOTH_OF_THEM_AWAIT1_LINE23,
    BOTH_OF_THEM_AWAIT2_LINE24,
    BOTH_OF_THEM_RUNNING,
    BOTH_OF_THEM_RESOLVED,
} __attribute__((packed));

struct both_of_them {
    union {
        struct test await1;
        struct value_of_state await2;
    };
    enum both_of_them_state state;
};

void both_of_them_init(struct both_of_them *self)
{
    self->state = BOTH_OF_THEM_START;
}

struct poll both_of_them_poll(struct both_of_them *self, struct context *cx,
                              both_of_them_output *output)
{
    value_of_state_output output2 = {0};
    enum both_of_them_state state = self->state;

    (void)output;
    self->state = BOTH_OF_THEM_RUNNING;

    switch (state) {
    case BOTH_OF_THEM_START:
        test_init(&self->await1, 1, 2, 3, 4, 5);
        /* fall through */
    case BOTH_OF_THEM_AWAIT1_LINE23:
        if (!test_poll(&self->await1, cx, NULL).is_ready) {
            self->state = BOTH_OF_THEM_AWAIT1_LINE23;
            return POLL_PENDING;
        }
        test_drop(&self->await1);
        value_of_state_init(&self->await2, 6);
        /* fall through */
    case BOTH_OF_THEM_AWAIT2_LINE24:
        if (!value_of_state_poll(&self->await2, cx, &output2).is_ready) {
            self->state = BOTH_OF_THEM_AWAIT2_LINE24;
            return POLL_PENDING;
        }
        value_of_state_drop(&self->await2);
        printf("%d\n", output2);
        self->state = BOTH_OF_THEM_RESOLVED;
        return POLL_READY;
    case BOTH_OF_THEM_RUNNING:
        panic("both_of_them (in.co:21) was polled while it runs");
    case BOTH_OF_THEM_RESOLVED:
        break;
    }
    panic("both_of_them (in.co:21) was polled after it was ready or dropped");
}

void both_of_them_drop(struct both_of_them *self)
{
    switch (self->state) {
    case BOTH_OF_THEM_AWAIT1_LINE23:
        test_drop(&self->await1);
        break;
    case BOTH_OF_THEM_AWAIT2_LINE24:
        value_of_state_drop(&self->await2);
        break;
    case BOTH_OF_THEM_RUNNING:
        panic("both_of_them (in.co:21) was dropped while it runs");
    case BOTH_OF_THEM_START:
    case BOTH_OF_THEM_RESOLVED:
        break;
    }
    self->state = BOTH_OF_THEM_RESOLVED;
}

static struct poll both_of_them_poll_boxed(void *self, struct context *cx, void *output)
{
    return both_of_them_poll(self, cx, output);
}

static void both_of_them_drop_boxed(void *self)
{
    both_of_them_drop(self);
    free(self);
}

struct future both_of_them_new(void)
{
    static const struct future_vtable vtable = {
        .poll = both_of_them_poll_boxed,
        .drop = both_of_them_drop_boxed,
    };
    struct both_of_them *self = future_alloc(_Alignof(struct both_of_them), sizeof(*self));

    both_of_them_init(self);
    return (struct future){self, &vtable};
}

int main(void)
{
    run(both_of_them_new());
    return 0;
}
