/* corofy made this of in.co: edit that */
#include "case.h"

struct node {
    int n;
    struct node *next;
};

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        struct node last;
        struct node first;
        struct node *chosen;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.last = (struct node){2, NULL};
        self->stack.first = (struct node){1, &self->stack.last};
        self->child = ask("%d", self->stack.n);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.chosen = value(output1) ? &self->stack.first : self->stack.first.next;

        self->child = ask("%d", !self->stack.n);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", (value(output2) ? self->stack.chosen : &self->stack.last)->n);
        self->child = number(40);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.chosen->n = value(output3) + self->stack.chosen->n;
        self->child = number(2);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, &output4) == POLL_NOT_READY)
            return POLL_NOT_READY;
        (self->stack.n ? &self->stack.first : &self->stack.last)->n += value(output4);
        printf("%d %d\n", self->stack.first.n, self->stack.last.n);
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

int main(void)
{
    run(test(0));
    run(test(1));
    return 0;
}
