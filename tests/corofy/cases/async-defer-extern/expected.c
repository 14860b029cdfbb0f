/* corofy made this of in.co: edit that */
/* Where a defer runs, its names are declared again, and mean the same. */
#include "case.h"

static int counter = 1;

static void show(int n)
{
    printf("%d\n", n);
}

typedef int test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE13,
    TEST_AWAIT2_LINE22,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct nothing await1;
        struct nothing await2;
    };
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
    test_output unwanted;
    enum test_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE13:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE13;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
            {
                extern int counter;
                void show(int n);

                counter++;
                show(counter);
                nothing_init(&self->await2);
            await2:
                if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                    self->state = TEST_AWAIT2_LINE22;
                    return POLL_PENDING;
                }
                nothing_drop(&self->await2);
                if (self->n > 0) {
                    *output = self->n;
                    show(counter);
                    self->state = TEST_RESOLVED;
                    return POLL_READY;
                }
            }
            show(counter);
        }
        *output = 0;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT2_LINE22:
        goto await2;
    case TEST_RUNNING:
        panic("test (in.co:11) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:11) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE13:
        nothing_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE22:
        nothing_drop(&self->await2);
        show(counter);
        break;
    case TEST_RUNNING:
        panic("test (in.co:11) was dropped while it runs");
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
    int output;

    run_into((struct future[]){test_new(1)}, &output);
    run_into((struct future[]){test_new(0)}, &output);
    return 0;
}
