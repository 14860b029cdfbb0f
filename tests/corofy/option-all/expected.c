#define WAKER
#include "case.h"

// corofy rewrites this:
// coroutine void test(void)
// {
//     int n = 1;
//
//     while (n < 3) {
//         /* comment */
//         print(wait(ask("%d", n)));
//         printf("line %d of %s\n", __LINE__, __func__);
//         n++;
//     }
// }

// into this:
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, const struct waker *waker, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;

    switch (self->state) {
    case TEST_START:
#line 6 "in.co"
        self->stack.n = 1;

#line 8 "in.co"
        while (self->stack.n < 3) {
            /* comment */
#line 10 "in.co"
            self->child = ask("%d", self->stack.n);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output1);
#line 11 "in.co"
            printf("line %d of %s\n", __LINE__, "test");
#line 12 "in.co"
            self->stack.n++;
        }
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
#line 14 "in.co"

int main(void)
{
    run(test());
    return 0;
}
