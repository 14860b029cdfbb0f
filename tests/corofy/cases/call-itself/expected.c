/* corofy made this of in.co: edit that */
#include "case.h"

struct future *countdown(int n);

enum countdown_state {
    COUNTDOWN_START,
    COUNTDOWN_WAIT1,
    COUNTDOWN_WAIT2,
    COUNTDOWN_WAIT3,
    COUNTDOWN_RESOLVED,
};

struct countdown {
    struct future future;
    enum countdown_state state;
    struct future *child;
    struct {
        int n;
        char *rest;
    } stack;
};

static enum poll_state countdown_poll(struct future *future, char **output)
{
    struct countdown *self = (struct countdown *)future;
    char *output3 = NULL;

    switch (self->state) {
    case COUNTDOWN_START:
        if (self->stack.n == 0) {
            self->child = say("lift off");
            self->state = COUNTDOWN_WAIT1;
        wait1:
            if (future_poll(&self->child, output) == POLL_NOT_READY)
                return POLL_NOT_READY;
            self->state = COUNTDOWN_RESOLVED;
            return POLL_READY;
        }
        self->child = countdown(self->stack.n - 1);
        self->state = COUNTDOWN_WAIT2;
        /* fall through */
    case COUNTDOWN_WAIT2:
        if (future_poll(&self->child, &self->stack.rest) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("%d ", self->stack.n);
        self->state = COUNTDOWN_WAIT3;
        /* fall through */
    case COUNTDOWN_WAIT3:
        if (future_poll(&self->child, &output3) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = both(output3, self->stack.rest);
        self->state = COUNTDOWN_RESOLVED;
        return POLL_READY;
    case COUNTDOWN_WAIT1:
        goto wait1;
    case COUNTDOWN_RESOLVED:
        break;
    }
    panic("coroutine countdown was polled after it was ready");
}

static void countdown_drop(struct future *future)
{
    struct countdown *self = (struct countdown *)future;

    future_drop(self->child);
}

static void countdown_free(struct future *future)
{
    countdown_drop(future);
    free(future);
}

void countdown_init(struct countdown *self, int n)
{
    *self = (struct countdown){
        .future = {countdown_poll, countdown_drop},
        .state = COUNTDOWN_START,
        .stack = {.n = n},
    };
}

struct future *countdown(int n)
{
    struct countdown *self = future_alloc(sizeof(*self));

    countdown_init(self, n);
    self->future.drop = countdown_free;
    return &self->future;
}

int main(void)
{
    print(run(countdown(5)));
    return 0;
}
