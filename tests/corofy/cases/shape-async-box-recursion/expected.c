/* corofy made this of in.co: edit that */
#include "case.h"

typedef long fibonacci_output;
struct fibonacci;
void fibonacci_init(struct fibonacci *self, int n);
struct poll fibonacci_poll(struct fibonacci *self, struct context *cx,
                           fibonacci_output *output);
void fibonacci_drop(struct fibonacci *self);
struct future fibonacci_new(int n);

enum fibonacci_state {
    FIBONACCI_START,
    FIBONACCI_AWAIT1_LINE5,
    FIBONACCI_AWAIT2_LINE8,
    FIBONACCI_AWAIT3_LINE8,
    FIBONACCI_RUNNING,
    FIBONACCI_RESOLVED,
} __attribute__((packed));

struct fibonacci {
    union {
        struct nothing await1;
        struct {
            fibonacci_output output2;
            union {
                struct future await2;
                struct future await3;
            };
        };
    };
    int n;
    enum fibonacci_state state;
};

void fibonacci_init(struct fibonacci *self, int n)
{
    self->n = n;
    self->state = FIBONACCI_START;
}

struct poll fibonacci_poll(struct fibonacci *self, struct context *cx,
                           fibonacci_output *output)
{
    fibonacci_output output3 = {0};
    fibonacci_output unwanted;
    enum fibonacci_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = FIBONACCI_RUNNING;

    switch (state) {
    case FIBONACCI_START:
        nothing_init(&self->await1);
        /* fall through */
    case FIBONACCI_AWAIT1_LINE5:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = FIBONACCI_AWAIT1_LINE5;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n < 2) {
            *output = self->n;
            self->state = FIBONACCI_RESOLVED;
            return POLL_READY;
        }
        self->await2 = fibonacci_new(self->n - 1);
        /* fall through */
    case FIBONACCI_AWAIT2_LINE8:
        if (!future_poll(&self->await2, cx, &self->output2).is_ready) {
            self->state = FIBONACCI_AWAIT2_LINE8;
            return POLL_PENDING;
        }
        future_drop(&self->await2);
        self->await3 = fibonacci_new(self->n - 2);
        /* fall through */
    case FIBONACCI_AWAIT3_LINE8:
        if (!future_poll(&self->await3, cx, &output3).is_ready) {
            self->state = FIBONACCI_AWAIT3_LINE8;
            return POLL_PENDING;
        }
        future_drop(&self->await3);
        *output = self->output2 + output3;
        self->state = FIBONACCI_RESOLVED;
        return POLL_READY;
    case FIBONACCI_RUNNING:
        panic("fibonacci (in.co:3) was polled while it runs");
    case FIBONACCI_RESOLVED:
        break;
    }
    panic("fibonacci (in.co:3) was polled after it was ready or dropped");
}

void fibonacci_drop(struct fibonacci *self)
{
    switch (self->state) {
    case FIBONACCI_AWAIT1_LINE5:
        nothing_drop(&self->await1);
        break;
    case FIBONACCI_AWAIT2_LINE8:
        future_drop(&self->await2);
        break;
    case FIBONACCI_AWAIT3_LINE8:
        future_drop(&self->await3);
        break;
    case FIBONACCI_RUNNING:
        panic("fibonacci (in.co:3) was dropped while it runs");
    case FIBONACCI_START:
    case FIBONACCI_RESOLVED:
        break;
    }
    self->state = FIBONACCI_RESOLVED;
}

static struct poll fibonacci_poll_boxed(void *self, struct context *cx, void *output)
{
    return fibonacci_poll(self, cx, output);
}

static void fibonacci_drop_boxed(void *self)
{
    fibonacci_drop(self);
    free(self);
}

struct future fibonacci_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = fibonacci_poll_boxed,
        .drop = fibonacci_drop_boxed,
    };
    struct fibonacci *self = future_alloc(_Alignof(struct fibonacci), sizeof(*self));

    fibonacci_init(self, n);
    return (struct future){self, &vtable};
}

/* Of two that await each other one is by value, the other one has a box. */
typedef bool is_odd_output;
struct is_odd;
void is_odd_init(struct is_odd *self, int n);
struct poll is_odd_poll(struct is_odd *self, struct context *cx,
                        is_odd_output *output);
void is_odd_drop(struct is_odd *self);
struct future is_odd_new(int n);

typedef bool is_even_output;

enum is_even_state {
    IS_EVEN_START,
    IS_EVEN_AWAIT1_LINE16,
    IS_EVEN_RUNNING,
    IS_EVEN_RESOLVED,
} __attribute__((packed));

struct is_even {
    union {
        int n;
        struct future await1;
    };
    enum is_even_state state;
};

void is_even_init(struct is_even *self, int n)
{
    self->n = n;
    self->state = IS_EVEN_START;
}

struct poll is_even_poll(struct is_even *self, struct context *cx,
                         is_even_output *output)
{
    int truth1 = 0;
    is_odd_output output1 = {0};
    is_even_output unwanted;
    enum is_even_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = IS_EVEN_RUNNING;

    switch (state) {
    case IS_EVEN_START:
        if (!(self->n == 0)) {
            self->await1 = is_odd_new(self->n - 1);
        await1:
            if (!future_poll(&self->await1, cx, &output1).is_ready) {
                self->state = IS_EVEN_AWAIT1_LINE16;
                return POLL_PENDING;
            }
            future_drop(&self->await1);
            truth1 = 0;
        } else {
            truth1 = 1;
        }
        *output = truth1 || output1;
        self->state = IS_EVEN_RESOLVED;
        return POLL_READY;
    case IS_EVEN_AWAIT1_LINE16:
        goto await1;
    case IS_EVEN_RUNNING:
        panic("is_even (in.co:14) was polled while it runs");
    case IS_EVEN_RESOLVED:
        break;
    }
    panic("is_even (in.co:14) was polled after it was ready or dropped");
}

void is_even_drop(struct is_even *self)
{
    switch (self->state) {
    case IS_EVEN_AWAIT1_LINE16:
        future_drop(&self->await1);
        break;
    case IS_EVEN_RUNNING:
        panic("is_even (in.co:14) was dropped while it runs");
    case IS_EVEN_START:
    case IS_EVEN_RESOLVED:
        break;
    }
    self->state = IS_EVEN_RESOLVED;
}

static struct poll is_even_poll_boxed(void *self, struct context *cx, void *output)
{
    return is_even_poll(self, cx, output);
}

static void is_even_drop_boxed(void *self)
{
    is_even_drop(self);
    free(self);
}

struct future is_even_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = is_even_poll_boxed,
        .drop = is_even_drop_boxed,
    };
    struct is_even *self = future_alloc(_Alignof(struct is_even), sizeof(*self));

    is_even_init(self, n);
    return (struct future){self, &vtable};
}

typedef bool is_odd_output;

enum is_odd_state {
    IS_ODD_START,
    IS_ODD_AWAIT1_LINE21,
    IS_ODD_RUNNING,
    IS_ODD_RESOLVED,
} __attribute__((packed));

struct is_odd {
    union {
        int n;
        struct is_even await1;
    };
    enum is_odd_state state;
};

void is_odd_init(struct is_odd *self, int n)
{
    self->n = n;
    self->state = IS_ODD_START;
}

struct poll is_odd_poll(struct is_odd *self, struct context *cx,
                        is_odd_output *output)
{
    int truth1 = 0;
    is_even_output output1 = {0};
    is_odd_output unwanted;
    enum is_odd_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = IS_ODD_RUNNING;

    switch (state) {
    case IS_ODD_START:
        if (self->n != 0) {
            is_even_init(&self->await1, self->n - 1);
        await1:
            if (!is_even_poll(&self->await1, cx, &output1).is_ready) {
                self->state = IS_ODD_AWAIT1_LINE21;
                return POLL_PENDING;
            }
            is_even_drop(&self->await1);
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        *output = truth1 && output1;
        self->state = IS_ODD_RESOLVED;
        return POLL_READY;
    case IS_ODD_AWAIT1_LINE21:
        goto await1;
    case IS_ODD_RUNNING:
        panic("is_odd (in.co:19) was polled while it runs");
    case IS_ODD_RESOLVED:
        break;
    }
    panic("is_odd (in.co:19) was polled after it was ready or dropped");
}

void is_odd_drop(struct is_odd *self)
{
    switch (self->state) {
    case IS_ODD_AWAIT1_LINE21:
        is_even_drop(&self->await1);
        break;
    case IS_ODD_RUNNING:
        panic("is_odd (in.co:19) was dropped while it runs");
    case IS_ODD_START:
    case IS_ODD_RESOLVED:
        break;
    }
    self->state = IS_ODD_RESOLVED;
}

static struct poll is_odd_poll_boxed(void *self, struct context *cx, void *output)
{
    return is_odd_poll(self, cx, output);
}

static void is_odd_drop_boxed(void *self)
{
    is_odd_drop(self);
    free(self);
}

struct future is_odd_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = is_odd_poll_boxed,
        .drop = is_odd_drop_boxed,
    };
    struct is_odd *self = future_alloc(_Alignof(struct is_odd), sizeof(*self));

    is_odd_init(self, n);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE26,
    TEST_AWAIT2_LINE27,
    TEST_AWAIT3_LINE27,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct fibonacci await1;
        struct {
            is_even_output output2;
            union {
                struct is_even await2;
                struct future await3;
            };
        };
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
    fibonacci_output output1 = {0};
    is_odd_output output3 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        fibonacci_init(&self->await1, 6);
        /* fall through */
    case TEST_AWAIT1_LINE26:
        if (!fibonacci_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE26;
            return POLL_PENDING;
        }
        fibonacci_drop(&self->await1);
        printf("%ld\n", output1);
        is_even_init(&self->await2, 4);
        /* fall through */
    case TEST_AWAIT2_LINE27:
        if (!is_even_poll(&self->await2, cx, &self->output2).is_ready) {
            self->state = TEST_AWAIT2_LINE27;
            return POLL_PENDING;
        }
        is_even_drop(&self->await2);
        self->await3 = is_odd_new(4);
        /* fall through */
    case TEST_AWAIT3_LINE27:
        if (!future_poll(&self->await3, cx, &output3).is_ready) {
            self->state = TEST_AWAIT3_LINE27;
            return POLL_PENDING;
        }
        future_drop(&self->await3);
        printf("%d %d\n", self->output2, output3);
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
        fibonacci_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE27:
        is_even_drop(&self->await2);
        break;
    case TEST_AWAIT3_LINE27:
        future_drop(&self->await3);
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
