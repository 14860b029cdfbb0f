/* corofy made this of in.co: edit that */
#include "case.h"
#include "several.h"

typedef int test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE9,
    TEST_AWAIT2_LINE13,
    TEST_AWAIT3_LINE14,
    TEST_AWAIT4_LINE16,
    TEST_AWAIT5_LINE17,
    TEST_AWAIT6_LINE18,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct give *other;
    union {
        int err;
        struct {
            struct give await1_1;
            struct sleep_ms await1_3;
        };
        struct give await2_1;
        struct sleep_ms await3_1;
        struct {
            struct sleep_until await5_1;
            struct sleep_ms await5_2;
            struct give await5_3;
        };
    };
    int n;
    enum test_state state;
    uint8_t turn1; /* who is first in select_fair() */
};

void test_init(struct test *self, struct give *other)
{
    self->other = other;
    self->turn1 = 0;
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    int output1 = {0};
    give_output output1_1 = {0};
    int output2 = {0};
    give_output output2_1 = {0};
    int output3 = {0};
    give_output output3_2 = {0};
    int output4 = {0};
    int output5 = {0};
    int result5_1 = {0};
    give_output output5_3 = {0};
    give_output output6 = {0};
    test_output unwanted;
    enum test_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        self->n = 0;
        self->err = 0;

        /* the first */
        give_init(&self->await1_1, 2, 1);
        sleep_ms_init(&self->await1_3, 1);
        /* fall through */
    case TEST_AWAIT1_LINE9:
        output1 = -1;
        if (give_poll(&self->await1_1, cx, &output1_1).is_ready)
            output1 = 0;
        if (output1 < 0 &&
            self->other != NULL &&
            give_poll(self->other, cx, NULL).is_ready)
            output1 = 1;
        if (output1 < 0 &&
            sleep_ms_poll(&self->await1_3, cx, NULL).is_ready)
            output1 = 2;
        if (output1 < 0) {
            self->state = TEST_AWAIT1_LINE9;
            return POLL_PENDING;
        }
        give_drop(&self->await1_1);
        sleep_ms_drop(&self->await1_3);
        if (output1 == 0)
            self->n = output1_1;
        switch (output1) {
        case 1:
            *output = self->n;
            self->state = TEST_RESOLVED;
            return POLL_READY;
        }
        give_init(&self->await2_1, 1, 1);
        /* fall through */
    case TEST_AWAIT2_LINE13:
        output2 = -1;
        self->turn1++;
        for (int tried = 0; tried < 2 && output2 < 0; tried++) {
            switch ((self->turn1 + tried) % 2) {
            case 0:
                if (give_poll(&self->await2_1, cx, &output2_1).is_ready)
                    output2 = 0;
                break;
            case 1:
                if (self->other != NULL &&
                    give_poll(self->other, cx, NULL).is_ready)
                    output2 = 1;
                break;
            }
        }
        if (output2 < 0) {
            self->state = TEST_AWAIT2_LINE13;
            return POLL_PENDING;
        }
        give_drop(&self->await2_1);
        if (output2 == 0)
            self->n = output2_1;
        for (;;) {
            sleep_ms_init(&self->await3_1, 1);
        await3:
            output3 = -1;
            if (self->other != NULL &&
                give_poll(self->other, cx, &output3_2).is_ready)
                output3 = 0;
            if (output3 < 0 &&
                sleep_ms_poll(&self->await3_1, cx, NULL).is_ready)
                output3 = 1;
            if (output3 < 0) {
                self->state = TEST_AWAIT3_LINE14;
                return POLL_PENDING;
            }
            sleep_ms_drop(&self->await3_1);
            if (output3 == 0)
                self->n = output3_2;
            output3 = output3 == 0 ? 0 : -ETIMEDOUT;
            if (!(output3 < 0))
                break;
            self->n++;
        }
        /* fall through */
    case TEST_AWAIT4_LINE16:
        output4 = -1;
        if (self->other != NULL &&
            give_poll(self->other, cx, NULL).is_ready)
            output4 = 0;
        if (output4 < 0 && !(self->other == NULL)) {
            self->state = TEST_AWAIT4_LINE16;
            return POLL_PENDING;
        }
        sleep_until_init(&self->await5_1, 2);
        sleep_ms_init(&self->await5_2, 1);
        give_init(&self->await5_3, 1, 3);
        /* fall through */
    case TEST_AWAIT5_LINE17:
        output5 = -1;
        if (sleep_until_poll(&self->await5_1, cx, NULL).is_ready)
            output5 = 0;
        if (output5 < 0) {
            result5_1 = -1;
            if (give_poll(&self->await5_3, cx, &output5_3).is_ready)
                result5_1 = 0;
            if (result5_1 < 0 &&
                sleep_ms_poll(&self->await5_2, cx, NULL).is_ready)
                result5_1 = 1;
            if (result5_1 >= 0)
                output5 = 1;
        }
        if (output5 < 0) {
            self->state = TEST_AWAIT5_LINE17;
            return POLL_PENDING;
        }
        sleep_until_drop(&self->await5_1);
        give_drop(&self->await5_3);
        sleep_ms_drop(&self->await5_2);
        if (output5 == 1 && result5_1 == 0)
            self->n = output5_3;
        if (output5 == 1)
            self->err = result5_1 == 0 ? 0 : -ETIMEDOUT;
        self->err = output5;
        /* fall through */
    case TEST_AWAIT6_LINE18:
        if (self->other == NULL ||
            !give_poll(self->other, cx, &output6).is_ready) {
            self->state = TEST_AWAIT6_LINE18;
            return POLL_PENDING;
        }
        *output = self->n + self->err + output6;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT3_LINE14:
        goto await3;
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
    case TEST_AWAIT1_LINE9:
        give_drop(&self->await1_1);
        sleep_ms_drop(&self->await1_3);
        break;
    case TEST_AWAIT2_LINE13:
        give_drop(&self->await2_1);
        break;
    case TEST_AWAIT3_LINE14:
        sleep_ms_drop(&self->await3_1);
        break;
    case TEST_AWAIT4_LINE16:
        break;
    case TEST_AWAIT5_LINE17:
        sleep_until_drop(&self->await5_1);
        give_drop(&self->await5_3);
        sleep_ms_drop(&self->await5_2);
        break;
    case TEST_AWAIT6_LINE18:
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

struct future test_new(struct give *other)
{
    static const struct future_vtable vtable = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

    test_init(self, other);
    return (struct future){self, &vtable};
}
