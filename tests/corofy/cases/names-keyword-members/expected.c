/* corofy made this of in.co: edit that */
/*
 * The keywords are none where they name something else: a member, a variable
 * without a call, a label, a tag.  (As plain C with the keywords for macros
 * this means something else, so there is no such run.)
 */
#include "case.h"

struct wait {
    int wait, coroutine;
    int (*call)(int);
};

struct coroutine {
    int (*wait)(int);
    struct wait *coroutine;
};

static int twice(int n)
{
    return 2 * n;
}

enum wait_kind { wait_short, wait_long };

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
        struct wait w;
        struct coroutine c;
        struct coroutine *p;
        int coroutine;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.w = (struct wait){.wait = 1, .coroutine = 2};
        self->stack.c = (struct coroutine){.wait = twice, .coroutine = &self->stack.w};
        self->stack.p = &self->stack.c;
        self->stack.coroutine = 5;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.w.wait++;
        printf("%d %d %d\n", self->stack.w.wait, self->stack.p->coroutine->wait, self->stack.w.coroutine);
        printf("%d %d\n", self->stack.c.wait(3), self->stack.p->wait (self->stack.coroutine));
        {
            int wait = 7, wait_for = 8;

            printf("%d %d\n", wait + self->stack.coroutine, wait_for);
        }
        if (self->stack.coroutine > 4)
            goto wait;
        puts("?");
    wait:
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.coroutine *= 2;
        printf("%d %d\n", self->stack.coroutine, wait_long);
        goto coroutine;
    coroutine:
        printf("%zu\n", sizeof(struct wait) / sizeof(struct wait));
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
