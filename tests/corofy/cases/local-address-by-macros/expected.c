/* corofy made this of in.co: edit that */
/*
 * Addresses that a macro takes because of another one, which it is given, which
 * is pasted together, or which is around it
 */
#include <stdint.h>
#include "case.h"

#define ADDRESS(x) (&(x))
#define SAME(x) x
#define APPLY(f, x) f(x)
#define CAT(a, b) a##b
#define ROUND ADDRESS
#define OCTETS(x) ((char *)&(x))
#define NUMBER(x) ((uintptr_t)&(x))

static int seven(void)
{
    return 7;
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
        int *p[8];
        int a;
        int b;
        int c;
        int d;
        int hidden;
        int e;
        int g;
        int h;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        {
            self->stack.a = 1;
            self->stack.b = 2;
            self->stack.c = 3;
            self->stack.d = 4;
            self->stack.hidden = 5;
            self->stack.e = seven();
            self->stack.g = 8;
            self->stack.h = 9;

            self->stack.p[0] = APPLY(ADDRESS, self->stack.a);
            self->stack.p[1] = CAT(ADD, RESS)(self->stack.b);
            self->stack.p[2] = ADDRESS(SAME(self->stack.c));
            self->stack.p[3] = SAME(ADDRESS)(self->stack.d);
            self->stack.p[4] = SAME(APPLY)(ADDRESS, self->stack.hidden);
            self->stack.p[5] = ROUND(self->stack.e);
            self->stack.p[6] = (int *)OCTETS(self->stack.g);
            self->stack.p[7] = (int *)NUMBER(self->stack.h);
            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            for (int i = 0; i < 8; i++)
                *self->stack.p[i] *= 10;
            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            for (int i = 0; i < 8; i++)
                printf(" %d", *self->stack.p[i]);
            puts("");
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
    run(test());
    return 0;
}
