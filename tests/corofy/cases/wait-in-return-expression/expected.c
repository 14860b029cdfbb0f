/* corofy made this of in.co: edit that */
#include "case.h"

static char *copy(const char *text)
{
    return strdup(text);
}

enum joined_state {
    JOINED_START,
    JOINED_WAIT1,
    JOINED_RESOLVED,
};

struct joined {
    struct future future;
    enum joined_state state;
    struct future *child;
};

static enum poll_state joined_poll(struct future *future, char **output)
{
    struct joined *self = (struct joined *)future;
    char *output1 = NULL;

    switch (self->state) {
    case JOINED_START:
        self->child = say("two");
        self->state = JOINED_WAIT1;
        /* fall through */
    case JOINED_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = both(copy("one "), output1);
        self->state = JOINED_RESOLVED;
        return POLL_READY;
    case JOINED_RESOLVED:
        break;
    }
    panic("coroutine joined was polled after it was ready");
}

static void joined_drop(struct future *future)
{
    struct joined *self = (struct joined *)future;

    future_drop(self->child);
    free(self);
}

struct future *joined(void)
{
    struct joined *self = future_alloc(sizeof(*self));

    *self = (struct joined){
        .future = {joined_poll, joined_drop},
        .state = JOINED_START,
    };
    return &self->future;
}

enum chosen_state {
    CHOSEN_START,
    CHOSEN_WAIT1,
    CHOSEN_RESOLVED,
};

struct chosen {
    struct future future;
    enum chosen_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state chosen_poll(struct future *future, char **output)
{
    struct chosen *self = (struct chosen *)future;
    int truth1 = 0;
    char *output1 = NULL;

    switch (self->state) {
    case CHOSEN_START:
        if (self->start.n > 1) {
            self->child = ask("more");
            self->state = CHOSEN_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        *output = truth1 ? output1 : copy("less");
        self->state = CHOSEN_RESOLVED;
        return POLL_READY;
    case CHOSEN_WAIT1:
        goto wait1;
    case CHOSEN_RESOLVED:
        break;
    }
    panic("coroutine chosen was polled after it was ready");
}

static void chosen_drop(struct future *future)
{
    struct chosen *self = (struct chosen *)future;

    future_drop(self->child);
    free(self);
}

struct future *chosen(int n)
{
    struct chosen *self = future_alloc(sizeof(*self));

    *self = (struct chosen){
        .future = {chosen_poll, chosen_drop},
        .state = CHOSEN_START,
        .start = {n},
    };
    return &self->future;
}

int main(void)
{
    print(run(joined()));
    print(run(chosen(1)));
    print(run(chosen(2)));
    return 0;
}
