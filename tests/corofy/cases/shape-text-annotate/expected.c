/* corofy made this of in.co: edit that */
/* With --annotate the source is kept as a comment, though it has comments. */
#include "case.h"

// corofy rewrites this:
// coroutine void test(int n) // of the line
// {
//     /* a comment */
//     const char *end = "*/", *begin = "/*";
//
//     wait(nothing()); /* another */ /* and */ n++;
//     printf("%s%s %d\n", begin, end, n); // */
//     /*
//      * a block // of lines \ //
//      */
// }

// into this:
// of the line
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        const char *end;
        const char *begin;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        /* a comment */
        self->stack.end = "*/";
        self->stack.begin = "/*";

        self->child = nothing(); /* another */ /* and */
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.n++;
        printf("%s%s %d\n", self->stack.begin, self->stack.end, self->stack.n); // */
        /*
         * a block // of lines \
         */
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
}

static void test_free(struct future *future)
{
    test_drop(future);
    free(future);
}

void test_init(struct test *self, int n)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.n = n},
    };
}

struct future *test(int n)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n);
    self->future.drop = test_free;
    return &self->future;
}

// corofy rewrites this:
// coroutine void next(void)
// {
//     wait(nothing()); // a backslash: \\ .
//     puts("next");
// }

// into this:
enum next_state {
    NEXT_START,
    NEXT_WAIT1,
    NEXT_RESOLVED,
};

struct next {
    struct future future;
    enum next_state state;
    struct future *child;
};

static enum poll_state next_poll(struct future *future, char **output)
{
    struct next *self = (struct next *)future;

    switch (self->state) {
    case NEXT_START:
        self->child = nothing(); // a backslash: \\ .
        self->state = NEXT_WAIT1;
        /* fall through */
    case NEXT_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts("next");
        *output = NULL;
        self->state = NEXT_RESOLVED;
        return POLL_READY;
    case NEXT_RESOLVED:
        break;
    }
    panic("coroutine next was polled after it was ready");
}

static void next_drop(struct future *future)
{
    struct next *self = (struct next *)future;

    future_drop(self->child);
}

static void next_free(struct future *future)
{
    next_drop(future);
    free(future);
}

void next_init(struct next *self)
{
    *self = (struct next){
        .future = {next_poll, next_drop},
        .state = NEXT_START,
    };
}

struct future *next(void)
{
    struct next *self = future_alloc(sizeof(*self));

    next_init(self);
    self->future.drop = next_free;
    return &self->future;
}

struct prototype;
void prototype_init(struct prototype *self);
struct future *prototype(void);

int main(void)
{
    run(test(5));
    run(next());
    return 0;
}
