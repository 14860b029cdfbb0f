/* corofy made this of in.co: edit that */
/* The address of a part keeps the whole, however it is come by. */
#include "case.h"
#include "inner.h"

struct pair {
    int a, b;
};

struct outer {
    struct inner in;
};

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
    } start;
    struct {
        struct pair s;
        struct pair t;
        struct outer o;
        int list[2];
        int x;
        vector v;
        double _Complex z;
        int *p;
        int *q;
        int *r;
        int *i;
        int *w;
        double *real;
    } stack;
};

_Static_assert(_Alignof(struct test) <= _Alignof(max_align_t),
               "struct test is aligned for more than future_alloc() gives");

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int y;

    switch (self->state) {
    case TEST_START:
        self->stack.s = (struct pair){1, 2};
        self->stack.t = (struct pair){3, 4};
        self->stack.o = (struct outer){{5, {6, 7, self->start.n}}};
        __builtin_memcpy(self->stack.list, (int [2]){8, 9}, sizeof(self->stack.list));
        self->stack.x = 10;
        __builtin_memcpy(&self->stack.v, &(vector){11, 12, self->start.n}, sizeof(self->stack.v));
        self->stack.z = 13.0;
        self->stack.p = &(self->stack.s.a);
        self->stack.q = &((self->stack.t).b);
        self->stack.r = &(self->stack.list[1]);
        self->stack.i = self->stack.o.in.many;
        self->stack.w = self->stack.v;
        self->stack.real = &__real__ self->stack.z;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d %d %.0f\n", *self->stack.p, *self->stack.q, *self->stack.r, self->stack.i[2], self->stack.w[2], *self->stack.real);
        y = _Generic(1, int: 0, default: (self->stack.x = 5));
        printf("%d %d\n", self->stack.x, y);
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
    run(test(14));
    return 0;
}
