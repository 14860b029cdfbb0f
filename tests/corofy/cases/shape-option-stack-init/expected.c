/* corofy made this of in.co: edit that */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int first;
    } start;
    struct {
        const char *text;
        int sum;
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.sum = self->start.first;

        for (self->stack.i = 0; self->stack.i < 3; self->stack.i++) {
            self->child = number(self->stack.i);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.sum += value(output1);
        }
        self->child = say("%s %d", self->stack.text, self->stack.sum);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_RESOLVED:
        break;
    }
    panic("coroutine test was polled after it was ready");
}

static void test_drop(struct future *future)
{
    struct test *self = (struct test *)future;

    future_drop(self->child);
}

static void test_free(struct future *future)
{
    test_drop(future);
    free(future);
}

void test_init(struct test *self, int first, const char *text)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {first},
        .stack = {.text = text},
    };
}

struct future *test(int first, const char *text)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, first, text);
    self->future.drop = test_free;
    return &self->future;
}

enum plain_state {
    PLAIN_START,
    PLAIN_WAIT1,
    PLAIN_RESOLVED,
};

struct plain {
    struct future future;
    enum plain_state state;
    struct future *child;
};

static enum poll_state plain_poll(struct future *future, char **output)
{
    struct plain *self = (struct plain *)future;
    char *output1 = NULL;

    switch (self->state) {
    case PLAIN_START:
        self->child = say("plain");
        self->state = PLAIN_WAIT1;
        /* fall through */
    case PLAIN_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
        self->state = PLAIN_RESOLVED;
        return POLL_READY;
    case PLAIN_RESOLVED:
        break;
    }
    panic("coroutine plain was polled after it was ready");
}

static void plain_drop(struct future *future)
{
    struct plain *self = (struct plain *)future;

    future_drop(self->child);
}

static void plain_free(struct future *future)
{
    plain_drop(future);
    free(future);
}

static void plain_init(struct plain *self)
{
    *self = (struct plain){
        .future = {plain_poll, plain_drop},
        .state = PLAIN_START,
    };
}

static struct future *plain(void)
{
    struct plain *self = future_alloc(sizeof(*self));

    plain_init(self);
    self->future.drop = plain_free;
    return &self->future;
}

int main(void)
{
    struct test first, moved;
    struct plain none;
    char *output;

    /* before its first poll a future may be moved */
    test_init(&first, 39, "moved");
    moved = first;
    memset(&first, 0xa5, sizeof(first));
    while (moved.future.poll(&moved.future, &output) == POLL_NOT_READY)
        ;
    print(output);
    moved.future.drop(&moved.future); /* does not free what is not its own */

    plain_init(&none);
    if (poll_times(&none.future, 1, &output))
        puts("ready at once");
    none.future.drop(&none.future); /* with the child that it waits for */

    print(run(test(1, "boxed")));
    run(plain());
    return 0;
}
