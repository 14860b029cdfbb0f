/* corofy made this of in.co: edit that */
#include "case.h"

typedef void greet_output;

enum greet_state {
    GREET_START,
    GREET_AWAIT1_LINE5,
    GREET_RUNNING,
    GREET_RESOLVED,
} __attribute__((packed));

struct greet {
    union {
        const char *name;
        struct say await1;
    };
    enum greet_state state;
};

void greet_init(struct greet *self, const char *name)
{
    self->name = name;
    self->state = GREET_START;
}

struct poll greet_poll(struct greet *self, struct context *cx,
                       greet_output *output)
{
    say_output output1 = {0};
    enum greet_state state = self->state;

    (void)output;
    self->state = GREET_RUNNING;

    switch (state) {
    case GREET_START:
        say_init(&self->await1, "hello %s", self->name);
        /* fall through */
    case GREET_AWAIT1_LINE5:
        if (!say_poll(&self->await1, cx, &output1).is_ready) {
            self->state = GREET_AWAIT1_LINE5;
            return POLL_PENDING;
        }
        say_drop(&self->await1);
        print(output1);
        self->state = GREET_RESOLVED;
        return POLL_READY;
    case GREET_RUNNING:
        panic("greet (in.co:3) was polled while it runs");
    case GREET_RESOLVED:
        break;
    }
    panic("greet (in.co:3) was polled after it was ready or dropped");
}

void greet_drop(struct greet *self)
{
    switch (self->state) {
    case GREET_AWAIT1_LINE5:
        say_drop(&self->await1);
        break;
    case GREET_RUNNING:
        panic("greet (in.co:3) was dropped while it runs");
    case GREET_START:
    case GREET_RESOLVED:
        break;
    }
    self->state = GREET_RESOLVED;
}

static struct poll greet_poll_boxed(void *self, struct context *cx, void *output)
{
    return greet_poll(self, cx, output);
}

static void greet_drop_boxed(void *self)
{
    greet_drop(self);
    free(self);
}

struct future greet_new(const char *name)
{
    static const struct future_vtable vtable = {
        .poll = greet_poll_boxed,
        .drop = greet_drop_boxed,
    };
    struct greet *self = future_alloc(_Alignof(struct greet), sizeof(*self));

    greet_init(self, name);
    return (struct future){self, &vtable};
}

/* Boxes of any type in an array: what the type gave is given up. */
typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE14,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct future futures[2];
    struct future await1;
    int i;
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
        __builtin_memcpy(self->futures, (struct future []){greet_new("first"), greet_new("second")}, sizeof(self->futures));
        _Static_assert(sizeof((struct future []){greet_new("first"), greet_new("second")}) == sizeof(self->futures), "write the size of futures");

        for (self->i = 0; self->i < 2; self->i++) {
            future_init(&self->await1, self->futures[self->i]);
        await1:
            if (!future_poll(&self->await1, cx, NULL).is_ready) {
                self->state = TEST_AWAIT1_LINE14;
                return POLL_PENDING;
            }
            future_drop(&self->await1);
        }
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT1_LINE14:
        goto await1;
    case TEST_RUNNING:
        panic("test (in.co:9) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:9) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE14:
        future_drop(&self->await1);
        break;
    case TEST_RUNNING:
        panic("test (in.co:9) was dropped while it runs");
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
    /* not run(), which drops it early: an array is not dropped with it */
    struct future future = test_new();

    poll_times(&future, POLLS_AT_MOST, NULL);
    future_drop(&future);
    return 0;
}
