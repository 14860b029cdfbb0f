/* corofy made this of in.co: edit that */
#include "case.h"

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
        int n;
    } start;
    struct {
        char *text;
        char buffer[16];
        int length;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.text = NULL;

        switch (self->start.n) {
        case 0:
            {
                __builtin_memcpy(self->stack.buffer, (char [16]){"in the buffer"}, sizeof(self->stack.buffer));

                self->child = nothing();
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                self->stack.text = strdup(self->stack.buffer);
                break;
            }
        case 1:
            self->child = say("from a wait");
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
                return POLL_NOT_READY;
        /* fall through */
        default:
            {
                self->stack.length = self->stack.text ? (int)strlen(self->stack.text) : 0;

                self->child = nothing();
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                printf("%d\n", self->stack.length);
            }
        }
        print(self->stack.text);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
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
    for (int n = 0; n < 3; n++)
        run(test(n));
    return 0;
}
