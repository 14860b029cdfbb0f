/* corofy made this of in.co: edit that */
/* Tokens that run together, or that must not. */
#include "case.h"

#define str(x) #x
#define cat(x, y) x##y

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
        int a;
        int b;
        int *p;
        int i;
        int n[3];
        double d;
        double e;
        double f;
        double g;
        unsigned long u;
        unsigned long v;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.a = 6;
        self->stack.b = 3;
        self->stack.p = &self->stack.b;
        self->stack.i = 0;
        __builtin_memcpy(self->stack.n, (int []){1, 2, 3}, sizeof(self->stack.n));
        self->stack.d = 1e+5;
        self->stack.e = 0x1p-3;
        self->stack.f = .5e-3f;
        self->stack.g = 1.;
        self->stack.u = 0xFFUL;
        self->stack.v = 0b101;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.a/ *self->stack.p, self->stack.a / *self->stack.p, self->stack.a /* c *// *self->stack.p);
        printf("%d %d %d\n", self->stack.a- -self->stack.b, self->stack.a - -self->stack.b, - -self->stack.a);
        printf("%d\n", self->stack.a+++self->stack.b);
        printf("%d\n", self->stack.a---self->stack.b);
        printf("%d %d\n", self->stack.a+ +self->stack.b, self->stack.a&~self->stack.b);
        printf("%d %d %d\n", self->stack.a<<1>>1, self->stack.a<self->stack.b, self->stack.a>self->stack.b);
        printf("%zu %d %d\n", sizeof-self->stack.a, !!self->stack.a, ~-self->stack.a);
        printf("%d %d\n", self->stack.a ?self->stack.b:self->stack.a, self->stack.a?self->stack.b?1:2:3);
        printf("%d\n", self->stack.n[self->stack.i+++1]);
        self->stack.a<<=2, self->stack.b|=4, *self->stack.p^=1, self->stack.a%=7;
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.a, self->stack.b, *&*self->stack.p);
        printf("%.0f %.3f %.4f %.0f %lu %lu\n", self->stack.d, self->stack.e, self->stack.f, self->stack.g, self->stack.u, self->stack.v);
        printf("%c%c%c%c%c\n", '\'', '"', '\\', '\x41', '\101');
        printf("%s %s %d\n", str(c "b" '\''), "one" " two"
               " three", cat(self->stack.a, ));
        printf("%s%c\n", u8"eight", (char)L'w');
        while (self->stack.a-->0) {
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        printf("%d\n", self->stack.a);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
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
