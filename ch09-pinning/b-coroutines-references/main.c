/* corofy made this of main.co: edit that */
/* b-coroutines-references: one variable of a coroutine points at another */
/* corofy --waker --stack makes main.c of main.co */
#include <stdio.h>
#include <stdlib.h>

#include "executor.h"
#include "future.h"
#include "http.h"
#include "runtime.h"
#include "text.h"

/* Adds an answer and the end of its last line, and frees it. */
static void write_answer(struct text *writer, char *txt)
{
    text_append(writer, txt);
    text_append(writer, "\n");
    free(txt);
}

/*
 * Two variables that outlive a wait, and one is the address of the other.
 * Dropped while it waits, it would leak the text: C has no destructors, and
 * drop() does not know what the variables own.
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
        struct text buffer;
        struct text *writer;
        int ms;
    } stack;
};

_Static_assert(_Alignof(struct async_main) <= _Alignof(max_align_t),
               "struct async_main is aligned for more than future_alloc() gives");

static enum poll_state async_main_poll(struct future *future,
                                       const struct waker *waker, char **output)
{
    struct async_main *self = (struct async_main *)future;
    char *output1 = NULL;

    switch (self->state) {
    case ASYNC_MAIN_START:
        self->stack.buffer = (struct text){0};
        self->stack.writer = &self->stack.buffer;

        puts("Program starting");
        text_append(self->stack.writer, "\nBUFFER:\n----\n");
        for (self->stack.ms = 600; self->stack.ms >= 400; self->stack.ms -= 200) {
            self->child = http_getf("/%d/HelloAsyncAwait", self->stack.ms);
            self->state = ASYNC_MAIN_WAIT1;
        wait1:
            if (future_poll(&self->child, waker, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            write_answer(self->stack.writer, output1);
        }
        puts(self->stack.buffer.data);
        text_fini(&self->stack.buffer);
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
