/* corofy made this of in.co: edit that */
#include "case.h"

/* What the book writes as a state machine by hand */
#define http_get(path) ask("%s", path)

enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_WAIT1,
    ASYNC_MAIN_WAIT2,
    ASYNC_MAIN_RESOLVED,
};

struct async_main {
    struct future future;
    enum async_main_state state;
    struct future *child;
};

static enum poll_state async_main_poll(struct future *future, char **output)
{
    struct async_main *self = (struct async_main *)future;
    char *txt;

    switch (self->state) {
    case ASYNC_MAIN_START:
        puts("Program starting");
        self->child = http_get("/600/HelloWorld1");
        self->state = ASYNC_MAIN_WAIT1;
        /* fall through */
    case ASYNC_MAIN_WAIT1:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = http_get("/400/HelloWorld2");
        self->state = ASYNC_MAIN_WAIT2;
        /* fall through */
    case ASYNC_MAIN_WAIT2:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        *output = NULL;
        self->state = ASYNC_MAIN_RESOLVED;
        return POLL_READY;
    case ASYNC_MAIN_RESOLVED:
        break;
    }
    panic("coroutine async_main was polled after it was ready");
}

static void async_main_drop(struct future *future)
{
    struct async_main *self = (struct async_main *)future;

    future_drop(self->child);
    free(self);
}

struct future *async_main(void)
{
    struct async_main *self = future_alloc(sizeof(*self));

    *self = (struct async_main){
        .future = {async_main_poll, async_main_drop},
        .state = ASYNC_MAIN_START,
    };
    return &self->future;
}

int main(void)
{
    run(async_main());
    return 0;
}
