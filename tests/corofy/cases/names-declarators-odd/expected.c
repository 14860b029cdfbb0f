/* corofy made this of in.co: edit that */
/* Declarations that are right, but that few write. */
#include "case.h"

typedef int integer;
static int integers(int n)
{
    return n;
}

typedef long int test_number;

struct test_tag {
    int a;
};

enum test_type1 { test_K };

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
        struct later *unknown;
        struct test_tag t;
        struct test_tag const *u;
        int (a);
        int (*(b));
        int ((c));
        test_number volatile n;
        integer (d);
        char e;
        char f[2];
        char *g;
        char h;
        integer (*i)(int);
        integer j[test_K + 2];
        integer (*k)[2];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    static int kept = 1;

    switch (self->state) {
    case TEST_START:
        self->stack.unknown = NULL;
        self->stack.t = (struct test_tag){2};
        self->stack.u = &self->stack.t;
        self->stack.a = 3;
        self->stack.b = &(self->stack.a);
        self->stack.c = 4;
        self->stack.n = 5;
        self->stack.d = 6;
        ;
        self->stack.h = 'h';
        self->stack.i = integers;
        __builtin_memcpy(self->stack.j, (integer [test_K + 2]){[test_K] = 7, 8}, sizeof(self->stack.j));
        self->stack.k = &self->stack.j;

        self->stack.e = 'e', self->stack.f[0] = self->stack.f[1] = 'f', self->stack.g = self->stack.f;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        kept++;
        printf("%d %d %d %d %d %d\n", kept, self->stack.t.a, self->stack.u->a, self->stack.a, *self->stack.b, self->stack.c);
        printf("%d %d %c %c %c %c %d\n", (int)self->stack.n, self->stack.d, self->stack.e, self->stack.f[1], *self->stack.g, self->stack.h,
               self->stack.unknown == NULL);
        printf("%d %d %d\n", self->stack.i(9), self->stack.j[1], (*self->stack.k)[0]);
        integers(self->stack.a);
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
