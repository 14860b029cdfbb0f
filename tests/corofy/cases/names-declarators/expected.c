/* corofy made this of in.co: edit that */
/* Several declarators of every kind in one declaration. */
#include "case.h"

static int add(int a, int b)
{
    return a + b;
}

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
        int a;
        int *p;
        int b[3];
        int (*q)[3];
        int **pp;
        int (*f)(int, int);
        int uninitialized;
        int *r[2];
        int last;
        char *s;
        char t[sizeof("array")];
        char c;
        char *u;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.a = 1;
        self->stack.p = &self->stack.a;
        __builtin_memcpy(self->stack.b, (int [3]){1, 2, 3}, sizeof(self->stack.b));
        self->stack.q = &self->stack.b;
        self->stack.pp = &self->stack.p;
        self->stack.f = add;
        __builtin_memcpy(self->stack.r, (int *[2]){&self->stack.a, self->stack.b + 2}, sizeof(self->stack.r));
        self->stack.last = 9;
        self->stack.s = "string";
        __builtin_memcpy(self->stack.t, (char []){"array"}, sizeof(self->stack.t));
        self->stack.c = self->stack.t[1];
        self->stack.u = self->stack.t + 2;

        self->stack.uninitialized = 4;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.a++;
        *self->stack.p += 10;
        **self->stack.pp += 100;
        printf("%d %d %d %d\n", self->stack.a, *self->stack.p, **self->stack.pp, self->stack.f(self->stack.a, self->stack.last));
        printf("%d %d %d %d\n", self->stack.b[2], (*self->stack.q)[1], *self->stack.r[0], *self->stack.r[1]);
        printf("%d %s %s %c %s\n", self->stack.uninitialized, self->stack.s, self->stack.t, self->stack.c, self->stack.u);
        printf("%zu %zu %zu\n", sizeof self->stack.b / sizeof *self->stack.b, sizeof *self->stack.q / sizeof **self->stack.q,
               sizeof self->stack.t);
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
