/* corofy made this of in.co: edit that */
/* Types of a block, for variables that live across waits. */
#include "case.h"

struct test_point {
    int x, y;
};

union test_either {
    int i;
    struct test_point p;
};

enum test_color { test_RED, test_GREEN = 5 };

typedef struct test_point test_point_2;

typedef int test_triple[3];

typedef enum test_color (*test_chooser)(int);

struct test_point_3 {
    char name[4];
};

typedef char test_triple_2[3];

struct test_list {
    struct test_list *next;
    enum { test_FIRST = 20, test_SECOND } which;
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
        test_point_2 p;
        struct test_point *q;
        union test_either e;
        enum test_color c;
        test_triple t;
        test_chooser choose;
        struct test_point_3 p_2;
        test_triple_2 t_2;
        struct test_list one;
        struct test_list two;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.p = (test_point_2){1, 2};
        self->stack.q = &self->stack.p;
        self->stack.e = (union test_either){.p = {3, 4}};
        self->stack.c = test_GREEN;
        __builtin_memcpy(&self->stack.t, &(test_triple){7, 8, 9}, sizeof(self->stack.t));
        self->stack.choose = NULL;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.q->x += 10;
        printf("%d,%d %d,%d %d %d %d\n", self->stack.p.x, self->stack.p.y, self->stack.e.p.x, self->stack.e.p.y, self->stack.c, self->stack.t[2],
               self->stack.choose == NULL);
        {
            self->stack.p_2 = (struct test_point_3){"in"};
            __builtin_memcpy(&self->stack.t_2, &(test_triple_2){"ab"}, sizeof(self->stack.t_2));

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%s %zu %s %zu\n", self->stack.p_2.name, sizeof(struct test_point_3), self->stack.t_2,
                   sizeof(test_triple_2));
        }
        self->stack.one = (struct test_list){NULL, test_SECOND};
        self->stack.two = (struct test_list){&self->stack.one, test_FIRST};
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.two.next->which, self->stack.two.which, test_RED);
        printf("%d\n", sizeof(struct test_point) == sizeof self->stack.p);
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
