/* corofy made this of in.co: edit that */
/* The book's first input, and corofy's own first test */
#include <time.h>
#include "case.h"

#define http_get(path) ask("%s", path)

static const char *get_path(int i)
{
    static char path[40];

    snprintf(path, sizeof(path), "/%d/HelloWorld%d", i * 1000, i);
    return path;
}

enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_WAIT1,
    ASYNC_MAIN_WAIT2,
    ASYNC_MAIN_WAIT3,
    ASYNC_MAIN_WAIT4,
    ASYNC_MAIN_WAIT5,
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
        self->child = http_get(get_path(0));
        self->state = ASYNC_MAIN_WAIT1;
        /* fall through */
    case ASYNC_MAIN_WAIT1:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = http_get(get_path(1));
        self->state = ASYNC_MAIN_WAIT2;
        /* fall through */
    case ASYNC_MAIN_WAIT2:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = http_get(get_path(2));
        self->state = ASYNC_MAIN_WAIT3;
        /* fall through */
    case ASYNC_MAIN_WAIT3:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = http_get(get_path(3));
        self->state = ASYNC_MAIN_WAIT4;
        /* fall through */
    case ASYNC_MAIN_WAIT4:
        if (future_poll(&self->child, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        self->child = http_get(get_path(4));
        self->state = ASYNC_MAIN_WAIT5;
        /* fall through */
    case ASYNC_MAIN_WAIT5:
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
    time_t start = time(NULL);

    run(async_main());
    printf("\nELAPSED TIME: %d\n", (int)difftime(time(NULL), start) / 1000);
    return 0;
}
