/* corofy made this of in.co: edit that */
#include "case.h"

struct point {
    int x, y;
};

static struct point moved(struct point point, int by)
{
    point.x += by;
    return point;
}

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
        struct point first;
        struct point second;
        struct point third;
        struct point many[2];
        struct point *end;
        struct point *next;
        size_t size;
        int numbers[sizeof(struct point) / sizeof(int)];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.first = (struct point){1, 2};
        self->stack.second = moved(self->stack.first, 10);
        self->stack.third = self->stack.second;
        self->child = number(5);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        __builtin_memcpy(self->stack.many, (struct point []){{3, 4}, {value(output1), 6}}, sizeof(self->stack.many));
        self->stack.end = self->stack.many + sizeof(self->stack.many) / sizeof(*self->stack.many);
        self->stack.next = self->stack.many;
        self->stack.size = sizeof(self->stack.size) + sizeof(self->stack.third);
        __builtin_memcpy(self->stack.numbers, (int [sizeof(struct point) / sizeof(int)]){self->stack.first.x, self->stack.second.x}, sizeof(self->stack.numbers));

        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        for (; self->stack.next < self->stack.end; self->stack.next++) {
            self->child = say("%d %d", self->stack.next->x, self->stack.next->y);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output3);
        }
        printf("%d %d %d %d\n", self->stack.third.x, self->stack.numbers[1], (int)(self->stack.size - sizeof(size_t)),
               (int)(sizeof(self->stack.numbers) / sizeof(self->stack.numbers[0])));
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
