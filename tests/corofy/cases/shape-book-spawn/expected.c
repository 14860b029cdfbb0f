/* corofy made this of in.co: edit that */
/* corofy's own third test: coroutines above and below main, spawned tasks */
#define WAKER
#include "case.h"

#define http_get(name) ask("%s", name)

static struct future *tasks[8];
static int task_count;

static void runtime_spawn(struct future *future)
{
    tasks[task_count++] = future;
}

struct request;
void request_init(struct request *self, int i);
struct future *request(int i);
struct async_main;
void async_main_init(struct async_main *self);
struct future *async_main(void);

int main(void)
{
    run(async_main());
    for (int i = 0; i < task_count; i++)
        run_to_end(tasks[i]);
    return 0;
}

enum request_state {
    REQUEST_START,
    REQUEST_WAIT1,
    REQUEST_RESOLVED,
};

struct request {
    struct future future;
    enum request_state state;
    struct future *child;
    struct {
        int i;
    } start;
    struct {
        char path[40];
    } stack;
};

static enum poll_state request_poll(struct future *future,
                                    const struct waker *waker, char **output)
{
    struct request *self = (struct request *)future;
    char *txt;

    switch (self->state) {
    case REQUEST_START:
        snprintf(self->stack.path, sizeof(self->stack.path), "/%d/HelloWorld%d", self->start.i * 1000, self->start.i);
        self->child = http_get(self->stack.path);
        self->state = REQUEST_WAIT1;
        /* fall through */
    case REQUEST_WAIT1:
        if (future_poll(&self->child, waker, &txt) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(txt);
        free(txt);
        *output = NULL;
        self->state = REQUEST_RESOLVED;
        return POLL_READY;
    case REQUEST_RESOLVED:
        break;
    }
    panic("coroutine request was polled after it was ready");
}

static void request_drop(struct future *future)
{
    struct request *self = (struct request *)future;

    future_drop(self->child);
}

static void request_free(struct future *future)
{
    request_drop(future);
    free(future);
}

void request_init(struct request *self, int i)
{
    *self = (struct request){
        .future = {request_poll, request_drop},
        .state = REQUEST_START,
        .start = {i},
    };
}

struct future *request(int i)
{
    struct request *self = future_alloc(sizeof(*self));

    request_init(self, i);
    self->future.drop = request_free;
    return &self->future;
}

enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_RESOLVED,
};

struct async_main {
    struct future future;
    enum async_main_state state;
    struct future *child;
};

static enum poll_state async_main_poll(struct future *future_,
                                       const struct waker *waker, char **output)
{
    struct async_main *self = (struct async_main *)future_;

    (void)waker;
    switch (self->state) {
    case ASYNC_MAIN_START:
        puts("Program starting");

        for (int i = 0; i < 5; i++) {
            struct future *future = request(i);

            runtime_spawn(future);
        }
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
}

static void async_main_free(struct future *future)
{
    async_main_drop(future);
    free(future);
}

void async_main_init(struct async_main *self)
{
    *self = (struct async_main){
        .future = {async_main_poll, async_main_drop},
        .state = ASYNC_MAIN_START,
    };
}

struct future *async_main(void)
{
    struct async_main *self = future_alloc(sizeof(*self));

    async_main_init(self);
    self->future.drop = async_main_free;
    return &self->future;
}
