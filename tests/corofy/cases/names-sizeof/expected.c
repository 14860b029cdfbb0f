/* corofy made this of in.co: edit that */
/* sizeof, _Alignof, typeof and offsetof of variables and of types. */
#include <stddef.h>
#include "case.h"

struct pair {
    char a;
    int b;
};

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
        char text[sizeof("seven+1")];
        struct pair pair;
        struct pair pairs[3];
        int rows[2][5];
        short x;
        typeof((short)1) y;
        int text_2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *p;
    struct pair *q;
    typeof((short)1) *z;
    __typeof__(struct pair[3]) others;
    typeof(struct pair *) r;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.text, (char []){"seven+1"}, sizeof(self->stack.text));
        p = self->stack.text;
        self->stack.pair = (struct pair){'a', 1};
        q = self->stack.pairs;
        self->stack.x = 1;

        memset(self->stack.pairs, 0, sizeof self->stack.pairs);
        memset(self->stack.rows, 0, sizeof(self->stack.rows));
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%zu %zu %d %zu\n", sizeof self->stack.text, sizeof *p,
               sizeof p == sizeof(char *), sizeof(self->stack.text) - 1);
        printf("%d %d %zu %zu\n", sizeof self->stack.pair == sizeof(struct pair),
               sizeof *q == sizeof self->stack.pair, sizeof self->stack.pairs / sizeof(self->stack.pairs[0]),
               sizeof self->stack.pair.a);
        printf("%zu %zu %zu\n", sizeof self->stack.rows / sizeof self->stack.rows[0],
               sizeof self->stack.rows[0] / sizeof **self->stack.rows, sizeof(self->stack.x) * 2);
        printf("%d %zu %zu\n", _Alignof(struct pair) == _Alignof(int),
               _Alignof(char), offsetof(struct pair, a));
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.y = self->stack.x + 1;
        z = &self->stack.y;
        __builtin_memcpy(&others, &(__typeof__(struct pair[3])){[1].b = 8}, sizeof(others));
        r = &self->stack.pair;
        printf("%d %zu %d %d %d\n", *z, sizeof self->stack.y, others[1].b, r->b,
               self->stack.pairs[2].b + self->stack.rows[1][4]);
        {
            int rows;
            self->stack.text_2 = 3;
            rows = 4;

            self->child = nothing();
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", sizeof self->stack.text_2 == sizeof(int), (int)sizeof(rows) + self->stack.text_2);
        }
        {
            typeof(self->stack.x) same = self->stack.x + 2, *where = &same;
            __typeof__(self->stack.pairs) copies = {[2].b = 9};
            typeof(&self->stack.pair) pointer = copies;

            printf("%d %d\n", *where, pointer[2].b);
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
