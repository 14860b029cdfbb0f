/* corofy made this of in.co: edit that */
#include "case.h"

/* A parameter is dead behind its last use, as here where it is passed on. */
typedef char *third_output;

enum third_state {
    THIRD_START,
    THIRD_AWAIT1_LINE6,
    THIRD_RUNNING,
    THIRD_RESOLVED,
} __attribute__((packed));

struct third {
    union {
        char *text;
        struct say await1;
    };
    enum third_state state;
};

void third_init(struct third *self, char text[24])
{
    self->text = text;
    self->state = THIRD_START;
}

struct poll third_poll(struct third *self, struct context *cx,
                       third_output *output)
{
    say_output output1 = {0};
    third_output unwanted;
    enum third_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = THIRD_RUNNING;

    switch (state) {
    case THIRD_START:
        say_init(&self->await1, "<%s>", self->text);
        /* fall through */
    case THIRD_AWAIT1_LINE6:
        if (!say_poll(&self->await1, cx, &output1).is_ready) {
            self->state = THIRD_AWAIT1_LINE6;
            return POLL_PENDING;
        }
        say_drop(&self->await1);
        *output = output1;
        self->state = THIRD_RESOLVED;
        return POLL_READY;
    case THIRD_RUNNING:
        panic("third (in.co:4) was polled while it runs");
    case THIRD_RESOLVED:
        break;
    }
    panic("third (in.co:4) was polled after it was ready or dropped");
}

void third_drop(struct third *self)
{
    switch (self->state) {
    case THIRD_AWAIT1_LINE6:
        say_drop(&self->await1);
        break;
    case THIRD_RUNNING:
        panic("third (in.co:4) was dropped while it runs");
    case THIRD_START:
    case THIRD_RESOLVED:
        break;
    }
    self->state = THIRD_RESOLVED;
}

static struct poll third_poll_boxed(void *self, struct context *cx, void *output)
{
    return third_poll(self, cx, output);
}

static void third_drop_boxed(void *self)
{
    third_drop(self);
    free(self);
}

struct future third_new(char text[24])
{
    static const struct future_vtable vtable = {
        .poll = third_poll_boxed,
        .drop = third_drop_boxed,
    };
    struct third *self = future_alloc(_Alignof(struct third), sizeof(*self));

    third_init(self, text);
    return (struct future){self, &vtable};
}

typedef char *second_output;

enum second_state {
    SECOND_START,
    SECOND_AWAIT1_LINE11,
    SECOND_RUNNING,
    SECOND_RESOLVED,
} __attribute__((packed));

struct second {
    union {
        const char *first;
        struct third await1;
    };
    int n;
    enum second_state state;
};

void second_init(struct second *self, const char *first, int n)
{
    self->first = first;
    self->n = n;
    self->state = SECOND_START;
}

struct poll second_poll(struct second *self, struct context *cx,
                        second_output *output)
{
    third_output output1 = {0};
    second_output unwanted;
    enum second_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = SECOND_RUNNING;

    switch (state) {
    case SECOND_START:
        third_init(&self->await1, self->n > 0 ? (char *)self->first : "none");
        /* fall through */
    case SECOND_AWAIT1_LINE11:
        if (!third_poll(&self->await1, cx, &output1).is_ready) {
            self->state = SECOND_AWAIT1_LINE11;
            return POLL_PENDING;
        }
        third_drop(&self->await1);
        *output = output1;
        self->state = SECOND_RESOLVED;
        return POLL_READY;
    case SECOND_RUNNING:
        panic("second (in.co:9) was polled while it runs");
    case SECOND_RESOLVED:
        break;
    }
    panic("second (in.co:9) was polled after it was ready or dropped");
}

void second_drop(struct second *self)
{
    switch (self->state) {
    case SECOND_AWAIT1_LINE11:
        third_drop(&self->await1);
        break;
    case SECOND_RUNNING:
        panic("second (in.co:9) was dropped while it runs");
    case SECOND_START:
    case SECOND_RESOLVED:
        break;
    }
    self->state = SECOND_RESOLVED;
}

static struct poll second_poll_boxed(void *self, struct context *cx, void *output)
{
    return second_poll(self, cx, output);
}

static void second_drop_boxed(void *self)
{
    second_drop(self);
    free(self);
}

struct future second_new(const char *first, int n)
{
    static const struct future_vtable vtable = {
        .poll = second_poll_boxed,
        .drop = second_drop_boxed,
    };
    struct second *self = future_alloc(_Alignof(struct second), sizeof(*self));

    second_init(self, first, n);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE16,
    TEST_AWAIT2_LINE17,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct second await1;
        struct second await2;
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
    second_output output1 = {0};
    second_output output2 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        second_init(&self->await1, "reader", 1);
        /* fall through */
    case TEST_AWAIT1_LINE16:
        if (!second_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE16;
            return POLL_PENDING;
        }
        second_drop(&self->await1);
        print(output1);
        second_init(&self->await2, "reader", 0);
        /* fall through */
    case TEST_AWAIT2_LINE17:
        if (!second_poll(&self->await2, cx, &output2).is_ready) {
            self->state = TEST_AWAIT2_LINE17;
            return POLL_PENDING;
        }
        second_drop(&self->await2);
        print(output2);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:14) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:14) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE16:
        second_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE17:
        second_drop(&self->await2);
        break;
    case TEST_RUNNING:
        panic("test (in.co:14) was dropped while it runs");
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
