/* corofy made this of in.co: edit that */
#include "case.h"

struct future *later(int);
static struct future *text(const char *format, int n);
extern struct future *test(void);

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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = later(1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = text("%d", 2);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output2);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RESOLVED:
        break;
    }
    panic("coroutine test was polled after it was ready");
}

static void test_drop(struct future *future)
{
    struct test *self = (struct test *)future;

    future_drop(self->child);
    free(self);
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

enum later_state {
    LATER_START,
    LATER_WAIT1,
    LATER_RESOLVED,
};

struct later {
    struct future future;
    enum later_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state later_poll(struct future *future, char **output)
{
    struct later *self = (struct later *)future;
    char *output1 = NULL;

    switch (self->state) {
    case LATER_START:
        self->child = ask("%d", self->start.n);
        self->state = LATER_WAIT1;
        /* fall through */
    case LATER_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
        self->state = LATER_RESOLVED;
        return POLL_READY;
    case LATER_RESOLVED:
        break;
    }
    panic("coroutine later was polled after it was ready");
}

static void later_drop(struct future *future)
{
    struct later *self = (struct later *)future;

    future_drop(self->child);
    free(self);
}

struct future *later(int n)
{
    struct later *self = future_alloc(sizeof(*self));

    *self = (struct later){
        .future = {later_poll, later_drop},
        .state = LATER_START,
        .start = {n},
    };
    return &self->future;
}

enum text_state {
    TEXT_START,
    TEXT_WAIT1,
    TEXT_RESOLVED,
};

struct text {
    struct future future;
    enum text_state state;
    struct future *child;
    struct {
        const char *format;
        int n;
    } start;
};

static enum poll_state text_poll(struct future *future, char **output)
{
    struct text *self = (struct text *)future;

    switch (self->state) {
    case TEXT_START:
        printf(self->start.format[0] == '%' ? "format\n" : "none\n");
        self->child = ask("%d", self->start.n);
        self->state = TEXT_WAIT1;
        /* fall through */
    case TEXT_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = TEXT_RESOLVED;
        return POLL_READY;
    case TEXT_RESOLVED:
        break;
    }
    panic("coroutine text was polled after it was ready");
}

static void text_drop(struct future *future)
{
    struct text *self = (struct text *)future;

    future_drop(self->child);
    free(self);
}

static struct future *text(const char *format, int n)
{
    struct text *self = future_alloc(sizeof(*self));

    *self = (struct text){
        .future = {text_poll, text_drop},
        .state = TEXT_START,
        .start = {format, n},
    };
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
