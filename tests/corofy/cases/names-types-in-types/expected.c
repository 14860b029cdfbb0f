/* corofy made this of in.co: edit that */
/* Types and constants that are defined within a type, twice in the file. */
#include "case.h"

struct first_list {
    enum { first_ONE = 1, first_TWO } which;
    struct first_item {
        int n;
    } items[first_TWO];
    struct first_item *last;
};

enum first_state {
    FIRST_START,
    FIRST_WAIT1,
    FIRST_WAIT2,
    FIRST_RESOLVED,
};

struct first {
    struct future future;
    enum first_state state;
    struct future *child;
    struct {
        struct first_list list;
        struct first_item item;
    } stack;
};

static enum poll_state first_poll(struct future *future, char **output)
{
    struct first *self = (struct first *)future;

    switch (self->state) {
    case FIRST_START:
        self->stack.list = (struct first_list){first_TWO, {{3}, {4}}, NULL};

        self->stack.list.last = &self->stack.list.items[first_ONE];
        self->child = nothing();
        self->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.item = *self->stack.list.last;
        self->child = nothing();
        self->state = FIRST_WAIT2;
        /* fall through */
    case FIRST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", self->stack.list.which == first_TWO, self->stack.item.n, first_ONE);
        *output = NULL;
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_RESOLVED:
        break;
    }
    panic("coroutine first was polled after it was ready");
}

static void first_drop(struct future *future)
{
    struct first *self = (struct first *)future;

    future_drop(self->child);
}

static void first_free(struct future *future)
{
    first_drop(future);
    free(future);
}

void first_init(struct first *self)
{
    *self = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
    };
}

struct future *first(void)
{
    struct first *self = future_alloc(sizeof(*self));

    first_init(self);
    self->future.drop = first_free;
    return &self->future;
}

struct second_list {
    enum { second_ONE = 10, second_TWO } which;
    union second_item {
        int n;
        char c;
    } item;
};

enum second_state {
    SECOND_START,
    SECOND_WAIT1,
    SECOND_WAIT2,
    SECOND_RESOLVED,
};

struct second {
    struct future future;
    enum second_state state;
    struct future *child;
    struct {
        struct second_list list;
        union second_item item;
    } stack;
};

static enum poll_state second_poll(struct future *future, char **output)
{
    struct second *self = (struct second *)future;

    switch (self->state) {
    case SECOND_START:
        self->stack.list = (struct second_list){second_TWO, {.c = 'c'}};

        self->child = nothing();
        self->state = SECOND_WAIT1;
        /* fall through */
    case SECOND_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %c\n", self->stack.list.which, self->stack.list.item.c);
        {
            self->stack.item = (union second_item){.n = second_ONE};

            self->child = nothing();
            self->state = SECOND_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d\n", self->stack.item.n);
        }
        *output = NULL;
        self->state = SECOND_RESOLVED;
        return POLL_READY;
    case SECOND_WAIT2:
        goto wait2;
    case SECOND_RESOLVED:
        break;
    }
    panic("coroutine second was polled after it was ready");
}

static void second_drop(struct future *future)
{
    struct second *self = (struct second *)future;

    future_drop(self->child);
}

static void second_free(struct future *future)
{
    second_drop(future);
    free(future);
}

void second_init(struct second *self)
{
    *self = (struct second){
        .future = {second_poll, second_drop},
        .state = SECOND_START,
    };
}

struct future *second(void)
{
    struct second *self = future_alloc(sizeof(*self));

    second_init(self);
    self->future.drop = second_free;
    return &self->future;
}

int main(void)
{
    run(first());
    run(second());
    return 0;
}
