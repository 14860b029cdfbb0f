/* corofy made this of in.co: edit that */
#include "case.h"

static const char *const lines[] = {"one", "two", "three"};

enum line_state {
    LINE_START,
    LINE_WAIT1,
    LINE_RESOLVED,
};

struct line {
    struct future future;
    enum line_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state line_poll(struct future *future, char **output)
{
    struct line *self = (struct line *)future;
    char *text;

    switch (self->state) {
    case LINE_START:
        if (self->start.n == 3) {
            *output = NULL;
            self->state = LINE_RESOLVED;
            return POLL_READY;
        }
        self->child = ask("%s", lines[self->start.n]);
        self->state = LINE_WAIT1;
        /* fall through */
    case LINE_WAIT1:
        if (future_poll(&self->child, &text) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = text;
        self->state = LINE_RESOLVED;
        return POLL_READY;
    case LINE_RESOLVED:
        break;
    }
    panic("coroutine line was polled after it was ready");
}

static void line_drop(struct future *future)
{
    struct line *self = (struct line *)future;

    future_drop(self->child);
}

static void line_free(struct future *future)
{
    line_drop(future);
    free(future);
}

void line_init(struct line *self, int n)
{
    *self = (struct line){
        .future = {line_poll, line_drop},
        .state = LINE_START,
        .start = {n},
    };
}

struct future *line(int n)
{
    struct line *self = future_alloc(sizeof(*self));

    line_init(self, n);
    self->future.drop = line_free;
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        char *text;
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    int truth1 = 0;
    char *output2 = NULL;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 0;

        for (;;) {
            self->child = line(self->stack.n++);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            if (!((self->stack.text = output1) != NULL))
                break;
            print(self->stack.text);
        }
        printf("%d\n", self->stack.n);
        self->child = line(0);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if ((self->stack.text = output2)) {
            self->child = number(7);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        if (truth1 && (self->stack.n = value(output3)) > 6)
            printf("%s %d\n", self->stack.text, self->stack.n);
        free(self->stack.text);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT3:
        goto wait3;
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

void test_init(struct test *self)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
