/* corofy made this of in.co: edit that */
#include "case.h"

/* Nothing is left of a defer behind a label but what it needs at the end. */
typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE8,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct nothing await1;
    int n;
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
        switch (self->n) {
        case 1:
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = TEST_AWAIT1_LINE8;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            {
            again:;
                printf("one %d\n", self->n);
            }
            if (self->n++ < 2)
                goto again;
            break;
        }
        goto end;
    end:;
        puts("end");
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT1_LINE8:
        goto await1;
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
    case TEST_AWAIT1_LINE8:
        nothing_drop(&self->await1);
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

int main(void)
{
    run(test_new(1));
    return 0;
}
