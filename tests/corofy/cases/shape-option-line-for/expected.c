/* corofy made this of in.co: edit that */
#line 1 "in.co"
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_RESOLVED,
};

#line 3 "in.co"
struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
#line 5 "in.co"
        int i;
#line 9 "in.co"
        int i_2;
    } stack;
};

#line 3 "in.co"
static enum poll_state test_poll(struct future *future, char **output)
#line 3 "in.co"
{
#line 3 "in.co"
    struct test *self = (struct test *)future;
#line 3 "in.co"
    char *output2 = NULL;
#line 3 "in.co"
    char *output4 = NULL;

#line 3 "in.co"
    switch (self->state) {
    case TEST_START:
        for (self->stack.i = 0;
             self->stack.i < self->stack.n;
             self->stack.i++) {
            self->child = nothing();
#line 8 "in.co"
            self->state = TEST_WAIT1;
        wait1:
#line 8 "in.co"
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 8 "in.co"
                return POLL_NOT_READY;
        }
#line 9 "in.co"
        self->child = number(0);
#line 9 "in.co"
        self->state = TEST_WAIT2;
#line 9 "in.co"
        /* fall through */
    case TEST_WAIT2:
#line 9 "in.co"
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
#line 9 "in.co"
            return POLL_NOT_READY;
#line 9 "in.co"
        self->stack.i_2 = value(output2);
#line 9 "in.co"
        for (;
             self->stack.i_2 < self->stack.n &&
        self->stack.n > 0;
#line 11 "in.co"
             self->stack.i_2 +=
               1) {
            mark(self->stack.i_2);
            self->child = nothing();
#line 14 "in.co"
            self->state = TEST_WAIT3;
        wait3:
#line 14 "in.co"
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 14 "in.co"
                return POLL_NOT_READY;
        }
        for (;;
             self->stack.n++) {
#line 17 "in.co"
            self->child = number(self->stack.n);
#line 17 "in.co"
            self->state = TEST_WAIT4;
        wait4:
#line 17 "in.co"
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
#line 17 "in.co"
                return POLL_NOT_READY;
#line 17 "in.co"
            if (!(value(output4) < 5))
#line 17 "in.co"
                break;
            mark(self->stack.n);
        }
#line 19 "in.co"
        *output = NULL;
#line 19 "in.co"
        self->state = TEST_RESOLVED;
#line 19 "in.co"
        return POLL_READY;
    case TEST_WAIT1:
#line 19 "in.co"
        goto wait1;
    case TEST_WAIT3:
#line 19 "in.co"
        goto wait3;
    case TEST_WAIT4:
#line 19 "in.co"
        goto wait4;
    case TEST_RESOLVED:
#line 19 "in.co"
        break;
#line 19 "in.co"
    }
#line 19 "in.co"
    panic("coroutine test was polled after it was ready");
#line 19 "in.co"
}

#line 3 "in.co"
static void test_drop(struct future *future)
#line 3 "in.co"
{
#line 3 "in.co"
    struct test *self = (struct test *)future;

#line 3 "in.co"
    future_drop(self->child);
#line 3 "in.co"
}

#line 3 "in.co"
static void test_free(struct future *future)
#line 3 "in.co"
{
#line 3 "in.co"
    test_drop(future);
#line 3 "in.co"
    free(future);
#line 3 "in.co"
}

#line 3 "in.co"
void test_init(struct test *self, int n)
#line 3 "in.co"
{
#line 3 "in.co"
    *self = (struct test){
#line 3 "in.co"
        .future = {test_poll, test_drop},
#line 3 "in.co"
        .state = TEST_START,
#line 3 "in.co"
        .stack = {.n = n},
#line 3 "in.co"
    };
#line 3 "in.co"
}

#line 3 "in.co"
struct future *test(int n)
#line 3 "in.co"
{
#line 3 "in.co"
    struct test *self = future_alloc(sizeof(*self));

#line 3 "in.co"
    test_init(self, n);
#line 3 "in.co"
    self->future.drop = test_free;
#line 3 "in.co"
    return &self->future;
#line 3 "in.co"
}
#line 20 "in.co"

int main(void)
{
    run(test(3));
    return 0;
}
