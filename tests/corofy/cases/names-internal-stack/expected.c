/* corofy made this of in.co: edit that */
/* The same where they live across waits, and members that are named so. */
#include "case.h"

struct job {
    int self, future, output, state, child, stack, start, waker;
};

enum names_state {
    NAMES_START,
    NAMES_WAIT1,
    NAMES_WAIT2,
    NAMES_WAIT3,
    NAMES_WAIT4,
    NAMES_WAIT5,
    NAMES_WAIT6,
    NAMES_RESOLVED,
};

struct names {
    struct future future;
    enum names_state state;
    struct future *child;
    struct {
        int start;
        int state;
        char *child;
        int self;
        int future;
        int waker;
        int stack;
        char *output;
        struct job job;
        char *output1;
        char *output2;
        int wait1;
        int wait2;
    } stack;
};

static enum poll_state names_poll(struct future *future_, char **output_)
{
    struct names *self_ = (struct names *)future_;

    switch (self_->state) {
    case NAMES_START:
        self_->stack.self = 1;
        self_->stack.future = 2;
        self_->stack.waker = 4;
        self_->stack.stack = 5;
        self_->child = say("output");
        self_->state = NAMES_WAIT1;
        /* fall through */
    case NAMES_WAIT1:
        if (future_poll(&self_->child, &self_->stack.output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self_->stack.job = (struct job){.self = 1, .future = 2, .start = 3, .stack = self_->stack.start};

        self_->child = nothing();
        self_->state = NAMES_WAIT2;
        /* fall through */
    case NAMES_WAIT2:
        if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            self_->child = say("%s", self_->stack.output);
            self_->state = NAMES_WAIT3;
        wait3_:
            if (future_poll(&self_->child, &self_->stack.output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self_->child = say("%s %s", self_->stack.output1, self_->stack.child);
            self_->state = NAMES_WAIT4;
        wait4:
            if (future_poll(&self_->child, &self_->stack.output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self_->stack.wait1 = 6;
            self_->stack.wait2 = 7;

            printf("%s %s\n", self_->stack.output1, self_->stack.output2);
            if (self_->stack.wait1)
                goto wait3;
            self_->child = nothing();
            self_->state = NAMES_WAIT5;
        wait5:
            if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        wait3:
            self_->child = nothing();
            self_->state = NAMES_WAIT6;
        wait6:
            if (future_poll(&self_->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", self_->stack.wait1, self_->stack.wait2);
            free(self_->stack.output1);
            free(self_->stack.output2);
        }
        self_->stack.job.self += self_->stack.self + self_->stack.job.start;
        printf("%d %d %d %d %d %d %s %s\n", self_->stack.self, self_->stack.future, self_->stack.state, self_->stack.waker, self_->stack.stack,
               self_->stack.start, self_->stack.child, self_->stack.output);
        printf("%d %d %d\n", self_->stack.job.self, self_->stack.job.stack, self_->stack.job.future);
        free(self_->stack.output);
        *output_ = NULL;
        self_->state = NAMES_RESOLVED;
        return POLL_READY;
    case NAMES_WAIT3:
        goto wait3_;
    case NAMES_WAIT4:
        goto wait4;
    case NAMES_WAIT5:
        goto wait5;
    case NAMES_WAIT6:
        goto wait6;
    case NAMES_RESOLVED:
        break;
    }
    panic("coroutine names was polled after it was ready");
}

static void names_drop(struct future *future)
{
    struct names *self = (struct names *)future;

    future_drop(self->child);
}

static void names_free(struct future *future)
{
    names_drop(future);
    free(future);
}

void names_init(struct names *self_, int start, int state, char *child)
{
    *self_ = (struct names){
        .future = {names_poll, names_drop},
        .state = NAMES_START,
        .stack = {.start = start, .state = state, .child = child},
    };
}

struct future *names(int start, int state, char *child)
{
    struct names *self_ = future_alloc(sizeof(*self_));

    names_init(self_, start, state, child);
    self_->future.drop = names_free;
    return &self_->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int program_state;
        int names;
        int names_state;
        int program_poll;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.program_state = 1;
        self->stack.names = 2;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d\n", self->stack.program_state, self->stack.names);
        {
            extern struct future *case_again(int n);
            self->stack.names_state = 3;
            self->stack.program_poll = 4;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %d\n", self->stack.names_state, self->stack.program_poll);
        }
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

enum run_all_state {
    RUN_ALL_START,
    RUN_ALL_WAIT1,
    RUN_ALL_WAIT2,
    RUN_ALL_RESOLVED,
};

struct run_all {
    struct future future;
    enum run_all_state state;
    struct future *child;
};

static enum poll_state run_all_poll(struct future *future, char **output)
{
    struct run_all *self = (struct run_all *)future;

    switch (self->state) {
    case RUN_ALL_START:
        self->child = names(10, 20, "child");
        self->state = RUN_ALL_WAIT1;
        /* fall through */
    case RUN_ALL_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = test();
        self->state = RUN_ALL_WAIT2;
        /* fall through */
    case RUN_ALL_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = RUN_ALL_RESOLVED;
        return POLL_READY;
    case RUN_ALL_RESOLVED:
        break;
    }
    panic("coroutine run_all was polled after it was ready");
}

static void run_all_drop(struct future *future)
{
    struct run_all *self = (struct run_all *)future;

    future_drop(self->child);
}

static void run_all_free(struct future *future)
{
    run_all_drop(future);
    free(future);
}

void run_all_init(struct run_all *self)
{
    *self = (struct run_all){
        .future = {run_all_poll, run_all_drop},
        .state = RUN_ALL_START,
    };
}

struct future *run_all(void)
{
    struct run_all *self = future_alloc(sizeof(*self));

    run_all_init(self);
    self->future.drop = run_all_free;
    return &self->future;
}

int main(void)
{
    run(run_all());
    return 0;
}
