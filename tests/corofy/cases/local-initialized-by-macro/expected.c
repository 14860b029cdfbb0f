/* corofy made this of in.co: edit that */
#include <pthread.h>
#include "case.h"
#define TEXT "hello"
#define LIST_INIT { 1, 2 }
struct list { int a, b; };
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
        char s[sizeof(TEXT)];
        char initial[sizeof(TEXT)];
        char t[sizeof(TEXT " you")];
        struct list l;
        pthread_mutex_t m;
    } stack;
};

_Static_assert(_Alignof(struct test) <= _Alignof(max_align_t),
               "struct test is aligned for more than future_alloc() gives");

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int truth1 = 0;
    char *output1 = NULL;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.s, (char []){TEXT}, sizeof(self->stack.s));
        __builtin_memcpy(self->stack.initial, (char []){TEXT}, sizeof(self->stack.initial));
        __builtin_memcpy(self->stack.t, (char []){TEXT " you"}, sizeof(self->stack.t));
        {
            struct list initial_ = LIST_INIT;

            __builtin_memcpy(&self->stack.l, &initial_, sizeof(initial_));
        }
        {
            pthread_mutex_t initial_ = PTHREAD_MUTEX_INITIALIZER;

            __builtin_memcpy(&self->stack.m, &initial_, sizeof(initial_));
        }

        if (self->stack.n == 3) {
            self->child = say("x");
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        if (truth1 && same(output1, "x"))
            puts("same");
        if (self->stack.n) {
            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        if (!(self->stack.n)) {
            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        }
        pthread_mutex_lock(&self->stack.m);
        printf("%s %zu %s %zu %d\n", self->stack.s, sizeof self->stack.s, self->stack.t, sizeof self->stack.t, self->stack.l.b + self->stack.initial[0]);
        self->child = nothing();
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        pthread_mutex_unlock(&self->stack.m);
        printf("%s %zu %s %zu %d\n", self->stack.s, sizeof self->stack.s, self->stack.t, sizeof self->stack.t, self->stack.l.b + self->stack.initial[0]);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
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
