/* corofy made this of in.co: edit that */
/* A name is in scope right after its declarator, not after its declaration. */
#include <stddef.h>
#include "case.h"

struct node {
    struct node *next;
    int value;
};

enum { SIZE = 3 };

enum test_type1 { test_SIZE = SIZE + 1, test_NEXT = test_SIZE };

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
        char n;
        char x;
        int m;
        int n_2;
        int k;
        int x_2[2];
        size_t own;
        size_t size;
        int a[test_SIZE];
        struct node *p;
        struct node **link;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 1;
        self->stack.x = 'x';

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            /* m and the array's size see the outer names, k and the rest the inner
             */
            self->stack.m = self->stack.n;
            self->stack.n_2 = 5;
            self->stack.k = self->stack.n_2;
            __builtin_memcpy(self->stack.x_2, (int [2]){self->stack.k}, sizeof(self->stack.x_2));
            self->stack.own = sizeof self->stack.own;
            self->stack.size = sizeof(self->stack.x_2);

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d %d %d\n", self->stack.m, self->stack.n_2, self->stack.k, self->stack.x_2[0]);
            printf("%d %d\n", self->stack.own == sizeof(size_t), self->stack.size == 2 * sizeof(int));
            {
                int x[sizeof self->stack.x_2]; /* of the outer one */

                printf("%zu\n", sizeof x / sizeof *x);
            }
            self->stack.n_2++;
            printf("%d\n", self->stack.n_2);
        }
        {
            __builtin_memcpy(self->stack.a, (int [test_SIZE]){test_NEXT}, sizeof(self->stack.a));
            self->stack.p = malloc(sizeof(*self->stack.p));
            self->stack.link = &self->stack.p->next;

            *self->stack.p = (struct node){.value = test_NEXT};
            *self->stack.link = self->stack.p;
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %zu %d %d\n", test_SIZE, sizeof self->stack.a / sizeof(int), self->stack.p->value, self->stack.a[0]);
            printf("%d\n", self->stack.p->next == self->stack.p && self->stack.link == &self->stack.p->next);
            free(self->stack.p);
        }
        printf("%d %c %d\n", self->stack.n, self->stack.x, SIZE);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
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
