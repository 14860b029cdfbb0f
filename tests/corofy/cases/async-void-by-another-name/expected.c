/* corofy made this of in.co: edit that */
#include "case.h"

#define API __attribute__((unused))
typedef void nothing_type;

typedef void first_output;

enum first_state {
    FIRST_START,
    FIRST_AWAIT1_LINE8,
    FIRST_RUNNING,
    FIRST_RESOLVED,
} __attribute__((packed));

struct first {
    struct nothing await1;
    int n;
    enum first_state state;
};

void first_init(struct first *self, int n)
{
    self->n = n;
    self->state = FIRST_START;
}

struct poll first_poll(struct first *self, struct context *cx,
                       first_output *output)
{
    enum first_state state = self->state;

    (void)output;
    self->state = FIRST_RUNNING;

    switch (state) {
    case FIRST_START:
        nothing_init(&self->await1);
        /* fall through */
    case FIRST_AWAIT1_LINE8:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = FIRST_AWAIT1_LINE8;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n > 0) {
            self->state = FIRST_RESOLVED;
            return POLL_READY;
        }
        puts("not here");
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_RUNNING:
        panic("first (in.co:6) was polled while it runs");
    case FIRST_RESOLVED:
        break;
    }
    panic("first (in.co:6) was polled after it was ready or dropped");
}

void first_drop(struct first *self)
{
    switch (self->state) {
    case FIRST_AWAIT1_LINE8:
        nothing_drop(&self->await1);
        break;
    case FIRST_RUNNING:
        panic("first (in.co:6) was dropped while it runs");
    case FIRST_START:
    case FIRST_RESOLVED:
        break;
    }
    self->state = FIRST_RESOLVED;
}

static struct poll first_poll_boxed(void *self, struct context *cx, void *output)
{
    return first_poll(self, cx, output);
}

static void first_drop_boxed(void *self)
{
    first_drop(self);
    free(self);
}

struct future first_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = first_poll_boxed,
        .drop = first_drop_boxed,
    };
    struct first *self = future_alloc(_Alignof(struct first), sizeof(*self));

    first_init(self, n);
    return (struct future){self, &vtable};
}

typedef void second_output;

enum second_state {
    SECOND_START,
    SECOND_AWAIT1_LINE16,
    SECOND_RUNNING,
    SECOND_RESOLVED,
} __attribute__((packed));

struct second {
    struct nothing await1;
    int n;
    enum second_state state;
};

void second_init(struct second *self, int n)
{
    self->n = n;
    self->state = SECOND_START;
}

struct poll second_poll(struct second *self, struct context *cx,
                        second_output *output)
{
    enum second_state state = self->state;

    (void)output;
    self->state = SECOND_RUNNING;

    switch (state) {
    case SECOND_START:
        nothing_init(&self->await1);
        /* fall through */
    case SECOND_AWAIT1_LINE16:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = SECOND_AWAIT1_LINE16;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n > 0) {
            self->state = SECOND_RESOLVED;
            return POLL_READY;
        }
        puts("nor here");
        self->state = SECOND_RESOLVED;
        return POLL_READY;
    case SECOND_RUNNING:
        panic("second (in.co:14) was polled while it runs");
    case SECOND_RESOLVED:
        break;
    }
    panic("second (in.co:14) was polled after it was ready or dropped");
}

void second_drop(struct second *self)
{
    switch (self->state) {
    case SECOND_AWAIT1_LINE16:
        nothing_drop(&self->await1);
        break;
    case SECOND_RUNNING:
        panic("second (in.co:14) was dropped while it runs");
    case SECOND_START:
    case SECOND_RESOLVED:
        break;
    }
    self->state = SECOND_RESOLVED;
}

static struct poll second_poll_boxed(void *self, struct context *cx, void *output)
{
    return second_poll(self, cx, output);
}

static void second_drop_boxed(void *self)
{
    second_drop(self);
    free(self);
}

struct future second_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = second_poll_boxed,
        .drop = second_drop_boxed,
    };
    struct second *self = future_alloc(_Alignof(struct second), sizeof(*self));

    second_init(self, n);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE24,
    TEST_AWAIT2_LINE25,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct first await1;
        struct second await2;
    };
    enum test_state state;
};

void test_init(struct test *self)
{
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
        first_init(&self->await1, 1);
        /* fall through */
    case TEST_AWAIT1_LINE24:
        if (!first_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE24;
            return POLL_PENDING;
        }
        first_drop(&self->await1);
        second_init(&self->await2, 1);
        /* fall through */
    case TEST_AWAIT2_LINE25:
        if (!second_poll(&self->await2, cx, NULL).is_ready) {
            self->state = TEST_AWAIT2_LINE25;
            return POLL_PENDING;
        }
        second_drop(&self->await2);
        puts("done");
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:22) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:22) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE24:
        first_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE25:
        second_drop(&self->await2);
        break;
    case TEST_RUNNING:
        panic("test (in.co:22) was dropped while it runs");
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

struct future test_new(void)
{
    static const struct future_vtable vtable = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

    test_init(self);
    return (struct future){self, &vtable};
}

int main(void)
{
    run(test_new());
    return 0;
}
