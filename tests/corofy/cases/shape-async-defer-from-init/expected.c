/* corofy made this of in.co: edit that */
/* A defer that stands before all else is pending before the first poll, too. */
#include "case.h"

static int opened;

static char *take(const char *text)
{
    opened++;
    return strdup(text);
}

static void give_back(char *text)
{
    opened--;
    free(text);
}

typedef int leading_output;

enum leading_state {
    LEADING_START,
    LEADING_AWAIT1_LINE29,
    LEADING_RUNNING,
    LEADING_RESOLVED,
} __attribute__((packed));

struct leading {
    char *text;
    char *other;
    char *third;
    struct nothing await1;
    enum leading_state state;
};

void leading_init(struct leading *self, char *text, char *other)
{
    self->text = text;
    self->other = other;
    self->state = LEADING_START;
}

struct poll leading_poll(struct leading *self, struct context *cx,
                         leading_output *output)
{
    leading_output unwanted;
    enum leading_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = LEADING_RUNNING;

    switch (state) {
    case LEADING_START:
        self->third = take("third");

        nothing_init(&self->await1);
        /* fall through */
    case LEADING_AWAIT1_LINE29:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = LEADING_AWAIT1_LINE29;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        printf("%s %s %s\n", self->text, self->other, self->third);
        *output = 1;
        give_back(self->third);
        {
            char *last = self->other;

            give_back(last);
        }
        give_back(self->text);
        self->state = LEADING_RESOLVED;
        return POLL_READY;
    case LEADING_RUNNING:
        panic("leading (in.co:18) was polled while it runs");
    case LEADING_RESOLVED:
        break;
    }
    panic("leading (in.co:18) was polled after it was ready or dropped");
}

void leading_drop(struct leading *self)
{
    switch (self->state) {
    case LEADING_AWAIT1_LINE29:
        nothing_drop(&self->await1);
        give_back(self->third);
        {
            char *last = self->other;

            give_back(last);
        }
        give_back(self->text);
        break;
    case LEADING_START:
        {
            char *last = self->other;

            give_back(last);
        }
        give_back(self->text);
        break;
    case LEADING_RUNNING:
        panic("leading (in.co:18) was dropped while it runs");
    case LEADING_RESOLVED:
        break;
    }
    self->state = LEADING_RESOLVED;
}

static struct poll leading_poll_boxed(void *self, struct context *cx, void *output)
{
    return leading_poll(self, cx, output);
}

static void leading_drop_boxed(void *self)
{
    leading_drop(self);
    free(self);
}

struct future leading_new(char *text, char *other)
{
    static const struct future_vtable vtable = {
        .poll = leading_poll_boxed,
        .drop = leading_drop_boxed,
    };
    struct leading *self = future_alloc(_Alignof(struct leading), sizeof(*self));

    leading_init(self, text, other);
    return (struct future){self, &vtable};
}

typedef void nothing_before_output;

enum nothing_before_state {
    NOTHING_BEFORE_START,
    NOTHING_BEFORE_RUNNING,
    NOTHING_BEFORE_RESOLVED,
} __attribute__((packed));

struct nothing_before {
    char *text;
    enum nothing_before_state state;
};

void nothing_before_init(struct nothing_before *self, char *text)
{
    self->text = text;
    self->state = NOTHING_BEFORE_START;
}

struct poll nothing_before_poll(struct nothing_before *self, struct context *cx,
                                nothing_before_output *output)
{
    enum nothing_before_state state = self->state;

    (void)output;
    (void)cx;
    self->state = NOTHING_BEFORE_RUNNING;

    switch (state) {
    case NOTHING_BEFORE_START:
        give_back(self->text);
        self->state = NOTHING_BEFORE_RESOLVED;
        return POLL_READY;
    case NOTHING_BEFORE_RUNNING:
        panic("nothing_before (in.co:34) was polled while it runs");
    case NOTHING_BEFORE_RESOLVED:
        break;
    }
    panic("nothing_before (in.co:34) was polled after it was ready or dropped");
}

void nothing_before_drop(struct nothing_before *self)
{
    switch (self->state) {
    case NOTHING_BEFORE_START:
        give_back(self->text);
        break;
    case NOTHING_BEFORE_RUNNING:
        panic("nothing_before (in.co:34) was dropped while it runs");
    case NOTHING_BEFORE_RESOLVED:
        break;
    }
    self->state = NOTHING_BEFORE_RESOLVED;
}

static struct poll nothing_before_poll_boxed(void *self, struct context *cx, void *output)
{
    return nothing_before_poll(self, cx, output);
}

static void nothing_before_drop_boxed(void *self)
{
    nothing_before_drop(self);
    free(self);
}

struct future nothing_before_new(char *text)
{
    static const struct future_vtable vtable = {
        .poll = nothing_before_poll_boxed,
        .drop = nothing_before_drop_boxed,
    };
    struct nothing_before *self = future_alloc(_Alignof(struct nothing_before), sizeof(*self));

    nothing_before_init(self, text);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE41,
    TEST_AWAIT2_LINE42,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct leading await1;
        struct nothing_before await2;
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
    struct leading never;
    struct nothing_before neither;
    leading_output output1 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        leading_init(&self->await1, take("one"), take("two"));
        /* fall through */
    case TEST_AWAIT1_LINE41:
        if (!leading_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE41;
            return POLL_PENDING;
        }
        leading_drop(&self->await1);
        printf("%d\n", output1);
        nothing_before_init(&self->await2, take("four"));
        /* fall through */
    case TEST_AWAIT2_LINE42:
        if (!nothing_before_poll(&self->await2, cx, NULL).is_ready) {
            self->state = TEST_AWAIT2_LINE42;
            return POLL_PENDING;
        }
        nothing_before_drop(&self->await2);
        leading_init(&never, take("five"), take("six"));
        leading_drop(&never);
        leading_drop(&never);
        nothing_before_init(&neither, take("seven"));
        nothing_before_drop(&neither);
        printf("%d open\n", opened);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:39) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:39) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE41:
        leading_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE42:
        nothing_before_drop(&self->await2);
        break;
    case TEST_RUNNING:
        panic("test (in.co:39) was dropped while it runs");
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
