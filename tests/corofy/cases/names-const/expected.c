/* corofy made this of in.co: edit that */
/* const in every place where it can stand. */
#include "case.h"

struct point {
    int x, y;
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
        int one;
        int two;
        int three;
        int variable;
        const char *text;
        char letters[sizeof("abc")];
        char *fixed;
        const char *both;
        const int *const *indirect;
        const int *view;
        int numbers[3];
        const char *names[2];
        char mark;
        struct point p;
        struct point q;
        int *address;
        int grid[2][2];
        int also;
        int i;
        int square;
        const int *alias;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int unset;

    switch (self->state) {
    case TEST_START:
        self->stack.one = 1;
        self->stack.two = self->stack.one + 1;
        self->stack.three = 3;
        self->stack.variable = 4;
        self->stack.text = "text";
        __builtin_memcpy(self->stack.letters, (char []){"abc"}, sizeof(self->stack.letters));
        self->stack.fixed = self->stack.letters;
        self->stack.both = self->stack.text + 1;
        self->stack.view = &self->stack.one;
        __builtin_memcpy(self->stack.numbers, (int []){10, 20, 30}, sizeof(self->stack.numbers));
        __builtin_memcpy(self->stack.names, (const char *[2]){"first", "second"}, sizeof(self->stack.names));
        self->stack.mark = '!';
        self->stack.p = (struct point){1, 2};
        self->stack.q = (struct point){3, 4};
        self->stack.address = &self->stack.variable;
        __builtin_memcpy(self->stack.grid, (int [2][2]){{1, 2}, {3, 4}}, sizeof(self->stack.grid));
        unset = 0;
        self->stack.also = unset;

        self->stack.indirect = &self->stack.view;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *self->stack.address += self->stack.one;
        self->stack.fixed[0] = 'A';
        self->stack.q.y++;
        self->stack.text++;
        printf("%d %d %d %d\n", self->stack.one, self->stack.two, self->stack.three, self->stack.variable);
        printf("%s %s %s %d %d\n", self->stack.text, self->stack.letters, self->stack.both, **self->stack.indirect, *self->stack.view);
        printf("%d %s%c %d %d %d\n", self->stack.numbers[2], self->stack.names[1], self->stack.mark, self->stack.p.x, self->stack.q.x, self->stack.q.y);
        printf("%d %d\n", self->stack.grid[1][0], self->stack.also);
        for (self->stack.i = 0; self->stack.i < 2; self->stack.i++) {
            self->stack.square = self->stack.i * self->stack.i + 2;
            self->stack.alias = &self->stack.square;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", self->stack.square, *self->stack.alias);
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
