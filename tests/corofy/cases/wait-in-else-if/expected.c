/* corofy made this of in.co: edit that */
#include "case.h"

enum classify_state {
    CLASSIFY_START,
    CLASSIFY_WAIT1,
    CLASSIFY_WAIT2,
    CLASSIFY_RESOLVED,
};

struct classify {
    struct future future;
    enum classify_state state;
    struct future *child;
    struct {
        int n;
    } stack;
};

static enum poll_state classify_poll(struct future *future, char **output)
{
    struct classify *self = (struct classify *)future;
    char *output1 = NULL;
    char *output2 = NULL;

    switch (self->state) {
    case CLASSIFY_START:
        self->child = ask("%d", self->stack.n);
        self->state = CLASSIFY_WAIT1;
        /* fall through */
    case CLASSIFY_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (value(output1) < 10) {
            puts("small");
        } else {
            self->child = ask("%d", self->stack.n / 10);
            self->state = CLASSIFY_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            if (value(output2) < 10) {
                puts("medium");
            } else if (self->stack.n == 1000) {
                puts("a thousand");
            } else {
                puts("large");
            }
        }
        *output = NULL;
        self->state = CLASSIFY_RESOLVED;
        return POLL_READY;
    case CLASSIFY_WAIT2:
        goto wait2;
    case CLASSIFY_RESOLVED:
        break;
    }
    panic("coroutine classify was polled after it was ready");
}

static void classify_drop(struct future *future)
{
    struct classify *self = (struct classify *)future;

    future_drop(self->child);
}

static void classify_free(struct future *future)
{
    classify_drop(future);
    free(future);
}

void classify_init(struct classify *self, int n)
{
    *self = (struct classify){
        .future = {classify_poll, classify_drop},
        .state = CLASSIFY_START,
        .stack = {.n = n},
    };
}

struct future *classify(int n)
{
    struct classify *self = future_alloc(sizeof(*self));

    classify_init(self, n);
    self->future.drop = classify_free;
    return &self->future;
}

int main(void)
{
    run(classify(5));
    run(classify(50));
    run(classify(500));
    run(classify(1000));
    return 0;
}
