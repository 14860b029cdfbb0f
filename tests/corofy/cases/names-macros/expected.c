/* corofy made this of in.co: edit that */
/* Macros of the file: constants, calls, names that are a variable's too. */
#include "case.h"

#define SIZE      (3 + 1)
#define NAME      "name"
#define LOOP(times) for (int loop_ = 0; loop_ < (times); loop_++)
#define PAIR(a)   \
    ((a) +        \
     (a))
#define text(t)   #t
#define number    int

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
        int size[SIZE];
        char *text;
        number n;
    } stack;
};

_Static_assert(_Alignof(struct test) <= _Alignof(max_align_t),
               "struct test is aligned for more than future_alloc() gives");

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.size, (int [SIZE]){[SIZE - 1] = 7}, sizeof(self->stack.size));
        self->stack.text = NAME "d";
        self->stack.n = 4;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %s %s %d\n", PAIR(self->stack.size[3]), self->stack.text, text(word), self->stack.n);
        LOOP(2)
            puts("no wait in a loop of a macro");
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
#undef NAME
#define NAME "other"
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(NAME);
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
