#include "case.h"

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE12,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct nothing await1;
    enum test_state state;
};

void test_init(struct test *self)
{
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    static int calls;
    int ours(int n);
    extern int theirs;
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE12:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE12;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
            static int here;
            puts("no wait, so that this is well");
            here++;
        }
        theirs++;
        ours(1);
        calls++;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:3) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:3) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE12:
        nothing_drop(&self->await1);
        theirs++;
        ours(1);
        calls++;
        break;
    case TEST_RUNNING:
        panic("test (in.co:3) was dropped while it runs");
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
