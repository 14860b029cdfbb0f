/* corofy made this of in.co: edit that */
/* Where nothing is awaited, all lives as long as poll(). */
#include "case.h"

typedef int sum_output;
struct sum;
void sum_init(struct sum *self, int count);
struct poll sum_poll(struct sum *self, struct context *cx, sum_output *output);
void sum_drop(struct sum *self);
struct future sum_new(int count);

enum sum_state {
    SUM_START,
    SUM_RUNNING,
    SUM_RESOLVED,
} __attribute__((packed));

struct sum {
    int count;
    enum sum_state state;
};

void sum_init(struct sum *self, int count)
{
    self->count = count;
    self->state = SUM_START;
}

struct poll sum_poll(struct sum *self, struct context *cx, sum_output *output)
{
    int numbers[self->count];
    int sum;
    sum_output unwanted;
    enum sum_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    (void)cx;
    self->state = SUM_RUNNING;

    switch (state) {
    case SUM_START:
        sum = 0;

        for (int i = 0; i < self->count; i++)
            numbers[i] = i;
        {
            int more[self->count + 1];

            more[self->count] = 10;
            sum = more[self->count];
        }
        for (int i = 0; i < self->count; i++)
            sum += numbers[i];
        *output = sum;
        self->state = SUM_RESOLVED;
        return POLL_READY;
    case SUM_RUNNING:
        panic("sum (in.co:4) was polled while it runs");
    case SUM_RESOLVED:
        break;
    }
    panic("sum (in.co:4) was polled after it was ready or dropped");
}

void sum_drop(struct sum *self)
{
    switch (self->state) {
    case SUM_RUNNING:
        panic("sum (in.co:4) was dropped while it runs");
    case SUM_START:
    case SUM_RESOLVED:
        break;
    }
    self->state = SUM_RESOLVED;
}

static struct poll sum_poll_boxed(void *self, struct context *cx, void *output)
{
    return sum_poll(self, cx, output);
}

static void sum_drop_boxed(void *self)
{
    sum_drop(self);
    free(self);
}

struct future sum_new(int count)
{
    static const struct future_vtable vtable = {
        .poll = sum_poll_boxed,
        .drop = sum_drop_boxed,
    };
    struct sum *self = future_alloc(_Alignof(struct sum), sizeof(*self));

    sum_init(self, count);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE23,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct sum await1;
    enum test_state state;
};

void test_init(struct test *self)
{
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    sum_output output1 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        sum_init(&self->await1, 4);
        /* fall through */
    case TEST_AWAIT1_LINE23:
        if (!sum_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE23;
            return POLL_PENDING;
        }
        sum_drop(&self->await1);
        printf("%d\n", output1);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:21) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:21) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE23:
        sum_drop(&self->await1);
        break;
    case TEST_RUNNING:
        panic("test (in.co:21) was dropped while it runs");
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
