/*
 * async_main of ch10-final/a-rust-futures-bonus, which somebody drops too
 * early, or moves too late: in place of the step's main().
 *
 *     unpolled     dropped before its first poll
 *     waiting      dropped while it waits for the first answer
 *     answered     while it waits for the second
 *     in-time      moved before its first poll, and run to its end
 *     moved        moved after its first poll, and polled again
 */
#define main step_main
#include "main.inc" /* the step's main.c */
#undef main

#include <limits.h>
#include <stdbool.h>

/* A future that polls async_main until it has so many answers, and drops it */
struct early {
    struct async_main child;
    int answers;
    bool is_moved;
    int err;
};

static int count_answers(const struct text *text)
{
    const char *at = text->data;
    int count = 0;

    while ((at = strstr(at, "HelloAsyncAwait")) != NULL) {
        count++;
        at++;
    }
    return count;
}

static struct poll early_poll(void *future, struct context *cx, void *output)
{
    struct early *self = future;

    (void)output;
    if (async_main_poll(&self->child, cx, NULL).is_ready)
        return POLL_READY;
    if (self->is_moved) {
        struct async_main elsewhere = self->child;

        async_main_poll(&elsewhere, cx, NULL);
    }
    return count_answers(&self->child.buffer) >= self->answers ? POLL_READY
                                                               : POLL_PENDING;
}

static void early_drop(void *future)
{
    struct early *self = future;

    async_main_drop(&self->child);
    free(self);
}

static void run(int answers, bool is_moved)
{
    static const struct future_vtable vtable = {early_poll, early_drop};
    struct early *self = future_alloc(_Alignof(struct early), sizeof(*self));
    struct async_main before;

    *self = (struct early){.answers = answers, .is_moved = is_moved};
    async_main_init(&before, &self->err);
    self->child = before;
    memset(&before, 0xa5, sizeof(before));
    executor_block_on((struct future){self, &vtable});
}

static void run_as(const char *what)
{
    struct async_main unpolled;
    int err;

    if (strcmp(what, "unpolled") == 0) {
        async_main_init(&unpolled, &err);
        async_main_drop(&unpolled);
    } else if (strcmp(what, "waiting") == 0) {
        run(0, false);
    } else if (strcmp(what, "answered") == 0) {
        run(1, false);
    } else {
        run(INT_MAX, strcmp(what, "moved") == 0);
    }
}

int main(int argc, char **argv)
{
    int err = runtime_init();

    if (argc != 2 || err < 0)
        die(err, "start the runtime");
    run_as(argv[1]);
    runtime_fini();
    return 0;
}
