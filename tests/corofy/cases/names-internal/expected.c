/* corofy made this of in.co: edit that */
/* Names that the generated code uses for itself. */
#include "case.h"

static int self = 1, future_count = 2, output = 3, child = 4, state = 5;

enum names_state {
    NAMES_START,
    NAMES_WAIT1,
    NAMES_WAIT2,
    NAMES_WAIT3,
    NAMES_WAIT4,
    NAMES_WAIT5,
    NAMES_RESOLVED,
};

struct names {
    struct future future;
    enum names_state state;
    struct future *child;
    struct {
        int start;
    } start;
};

static enum poll_state names_poll(struct future *future_, char **output_)
{
    struct names *self_ = (struct names *)future_;
    int future;
    int waker;
    int stack;

    switch (self_->state) {
    case NAMES_START:
        future = self_->start.start;
        waker = 10;
        stack = 20;

        future += self + output + child + state;
        printf("%d %d %d\n", future, waker, stack);
        {
            char *self;
            char *output;
            char *output1;
            char *output2;
            self_->child = say("self");
            self_->state = NAMES_WAIT1;
        wait1_:
            if (future_poll(&self_->child, &self) == POLL_NOT_READY)
                return POLL_NOT_READY;

            puts(self);
            free(self);
            self_->child = say("output");
            self_->state = NAMES_WAIT2;
        wait2:
            if (future_poll(&self_->child, &output) == POLL_NOT_READY)
                return POLL_NOT_READY;
            puts(output);
            free(output);
            self_->child = say("output1");
            self_->state = NAMES_WAIT3;
        wait3:
            if (future_poll(&self_->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            output2 = output1 + 1;
            printf("%s %s\n", output1, output2);
            free(output1);
        }
        goto wait1;
    wait1:
        self_->child = nothing();
        self_->state = NAMES_WAIT4;
        /* fall through */
    case NAMES_WAIT4:
        if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (self)
            goto wait5;
        puts("?");
    wait5:
        printf("%d %d\n", future_count, child++);
        self_->child = say("future");
        self_->state = NAMES_WAIT5;
        /* fall through */
    case NAMES_WAIT5:
        if (future_poll(&self_->child, output_) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self_->state = NAMES_RESOLVED;
        return POLL_READY;
    case NAMES_WAIT1:
        goto wait1_;
    case NAMES_WAIT2:
        goto wait2;
    case NAMES_WAIT3:
        goto wait3;
    case NAMES_RESOLVED:
        break;
    }
    panic("coroutine names was polled after it was ready");
}

static void names_drop(struct future *future)
{
    struct names *self = (struct names *)future;

    future_drop(self->child);
    free(self);
}

struct future *names(int start)
{
    struct names *self_ = future_alloc(sizeof(*self_));

    *self_ = (struct names){
        .future = {names_poll, names_drop},
        .state = NAMES_START,
        .start = {start},
    };
    return &self_->future;
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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    enum test_type1 { START, WAIT1, RESOLVED, PROGRAM_WAIT1 };
    char *result;

    switch (self->state) {
    case TEST_START:
        puts(START == 0 && PROGRAM_WAIT1 == 3 && WAIT1 < RESOLVED ? "constants"
                                                                  : "?");
        puts("program");
        self->child = names(100);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &result) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(result);
        free(result);
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

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
