/* corofy made this of in.co: edit that */
#include "case.h"

/* `defer` is a keyword only where a statement begins, and no name is so. */
struct job {
    int defer;
};

#define SET(object, value) ((object).defer = (value))

static int await_all(int await)
{
    return await;
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE20,
    TEST_AWAIT2_LINE26,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct job job;
    union {
        struct nothing await1;
        struct nothing await2;
    };
    union {
        int async;
        int defer;
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
        self->job = (struct job){.defer = 1};
        self->async = self->job.defer;

        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE20:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE20;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        SET(self->job, 2);
        printf("%d %d %d\n", self->job.defer, self->async, await_all(3));
        {
            self->defer = 4;

            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = TEST_AWAIT2_LINE26;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
            self->defer++;
            printf("%d\n", self->defer);
        }
    defer: /* a label */
    puts("defer");
        if (self->job.defer++ < 3)
            goto defer;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT2_LINE26:
        goto await2;
    case TEST_RUNNING:
        panic("test (in.co:15) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:15) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE20:
        nothing_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE26:
        nothing_drop(&self->await2);
        break;
    case TEST_RUNNING:
        panic("test (in.co:15) was dropped while it runs");
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
