/* corofy made this of in.co: edit that */
#include "case.h"

/* The latest first, when the scope is left; what they name is read then. */
typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE11,
    TEST_AWAIT2_LINE18,
    TEST_AWAIT3_LINE20,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct nothing await1;
        struct nothing await2;
        struct nothing await3;
    };
    int n;
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
        self->n = 1;

        {
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = TEST_AWAIT1_LINE11;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            self->n = 2;
            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = TEST_AWAIT2_LINE18;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
            {
                int doubled = 2 * self->n;

                printf("inner second %d\n", doubled);
            }
            puts("inner first");
        }
        nothing_init(&self->await3);
        /* fall through */
    case TEST_AWAIT3_LINE20:
        if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
            self->state = TEST_AWAIT3_LINE20;
            return POLL_PENDING;
        }
        nothing_drop(&self->await3);
        self->n = 3;
        printf("outer %d\n", self->n);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT1_LINE11:
        goto await1;
    case TEST_AWAIT2_LINE18:
        goto await2;
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
        puts("inner first");
        printf("outer %d\n", self->n);
        break;
    case TEST_AWAIT2_LINE18:
        nothing_drop(&self->await2);
        {
            int doubled = 2 * self->n;

            printf("inner second %d\n", doubled);
        }
        puts("inner first");
        printf("outer %d\n", self->n);
        break;
    case TEST_AWAIT3_LINE20:
        nothing_drop(&self->await3);
        printf("outer %d\n", self->n);
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
