/* corofy made this of in.co: edit that */
#include "case.h"

struct future *fibonacci(int n);

enum fibonacci_state {
    FIBONACCI_START,
    FIBONACCI_WAIT1,
    FIBONACCI_WAIT2,
    FIBONACCI_WAIT3,
    FIBONACCI_WAIT4,
    FIBONACCI_RESOLVED,
};

struct fibonacci {
    struct future future;
    enum fibonacci_state state;
    struct future *child;
    struct {
        int n;
        char *output2;
    } stack;
};

static enum poll_state fibonacci_poll(struct future *future, char **output)
{
    struct fibonacci *self = (struct fibonacci *)future;
    char *output3 = NULL;

    switch (self->state) {
    case FIBONACCI_START:
        if (self->stack.n < 2) {
            self->child = number(self->stack.n);
            self->state = FIBONACCI_WAIT1;
        wait1:
            if (future_poll(&self->child, output) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->state = FIBONACCI_RESOLVED;
            return POLL_READY;
        }
        self->child = fibonacci(self->stack.n - 1);
        self->state = FIBONACCI_WAIT2;
        /* fall through */
    case FIBONACCI_WAIT2:
        if (future_poll(&self->child, &self->stack.output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = fibonacci(self->stack.n - 2);
        self->state = FIBONACCI_WAIT3;
        /* fall through */
    case FIBONACCI_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = number(value(self->stack.output2) +
                           value(output3));
        self->state = FIBONACCI_WAIT4;
        /* fall through */
    case FIBONACCI_WAIT4:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = FIBONACCI_RESOLVED;
        return POLL_READY;
    case FIBONACCI_WAIT1:
        goto wait1;
    case FIBONACCI_RESOLVED:
        break;
    }
    panic("coroutine fibonacci was polled after it was ready");
}

static void fibonacci_drop(struct future *future)
{
    struct fibonacci *self = (struct fibonacci *)future;

    future_drop(self->child);
}

static void fibonacci_free(struct future *future)
{
    fibonacci_drop(future);
    free(future);
}

void fibonacci_init(struct fibonacci *self, int n)
{
    *self = (struct fibonacci){
        .future = {fibonacci_poll, fibonacci_drop},
        .state = FIBONACCI_START,
        .stack = {.n = n},
    };
}

struct future *fibonacci(int n)
{
    struct fibonacci *self = future_alloc(sizeof(*self));

    fibonacci_init(self, n);
    self->future.drop = fibonacci_free;
    return &self->future;
}

int main(void)
{
    print(run(fibonacci(6)));
    return 0;
}
