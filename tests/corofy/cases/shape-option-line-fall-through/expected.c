/* corofy made this of in.co: edit that */
#line 1 "in.co"
#include "case.h"

/* gcc takes the comment only directly before the label. */
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_RESOLVED,
};

#line 4 "in.co"
struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
#line 6 "in.co"
        int n;
#line 9 "in.co"
        int turn;
    } stack;
};

#line 4 "in.co"
static enum poll_state test_poll(struct future *future, char **output)
#line 4 "in.co"
{
#line 4 "in.co"
    struct test *self = (struct test *)future;

#line 4 "in.co"
    switch (self->state) {
    case TEST_START:
        for (self->stack.n = 1; self->stack.n <= 3; self->stack.n++) {
            switch (self->stack.n) {
            case 1:
#line 8 "in.co"
                {
                    self->stack.turn = self->stack.n;

                    self->child = nothing();
#line 11 "in.co"
                    self->state = TEST_WAIT1;
                wait1:
#line 11 "in.co"
                    if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 11 "in.co"
                        return POLL_NOT_READY;
                    printf("turn %d\n", self->stack.turn);
                } /* fall through */
            case 2:
                self->child = nothing();
#line 15 "in.co"
                self->state = TEST_WAIT2;
            wait2:
#line 15 "in.co"
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 15 "in.co"
                    return POLL_NOT_READY;
                printf("16 is %d\n", 16); /* fall through */
            default:
                self->child = nothing();
#line 18 "in.co"
                self->state = TEST_WAIT3;
            wait3:
#line 18 "in.co"
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 18 "in.co"
                    return POLL_NOT_READY;
                printf("19 is %d\n", 19);
            }
        }
        *output = NULL;
#line 22 "in.co"
        self->state = TEST_RESOLVED;
#line 22 "in.co"
        return POLL_READY;
    case TEST_WAIT1:
#line 22 "in.co"
        goto wait1;
    case TEST_WAIT2:
#line 22 "in.co"
        goto wait2;
    case TEST_WAIT3:
#line 22 "in.co"
        goto wait3;
    case TEST_RESOLVED:
#line 22 "in.co"
        break;
#line 22 "in.co"
    }
#line 22 "in.co"
    panic("coroutine test was polled after it was ready");
#line 22 "in.co"
}

#line 4 "in.co"
static void test_drop(struct future *future)
#line 4 "in.co"
{
#line 4 "in.co"
    struct test *self = (struct test *)future;

#line 4 "in.co"
    future_drop(self->child);
#line 4 "in.co"
}

#line 4 "in.co"
static void test_free(struct future *future)
#line 4 "in.co"
{
#line 4 "in.co"
    test_drop(future);
#line 4 "in.co"
    free(future);
#line 4 "in.co"
}

#line 4 "in.co"
void test_init(struct test *self)
#line 4 "in.co"
{
#line 4 "in.co"
    *self = (struct test){
#line 4 "in.co"
        .future = {test_poll, test_drop},
#line 4 "in.co"
        .state = TEST_START,
#line 4 "in.co"
    };
#line 4 "in.co"
}

#line 4 "in.co"
struct future *test(void)
#line 4 "in.co"
{
#line 4 "in.co"
    struct test *self = future_alloc(sizeof(*self));

#line 4 "in.co"
    test_init(self);
#line 4 "in.co"
    self->future.drop = test_free;
#line 4 "in.co"
    return &self->future;
#line 4 "in.co"
}
#line 23 "in.co"

int main(void)
{
    run(test());
    return 0;
}
