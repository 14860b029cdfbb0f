#include "future.h"

#include <errno.h>

void *future_alloc(size_t size)
{
    void *memory = calloc(1, size);

    if (memory == NULL)
        die(ENOMEM, "make a future");
    return memory;
}

enum poll_state future_poll(struct future **child, const struct waker *waker,
                            char **output)
{
    char *said;

    if (*child == NULL)
        panic("there is no future to wait for");
    if ((*child)->poll(*child, waker, &said) == POLL_NOT_READY)
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
