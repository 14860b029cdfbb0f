/* corofy made this of in.co: edit that */
/* Tags that are announced, and arrays of a header's type */
#include <inttypes.h>
#include "case.h"
enum child_state {
    CHILD_START,
    CHILD_WAIT1,
    CHILD_RESOLVED,
};

struct child {
    struct future future;
    enum child_state state;
    struct future *child;
    struct {
        uint8_t *x;
        uint8_t n;
    } stack;
};

static enum poll_state child_poll(struct future *future, char **output)
{
    struct child *self = (struct child *)future;

    switch (self->state) {
    case CHILD_START:
        self->child = nothing();
        self->state = CHILD_WAIT1;
        /* fall through */
    case CHILD_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %" PRIu64 "\n", self->stack.x[1], self->stack.n, (uint64_t)5);
        *output = NULL;
        self->state = CHILD_RESOLVED;
        return POLL_READY;
    case CHILD_RESOLVED:
        break;
    }
    panic("coroutine child was polled after it was ready");
}

static void child_drop(struct future *future)
{
    struct child *self = (struct child *)future;

    future_drop(self->child);
}

static void child_free(struct future *future)
{
    child_drop(future);
    free(future);
}

void child_init(struct child *self, uint8_t x[static 3], uint8_t n)
{
    *self = (struct child){
        .future = {child_poll, child_drop},
        .state = CHILD_START,
        .stack = {.x = x, .n = n},
    };
}

struct future *child(uint8_t x[static 3], uint8_t n)
{
    struct child *self = future_alloc(sizeof(*self));

    child_init(self, x, n);
    self->future.drop = child_free;
    return &self->future;
}
struct test_loc { struct test_loc *next; int v; };

struct test_node { struct test_tag *t; };

struct test_tag { int b; };

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
        int k;
    } start;
    struct {
        struct test_loc l1;
        uint8_t buf[4];
        uint8_t n[2];
        struct test_node node;
        struct test_tag t;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.l1 = (struct test_loc){ NULL, 3 };
        __builtin_memcpy(self->stack.buf, (uint8_t [4]){1, 2}, sizeof(self->stack.buf));
        __builtin_memcpy(self->stack.n, (uint8_t [2]){self->start.k}, sizeof(self->stack.n));
        {
            self->stack.t = (struct test_tag){self->start.k};
            self->stack.node.t = &self->stack.t;
            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d\n", self->stack.node.t->b);
        }
        self->child = child(self->stack.buf, self->stack.n[0]);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d\n", self->stack.l1.v, self->stack.buf[1]);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
        .start = {k},
    };
}

struct future *test(int k)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, k);
    self->future.drop = test_free;
    return &self->future;
}
int main(void)
{
    run(test(3));
    return 0;
}
