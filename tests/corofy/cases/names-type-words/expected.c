/* corofy made this of in.co: edit that */
/* Types of several words, in the orders that C allows. */
#include <stdbool.h>
#include <stdint.h>
#include "case.h"

typedef unsigned char octet;

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
        unsigned u;
        long long int ll;
        int unsigned long ul;
        short s;
        signed char sc;
        char unsigned uc;
        long double ld;
        double _Complex complex;
        _Bool yes;
        bool no;
        uint8_t eight;
        octet nine;
        struct future *none;
        __int128 wide;
        float f;
        float *pf;
        __extension__ long long extended;
        __typeof__(1u) same;
        __typeof__(1u) *psame;
        typeof(int[2]) two;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.u = 1;
        self->stack.ll = 2;
        self->stack.ul = 3;
        self->stack.s = 4;
        self->stack.sc = -5;
        self->stack.uc = 250;
        self->stack.ld = 6.5L;
        self->stack.complex = 7.0;
        self->stack.yes = 2;
        self->stack.no = false;
        self->stack.eight = 8;
        self->stack.nine = 9;
        self->stack.none = NULL;
        self->stack.wide = 10;
        self->stack.f = .5f;
        self->stack.pf = &self->stack.f;
        self->stack.extended = 11;
        self->stack.same = 12;
        self->stack.psame = &self->stack.same;
        __builtin_memcpy(&self->stack.two, &(typeof(int[2])){13, 14}, sizeof(self->stack.two));

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%u %lld %lu %d %d %d\n", self->stack.u, self->stack.ll, self->stack.ul, self->stack.s, self->stack.sc, self->stack.uc);
        printf("%.1Lf %.1f %d %d %d %d\n", self->stack.ld, *(double *)&self->stack.complex, self->stack.yes, self->stack.no, self->stack.eight,
               self->stack.nine);
        printf("%d %d %.1f %lld %u %d\n", self->stack.none == NULL, (int)self->stack.wide, *self->stack.pf, self->stack.extended,
               *self->stack.psame, self->stack.two[1]);
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
