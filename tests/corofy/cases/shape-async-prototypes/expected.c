/* corofy made this of in.co: edit that */
#include "case.h"

typedef int later_output;
struct later;
static void later_init(struct later *self, int);
static struct poll later_poll(struct later *self, struct context *cx,
                              later_output *output);
static void later_drop(struct later *self);
static __attribute__((unused)) struct future later_new(int);
typedef int twice_output;
struct twice;
void twice_init(struct twice *self, int n);
struct poll twice_poll(struct twice *self, struct context *cx,
                       twice_output *output);
void twice_drop(struct twice *self);
struct future twice_new(int n);
typedef void elsewhere_output;
struct elsewhere;
extern void elsewhere_init(struct elsewhere *self, const char *text);
extern struct poll elsewhere_poll(struct elsewhere *self, struct context *cx,
                                  elsewhere_output *output);
extern void elsewhere_drop(struct elsewhere *self);
extern struct future elsewhere_new(const char *text);

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE9,
    TEST_AWAIT2_LINE10,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct future await1;
        struct future await2;
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
    later_output output1 = {0};
    twice_output output2 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        self->await1 = later_new(3);
        /* fall through */
    case TEST_AWAIT1_LINE9:
        if (!future_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE9;
            return POLL_PENDING;
        }
        future_drop(&self->await1);
        printf("%d\n", output1);
        self->await2 = twice_new(4);
        /* fall through */
    case TEST_AWAIT2_LINE10:
        if (!future_poll(&self->await2, cx, &output2).is_ready) {
            self->state = TEST_AWAIT2_LINE10;
            return POLL_PENDING;
        }
        future_drop(&self->await2);
        printf("%d\n", output2);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:7) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:7) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE9:
        future_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE10:
        future_drop(&self->await2);
        break;
    case TEST_RUNNING:
        panic("test (in.co:7) was dropped while it runs");
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

typedef int later_output;

enum later_state {
    LATER_START,
    LATER_AWAIT1_LINE15,
    LATER_RUNNING,
    LATER_RESOLVED,
} __attribute__((packed));

struct later {
    struct nothing await1;
    int n;
    enum later_state state;
};

static void later_init(struct later *self, int n)
{
    self->n = n;
    self->state = LATER_START;
}

static struct poll later_poll(struct later *self, struct context *cx,
                              later_output *output)
{
    later_output unwanted;
    enum later_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = LATER_RUNNING;

    switch (state) {
    case LATER_START:
        nothing_init(&self->await1);
        /* fall through */
    case LATER_AWAIT1_LINE15:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = LATER_AWAIT1_LINE15;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        *output = self->n;
        self->state = LATER_RESOLVED;
        return POLL_READY;
    case LATER_RUNNING:
        panic("later (in.co:13) was polled while it runs");
    case LATER_RESOLVED:
        break;
    }
    panic("later (in.co:13) was polled after it was ready or dropped");
}

static void later_drop(struct later *self)
{
    switch (self->state) {
    case LATER_AWAIT1_LINE15:
        nothing_drop(&self->await1);
        break;
    case LATER_RUNNING:
        panic("later (in.co:13) was dropped while it runs");
    case LATER_START:
    case LATER_RESOLVED:
        break;
    }
    self->state = LATER_RESOLVED;
}

static struct poll later_poll_boxed(void *self, struct context *cx, void *output)
{
    return later_poll(self, cx, output);
}

static void later_drop_boxed(void *self)
{
    later_drop(self);
    free(self);
}

static __attribute__((unused)) struct future later_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = later_poll_boxed,
        .drop = later_drop_boxed,
    };
    struct later *self = future_alloc(_Alignof(struct later), sizeof(*self));

    later_init(self, n);
    return (struct future){self, &vtable};
}

typedef int twice_output;

enum twice_state {
    TWICE_START,
    TWICE_AWAIT1_LINE21,
    TWICE_RUNNING,
    TWICE_RESOLVED,
} __attribute__((packed));

struct twice {
    union {
        int n;
        struct later await1;
    };
    enum twice_state state;
};

void twice_init(struct twice *self, int n)
{
    self->n = n;
    self->state = TWICE_START;
}

struct poll twice_poll(struct twice *self, struct context *cx,
                       twice_output *output)
{
    later_output output1 = {0};
    twice_output unwanted;
    enum twice_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TWICE_RUNNING;

    switch (state) {
    case TWICE_START:
        later_init(&self->await1, self->n);
        /* fall through */
    case TWICE_AWAIT1_LINE21:
        if (!later_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TWICE_AWAIT1_LINE21;
            return POLL_PENDING;
        }
        later_drop(&self->await1);
        *output = 2 * output1;
        self->state = TWICE_RESOLVED;
        return POLL_READY;
    case TWICE_RUNNING:
        panic("twice (in.co:19) was polled while it runs");
    case TWICE_RESOLVED:
        break;
    }
    panic("twice (in.co:19) was polled after it was ready or dropped");
}

void twice_drop(struct twice *self)
{
    switch (self->state) {
    case TWICE_AWAIT1_LINE21:
        later_drop(&self->await1);
        break;
    case TWICE_RUNNING:
        panic("twice (in.co:19) was dropped while it runs");
    case TWICE_START:
    case TWICE_RESOLVED:
        break;
    }
    self->state = TWICE_RESOLVED;
}

static struct poll twice_poll_boxed(void *self, struct context *cx, void *output)
{
    return twice_poll(self, cx, output);
}

static void twice_drop_boxed(void *self)
{
    twice_drop(self);
    free(self);
}

struct future twice_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = twice_poll_boxed,
        .drop = twice_drop_boxed,
    };
    struct twice *self = future_alloc(_Alignof(struct twice), sizeof(*self));

    twice_init(self, n);
    return (struct future){self, &vtable};
}

int main(void)
{
    run(test_new());
    return 0;
}
