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
        int n;
    } start;
    struct {
        int small;
        int numbers[3];
        char *text;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int *where;

    switch (self->state) {
    case TEST_START:
        where = self->stack.numbers + 1;
        *where = self->start.n;
        if (self->start.n) {
            self->stack.small = 1;
            self->child = say("text");
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } else {
            self->stack.small = 2;
            self->stack.text = NULL;
        }
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(self->stack.text);
        printf("%d %d\n", self->stack.small, self->stack.numbers[1]);
        *output = NULL;
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

void test_init(struct test *self, int n)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {n},
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
    run(test(7));
    return 0;
}
