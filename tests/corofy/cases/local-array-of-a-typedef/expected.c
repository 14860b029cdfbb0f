/* corofy made this of in.co: edit that */
#include "case.h"

typedef char word[8];
typedef const char *string;

typedef int test_triple[3];

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
        int n;
        word text;
        string pointer;
        test_triple numbers;
        typeof(int[2]) pair;
        word other;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        __builtin_memcpy(&self->stack.text, &(word){"kept"}, sizeof(self->stack.text));
        self->stack.pointer = "pointer";
        __builtin_memcpy(&self->stack.numbers, &(test_triple){1, self->stack.n}, sizeof(self->stack.numbers));
        __builtin_memcpy(&self->stack.pair, &(typeof(int[2])){self->stack.n, 2}, sizeof(self->stack.pair));
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %s %d %d\n", self->stack.text, self->stack.pointer, self->stack.numbers[1], self->stack.pair[0]);
        {
            __builtin_memcpy(&self->stack.other, &(word){"here"}, sizeof(self->stack.other));
            test_triple more;
            __builtin_memcpy(&more, &(test_triple){[2] = 5}, sizeof(more));

            printf("%s %d\n", self->stack.other, more[2]);
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT3:
        goto wait3;
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
        .stack = {.n = n},
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
