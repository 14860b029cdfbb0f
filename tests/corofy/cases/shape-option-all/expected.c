/* corofy made this of in.co: edit that */
#line 1 "in.co"
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
#line 4 "in.co"
enum test_state {
    TEST_START,
    TEST_WAIT1,
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
    } stack;
};

#line 4 "in.co"
static enum poll_state test_poll(struct future *future,
                                 const struct waker *waker, char **output)
#line 4 "in.co"
{
#line 4 "in.co"
    struct test *self = (struct test *)future;
#line 6 "in.co"
    char *output1 = NULL;

#line 4 "in.co"
    switch (self->state) {
    case TEST_START:
        self->stack.n = 1;

        while (self->stack.n < 3) {
            /* comment */
            self->child = ask("%d", self->stack.n);
#line 10 "in.co"
            self->state = TEST_WAIT1;
        wait1:
#line 10 "in.co"
            if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
#line 10 "in.co"
                return POLL_NOT_READY;
#line 10 "in.co"
            print(output1);
            printf("line %d of %s\n", 11, "test");
            self->stack.n++;
        }
        *output = NULL;
#line 14 "in.co"
        self->state = TEST_RESOLVED;
#line 14 "in.co"
        return POLL_READY;
    case TEST_WAIT1:
#line 14 "in.co"
        goto wait1;
    case TEST_RESOLVED:
#line 14 "in.co"
        break;
#line 14 "in.co"
    }
#line 14 "in.co"
    panic("coroutine test was polled after it was ready");
#line 14 "in.co"
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
#line 15 "in.co"

int main(void)
{
    run(test());
    return 0;
}
