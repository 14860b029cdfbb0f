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
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output4 = NULL;

    switch (self->state) {
    case TEST_START:
        if (self->start.n == 0) {
            self->child = ask("if");
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, output) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->state = TEST_RESOLVED;
            return POLL_READY;
        } else if (self->start.n == 1) {
            *output = NULL;
            self->state = TEST_RESOLVED;
            return POLL_READY;
        }
        while (self->start.n == 2) {
            self->child = ask("while");
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, output) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->state = TEST_RESOLVED;
            return POLL_READY;
        }
        do {
            if (self->start.n == 3) {
                self->child = ask("do");
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, output) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                self->state = TEST_RESOLVED;
                return POLL_READY;
            }
        } while (0);
        for (; self->start.n == 4;) {
            self->child = say("for %d", self->start.n);
            self->state = TEST_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            *output = both(output4, strdup("!"));
            self->state = TEST_RESOLVED;
            return POLL_READY;
        }
        switch (self->start.n) {
            case 5:
                self->child = ask("case");
                self->state = TEST_WAIT5;
            wait5:
                if (future_poll(&self->child, output) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                self->state = TEST_RESOLVED;
                return POLL_READY;
        }
        switch (self->start.n) {
        case 6:
        label:
            self->child = ask("label");
            self->state = TEST_WAIT6;
        wait6:
            if (future_poll(&self->child, output) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->state = TEST_RESOLVED;
            return POLL_READY;
        default:
            if (self->start.n++ == 7)
                goto label;
        }
        self->child = ask("end %d", self->start.n);
        self->state = TEST_WAIT7;
        /* fall through */
    case TEST_WAIT7:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
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
    case TEST_WAIT5:
        goto wait5;
    case TEST_WAIT6:
        goto wait6;
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
        .start = {n},
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
    for (int n = 0; n < 9; n++)
        print(run(test(n)));
    return 0;
}
