/* corofy made this of in.co: edit that */
#include <stdint.h>
#include "case.h"

struct point { int x, y; };

/* How many elements a list is for is for a compiler to say, not for us. */
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
        uint8_t bytes[3];
        struct point points[2];
        const char *names[2];
        struct point more[2];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    struct point a;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.bytes, (uint8_t []){1, 2, self->start.n}, sizeof(self->stack.bytes));
        _Static_assert(sizeof((uint8_t []){1, 2, self->start.n}) == sizeof(self->stack.bytes), "write the size of bytes");
        __builtin_memcpy(self->stack.points, (struct point []){{1, 2}, {self->start.n, 4}}, sizeof(self->stack.points));
        __builtin_memcpy(self->stack.names, (const char *[]){"a", "b"}, sizeof(self->stack.names));
        a = (struct point){1, 2};
        __builtin_memcpy(self->stack.more, (struct point []){a, self->stack.points[1]}, sizeof(self->stack.more));
        _Static_assert(sizeof((struct point []){a, self->stack.points[1]}) == sizeof(self->stack.more), "write the size of more");
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%zu %zu %zu %d %d %s %d\n", sizeof self->stack.bytes, sizeof self->stack.points, sizeof self->stack.more, self->stack.bytes[2], self->stack.points[1].x, self->stack.names[1], self->stack.more[1].x);
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
    run(test(3));
    return 0;
}
