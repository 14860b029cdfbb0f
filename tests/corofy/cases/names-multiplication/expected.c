/* corofy made this of in.co: edit that */
/*
 * `name * name` is a declaration if the first is no variable, also where the
 * type comes from a header; with a variable it is a product.
 */
#include <stdint.h>
#include <time.h>
#include "case.h"

static int left = 6, right = 7;

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
        FILE * stream;
        uint8_t * octets;
        time_t now;
        div_t result;
        div_t *at;
        uint8_t data[2];
        struct tm *none;
        int stream_2;
        int octets_2;
        size_t length;
        size_t (*where);
        int (scaled);
        int (*(function))(const char *);
    } stack;
};

_Static_assert(_Alignof(struct test) <= _Alignof(max_align_t),
               "struct test is aligned for more than future_alloc() gives");

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.stream = stdout;
        self->stack.now = 5;
        self->stack.result = div(7, 2);
        self->stack.at = &self->stack.result;
        __builtin_memcpy(self->stack.data, (uint8_t [2]){1, 2}, sizeof(self->stack.data));
        self->stack.none = NULL;

        self->stack.octets = self->stack.data;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        left * right == 42 ? puts("global product") : puts("?");
        fprintf(self->stack.stream, "%d %d %d %d %d\n", self->stack.octets[1], (int)self->stack.now, self->stack.at->quot,
                self->stack.result.rem, self->stack.none == NULL);
        {
            self->stack.stream_2 = 3;
            self->stack.octets_2 = 4;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->stack.stream_2 * self->stack.octets_2 == 12 ? puts("local product") : puts("?");
            left &self->stack.octets_2 ? puts("and") : puts("?");
        }
        self->stack.length = strlen("parentheses");
        self->stack.where = &self->stack.length;
        self->stack.scaled = 2;
        self->stack.function = puts;
        self->child = nothing();
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        (self->stack.scaled) * (int)*self->stack.where == 22 ? puts("right") : puts("wrong");
        self->stack.function("called");
        *&self->stack.scaled = 1;
        printf("%d %zu\n", self->stack.scaled, *self->stack.where);
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
