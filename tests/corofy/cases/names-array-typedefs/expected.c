/* corofy made this of in.co: edit that */
/* What a typedef makes an array is one: it has an address that may be kept. */
#include "case.h"

typedef char word[8];
typedef word words[2];
typedef int visit(int n);

struct box {
    word name;
    int n;
};

static int twice(int n)
{
    return n * 2;
}

typedef int test_triple[3];

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
        visit *function;
        word text;
        words pair;
        struct box box;
        test_triple numbers;
        typeof(int[3]) others;
        char *p;
        char *q;
        char *r;
        int *s;
        int *t;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.function = twice;
        __builtin_memcpy(&self->stack.text, &(word){"text"}, sizeof(self->stack.text));
        __builtin_memcpy(&self->stack.pair, &(words){"one", "two"}, sizeof(self->stack.pair));
        self->stack.box = (struct box){"box", self->stack.n};
        __builtin_memcpy(&self->stack.numbers, &(test_triple){1, 2, self->stack.n}, sizeof(self->stack.numbers));
        __builtin_memcpy(&self->stack.others, &(typeof(int[3])){4, 5, self->stack.n}, sizeof(self->stack.others));
        self->stack.p = self->stack.text;
        self->stack.q = self->stack.pair[1];
        self->stack.r = self->stack.box.name;
        self->stack.s = self->stack.numbers;
        self->stack.t = self->stack.others;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %s %s %d %d\n", self->stack.p, self->stack.q, self->stack.r, self->stack.s[2], self->stack.t[1]);
        printf("%d\n", self->stack.function(self->stack.n));
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

enum takes_state {
    TAKES_START,
    TAKES_WAIT1,
    TAKES_RESOLVED,
};

struct takes {
    struct future future;
    enum takes_state state;
    struct future *child;
    struct {
        visit *function;
        int *numbers;
    } stack;
};

static enum poll_state takes_poll(struct future *future, char **output)
{
    struct takes *self = (struct takes *)future;

    switch (self->state) {
    case TAKES_START:
        self->child = nothing();
        self->state = TAKES_WAIT1;
        /* fall through */
    case TAKES_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.function(self->stack.numbers[1]));
        *output = NULL;
        self->state = TAKES_RESOLVED;
        return POLL_READY;
    case TAKES_RESOLVED:
        break;
    }
    panic("coroutine takes was polled after it was ready");
}

static void takes_drop(struct future *future)
{
    struct takes *self = (struct takes *)future;

    future_drop(self->child);
}

static void takes_free(struct future *future)
{
    takes_drop(future);
    free(future);
}

static void takes_init(struct takes *self, visit *function, int *numbers)
{
    *self = (struct takes){
        .future = {takes_poll, takes_drop},
        .state = TAKES_START,
        .stack = {.function = function, .numbers = numbers},
    };
}

static struct future *takes(visit *function, int *numbers)
{
    struct takes *self = future_alloc(sizeof(*self));

    takes_init(self, function, numbers);
    self->future.drop = takes_free;
    return &self->future;
}

int main(void)
{
    int numbers[] = {1, 2};

    run(test(3));
    run(takes(twice, numbers));
    return 0;
}
