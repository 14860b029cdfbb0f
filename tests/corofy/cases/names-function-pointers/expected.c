/* corofy made this of in.co: edit that */
/* Pointers to functions, arrays of them, and functions that return them. */
#include "case.h"

static int add(int a, int b)
{
    return a + b;
}

static int subtract(int a, int b)
{
    return a - b;
}

static int (*choose(char name))(int, int)
{
    return name == '+' ? add : subtract;
}

typedef int operation(int, int);

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
        int (*op)(int, int);
        int (*ops[2])(int, int);
        int (*(*pick)(char))(int, int);
        int (**any)(int a, int b);
        operation *typed;
        operation *table[3];
        void (*handler)(void);
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.op = add;
        __builtin_memcpy(self->stack.ops, (int (*[2])(int, int)){add, subtract}, sizeof(self->stack.ops));
        self->stack.pick = choose;
        self->stack.any = self->stack.ops;
        self->stack.typed = subtract;
        __builtin_memcpy(self->stack.table, (operation *[]){subtract, add, add}, sizeof(self->stack.table));
        self->stack.handler = NULL;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.op(5, 3), self->stack.ops[1](5, 3), self->stack.pick('-')(5, 3));
        printf("%d %d %zu\n", self->stack.typed(5, 3), (*self->stack.table[1])(5, 3),
               sizeof self->stack.table / sizeof *self->stack.table);
        printf("%d\n", (*self->stack.any++)(1, 1));
        printf("%d\n", (*self->stack.any)(1, 1));
        self->stack.op = self->stack.pick('-');
        self->stack.handler = self->stack.handler ? self->stack.handler : NULL;
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d\n", self->stack.op(5, 3), self->stack.handler == NULL);
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
