/* corofy made this of in.co: edit that */
/* Types of headers, in declarations of the file and of the coroutine */
#include <stddef.h>
#include <stdint.h>
#include "case.h"
typedef size_t (*len_fn)(const char *);
static size_t __attribute__((noinline)) helper(void) { return 1; }
static const uint8_t __attribute__((aligned(4))) table[] = {1, 2};
extern size_t (strlen)(const char *);
static ssize_t (*read_fn)(int, void *, size_t);
struct flex { int n; char d[]; };
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
        uint8_t k;
        size_t n;
        uint8_t m;
        ssize_t r;
        len_fn f;
        size_t x;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.n = helper();
        self->stack.m = table[1];
        self->stack.r = 5;
        self->stack.f = strlen;
        self->stack.x = 3;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%zu %d %d %zu %d %zu %d\n", self->stack.n, self->stack.m, (int)self->stack.r, self->stack.f("abc"), read_fn == NULL, offsetof(struct flex, d[self->stack.x]), self->stack.k);
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

void test_init(struct test *self, uint8_t k)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.k = k},
    };
}

struct future *test(uint8_t k)
{
    struct test *self = aligned_alloc(_Alignof(struct test), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine test");
    test_init(self, k);
    self->future.drop = test_free;
    return &self->future;
}
int main(void)
{
    run(test(3));
    return 0;
}
