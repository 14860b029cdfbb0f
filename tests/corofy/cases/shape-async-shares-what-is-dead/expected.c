/* corofy made this of in.co: edit that */
#include "case.h"

VALUE_LEAF(count, int)

static inline void count_init(struct count *self, int n)
{
    leaf_init(&self->leaf, NULL, false);
    self->value = n;
}

/*
 * In one scope, but a is not needed any more when b gets its value.  b and c
 * never share, as C copies nothing into what overlaps it; nor do c and d, which
 * is set, though perhaps, while c is needed.
 */
typedef long test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE18,
    TEST_AWAIT2_LINE20,
    TEST_AWAIT3_LINE21,
    TEST_AWAIT4_LINE23,
    TEST_AWAIT5_LINE26,
    TEST_AWAIT6_LINE28,
    TEST_AWAIT7_LINE29,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        long start;
        union {
            struct count await2;
            struct count await3;
            struct {
                union {
                    struct {
                        long b;
                        struct count await4;
                    };
                    struct count await5;
                    struct count await6;
                    struct count await7;
                };
                long c;
            };
        };
        struct count await1;
    };
    int a;
    enum test_state state;
};

void test_init(struct test *self, long start)
{
    self->start = start;
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    int d;
    count_output output1 = {0};
    count_output output3 = {0};
    count_output output7 = {0};
    test_output unwanted;
    enum test_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        count_init(&self->await1, (int)self->start);
        /* fall through */
    case TEST_AWAIT1_LINE18:
        if (!count_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE18;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        self->a = output1;

        count_init(&self->await2, 0);
        /* fall through */
    case TEST_AWAIT2_LINE20:
        if (!count_poll(&self->await2, cx, NULL).is_ready) {
            self->state = TEST_AWAIT2_LINE20;
            return POLL_PENDING;
        }
        count_drop(&self->await2);
        count_init(&self->await3, 0);
        /* fall through */
    case TEST_AWAIT3_LINE21:
        if (!count_poll(&self->await3, cx, &output3).is_ready) {
            self->state = TEST_AWAIT3_LINE21;
            return POLL_PENDING;
        }
        count_drop(&self->await3);
        self->a = self->a * 2 + output3;
        self->b = self->a + 1;
        count_init(&self->await4, 0);
        /* fall through */
    case TEST_AWAIT4_LINE23:
        if (!count_poll(&self->await4, cx, NULL).is_ready) {
            self->state = TEST_AWAIT4_LINE23;
            return POLL_PENDING;
        }
        count_drop(&self->await4);
        self->c = self->b;
        count_init(&self->await5, 0);
        /* fall through */
    case TEST_AWAIT5_LINE26:
        if (!count_poll(&self->await5, cx, NULL).is_ready) {
            self->state = TEST_AWAIT5_LINE26;
            return POLL_PENDING;
        }
        count_drop(&self->await5);
        self->c > 0 && (d = 4);
        count_init(&self->await6, 0);
        /* fall through */
    case TEST_AWAIT6_LINE28:
        if (!count_poll(&self->await6, cx, NULL).is_ready) {
            self->state = TEST_AWAIT6_LINE28;
            return POLL_PENDING;
        }
        count_drop(&self->await6);
        count_init(&self->await7, 5);
        /* fall through */
    case TEST_AWAIT7_LINE29:
        if (!count_poll(&self->await7, cx, &output7).is_ready) {
            self->state = TEST_AWAIT7_LINE29;
            return POLL_PENDING;
        }
        count_drop(&self->await7);
        *output = self->c + output7;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:16) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:16) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE18:
        count_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE20:
        count_drop(&self->await2);
        break;
    case TEST_AWAIT3_LINE21:
        count_drop(&self->await3);
        break;
    case TEST_AWAIT4_LINE23:
        count_drop(&self->await4);
        break;
    case TEST_AWAIT5_LINE26:
        count_drop(&self->await5);
        break;
    case TEST_AWAIT6_LINE28:
        count_drop(&self->await6);
        break;
    case TEST_AWAIT7_LINE29:
        count_drop(&self->await7);
        break;
    case TEST_RUNNING:
        panic("test (in.co:16) was dropped while it runs");
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

struct future test_new(long start)
{
    static const struct future_vtable vtable = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

    test_init(self, start);
    return (struct future){self, &vtable};
}

int main(void)
{
    long output;

    run_into((struct future[]){test_new(20)}, &output);
    printf("%ld\n", output);
    return 0;
}
