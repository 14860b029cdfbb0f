/* corofy made this of in.co: edit that */
#include "case.h"

struct point {
    int x, y;
};

static int twice(int n)
{
    return 2 * n;
}

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
        double real;
        const char *text;
        struct point point;
        int *numbers;
        int (*function)(int);
        int (*matrix)[2];
        volatile bool truth;
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
        printf("%d %.2f %s\n", self->stack.n, self->stack.real, self->stack.text);
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.point.y, self->stack.numbers[2], self->stack.function(21));
        self->stack.numbers++;
        self->stack.point.x += self->stack.numbers[0];
        self->stack.truth = !self->stack.truth;
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", self->stack.point.x, self->stack.numbers[0], self->stack.matrix[1][0], self->stack.truth);
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

void test_init(struct test *self, const int n, double real, const char *text,
               struct point point, int numbers[static 3], int (*function)(int),
               int matrix[][2], volatile bool truth)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.n = n, .real = real, .text = text, .point = point, .numbers = numbers, .function = function, .matrix = matrix, .truth = truth},
    };
}

struct future *test(const int n, double real, const char *text,
                    struct point point, int numbers[static 3],
                    int (*function)(int), int matrix[][2], volatile bool truth)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, n, real, text, point, numbers, function, matrix, truth);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    int numbers[] = {4, 5, 6};
    int matrix[2][2] = {{1, 2}, {3, 4}};

    run(test(1, 0.25, "text", (struct point){7, 8}, numbers, twice, matrix,
             false));
    return 0;
}
