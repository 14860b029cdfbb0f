/* corofy made this of in.co: edit that */
/* Declarations of types that no declaration of the file tells */
#include <complex.h>
#include <stdalign.h>
#include <stdint.h>
#include <sys/types.h>
#include "case.h"
#define UNUSED __attribute__((unused))
#define NOTHROW
#define BEGIN_DECLS
static ssize_t (*read_fn)(int, void *, size_t);
static void helper(void) NOTHROW
{
}
struct other;
void other_init(struct other *self, uint8_t);
struct future *other(uint8_t);
BEGIN_DECLS
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
        int k;
        ssize_t n;
        FILE *(*opener)(const char *, const char *);
        size_t (*(*plen))(const char *);
        ssize_t (*rd)(int, void *, size_t);
        double complex z;
        alignas(16) char a[16];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    uint8_t *f UNUSED;

    switch (self->state) {
    case TEST_START:
        self->stack.n = 5;
        self->stack.opener = fopen;
        f = NULL;
        self->stack.plen = NULL;
        self->stack.rd = read_fn;
        self->stack.z = 1.0;
        __builtin_memcpy(self->stack.a, (char [16]){"al"}, sizeof(self->stack.a));
        helper();
        self->child = other(3);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d %d %s %d\n", (int)self->stack.n, self->stack.opener == fopen, self->stack.rd == NULL, self->stack.k, (int)creal(self->stack.z), self->stack.a, self->stack.plen != NULL);
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

void test_init(struct test *self, int k)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.k = k},
    };
}

struct future *test(int k)
{
    struct test *self = aligned_alloc(_Alignof(struct test), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine test");
    test_init(self, k);
    self->future.drop = test_free;
    return &self->future;
}
enum other_state {
    OTHER_START,
    OTHER_WAIT1,
    OTHER_RESOLVED,
};

struct other {
    struct future future;
    enum other_state state;
    struct future *child;
    struct {
        uint8_t x;
    } stack;
};

static enum poll_state other_poll(struct future *future, char **output)
{
    struct other *self = (struct other *)future;

    switch (self->state) {
    case OTHER_START:
        self->child = nothing();
        self->state = OTHER_WAIT1;
        /* fall through */
    case OTHER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if ((INT32_MAX) & self->stack.x)
            printf("%d\n", self->stack.x);
        if (sizeof(int) & self->stack.x)
            puts("never");
        *output = NULL;
        self->state = OTHER_RESOLVED;
        return POLL_READY;
    case OTHER_RESOLVED:
        break;
    }
    panic("coroutine other was polled after it was ready");
}

static void other_drop(struct future *future)
{
    struct other *self = (struct other *)future;

    future_drop(self->child);
}

static void other_free(struct future *future)
{
    other_drop(future);
    free(future);
}

void other_init(struct other *self, uint8_t x)
{
    *self = (struct other){
        .future = {other_poll, other_drop},
        .state = OTHER_START,
        .stack = {.x = x},
    };
}

struct future *other(uint8_t x)
{
    struct other *self = aligned_alloc(_Alignof(struct other), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine other");
    other_init(self, x);
    self->future.drop = other_free;
    return &self->future;
}
int main(void)
{
    run(test(3));
    return 0;
}
