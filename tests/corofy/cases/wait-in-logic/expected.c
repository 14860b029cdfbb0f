/* corofy made this of in.co: edit that */
#include "case.h"

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_WAIT7,
    TEST_WAIT8,
    TEST_WAIT9,
    TEST_WAIT10,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int a;
        int b;
        int c;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int truth1 = 0;
    char *output1 = NULL;
    char *output2 = NULL;
    int truth2 = 0;
    char *output3 = NULL;
    char *output4 = NULL;
    int truth3 = 0;
    int truth4 = 0;
    char *output5 = NULL;
    char *output6 = NULL;
    int truth5 = 0;
    int truth6 = 0;
    char *output7 = NULL;
    char *output8 = NULL;
    int truth7 = 0;
    char *output9 = NULL;
    char *output10 = NULL;

    switch (self->state) {
    case TEST_START:
        printf("test %d %d %d\n", self->stack.a, self->stack.b, self->stack.c);
        self->child = ask("%d", self->stack.a);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (value(output1)) {
            self->child = ask("%d", self->stack.b);
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        if (truth1 && value(output2))
            puts("a and b");
        self->child = ask("%d", self->stack.a);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (!(value(output3))) {
            self->child = ask("%d", self->stack.b);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth2 = 0;
        } else {
            truth2 = 1;
        }
        if (truth2 || value(output4))
            puts("a or b");
        if (mark(self->stack.a)) {
            self->child = ask("%d", self->stack.b);
            self->state = TEST_WAIT5;
        wait5:
            if (future_poll(&self->child, &output5) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth4 = 1;
        } else {
            truth4 = 0;
        }
        if (!(truth4 && value(output5))) {
            self->child = ask("%d", self->stack.c);
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, &output6) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth3 = 0;
        } else {
            truth3 = 1;
        }
        if (truth3 || (value(output6) && mark(3)))
            puts("a and b, or c");
        if (mark(self->stack.a)) {
            self->child = ask("%d", self->stack.b);
            self->state = TEST_WAIT7;
        wait7:
            if (future_poll(&self->child, &output7) == POLL_NOT_READY)
                return POLL_NOT_READY;
            if (!(value(output7))) {
                self->child = ask("%d", self->stack.c);
                self->state = TEST_WAIT8;
            wait8:
                if (future_poll(&self->child, &output8) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth6 = 0;
            } else {
                truth6 = 1;
            }
            truth5 = 1;
        } else {
            truth5 = 0;
        }
        if (truth5 && (truth6 || value(output8)))
            puts("a, and b or c");
        self->child = ask("%d", self->stack.a);
        self->state = TEST_WAIT9;
        /* fall through */
    case TEST_WAIT9:
        if (future_poll(&self->child, &output9) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (!(value(output9) && mark(self->stack.b))) {
            self->child = ask("%d", self->stack.c);
            self->state = TEST_WAIT10;
        wait10:
            if (future_poll(&self->child, &output10) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth7 = 1;
        } else {
            truth7 = 0;
        }
        if (truth7 && !value(output10))
            puts("neither");
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT4:
        goto wait4;
    case TEST_WAIT5:
        goto wait5;
    case TEST_WAIT6:
        goto wait6;
    case TEST_WAIT7:
        goto wait7;
    case TEST_WAIT8:
        goto wait8;
    case TEST_WAIT10:
        goto wait10;
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

void test_init(struct test *self, int a, int b, int c)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .stack = {.a = a, .b = b, .c = c},
    };
}

struct future *test(int a, int b, int c)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, a, b, c);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    for (int i = 0; i < 8; i++)
        run(test(i >> 2, i >> 1 & 1, i & 1));
    return 0;
}
