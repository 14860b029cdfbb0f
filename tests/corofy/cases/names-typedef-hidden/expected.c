/* corofy made this of in.co: edit that */
/* A variable with the name of a type hides it until its block ends. */
#include "case.h"

typedef int figure;
typedef char letter;

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_WAIT7,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        figure n;
        figure *p;
        int m;
        figure figure;
        figure twice;
        int letter;
        letter *text;
        int figure_2;
        figure q;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 2;
        self->stack.p = &self->stack.n;
        self->stack.m = 3;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            self->stack.figure = 5;
            self->stack.twice = 2 * self->stack.figure;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d\n", self->stack.figure * self->stack.n);
            self->stack.figure++;
            self->stack.figure *self->stack.m == 18 ? puts("eighteen") : puts("?");
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", self->stack.figure, self->stack.twice);
        }
        {
            self->stack.letter = 7;

            self->child = nothing();
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.m = self->stack.letter * self->stack.m;
            self->stack.letter * self->stack.m > 100 ? puts("product") : puts("?");
            printf("%d %zu\n", (self->stack.letter) + 1, sizeof(self->stack.letter));
        }
        self->stack.text = "a pointer again";
        self->child = nothing();
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %d %d\n", self->stack.text, *self->stack.p, self->stack.m);
        for (self->stack.figure_2 = 0; self->stack.figure_2 < 2; self->stack.figure_2++) {
            self->child = nothing();
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.figure_2 * self->stack.n == 2 ? puts("is two") : puts("is zero");
        }
        self->stack.q = 9;
        self->child = nothing();
        self->state = TEST_WAIT7;
        /* fall through */
    case TEST_WAIT7:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.q);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT6:
        goto wait6;
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
