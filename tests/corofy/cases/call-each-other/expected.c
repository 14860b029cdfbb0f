/* corofy made this of in.co: edit that */
#include "case.h"

struct odd;
void odd_init(struct odd *self, int n);
struct future *odd(int n);

enum even_state {
    EVEN_START,
    EVEN_WAIT1,
    EVEN_RESOLVED,
};

struct even {
    struct future future;
    enum even_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state even_poll(struct future *future, char **output)
{
    struct even *self = (struct even *)future;

    switch (self->state) {
    case EVEN_START:
        printf("even? %d\n", self->start.n);
        if (self->start.n > 0) {
            self->child = odd(self->start.n - 1);
            self->state = EVEN_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } else
            puts("even");
        *output = NULL;
        self->state = EVEN_RESOLVED;
        return POLL_READY;
    case EVEN_WAIT1:
        goto wait1;
    case EVEN_RESOLVED:
        break;
    }
    panic("coroutine even was polled after it was ready");
}

static void even_drop(struct future *future)
{
    struct even *self = (struct even *)future;

    future_drop(self->child);
}

static void even_free(struct future *future)
{
    even_drop(future);
    free(future);
}

static void even_init(struct even *self, int n)
{
    *self = (struct even){
        .future = {even_poll, even_drop},
        .state = EVEN_START,
        .start = {n},
    };
}

static struct future *even(int n)
{
    struct even *self = future_alloc(sizeof(*self));

    even_init(self, n);
    self->future.drop = even_free;
    return &self->future;
}

enum odd_state {
    ODD_START,
    ODD_WAIT1,
    ODD_RESOLVED,
};

struct odd {
    struct future future;
    enum odd_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state odd_poll(struct future *future, char **output)
{
    struct odd *self = (struct odd *)future;

    switch (self->state) {
    case ODD_START:
        printf("odd? %d\n", self->start.n);
        if (self->start.n > 0) {
            self->child = even(self->start.n - 1);
            self->state = ODD_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
        } else
            puts("not even");
        *output = NULL;
        self->state = ODD_RESOLVED;
        return POLL_READY;
    case ODD_WAIT1:
        goto wait1;
    case ODD_RESOLVED:
        break;
    }
    panic("coroutine odd was polled after it was ready");
}

static void odd_drop(struct future *future)
{
    struct odd *self = (struct odd *)future;

    future_drop(self->child);
}

static void odd_free(struct future *future)
{
    odd_drop(future);
    free(future);
}

void odd_init(struct odd *self, int n)
{
    *self = (struct odd){
        .future = {odd_poll, odd_drop},
        .state = ODD_START,
        .start = {n},
    };
}

struct future *odd(int n)
{
    struct odd *self = future_alloc(sizeof(*self));

    odd_init(self, n);
    self->future.drop = odd_free;
    return &self->future;
}

int main(void)
{
    run(even(3));
    run(even(4));
    return 0;
}
