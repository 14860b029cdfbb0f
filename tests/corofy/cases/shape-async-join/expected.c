/* corofy made this of in.co: edit that */
#include "case.h"
#include "several.h"

typedef int test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE11,
    TEST_AWAIT2_LINE12,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    char *name;
    union {
        struct {
            struct text await1_1;
            struct give await1_2;
            struct sleep_ms await1_3;
        };
        struct {
            struct give await2_1;
            struct give await2_2;
        };
    };
    int a;
    int b;
    union {
        uint8_t running1;
        uint8_t running2;
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
    text_output output1_1 = {0};
    give_output output1_2 = {0};
    int output2 = {0};
    int output2_1 = {0};
    int output2_2 = {0};
    test_output unwanted;
    enum test_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        self->name = NULL;
        self->a = 0;
        self->b = 0;

        /* all of them */
        text_init(&self->await1_1, 2, "name");
        give_init(&self->await1_2, 1, 1);
        sleep_ms_init(&self->await1_3, 1);
        self->running1 = 0x7u; // ready
        /* fall through */
    case TEST_AWAIT1_LINE11:
        if ((self->running1 & 0x1u) != 0 &&
            text_poll(&self->await1_1, cx, &output1_1).is_ready) {
            self->running1 &= ~0x1u;
            text_drop(&self->await1_1);
            self->name = output1_1;
        }
        if ((self->running1 & 0x2u) != 0 &&
            give_poll(&self->await1_2, cx, &output1_2).is_ready) {
            self->running1 &= ~0x2u;
            give_drop(&self->await1_2);
            self->a = output1_2;
        }
        if ((self->running1 & 0x4u) != 0 &&
            sleep_ms_poll(&self->await1_3, cx, NULL).is_ready) {
            self->running1 &= ~0x4u;
            sleep_ms_drop(&self->await1_3);
        }
        if (self->running1 != 0) {
            self->state = TEST_AWAIT1_LINE11;
            return POLL_PENDING;
        }
        give_init(&self->await2_1, 1, self->a);
        give_init(&self->await2_2, 2, 2);
        self->running2 = 0x3u;
        /* fall through */
    case TEST_AWAIT2_LINE12:
        output2 = 0;
        if ((self->running2 & 0x1u) != 0 &&
            give_poll(&self->await2_1, cx, &output2_1).is_ready) {
            self->running2 &= ~0x1u;
            give_drop(&self->await2_1);
            if (output2_1 < 0)
                output2 = output2_1;
        }
        if (output2 == 0 &&
            (self->running2 & 0x2u) != 0 &&
            give_poll(&self->await2_2, cx, &output2_2).is_ready) {
            self->running2 &= ~0x2u;
            give_drop(&self->await2_2);
            self->b = output2_2;
            if (output2_2 < 0)
                output2 = output2_2;
        }
        if (output2 < 0) {
            if ((self->running2 & 0x1u) != 0)
                give_drop(&self->await2_1);
            if ((self->running2 & 0x2u) != 0)
                give_drop(&self->await2_2);
            self->running2 = 0;
        }
        if (self->running2 != 0) {
            self->state = TEST_AWAIT2_LINE12;
            return POLL_PENDING;
        }
        if (output2 < 0) {
            *output = -1;
            free(self->name);
            self->state = TEST_RESOLVED;
            return POLL_READY;
        }
        *output = self->a + self->b;
        free(self->name);
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
    case TEST_AWAIT1_LINE11:
        if ((self->running1 & 0x1u) != 0)
            text_drop(&self->await1_1);
        if ((self->running1 & 0x2u) != 0)
            give_drop(&self->await1_2);
        if ((self->running1 & 0x4u) != 0)
            sleep_ms_drop(&self->await1_3);
        free(self->name);
        break;
    case TEST_AWAIT2_LINE12:
        if ((self->running2 & 0x1u) != 0)
            give_drop(&self->await2_1);
        if ((self->running2 & 0x2u) != 0)
            give_drop(&self->await2_2);
        free(self->name);
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
