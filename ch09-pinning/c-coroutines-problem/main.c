/* corofy made this of main.co: edit that */
/* c-coroutines-problem: a coroutine that was moved points at where it was */
/* corofy --waker --stack makes main.c of main.co */
#define _GNU_SOURCE /* program_invocation_short_name */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Polls async_main once, moves it, and goes on polling it in its new place. */
struct mover {
    struct future future;
    bool frees; /* for AddressSanitizer, which says who used what was freed */
    struct async_main *old; /* NULL: freed */
    bool is_moved;
    struct async_main new;
};

static void show(const char *name, const struct async_main *coroutine)
{
    printf("%s: from %p to %p\n", name, (const void *)coroutine,
           (const void *)(coroutine + 1));
    printf("     its buffer is at   %p\n",
           (const void *)&coroutine->stack.buffer);
    printf("     its writer aims at %p\n",
           (const void *)coroutine->stack.writer);
}

/* To C this is an assignment like any other. */
static void move(struct mover *self)
{
    show("old", self->old);
    self->new = *self->old;
    self->is_moved = true;
    show("new", &self->new);
    if (self->frees) {
        free(self->old);
        self->old = NULL;
    } else {
        /*
         * Left as it was, it would do for a while.  0xa5a5... is an address on
         * no CPU: whoever follows the old writer crashes at once.
         */
        memset(self->old, 0xa5, sizeof(*self->old));
    }
}

static enum poll_state mover_poll(struct future *future,
                                  const struct waker *waker, char **output)
{
    struct mover *self = (struct mover *)future;
    struct async_main *now = self->is_moved ? &self->new : self->old;
    enum poll_state state = now->future.poll(&now->future, waker, output);

    if (!self->is_moved)
        move(self);
    return state;
}

static void mover_drop(struct future *future)
{
    struct mover *self = (struct mover *)future;
    struct async_main *now = self->is_moved ? &self->new : self->old;

    now->future.drop(&now->future);
    free(self->old);
    free(self);
}

static struct future *mover(bool frees)
{
    struct mover *self = future_alloc(sizeof(*self));

    *self = (struct mover){
        .future = {mover_poll, mover_drop},
        .frees = frees,
        .old = future_alloc(sizeof(*self->old)),
    };
    async_main_init(self->old);
    return &self->future;
}

int main(int argc, char **argv)
{
    bool frees = argc == 2 && strcmp(argv[1], "--free") == 0;
    int err;

    if (argc > 1 + frees) {
        fprintf(stderr, "usage: %s [--free]\n", program_invocation_short_name);
        return 2;
    }
    err = runtime_init();
    if (err < 0)
        die(err, "start the runtime");
    executor_block_on(mover(frees));
    runtime_fini();
    return 0;
}
