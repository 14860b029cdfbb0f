/* corofy made this of in.co: edit that */
#include "case.h"

struct test_type1 {
    char name[8];
    int n;
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
        int i;
        int table[2][2];
        struct test_type1 entries[2];
        struct test_type1 last;
        char letters[4];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        for (self->stack.i = 0; self->stack.i < 3; self->stack.i++) {
            __builtin_memcpy(self->stack.table, (int [2][2]){[1] = {self->stack.i}}, sizeof(self->stack.table));
            __builtin_memcpy(self->stack.entries, (struct test_type1 [2]){{"one", 1}}, sizeof(self->stack.entries));
            self->stack.last = (struct test_type1){"last", self->stack.i};
            __builtin_memcpy(self->stack.letters, (char [4]){'a'}, sizeof(self->stack.letters));

            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d %s %d %s %d %s\n", self->stack.table[1][0], self->stack.table[1][1],
                   self->stack.entries[0].name, self->stack.entries[1].n, self->stack.last.name, self->stack.last.n, self->stack.letters);
            self->stack.table[1][1] = 9;
            self->stack.entries[1].n = 9;
            self->stack.letters[1] = 'b';
            self->stack.last.n = self->stack.entries[1].n + self->stack.table[1][1];
            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d\n", self->stack.last.n);
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
