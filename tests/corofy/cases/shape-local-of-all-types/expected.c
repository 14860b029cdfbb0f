/* corofy made this of in.co: edit that */
#include "case.h"

typedef struct point {
    int x, y;
} point;
typedef int triple[3];

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
        long long wide;
        unsigned char small;
        float real;
        long double more;
        _Bool truth;
        size_t size;
        point where;
        point *there;
        triple numbers;
        int (*row)[3];
        char letters[2][3];
        char (*word)[3];
        _Alignas(16) char aligned[16];
        unsigned flags;
        unsigned more_flags;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.wide = 1ll << 40;
        self->stack.small = 255;
        self->stack.real = 0.5f;
        self->stack.more = 0.25L;
        self->stack.truth = 3;
        self->stack.size = sizeof(self->stack.wide);
        self->stack.where = (point){1, 2};
        self->stack.there = &self->stack.where;
        __builtin_memcpy(&self->stack.numbers, &(triple){3, 4, 5}, sizeof(self->stack.numbers));
        self->stack.row = &self->stack.numbers;
        __builtin_memcpy(self->stack.letters, (char [2][3]){"ab", "cd"}, sizeof(self->stack.letters));
        self->stack.word = self->stack.letters + 1;
        __builtin_memcpy(self->stack.aligned, (char [16]){"aligned"}, sizeof(self->stack.aligned));
        self->stack.flags = 1u;
        self->stack.more_flags = self->stack.flags << 4;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%lld %d %.2f %.2Lf %d %d\n", self->stack.wide, self->stack.small, self->stack.real, self->stack.more, self->stack.truth,
               (int)self->stack.size);
        printf("%d %d %d %s %s %u %u\n", self->stack.there->y, self->stack.numbers[2], (*self->stack.row)[0], *self->stack.word,
               self->stack.aligned, self->stack.flags, self->stack.more_flags);
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
    struct test *self = aligned_alloc(_Alignof(struct test), sizeof(*self));

    if (self == NULL)
        panic("no memory for coroutine test");
    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
