/* corofy made this of in.co: edit that */
/* Members, tags and labels have name spaces of their own. */
#include "case.h"

struct x {
    int x;
    struct x *next;
    union {
        int y;
    };
};

enum test_i { test_A, test_B };

struct test_type1 {
    int field[2], i;
};

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
        struct x x;
        struct x *next;
        int y;
        int i;
        int field[3];
        enum test_i kind;
        struct test_type1 s;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.x = (struct x){.x = 1, .y = 2};
        self->stack.next = &self->stack.x;
        self->stack.y = 3;
        self->stack.i = 0;
        __builtin_memcpy(self->stack.field, (int [3]){4, 5, 6}, sizeof(self->stack.field));
        self->stack.kind = test_B;

        self->stack.x.next = self->stack.next;
        goto x;
    y:
        self->stack.y++;
    i:
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (self->stack.i++ < 2)
            goto y;
        goto end;
    x:
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.x.x += self->stack.x.next->next->x + self->stack.next->y;
        printf("%d %d %d\n", self->stack.x.x, self->stack.next->x, (*self->stack.next).next->y);
        self->stack.x = (struct x){.x = self->stack.y, .next = &self->stack.x, .y = (self->stack.x.y)};
        self->stack.s = (struct test_type1){.field[1] = self->stack.field[self->stack.i], .i = self->stack.i, .field[0] = self->stack.field[1]};
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", self->stack.s.field[1], self->stack.s.field[0], self->stack.s.i, self->stack.field[self->stack.s.i + 2]);
        goto i;
    end:
        printf("%d %d %d %d\n", self->stack.y, self->stack.i, (enum test_i)self->stack.kind, (int)sizeof(struct x) > 0);
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
