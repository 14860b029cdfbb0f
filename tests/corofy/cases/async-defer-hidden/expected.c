/* corofy made this of in.co: edit that */
#include "case.h"

static int n = 1;

/*
 * What is deferred means what it meant where it stands, though names may mean
 * something else where it runs.
 */
typedef int test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE14,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    struct nothing await1;
    int text;
    int print;
    enum test_state state;
};

void test_init(struct test *self)
{
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    typedef int number;
    test_output unwanted;
    enum test_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        self->text = 2;
        self->print = 3;

        nothing_init(&self->await1);
        /* fall through */
    case TEST_AWAIT1_LINE14:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = TEST_AWAIT1_LINE14;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        {
            int text = 4;

            {
                int text_ = 5, n_ = 6;
                typedef char number_;
                number_ small = 7;

                printf("%d %d %d %zu\n", text_, n_, small, sizeof(number_));
                if (text_ > self->print) {
                    *output = text_ + n_;
                    printf("n %d, %zu\n", n, sizeof(number));
                    printf("text %d\n", text);
                    self->state = TEST_RESOLVED;
                    return POLL_READY;
                }
            }
            printf("n %d, %zu\n", n, sizeof(number));
            printf("text %d\n", text);
        }
        *output = self->text;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RUNNING:
        panic("test (in.co:9) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:9) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE14:
        nothing_drop(&self->await1);
        break;
    case TEST_RUNNING:
        panic("test (in.co:9) was dropped while it runs");
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
    int output;

    run_into((struct future[]){test_new()}, &output);
    printf("%d\n", output);
    return 0;
}
