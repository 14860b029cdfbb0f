/* corofy made this of in.co: edit that */
#include "case.h"

struct point {
    int x, y;
};

enum kind { SMALL, LARGE };

typedef unsigned char octet;

static int twice(int n)
{
    return 2 * n;
}

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
        char letter;
        signed char s;
        unsigned long long wide;
        double real;
        const char *text;
        char *const *texts;
        struct point point;
        const struct point *where;
        enum kind kind;
        octet small;
        bool truth;
        int *numbers;
        int (*function)(int);
    } start;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        printf("%c %d %llu %.2f %s %s\n", self->start.letter, self->start.s, self->start.wide, self->start.real, self->start.text, self->start.texts[1]);
        printf("%d %d %d %d %d %d %d %d\n", self->start.point.x, self->start.where->y, self->start.kind, self->start.small, self->start.truth,
               self->start.numbers[2], self->start.function(21), (int)sizeof(self->start.numbers[0]) > 1);
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
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
    free(self);
}

struct future *test(char letter, signed char s, unsigned long long wide,
                    double real, const char *text, char *const *texts,
                    struct point point, const struct point *where,
                    enum kind kind, octet small, bool truth, int numbers[3],
                    int (*function)(int))
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {letter, s, wide, real, text, texts, point, where, kind, small, truth, numbers, function},
    };
    return &self->future;
}

int main(void)
{
    struct point point = {1, 2};

    run(test('a', -1, 1ull << 40, 0.25, "text", (char *[]){"zero", "one"},
             point, &point, LARGE, 255, true, (int[]){4, 5, 6}, twice));
    return 0;
}
