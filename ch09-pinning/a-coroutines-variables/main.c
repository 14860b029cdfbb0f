/* corofy made this of main.co: edit that */
/* a-coroutines-variables: what outlives a wait lives in the coroutine */
/* corofy --waker --stack makes main.c of main.co */
#include <stdio.h>
#include <stdlib.h>

#include "executor.h"
#include "future.h"
#include "http.h"
#include "runtime.h"

/* Prints an answer, and frees it. */
static void print_answer(char *txt)
{
    puts(txt);
    free(txt);
}

/*
 * So far each wait was written out.  A loop counts, and what counts has to
 * outlive the wait.
 */
enum async_main_state {
    ASYNC_MAIN_START,
    ASYNC_MAIN_WAIT1,
    ASYNC_MAIN_RESOLVED,
};

struct async_main {
    struct future future;
    enum async_main_state state;
    struct future *child;
    struct {
        int counter;
        int ms;
    } stack;
};

static enum poll_state async_main_poll(struct future *future,
                                       const struct waker *waker, char **output)
{
    struct async_main *self = (struct async_main *)future;
    char *output1 = NULL;

    switch (self->state) {
    case ASYNC_MAIN_START:
        self->stack.counter = 0;

        puts("Program starting");
        for (self->stack.ms = 600; self->stack.ms >= 400; self->stack.ms -= 200) {
            self->child = http_getf("/%d/HelloAsyncAwait", self->stack.ms);
            self->state = ASYNC_MAIN_WAIT1;
        wait1:
            if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print_answer(output1);
            self->stack.counter++;
        }
        printf("Received %d responses.\n", self->stack.counter);
        *output = NULL;
        self->state = ASYNC_MAIN_RESOLVED;
        return POLL_READY;
    case ASYNC_MAIN_WAIT1:
        goto wait1;
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

int main(void)
{
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    executor_block_on(async_main());
    runtime_fini();
    return 0;
}
