/* corofy made this of in.co: edit that */
#include "case.h"

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
        char letters[sizeof("abc")];
        char room[8];
        int squares[2][3];
        const char *names[2];
        int sparse[sizeof((char[]){[3] = 0, 0})];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.letters, (char []){"abc"}, sizeof(self->stack.letters));
        __builtin_memcpy(self->stack.room, (char [8]){"xy"}, sizeof(self->stack.room));
        __builtin_memcpy(self->stack.squares, (int [2][3]){{0, 1, 4}, {9, 16, 25}}, sizeof(self->stack.squares));
        __builtin_memcpy(self->stack.names, (const char *[]){"one", "two"}, sizeof(self->stack.names));
        __builtin_memcpy(self->stack.sparse, (int []){[3] = 7, 8}, sizeof(self->stack.sparse));

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.letters[1]++;
        self->stack.room[2] = self->stack.letters[1];
        printf("%s %s %d %d %s %d %d\n", self->stack.letters, self->stack.room, self->stack.room[7], self->stack.squares[1][2],
               self->stack.names[1], self->stack.sparse[4], self->stack.sparse[0]);
        printf("%d %d %d\n", (int)sizeof(self->stack.letters), (int)sizeof(self->stack.room),
               (int)(sizeof(self->stack.sparse) / sizeof(self->stack.sparse[0])));
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
