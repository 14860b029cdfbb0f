/* corofy made this of in.co: edit that */
#line 1 "in.co"
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
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
        const char *function;
    } stack;
};

#line 3 "in.co"
static enum poll_state test_poll(struct future *future, char **output)
#line 3 "in.co"
{
#line 3 "in.co"
    struct test *self = (struct test *)future;
#line 5 "in.co"
    char *output1 = NULL;

#line 3 "in.co"
    switch (self->state) {
    case TEST_START:
        self->stack.function = "test";

        self->child = ask("first");
#line 7 "in.co"
        self->state = TEST_WAIT1;
#line 7 "in.co"
        /* fall through */
    case TEST_WAIT1:
#line 7 "in.co"
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
#line 7 "in.co"
            return POLL_NOT_READY;
#line 7 "in.co"
        print(output1);
        printf("line %d of %s, %d\n", 8, self->stack.function, self->stack.n);
        *output = NULL;
#line 9 "in.co"
        self->state = TEST_RESOLVED;
#line 9 "in.co"
        return POLL_READY;
    case TEST_RESOLVED:
#line 9 "in.co"
        break;
#line 9 "in.co"
    }
#line 9 "in.co"
    panic("coroutine test was polled after it was ready");
#line 9 "in.co"
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
#line 10 "in.co"

int main(void)
{
    run(test(1));
    printf("line %d\n", __LINE__);
    return 0;
}
