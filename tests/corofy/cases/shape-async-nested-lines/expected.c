/* corofy made this of in.co: edit that */
#line 1 "in.co"
#include "case.h"
#include "several.h"

typedef int test_output;

#line 4 "in.co"
enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE8,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        int a;
        struct give await1_1;
    };
    struct give await1_2;
    struct sleep_ms await1_3;
    struct sleep_ms await1_4;
    struct give await1_5;
    int b;
    int which;
    uint8_t running1;
    enum test_state state;
};

#line 4 "in.co"
void test_init(struct test *self)
#line 4 "in.co"
{
#line 4 "in.co"
    self->state = TEST_START;
#line 4 "in.co"
}

#line 4 "in.co"
struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
#line 4 "in.co"
{
#line 6 "in.co"
    give_output output1_1 = {0};
#line 6 "in.co"
    int result1_1 = {0};
#line 6 "in.co"
    give_output output1_2 = {0};
#line 6 "in.co"
    int result1_2 = {0};
    test_output unwanted;
    enum test_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_RUNNING;

#line 4 "in.co"
    switch (state) {
    case TEST_START:
        self->a = 0;
#line 6 "in.co"
        self->b = 0;
#line 6 "in.co"
        self->which = 0;

#line 9 "in.co"
        give_init(&self->await1_1, 1, 1);
        give_init(&self->await1_2, 2, 2);
        sleep_ms_init(&self->await1_3, 1);
        sleep_ms_init(&self->await1_4, 3);
        give_init(&self->await1_5, 1, 4);
#line 13 "in.co"
        self->running1 = 0x1fu;
#line 13 "in.co"
        /* fall through */
    case TEST_AWAIT1_LINE8:
#line 13 "in.co"
        if ((self->running1 & 0x1u) != 0 &&
#line 13 "in.co"
            give_poll(&self->await1_1, cx, &output1_1).is_ready) {
#line 13 "in.co"
            self->running1 &= ~0x1u;
#line 13 "in.co"
            give_drop(&self->await1_1);
#line 9 "in.co"
            self->a = output1_1;
#line 9 "in.co"
        }
#line 9 "in.co"
        if ((self->running1 & 0x6u) != 0) {
#line 9 "in.co"
            result1_1 = -1;
#line 9 "in.co"
            if ((self->running1 & 0x2u) != 0 &&
#line 9 "in.co"
                give_poll(&self->await1_2, cx, &output1_2).is_ready) {
#line 9 "in.co"
                self->running1 &= ~0x2u;
#line 9 "in.co"
                give_drop(&self->await1_2);
                self->b = output1_2;
#line 10 "in.co"
                result1_1 = 0;
#line 10 "in.co"
            }
#line 10 "in.co"
            if (result1_1 < 0 &&
#line 10 "in.co"
                (self->running1 & 0x4u) != 0 &&
#line 10 "in.co"
                sleep_ms_poll(&self->await1_3, cx, NULL).is_ready) {
#line 10 "in.co"
                self->running1 &= ~0x4u;
#line 10 "in.co"
                sleep_ms_drop(&self->await1_3);
#line 10 "in.co"
                result1_1 = 1;
#line 10 "in.co"
            }
#line 10 "in.co"
            if (result1_1 >= 0) {
#line 10 "in.co"
                if ((self->running1 & 0x2u) != 0)
#line 10 "in.co"
                    give_drop(&self->await1_2);
#line 10 "in.co"
                if ((self->running1 & 0x4u) != 0)
#line 10 "in.co"
                    sleep_ms_drop(&self->await1_3);
#line 10 "in.co"
                self->running1 &= ~0x6u;
#line 10 "in.co"
                self->which = result1_1;
#line 10 "in.co"
            }
#line 10 "in.co"
        }
#line 10 "in.co"
        if ((self->running1 & 0x18u) != 0) {
#line 10 "in.co"
            result1_2 = -1;
#line 10 "in.co"
            if ((self->running1 & 0x10u) != 0 &&
#line 10 "in.co"
                give_poll(&self->await1_5, cx, NULL).is_ready) {
#line 10 "in.co"
                self->running1 &= ~0x10u;
#line 10 "in.co"
                give_drop(&self->await1_5);
#line 10 "in.co"
                result1_2 = 0;
#line 10 "in.co"
            }
#line 10 "in.co"
            if (result1_2 < 0 &&
#line 10 "in.co"
                (self->running1 & 0x8u) != 0 &&
#line 10 "in.co"
                sleep_ms_poll(&self->await1_4, cx, NULL).is_ready) {
#line 10 "in.co"
                self->running1 &= ~0x8u;
#line 10 "in.co"
                sleep_ms_drop(&self->await1_4);
#line 10 "in.co"
                result1_2 = 1;
#line 10 "in.co"
            }
#line 10 "in.co"
            if (result1_2 >= 0) {
#line 10 "in.co"
                if ((self->running1 & 0x10u) != 0)
#line 10 "in.co"
                    give_drop(&self->await1_5);
#line 10 "in.co"
                if ((self->running1 & 0x8u) != 0)
#line 10 "in.co"
                    sleep_ms_drop(&self->await1_4);
#line 10 "in.co"
                self->running1 &= ~0x18u;
#line 10 "in.co"
            }
#line 10 "in.co"
        }
#line 10 "in.co"
        if (self->running1 != 0) {
#line 10 "in.co"
            self->state = TEST_AWAIT1_LINE8;
#line 10 "in.co"
            return POLL_PENDING;
#line 10 "in.co"
        }
#line 14 "in.co"
        *output = self->a + self->b + self->which;
#line 14 "in.co"
        self->state = TEST_RESOLVED;
#line 14 "in.co"
        return POLL_READY;
    case TEST_RUNNING:
#line 15 "in.co"
        panic("test (in.co:4) was polled while it runs");
    case TEST_RESOLVED:
#line 15 "in.co"
        break;
#line 15 "in.co"
    }
#line 15 "in.co"
    panic("test (in.co:4) was polled after it was ready or dropped");
#line 15 "in.co"
}

#line 4 "in.co"
void test_drop(struct test *self)
#line 4 "in.co"
{
#line 4 "in.co"
    switch (self->state) {
    case TEST_AWAIT1_LINE8:
#line 4 "in.co"
        if ((self->running1 & 0x1u) != 0)
#line 4 "in.co"
            give_drop(&self->await1_1);
#line 4 "in.co"
        if ((self->running1 & 0x2u) != 0)
#line 4 "in.co"
            give_drop(&self->await1_2);
#line 4 "in.co"
        if ((self->running1 & 0x4u) != 0)
#line 4 "in.co"
            sleep_ms_drop(&self->await1_3);
#line 4 "in.co"
        if ((self->running1 & 0x10u) != 0)
#line 4 "in.co"
            give_drop(&self->await1_5);
#line 4 "in.co"
        if ((self->running1 & 0x8u) != 0)
#line 4 "in.co"
            sleep_ms_drop(&self->await1_4);
#line 4 "in.co"
        break;
    case TEST_RUNNING:
#line 4 "in.co"
        panic("test (in.co:4) was dropped while it runs");
    case TEST_START:
    case TEST_RESOLVED:
#line 4 "in.co"
        break;
#line 4 "in.co"
    }
#line 4 "in.co"
    self->state = TEST_RESOLVED;
#line 4 "in.co"
}

#line 4 "in.co"
static struct poll test_poll_boxed(void *self, struct context *cx, void *output)
#line 4 "in.co"
{
#line 4 "in.co"
    return test_poll(self, cx, output);
#line 4 "in.co"
}

#line 4 "in.co"
static void test_drop_boxed(void *self)
#line 4 "in.co"
{
#line 4 "in.co"
    test_drop(self);
#line 4 "in.co"
    free(self);
#line 4 "in.co"
}

#line 4 "in.co"
struct future test_new(void)
#line 4 "in.co"
{
#line 4 "in.co"
    static const struct future_vtable vtable = {
#line 4 "in.co"
        .poll = test_poll_boxed,
#line 4 "in.co"
        .drop = test_drop_boxed,
#line 4 "in.co"
    };
#line 4 "in.co"
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

#line 4 "in.co"
    test_init(self);
#line 4 "in.co"
    return (struct future){self, &vtable};
#line 4 "in.co"
}
