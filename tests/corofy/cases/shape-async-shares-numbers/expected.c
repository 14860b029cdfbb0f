/* corofy made this of in.co: edit that */
/* Small numbers, of which each lives together with the next one only */
#include "case.h"

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE8,
    TEST_AWAIT2_LINE11,
    TEST_AWAIT3_LINE14,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct nothing await1;
        struct nothing await2;
        struct nothing await3;
    };
    union {
        short a;
        short c;
    };
    union {
        short b;
        short d;
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
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        self->a = 1;
        self->b = 2;

        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE8:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE8;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        printf("%d\n", self->a);
        self->c = self->b + 1;
        nothing_init(&self->await2);
        /* fall through */
    case TEST_AWAIT2_LINE11:
        if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
            self->state = TEST_AWAIT2_LINE11;
            return POLL_PENDING;
        }
        nothing_drop(&self->await2);
        printf("%d\n", self->b);
        self->d = self->c + 1;
        nothing_init(&self->await3);
        /* fall through */
    case TEST_AWAIT3_LINE14:
        if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
            self->state = TEST_AWAIT3_LINE14;
            return POLL_PENDING;
        }
        nothing_drop(&self->await3);
        printf("%d %d\n", self->c, self->d);
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
    case TEST_AWAIT2_LINE11:
        nothing_drop(&self->await2);
        break;
    case TEST_AWAIT3_LINE14:
        nothing_drop(&self->await3);
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

/* What two structs end with fills the last word with the state to its end. */
typedef void fills_output;

enum fills_state {
    FILLS_START,
    FILLS_AWAIT1_LINE25,
    FILLS_AWAIT2_LINE32,
    FILLS_RUNNING,
    FILLS_RESOLVED,
} __attribute__((packed));

struct fills {
    union {
        struct {
            const char *text;
            struct nothing await1;
        };
        struct {
            const char *text_2;
            struct nothing await2;
        };
    };
    union {
        int n;
        int n_2;
    };
    short s;
    char c;
    enum fills_state state;
};

void fills_init(struct fills *self, short s, char c)
{
    self->s = s;
    self->c = c;
    self->state = FILLS_START;
}

struct poll fills_poll(struct fills *self, struct context *cx,
                       fills_output *output)
{
    enum fills_state state = self->state;

    (void)output;
    self->state = FILLS_RUNNING;

    switch (state) {
    case FILLS_START:
        {
            self->text = "a";
            self->n = self->s;

            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = FILLS_AWAIT1_LINE25;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            printf("%s %d\n", self->text, self->n);
        }
        {
            self->text_2 = "b";
            self->n_2 = self->c;

            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = FILLS_AWAIT2_LINE32;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
            printf("%s %d\n", self->text_2, self->n_2);
        }
        printf("%d %c\n", self->s, self->c);
        self->state = FILLS_RESOLVED;
        return POLL_READY;
    case FILLS_AWAIT1_LINE25:
        goto await1;
    case FILLS_AWAIT2_LINE32:
        goto await2;
    case FILLS_RUNNING:
        panic("fills (in.co:19) was polled while it runs");
    case FILLS_RESOLVED:
        break;
    }
    panic("fills (in.co:19) was polled after it was ready or dropped");
}

void fills_drop(struct fills *self)
{
    switch (self->state) {
    case FILLS_AWAIT1_LINE25:
        nothing_drop(&self->await1);
        break;
    case FILLS_AWAIT2_LINE32:
        nothing_drop(&self->await2);
        break;
    case FILLS_RUNNING:
        panic("fills (in.co:19) was dropped while it runs");
    case FILLS_START:
    case FILLS_RESOLVED:
        break;
    }
    self->state = FILLS_RESOLVED;
}

static struct poll fills_poll_boxed(void *self, struct context *cx, void *output)
{
    return fills_poll(self, cx, output);
}

static void fills_drop_boxed(void *self)
{
    fills_drop(self);
    free(self);
}

struct future fills_new(short s, char c)
{
    static const struct future_vtable vtable = {
        .poll = fills_poll_boxed,
        .drop = fills_drop_boxed,
    };
    struct fills *self = future_alloc(_Alignof(struct fills), sizeof(*self));

    fills_init(self, s, c);
    return (struct future){self, &vtable};
}

int main(void)
{
    run(test_new());
    run(fills_new(1, 'c'));
    return 0;
}
