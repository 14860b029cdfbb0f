/* corofy made this of in.co: edit that */
#include "case.h"

/* Nobody reads left, but the defer sets it, in drop() too. */
typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE11,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    int *counted;
    struct nothing await1;
    int n;
    unsigned left;
    int count;
    enum test_state state;
};

void test_init(struct test *self, int n)
{
    self->n = n;
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        self->left = 1;
        self->counted = NULL;
        self->count = 0;

        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE11:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE11;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        puts(self->left == 1 && self->counted == NULL ? "not yet" : "too early");
#if 0

#endif
        self->counted = &self->count;
        self->left = (unsigned)self->n;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:4) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:4) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE11:
        nothing_drop(&self->await1);
        self->counted = &self->count;
        self->left = (unsigned)self->n;
        break;
    case TEST_RUNNING:
        panic("test (in.co:4) was dropped while it runs");
    case TEST_START:
    case TEST_RESOLVED:
        break;
    }
    self->state = TEST_RESOLVED;
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

struct future test_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

    test_init(self, n);
    return (struct future){self, &vtable};
}

typedef void idle_output;

enum idle_state {
    IDLE_START,
    IDLE_RUNNING,
    IDLE_RESOLVED,
} __attribute__((packed));

struct idle {
    enum idle_state state;
};

void idle_init(struct idle *self)
{
    self->state = IDLE_START;
}

struct poll idle_poll(struct idle *self, struct context *cx,
                      idle_output *output)
{
    enum idle_state state = self->state;

    (void)output;
    (void)cx;
    self->state = IDLE_RUNNING;

    switch (state) {
    case IDLE_START:
#if 0

#endif
        self->state = IDLE_RESOLVED;
        return POLL_READY;
    case IDLE_RUNNING:
        panic("idle (in.co:18) was polled while it runs");
    case IDLE_RESOLVED:
        break;
    }
    panic("idle (in.co:18) was polled after it was ready or dropped");
}

void idle_drop(struct idle *self)
{
    switch (self->state) {
    case IDLE_RUNNING:
        panic("idle (in.co:18) was dropped while it runs");
    case IDLE_START:
    case IDLE_RESOLVED:
        break;
    }
    self->state = IDLE_RESOLVED;
}

static struct poll idle_poll_boxed(void *self, struct context *cx, void *output)
{
    return idle_poll(self, cx, output);
}

static void idle_drop_boxed(void *self)
{
    idle_drop(self);
    free(self);
}

struct future idle_new(void)
{
    static const struct future_vtable vtable = {
        .poll = idle_poll_boxed,
        .drop = idle_drop_boxed,
    };
    struct idle *self = future_alloc(_Alignof(struct idle), sizeof(*self));

    idle_init(self);
    return (struct future){self, &vtable};
}

typedef void both_of_them_output;

enum both_of_them_state {
    BOTH_OF_THEM_START,
    BOTH_OF_THEM_AWAIT1_LINE27,
    BOTH_OF_THEM_AWAIT2_LINE28,
    BOTH_OF_THEM_RUNNING,
    BOTH_OF_THEM_RESOLVED,
} __attribute__((packed));

struct both_of_them {
    union {
        struct test await1;
        struct idle await2;
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
    enum both_of_them_state state = self->state;

    (void)output;
    self->state = BOTH_OF_THEM_RUNNING;

    switch (state) {
    case BOTH_OF_THEM_START:
        test_init(&self->await1, 2);
        /* fall through */
    case BOTH_OF_THEM_AWAIT1_LINE27:
        if (!test_poll(&self->await1, cx, NULL).is_ready) {
            self->state = BOTH_OF_THEM_AWAIT1_LINE27;
            return POLL_PENDING;
        }
        test_drop(&self->await1);
        idle_init(&self->await2);
        /* fall through */
    case BOTH_OF_THEM_AWAIT2_LINE28:
        if (!idle_poll(&self->await2, cx, NULL).is_ready) {
            self->state = BOTH_OF_THEM_AWAIT2_LINE28;
            return POLL_PENDING;
        }
        idle_drop(&self->await2);
        self->state = BOTH_OF_THEM_RESOLVED;
        return POLL_READY;
    case BOTH_OF_THEM_RUNNING:
        panic("both_of_them (in.co:25) was polled while it runs");
    case BOTH_OF_THEM_RESOLVED:
        break;
    }
    panic("both_of_them (in.co:25) was polled after it was ready or dropped");
}

void both_of_them_drop(struct both_of_them *self)
{
    switch (self->state) {
    case BOTH_OF_THEM_AWAIT1_LINE27:
        test_drop(&self->await1);
        break;
    case BOTH_OF_THEM_AWAIT2_LINE28:
        idle_drop(&self->await2);
        break;
    case BOTH_OF_THEM_RUNNING:
        panic("both_of_them (in.co:25) was dropped while it runs");
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
