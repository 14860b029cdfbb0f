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
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        struct node last;
        struct node middle;
        struct node list;
        struct node copy;
        struct node *node;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.last = (struct node){3, NULL};
        self->stack.middle = (struct node){.next = &self->stack.last, .n = 2};
        self->stack.list = (struct node){1, &self->stack.middle};

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.copy = self->stack.list;
        self->stack.copy.n = 10;
        for (self->stack.node = &self->stack.list; self->stack.node; self->stack.node = self->stack.node->next) {
            self->child = say("%d", self->stack.node->n);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output2);
        }
        printf("%d %d\n", self->stack.copy.n, self->stack.copy.next == &self->stack.middle);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
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
