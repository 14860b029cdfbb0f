/* corofy made this of in.co: edit that */
#include "case.h"

#define VERBOSE 1

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE14,
#if VERBOSE
    TEST_AWAIT2_LINE18,
#endif
    TEST_AWAIT3_LINE22,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    const char *name;
    union {
        struct nothing await1;
#if VERBOSE
        struct nothing await2;
#endif
        struct nothing await3;
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
        self->name = "test";

#if VERBOSE
#elif defined QUIET
#endif
        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE14:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE14;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
#if VERBOSE
            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = TEST_AWAIT2_LINE18;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
#endif
            puts("block");
#if VERBOSE
            puts("end of block");
#endif
        }
        nothing_init(&self->await3);
        /* fall through */
    case TEST_AWAIT3_LINE22:
        if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
            self->state = TEST_AWAIT3_LINE22;
            return POLL_PENDING;
        }
        nothing_drop(&self->await3);
#if VERBOSE
#elif defined QUIET
        puts("not here");
#endif
#if VERBOSE
        printf("end of %s\n", self->name);
#endif
        self->state = TEST_RESOLVED;
        return POLL_READY;
#if VERBOSE
    case TEST_AWAIT2_LINE18:
        goto await2;
#endif
    case TEST_RUNNING:
        panic("test (in.co:5) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:5) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE14:
        nothing_drop(&self->await1);
#if VERBOSE
#elif defined QUIET
        puts("not here");
#endif
#if VERBOSE
        printf("end of %s\n", self->name);
#endif
        break;
#if VERBOSE
    case TEST_AWAIT2_LINE18:
        nothing_drop(&self->await2);
#if VERBOSE
        puts("end of block");
#endif
#if VERBOSE
#elif defined QUIET
        puts("not here");
#endif
#if VERBOSE
        printf("end of %s\n", self->name);
#endif
        break;
#endif
    case TEST_AWAIT3_LINE22:
        nothing_drop(&self->await3);
#if VERBOSE
#elif defined QUIET
        puts("not here");
#endif
#if VERBOSE
        printf("end of %s\n", self->name);
#endif
        break;
    case TEST_RUNNING:
        panic("test (in.co:5) was dropped while it runs");
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
