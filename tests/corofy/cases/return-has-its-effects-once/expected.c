/* corofy made this of in.co: edit that */
#include "case.h"

static int count;

static char *counted(char *text)
{
    count++;
    return text;
}

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
        char *output1;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int n;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        n = 0;

        while (1) {
            if (n++ == 1) {
                self->child = say("%d", n);
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &self->stack.output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                self->child = say("%d", count++);
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                *output = counted(both(self->stack.output1, output2));
                self->state = TEST_RESOLVED;
                return POLL_READY;
            }
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
    print(run(test()));
    printf("%d\n", count);
    return 0;
}
