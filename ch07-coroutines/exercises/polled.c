/*
 * Polls an async_main(), and says on stdout what comes of it.  The requests are
 * no real ones: each is polled in vain twice, then its answer is its path.
 *
 *   polled          to the end
 *   polled again    and once more
 *   polled two      two of them, by turns
 *   polled N        N times, then drops it
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "http.h"

struct future *async_main(void);

enum {
    IN_VAIN = 2,
    MANY = 50 /* polls; no right machine needs so many */
};

struct request {
    struct future future;
    int polls;
    char path[64];
};

static enum poll_state request_poll(struct future *future, char **output)
{
    struct request *self = (struct request *)future;

    if (self->polls == 0)
        printf("ask %s\n", self->path);
    if (self->polls++ < IN_VAIN)
        return POLL_NOT_READY;
    if (self->polls > IN_VAIN + 1)
        panic("http_get %s was polled after it was ready", self->path);
    *output = strdup(self->path);
    return POLL_READY;
}

static void request_drop(struct future *future)
{
    free(future);
}

struct future *http_getf(const char *format, ...)
{
    struct request *self = future_alloc(sizeof(*self));
    va_list args;

    self->future = (struct future){request_poll, request_drop};
    va_start(args, format);
    vsnprintf(self->path, sizeof(self->path), format, args);
    va_end(args);
    return &self->future;
}

struct future *http_get(const char *path)
{
    return http_getf("%s", path);
}

static _Noreturn void give_up(void)
{
    puts("and so on");
    exit(0);
}

static void poll_to_end(struct future *futures[], int count)
{
    char *output;
    int ready = 0;

    for (int polls = 0; ready < count; polls++) {
        for (int i = 0; i < count; i++) {
            if (futures[i] == NULL)
                continue;
            if (polls == MANY)
                give_up();
            if (futures[i]->poll(futures[i], &output) == POLL_NOT_READY) {
                puts("not ready");
                continue;
            }
            puts("ready");
            future_drop(futures[i]);
            futures[i] = NULL;
            ready++;
        }
    }
}

static void poll_again(struct future *future)
{
    char *output;

    for (int polls = 0; future->poll(future, &output) == POLL_NOT_READY;) {
        if (++polls == MANY)
            give_up();
    }
    future->poll(future, &output);
    future_drop(future);
}

int main(int argc, char **argv)
{
    struct future *futures[] = {async_main(), NULL};
    char *output;

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 1) {
        poll_to_end(futures, 1);
    } else if (strcmp(argv[1], "again") == 0) {
        poll_again(futures[0]);
    } else if (strcmp(argv[1], "two") == 0) {
        futures[1] = async_main();
        poll_to_end(futures, 2);
    } else {
        for (int polls = atoi(argv[1]); polls > 0; polls--)
            futures[0]->poll(futures[0], &output);
        future_drop(futures[0]);
    }
    return 0;
}
