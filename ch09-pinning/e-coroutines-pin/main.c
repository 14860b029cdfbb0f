/* corofy made this of main.co: edit that */
/* e-coroutines-pin: a coroutine that was moved after its first poll panics */
/* corofy --waker --stack --pin makes main.c of main.co */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "executor.h"
#include "future.h"
#include "http.h"
#include "mover.h"
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
    struct async_main *pinned;
    struct {
        struct text buffer;
        struct text *writer;
        int ms;
    } stack;
};

_Static_assert(_Alignof(struct async_main) <= _Alignof(max_align_t),
               "struct async_main is aligned for more than future_alloc() gives");

static enum poll_state async_main_poll(struct pin pin,
                                       const struct waker *waker, char **output)
{
    struct async_main *self = (struct async_main *)pin.future;
    char *output1 = NULL;

    if (self->pinned == NULL)
        self->pinned = self;
    if (self->pinned != self)
        panic("coroutine async_main moved after its first poll");

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

size_t async_main_size(void)
{
    return sizeof(struct async_main);
}

struct future *async_main_init(void *storage)
{
    struct async_main *self = storage;

    *self = (struct async_main){
        .future = {async_main_poll, async_main_drop},
        .state = ASYNC_MAIN_START,
    };
    return &self->future;
}

struct future *async_main(void)
{
    struct async_main *self = future_alloc(async_main_size());

    async_main_init(self);
    self->future.drop = async_main_free;
    return &self->future;
}

int main(int argc, char **argv)
{
    bool moves = argc == 2 && strcmp(argv[1], "--move") == 0;
    int err;

    if (argc > 1 + moves) {
        fprintf(stderr, "usage: %s [--move]\n", program_invocation_short_name);
        return 2;
    }
    err = runtime_init();
    if (err < 0)
        die(err, "start the runtime");
    executor_block_on(moves ? mover(async_main_size(), async_main_init)
                            : async_main());
    runtime_fini();
    return 0;
}
