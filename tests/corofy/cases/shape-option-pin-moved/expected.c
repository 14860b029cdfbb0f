/* corofy made this of in.co: edit that */
#define PIN
#include <signal.h>
#include "case.h"

enum {
    ABORTED = 7
};

/* Not the signal itself, of which emulators speak */
static void on_abort(int signal)
{
    (void)signal;
    _exit(ABORTED);
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
    struct test *pinned;
    struct {
        char *text;
    } stack;
};

static enum poll_state test_poll(struct pin pin, char **output)
{
    struct test *self = (struct test *)pin.future;

    if (self->pinned == NULL)
        self->pinned = self;
    if (self->pinned != self)
        panic("coroutine test moved after its first poll");

    switch (self->state) {
    case TEST_START:
        self->child = say("not moved");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
            return POLL_NOT_READY;

        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(self->stack.text);
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

size_t test_size(void)
{
    return sizeof(struct test);
}

struct future *test_init(void *storage)
{
    struct test *self = storage;

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

struct future *test(void)
{
    struct test *self = future_alloc(test_size());

    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

/* Polls it so often, moves it, polls it again; says how that ended. */
static void move_after(int polls)
{
    int status;

    fflush(stdout);
    if (fork() == 0) {
        void *first = future_alloc(test_size());
        void *second = future_alloc(test_size());
        char *output;

        test_init(first);
        poll_times(first, polls, &output);
        memcpy(second, first, test_size());
        memset(first, 0xa5, test_size());
        free(first);
        dup2(STDOUT_FILENO, STDERR_FILENO);
        signal(SIGABRT, on_abort);
        poll_times(second, POLLS_AT_MOST, &output);
        ((struct future *)second)->drop(second);
        free(second);
        exit(0);
    }
    wait(&status);
    puts(WEXITSTATUS(status) == ABORTED ? "aborted" : "ended well");
}

int main(void)
{
    move_after(0);
    move_after(1);
    move_after(2);
    return 0;
}
