/* corofy made this of in.co: edit that */
#include "case.h"

/* Where nothing waits a variable is not kept; a block must not hide it then. */
typedef int count_output;

enum count_state {
    COUNT_START,
    COUNT_AWAIT1_LINE8,
    COUNT_RUNNING,
    COUNT_RESOLVED,
} __attribute__((packed));

struct count {
    union {
        int n;
        struct {
            struct nothing await1;
            int sum;
        };
    };
    int fd;
    enum count_state state;
};

void count_init(struct count *self, int n)
{
    self->n = n;
    self->state = COUNT_START;
}

struct poll count_poll(struct count *self, struct context *cx,
                       count_output *output)
{
    count_output unwanted;
    enum count_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = COUNT_RUNNING;

    switch (state) {
    case COUNT_START:
        self->fd = self->n;
        self->sum = 0;

        nothing_init(&self->await1);
        /* fall through */
    case COUNT_AWAIT1_LINE8:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = COUNT_AWAIT1_LINE8;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
            int copy = self->fd;
            {
                self->sum++;
                self->sum += 10;
            }
            if (self->sum > 0) {
                self->sum += 100;
            }
            self->sum += copy;
        }
        *output = self->sum;
        self->state = COUNT_RESOLVED;
        return POLL_READY;
    case COUNT_RUNNING:
        panic("count (in.co:4) was polled while it runs");
    case COUNT_RESOLVED:
        break;
    }
    panic("count (in.co:4) was polled after it was ready or dropped");
}

void count_drop(struct count *self)
{
    switch (self->state) {
    case COUNT_AWAIT1_LINE8:
        nothing_drop(&self->await1);
        break;
    case COUNT_RUNNING:
        panic("count (in.co:4) was dropped while it runs");
    case COUNT_START:
    case COUNT_RESOLVED:
        break;
    }
    self->state = COUNT_RESOLVED;
}

static struct poll count_poll_boxed(void *self, struct context *cx, void *output)
{
    return count_poll(self, cx, output);
}

static void count_drop_boxed(void *self)
{
    count_drop(self);
    free(self);
}

struct future count_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = count_poll_boxed,
        .drop = count_drop_boxed,
    };
    struct count *self = future_alloc(_Alignof(struct count), sizeof(*self));

    count_init(self, n);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE26,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct count await1;
    enum test_state state;
};

void test_init(struct test *self)
{
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    count_output output1 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        count_init(&self->await1, 7);
        /* fall through */
    case TEST_AWAIT1_LINE26:
        if (!count_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE26;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        printf("%d\n", output1);
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
    case TEST_AWAIT1_LINE26:
        count_drop(&self->await1);
        break;
    case TEST_RUNNING:
        panic("test (in.co:24) was dropped while it runs");
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
