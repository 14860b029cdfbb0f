/* corofy made this of in.co: edit that */
#include "case.h"

static void steps(int z)
{
    printf("step %d\n", z);
}

/* What waits behind the body must not jump over what the body declares. */
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
        int z;
        int z_2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output1 = NULL;
    int truth1 = 0;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        for (self->stack.z = 0; self->stack.z < 3;) {
            {
                unsigned long result = self->stack.n + self->stack.z;

                printf("%lu\n", result);
            }
            self->stack.z++;
            self->child = number(self->stack.z);
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            steps(value(output1));
        }
        do {
            {
                int twice = self->stack.n * 2;

                if (twice == 4)
                    goto continue1;
                printf("twice %d\n", twice);
            }
        continue1:;
            if (self->stack.n--) {
                self->child = number(self->stack.n);
                self->state = TEST_WAIT2;
            wait2:
                if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                truth1 = 1;
            } else {
                truth1 = 0;
            }
        } while (truth1 && value(output2));
        self->stack.n = 1;
        do {
            {
                int n = 7; /* not the one of the condition */

                printf("inner %d\n", n);
            }
            self->child = number(self->stack.n--);
            self->state = TEST_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } while (value(output3));
        for (self->stack.z_2 = 0;;) {
            {
                int r = self->stack.n + self->stack.z_2;

                if (r == 2)
                    goto out;
                printf("r %d\n", r);
            }
            self->stack.z_2++;
            self->child = say("step");
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output4);
        }
    out:
        puts("out");
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
    case TEST_WAIT4:
        goto wait4;
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
