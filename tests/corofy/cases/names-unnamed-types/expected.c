/* corofy made this of in.co: edit that */
/* Variables of types that have no name cannot be declared anew elsewhere. */
#include "case.h"

struct test_type1 {
    int a;
    char b[4];
};

enum test_type2 { test_RED, test_GREEN = 4, test_BLUE };

union test_type3 {
    int i;
    char c;
};

struct test_type4 {
         int i;
         char c;
     };

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
        struct test_type1 s;
        struct test_type1 t;
        struct test_type1 *p;
        struct test_type1 pair[2];
        enum test_type2 color;
        enum test_type2 other;
        union test_type3 u;
        struct test_type4 at;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.s = (struct test_type1){1, "one"};
        self->stack.t = self->stack.s;
        self->stack.p = &self->stack.s;
        __builtin_memcpy(self->stack.pair, (struct test_type1 [2]){{7, "x"}, {8, "y"}}, sizeof(self->stack.pair));
        self->stack.color = test_GREEN;
        self->stack.u = (union test_type3){.i = 3};

        self->stack.other = test_BLUE;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.p->a++;
        printf("%d %s %d %s %d%s\n", self->stack.s.a, self->stack.s.b, self->stack.t.a, self->stack.t.b, self->stack.pair[1].a, self->stack.pair[1].b);
        printf("%d %d %d %d\n", self->stack.color, self->stack.other, test_RED, self->stack.u.i);
        {
            self->stack.at = (struct test_type4){0, 'a'};
            for (; self->stack.at.i < 2; self->stack.at.i++) {
                self->child = nothing();
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                printf("%d %c\n", self->stack.at.i, self->stack.at.c++);
            }
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
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
