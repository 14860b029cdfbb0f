/* corofy made this of in.co: edit that */
#include "case.h"

/* Duff's device */
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
        int count;
    } start;
    struct {
        int turns;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.turns = (self->start.count + 3) / 4;

        printf("count %d\n", self->start.count);
        switch (self->start.count % 4) {
        case 0:
            do {
                self->child = say("a %d", self->stack.turns);
                self->state = TEST_WAIT1;
            wait1:
                if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output1);
            /* fall through */
            case 3:
                self->child = say("b %d", self->stack.turns);
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output2);
            /* fall through */
            case 2:
                puts("c");
            /* fall through */
            case 1:
                self->child = say("d %d", self->stack.turns);
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                print(output3);
            } while (--self->stack.turns > 0);
        }
        puts("after");
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

void test_init(struct test *self, int count)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {count},
    };
}

struct future *test(int count)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, count);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    for (int count = 1; count < 8; count++)
        run(test(count));
    return 0;
}
