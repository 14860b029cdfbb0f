/* corofy made this of in.co: edit that */
#include "case.h"

/* What a defer only measures must be there, where drop() runs it, too. */
typedef short test_n;

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE11,
    TEST_AWAIT2_LINE17,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct nothing await1;
        struct {
            typeof((*(test_n *)0)) other;
            struct nothing await2;
        };
    };
    short n;
    char text[10];
    uintptr_t pinned : 56; /* see future_place() */
    enum test_state state : 8;
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
    if (state != TEST_START && state != TEST_RESOLVED &&
        self->pinned != future_place(self))
        panic("test (in.co:4) moved after its first poll");
    self->pinned = future_place(self);
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        __builtin_memcpy(self->text, (char [10]){"reader"}, sizeof(self->text));
        self->n = 3;

        printf("%s %d\n", self->text, self->n);
        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE11:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE11;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
            self->other = 4;

            printf("%d\n", self->other);
            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = TEST_AWAIT2_LINE17;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
            printf("%zu\n", sizeof(typeof(self->other)[2]));
        }
        printf("%zu %zu\n", sizeof(self->text), sizeof self->n);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT2_LINE17:
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
    if (self->state != TEST_START && self->state != TEST_RESOLVED &&
        self->pinned != future_place(self))
        panic("test (in.co:4) moved after its first poll");

    switch (self->state) {
    case TEST_AWAIT1_LINE11:
        nothing_drop(&self->await1);
        printf("%zu %zu\n", sizeof(self->text), sizeof self->n);
        break;
    case TEST_AWAIT2_LINE17:
        nothing_drop(&self->await2);
        printf("%zu\n", sizeof(typeof(self->other)[2]));
        printf("%zu %zu\n", sizeof(self->text), sizeof self->n);
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
