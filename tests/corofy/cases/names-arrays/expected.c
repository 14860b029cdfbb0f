/* corofy made this of in.co: edit that */
/* Arrays with and without a size, of strings, of designators, of arrays. */
#include "case.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

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
        int plain[4];
        int open[5];
        int far[sizeof((char[]){[5] = 0, [2] = 0, 0})];
        int grid[2][3];
        int rows[3][2];
        char text[sizeof("hello")];
        char wide[10];
        char joined[sizeof("one" "two")];
        char braces[sizeof("in braces")];
        char empty[sizeof("")];
        const char *words[sizeof((char[]){0, 0, [4] = 0})];
        int range[sizeof((char[]){[0 ... 3] = 0, 0})];
        int i;
        int again[3];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.plain, (int [4]){1, 2}, sizeof(self->stack.plain));
        __builtin_memcpy(self->stack.open, (int []){1, 2, 3, 4, 5}, sizeof(self->stack.open));
        __builtin_memcpy(self->stack.far, (int []){[5] = 1, [2] = 7, 8}, sizeof(self->stack.far));
        __builtin_memcpy(self->stack.grid, (int [2][3]){{1}, {4, 5, 6}}, sizeof(self->stack.grid));
        __builtin_memcpy(self->stack.rows, (int [][2]){{1, 2}, {3, 4}, {5}}, sizeof(self->stack.rows));
        __builtin_memcpy(self->stack.text, (char []){"hello"}, sizeof(self->stack.text));
        __builtin_memcpy(self->stack.wide, (char [10]){"hi"}, sizeof(self->stack.wide));
        __builtin_memcpy(self->stack.joined, (char []){"one"
                                                           "two"}, sizeof(self->stack.joined));
        __builtin_memcpy(self->stack.braces, (char []){"in braces"}, sizeof(self->stack.braces));
        __builtin_memcpy(self->stack.empty, (char []){""}, sizeof(self->stack.empty));
        __builtin_memcpy(self->stack.words, (const char *[]){"alpha", "beta", [4] = "gamma"}, sizeof(self->stack.words));
        __builtin_memcpy(self->stack.range, (int []){[0 ... 3] = 9, 10}, sizeof(self->stack.range));

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", COUNT(self->stack.plain), COUNT(self->stack.open), COUNT(self->stack.far),
               COUNT(self->stack.range));
        printf("%d %d %d\n", COUNT(self->stack.grid), COUNT(self->stack.grid[0]), COUNT(self->stack.rows));
        printf("%d %d %d %d %d\n", COUNT(self->stack.text), COUNT(self->stack.wide), COUNT(self->stack.joined),
               COUNT(self->stack.braces), COUNT(self->stack.empty));
        printf("%d %d %d %d %d\n", self->stack.plain[3], self->stack.open[4], self->stack.far[3], self->stack.range[3], self->stack.range[4]);
        printf("%d %d %d %d\n", self->stack.grid[0][1], self->stack.grid[1][2], self->stack.rows[1][1], self->stack.rows[2][1]);
        printf("%s %s %s %s [%s]\n", self->stack.text, self->stack.wide, self->stack.joined, self->stack.braces, self->stack.empty);
        printf("%d %s %s\n", COUNT(self->stack.words), self->stack.words[4], self->stack.words[2] ? "?" : "none");
        for (self->stack.i = 0; self->stack.i < 2; self->stack.i++) {
            __builtin_memcpy(self->stack.again, (int [3]){self->stack.i}, sizeof(self->stack.again));

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.again[1]++;
            printf("%d %d %d\n", self->stack.again[0], self->stack.again[1], self->stack.again[2]);
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
