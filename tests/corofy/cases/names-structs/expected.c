/* corofy made this of in.co: edit that */
/* Structs with every form of initializer, members and whole. */
#include "case.h"

struct point {
    int x, y;
};

struct line {
    struct point from, to;
    char name[8];
    int data[4];
    const char *color;
};

static struct point mirror(struct point p)
{
    return (struct point){p.y, p.x};
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
        struct point p;
        struct point q;
        struct point r;
        struct point zero;
        struct line line;
        struct line partial;
        struct point many[sizeof((char[]){[2] = 0, 0, [0] = 0})];
        struct line *pointer;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.p = (struct point){1, 2};
        self->stack.q = self->stack.p;
        self->stack.r = mirror(self->stack.p);
        self->stack.zero = (struct point){0};
        self->stack.line = (struct line){
            .to.x = 3,
            .from = {1, 2},
            .name = "abc",
            .data = {[1] = 7, 8},
            .color = "red",
        };
        self->stack.partial = (struct line){{1, .y = 4}, .data[2] = 5};
        __builtin_memcpy(self->stack.many, (struct point []){[2] = {.y = 5}, {6, 7}, [0].x = 1}, sizeof(self->stack.many));
        self->stack.pointer = &self->stack.line;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d,%d %d,%d %d,%d %d,%d\n", self->stack.p.x, self->stack.p.y, self->stack.q.x, self->stack.q.y, self->stack.r.x, self->stack.r.y, self->stack.zero.x,
               self->stack.zero.y);
        printf("%d,%d %d,%d %s %d %d %s\n", self->stack.line.from.x, self->stack.line.from.y, self->stack.line.to.x,
               self->stack.line.to.y, self->stack.line.name, self->stack.line.data[1], self->stack.line.data[2], self->stack.line.color);
        printf("%d,%d %d %s\n", self->stack.partial.from.x, self->stack.partial.from.y, self->stack.partial.data[2],
               self->stack.partial.color ? "?" : "none");
        printf("%zu %d,%d %d,%d %d\n", sizeof self->stack.many / sizeof *self->stack.many, self->stack.many[2].x,
               self->stack.many[2].y, self->stack.many[3].x, self->stack.many[3].y, self->stack.many[0].x);
        self->stack.pointer->to = (struct point){.y = 9, .x = 8};
        self->stack.p = mirror(self->stack.line.to);
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d,%d %d,%d\n", self->stack.line.to.x, self->stack.line.to.y, self->stack.p.x, self->stack.p.y);
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
