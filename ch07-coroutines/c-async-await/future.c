#include "future.h"

#include <errno.h>
#include <stdbool.h>

void *future_alloc(size_t size)
{
    void *memory = calloc(1, size);

    if (memory == NULL)
        die(ENOMEM, "make a future");
    return memory;
}

enum poll_state future_poll(struct future **child, char **output)
{
    char *said;

    if (*child == NULL)
        panic("there is no future to wait for");
    if ((*child)->poll(*child, &said) == POLL_NOT_READY)
        return POLL_NOT_READY;
    future_drop(*child);
    *child = NULL;
    if (output != NULL)
        *output = said;
    else
        free(said);
    return POLL_READY;
}

void future_drop(struct future *future)
{
    if (future != NULL)
        future->drop(future);
}

struct join_all {
    struct future future;
    bool is_resolved;
    size_t count;
    struct future *futures[]; /* NULL: was ready, and is dropped */
};

static enum poll_state join_all_poll(struct future *future, char **output)
{
    struct join_all *self = (struct join_all *)future;
    size_t ready = 0;

    if (self->is_resolved)
        panic("join_all was polled after it was ready");
    for (size_t i = 0; i < self->count; i++) {
        if (self->futures[i] == NULL ||
            future_poll(&self->futures[i], NULL) == POLL_READY)
            ready++;
    }
    if (ready < self->count)
        return POLL_NOT_READY;
    self->is_resolved = true;
    *output = NULL;
    return POLL_READY;
}

static void join_all_drop(struct future *future)
{
    struct join_all *self = (struct join_all *)future;

    for (size_t i = 0; i < self->count; i++)
        future_drop(self->futures[i]);
    free(self);
}

struct future *join_all(struct future **futures, size_t count)
{
    struct join_all *self =
        future_alloc(sizeof(*self) + count * sizeof(*futures));

    self->future = (struct future){join_all_poll, join_all_drop};
    self->count = count;
    for (size_t i = 0; i < count; i++) {
        if (futures[i] == NULL)
            panic("join_all: there is no future %zu of %zu", i, count);
        self->futures[i] = futures[i];
    }
    return &self->future;
}
