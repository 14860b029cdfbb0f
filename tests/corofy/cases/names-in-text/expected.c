/* corofy made this of in.co: edit that */
/* wait(this) and coroutine in comments, strings and longer names are text. */
#include "case.h"

#define AWAIT "wait(x)"
#define twait(x) ((x) + 1)

static int wait_for(int n) // coroutine void f(void) { wait(g()); }
{
    return n;
}

static int xwait(int n) /* wait( */
{
    return n;
}

static int wait1(int n), coroutines = 3;

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
    const char *s;

    switch (self->state) {
    case TEST_START:
        s = "wait(\"x\")"; // wait(
        /* } wait(nothing()); { */
        puts("before wait(nothing()); coroutine void f(void) {");
        printf("%s %s %d\n", s, AWAIT, 'w' + '"' - '\'' - '(' + ')');
        self->child = nothing(); /* wait(nothing()) */
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d %d\n", wait_for(1), xwait(2), wait1(3), twait(4),
               coroutines);
        self->child = nothing(); /* here */
        // and
        /* there */ /* ) */
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(L"}"[0] == '}' ? u8"wait(" : "?");
        puts("\\"); // \\ "
        puts("/* wait(nothing()) */ // wait(nothing())");
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

static int wait1(int n)
{
    return n; /* coroutine */
}

int main(void)
{
    run(test());
    return 0;
}
