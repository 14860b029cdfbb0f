/* corofy made this of in.co: edit that */
#include "case.h"

/* Each is needed until the one after the next: three places are enough. */
typedef int test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE8,
    TEST_AWAIT2_LINE10,
    TEST_AWAIT3_LINE13,
    TEST_AWAIT4_LINE15,
    TEST_AWAIT5_LINE18,
    TEST_AWAIT6_LINE21,
    TEST_AWAIT7_LINE23,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct nothing await1;
        struct nothing await2;
        struct nothing await3;
        struct nothing await4;
        struct nothing await5;
        struct nothing await6;
        struct nothing await7;
    };
    union {
        char *text;
        char *last;
    };
    const char *other;
    union {
        int n;
        int b;
        int e;
    };
    union {
        int a;
        int d;
    };
    union {
        int c;
        int f;
    };
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
        self->a = self->n;

        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE8:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE8;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        self->b = self->a + 1;
        nothing_init(&self->await2);
        /* fall through */
    case TEST_AWAIT2_LINE10:
        if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
            self->state = TEST_AWAIT2_LINE10;
            return POLL_PENDING;
        }
        nothing_drop(&self->await2);
        self->c = self->a + self->b;
        self->text = "first";
        nothing_init(&self->await3);
        /* fall through */
    case TEST_AWAIT3_LINE13:
        if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
            self->state = TEST_AWAIT3_LINE13;
            return POLL_PENDING;
        }
        nothing_drop(&self->await3);
        self->d = self->b + self->c;
        nothing_init(&self->await4);
        /* fall through */
    case TEST_AWAIT4_LINE15:
        if (!nothing_poll(&self->await4, cx, NULL).is_ready) {
            self->state = TEST_AWAIT4_LINE15;
            return POLL_PENDING;
        }
        nothing_drop(&self->await4);
        self->other = self->text;
        self->e = self->c + self->d;
        nothing_init(&self->await5);
        /* fall through */
    case TEST_AWAIT5_LINE18:
        if (!nothing_poll(&self->await5, cx, NULL).is_ready) {
            self->state = TEST_AWAIT5_LINE18;
            return POLL_PENDING;
        }
        nothing_drop(&self->await5);
        self->last = self->other[0] == 'f' ? "last" : "none";
        self->f = self->d + self->e;
        nothing_init(&self->await6);
        /* fall through */
    case TEST_AWAIT6_LINE21:
        if (!nothing_poll(&self->await6, cx, NULL).is_ready) {
            self->state = TEST_AWAIT6_LINE21;
            return POLL_PENDING;
        }
        nothing_drop(&self->await6);
        puts(self->last);
        nothing_init(&self->await7);
        /* fall through */
    case TEST_AWAIT7_LINE23:
        if (!nothing_poll(&self->await7, cx, NULL).is_ready) {
            self->state = TEST_AWAIT7_LINE23;
            return POLL_PENDING;
        }
        nothing_drop(&self->await7);
        *output = self->e + self->f;
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
    case TEST_AWAIT1_LINE8:
        nothing_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE10:
        nothing_drop(&self->await2);
        break;
    case TEST_AWAIT3_LINE13:
        nothing_drop(&self->await3);
        break;
    case TEST_AWAIT4_LINE15:
        nothing_drop(&self->await4);
        break;
    case TEST_AWAIT5_LINE18:
        nothing_drop(&self->await5);
        break;
    case TEST_AWAIT6_LINE21:
        nothing_drop(&self->await6);
        break;
    case TEST_AWAIT7_LINE23:
        nothing_drop(&self->await7);
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
    int output;

    run_into((struct future[]){test_new(1)}, &output);
    printf("%d\n", output);
    return 0;
}
