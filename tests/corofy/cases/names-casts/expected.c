/* corofy made this of in.co: edit that */
/* Types of a block in casts, compound literals and sizeof after a wait. */
#include "case.h"

typedef struct test_pair {
    int a;
    long b;
} test_pair_2;

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
        test_pair_2 p;
        int n;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    typedef unsigned char octet;
    union word {
        float f;
        unsigned u;
    };

    switch (self->state) {
    case TEST_START:
        self->stack.p = (test_pair_2){1, 2};
        self->stack.n = 0x1ff;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", (octet)self->stack.n, (int)(octet)-1, -(octet)self->stack.n);
        self->stack.p = (test_pair_2){.b = 3, .a = self->stack.n};
        printf("%d %ld %ld\n", self->stack.p.a, self->stack.p.b, ((struct test_pair){4, 5}).b);
        printf("%d %x\n", ((test_pair_2 *)&self->stack.p)->a == ((struct test_pair *)(void *)&self->stack.p)->a,
               ((union word){.f = 1.0f}).u);
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d\n", (int[]){1, 2, 3}[self->stack.p.b - 1], *(const int *)&(const int){6});
        printf("%d\n",
               sizeof(test_pair_2) == sizeof(struct test_pair) && sizeof(octet[3]) == 3);
        printf("%s\n", (char[]){"literal"} + 3);
        for (int *at = (int[]){7, 8, 0}; *at; at++)
            printf("%d\n", *at);
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
