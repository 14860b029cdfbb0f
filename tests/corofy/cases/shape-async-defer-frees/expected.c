/* corofy made this of in.co: edit that */
#include "case.h"

/* Dropped at any await it leaks nothing: the texts are freed by defers. */
typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE9,
    TEST_AWAIT2_LINE15,
    TEST_AWAIT3_LINE20,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    char *first;
    union {
        struct nothing await1;
        struct {
            char *text;
            union {
                struct nothing await2;
                struct {
                    char *copy;
                    struct nothing await3;
                };
            };
            int i;
        };
    };
    int count;
    enum test_state state;
};

void test_init(struct test *self, int count)
{
    self->count = count;
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
        self->first = strdup("first");

        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE9:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE9;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        for (self->i = 0; self->i < self->count; self->i++) {
            self->text = malloc(20);

            snprintf(self->text, 20, "text %d", self->i);
            nothing_init(&self->await2);
        await2:
            if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                self->state = TEST_AWAIT2_LINE15;
                return POLL_PENDING;
            }
            nothing_drop(&self->await2);
            self->copy = strdup(self->text);
            if (self->i == 1) {
                free(self->copy);
                free(self->text);
                continue;
            }
            nothing_init(&self->await3);
        await3:
            if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
                self->state = TEST_AWAIT3_LINE20;
                return POLL_PENDING;
            }
            nothing_drop(&self->await3);
            printf("%s %s\n", self->first, self->copy);
            free(self->copy);
            free(self->text);
        }
        free(self->first);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT2_LINE15:
        goto await2;
    case TEST_AWAIT3_LINE20:
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
        nothing_drop(&self->await1);
        free(self->first);
        break;
    case TEST_AWAIT2_LINE15:
        nothing_drop(&self->await2);
        free(self->text);
        free(self->first);
        break;
    case TEST_AWAIT3_LINE20:
        nothing_drop(&self->await3);
        free(self->copy);
        free(self->text);
        free(self->first);
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

struct future test_new(int count)
{
    static const struct future_vtable vtable = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

    test_init(self, count);
    return (struct future){self, &vtable};
}

int main(void)
{
    run(test_new(3));
    return 0;
}
