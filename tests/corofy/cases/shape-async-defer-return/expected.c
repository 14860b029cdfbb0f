/* corofy made this of in.co: edit that */
#include "case.h"

/* The value is there before the defers run, which change it no more. */
typedef int test_value_output;

enum test_value_state {
    TEST_VALUE_START,
    TEST_VALUE_AWAIT1_LINE9,
    TEST_VALUE_AWAIT2_LINE12,
    TEST_VALUE_AWAIT3_LINE17,
    TEST_VALUE_RUNNING,
    TEST_VALUE_RESOLVED,
} __attribute__((packed));

struct test_value {
    union {
        struct nothing await1;
        struct nothing await2;
        struct nothing await3;
    };
    int n;
    enum test_value_state state;
};

void test_value_init(struct test_value *self, int n)
{
    self->n = n;
    self->state = TEST_VALUE_START;
}

struct poll test_value_poll(struct test_value *self, struct context *cx,
                            test_value_output *output)
{
    test_value_output unwanted;
    enum test_value_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_VALUE_RUNNING;

    switch (state) {
    case TEST_VALUE_START:
        if (self->n == 0) {
            *output = 0;
            puts("outer");
            self->state = TEST_VALUE_RESOLVED;
            return POLL_READY;
        }
        nothing_init(&self->await1);
        /* fall through */
    case TEST_VALUE_AWAIT1_LINE9:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_VALUE_AWAIT1_LINE9;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = TEST_VALUE_AWAIT2_LINE12;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
            if (self->n == 1) {
                *output = self->n;
                self->n = 100;
                puts("outer");
                self->state = TEST_VALUE_RESOLVED;
                return POLL_READY;
            }
            for (;;) {
                nothing_init(&self->await3);
            await3:
                if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
                    self->state = TEST_VALUE_AWAIT3_LINE17;
                    return POLL_PENDING;
                }
                nothing_drop(&self->await3);
                if (self->n-- == 5) {
                    *output = self->n;
                    puts("turn");
                    self->n = 100;
                    puts("outer");
                    self->state = TEST_VALUE_RESOLVED;
                    return POLL_READY;
                }
                puts("turn");
            }
            self->n = 100;
        }
        panic("test_value (in.co:4) ended without a return");
    case TEST_VALUE_AWAIT2_LINE12:
        goto await2;
    case TEST_VALUE_AWAIT3_LINE17:
        goto await3;
    case TEST_VALUE_RUNNING:
        panic("test_value (in.co:4) was polled while it runs");
    case TEST_VALUE_RESOLVED:
        break;
    }
    panic("test_value (in.co:4) was polled after it was ready or dropped");
}

void test_value_drop(struct test_value *self)
{
    switch (self->state) {
    case TEST_VALUE_AWAIT1_LINE9:
        nothing_drop(&self->await1);
        puts("outer");
        break;
    case TEST_VALUE_AWAIT2_LINE12:
        nothing_drop(&self->await2);
        self->n = 100;
        puts("outer");
        break;
    case TEST_VALUE_AWAIT3_LINE17:
        nothing_drop(&self->await3);
        puts("turn");
        self->n = 100;
        puts("outer");
        break;
    case TEST_VALUE_START:
        puts("outer");
        break;
    case TEST_VALUE_RUNNING:
        panic("test_value (in.co:4) was dropped while it runs");
    case TEST_VALUE_RESOLVED:
        break;
    }
    self->state = TEST_VALUE_RESOLVED;
}

static struct poll test_value_poll_boxed(void *self, struct context *cx, void *output)
{
    return test_value_poll(self, cx, output);
}

static void test_value_drop_boxed(void *self)
{
    test_value_drop(self);
    free(self);
}

struct future test_value_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = test_value_poll_boxed,
        .drop = test_value_drop_boxed,
    };
    struct test_value *self = future_alloc(_Alignof(struct test_value), sizeof(*self));

    test_value_init(self, n);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE27,
    TEST_AWAIT2_LINE28,
    TEST_AWAIT3_LINE29,
    TEST_AWAIT4_LINE30,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct test_value await1;
        struct test_value await2;
        struct test_value await3;
        struct test_value await4;
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
    test_value_output output1 = {0};
    test_value_output output2 = {0};
    test_value_output output3 = {0};
    test_value_output output4 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        test_value_init(&self->await1, 0);
        /* fall through */
    case TEST_AWAIT1_LINE27:
        if (!test_value_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE27;
            return POLL_PENDING;
        }
        test_value_drop(&self->await1);
        printf("%d\n", output1);
        test_value_init(&self->await2, 1);
        /* fall through */
    case TEST_AWAIT2_LINE28:
        if (!test_value_poll(&self->await2, cx, &output2).is_ready) {
            self->state = TEST_AWAIT2_LINE28;
            return POLL_PENDING;
        }
        test_value_drop(&self->await2);
        printf("%d\n", output2);
        test_value_init(&self->await3, 7);
        /* fall through */
    case TEST_AWAIT3_LINE29:
        if (!test_value_poll(&self->await3, cx, &output3).is_ready) {
            self->state = TEST_AWAIT3_LINE29;
            return POLL_PENDING;
        }
        test_value_drop(&self->await3);
        printf("%d\n", output3);
        test_value_init(&self->await4, 1);
        /* fall through */
    case TEST_AWAIT4_LINE30:
        if (!test_value_poll(&self->await4, cx, &output4).is_ready) {
            self->state = TEST_AWAIT4_LINE30;
            return POLL_PENDING;
        }
        test_value_drop(&self->await4);
        if (output4 == 1) {
            puts("end of test");
            self->state = TEST_RESOLVED;
            return POLL_READY;
        }
        puts("not here");
        puts("end of test");
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:24) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:24) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE27:
        test_value_drop(&self->await1);
        puts("end of test");
        break;
    case TEST_AWAIT2_LINE28:
        test_value_drop(&self->await2);
        puts("end of test");
        break;
    case TEST_AWAIT3_LINE29:
        test_value_drop(&self->await3);
        puts("end of test");
        break;
    case TEST_AWAIT4_LINE30:
        test_value_drop(&self->await4);
        puts("end of test");
        break;
    case TEST_START:
        puts("end of test");
        break;
    case TEST_RUNNING:
        panic("test (in.co:24) was dropped while it runs");
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
