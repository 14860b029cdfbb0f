#include "waiters.h"

void waiter_wait(struct waiter *waiter, struct list_link *waiters,
                 const struct waker *waker)
{
    if (!waiter_waits(waiter))
        list_append(waiters, &waiter->link);
    waker_keep(&waiter->waker, waker);
}

void waiter_wake(struct waiter *waiter)
{
    list_remove(&waiter->link);
    waker_wake(&waiter->waker);
}

/* Those that begin to wait in the meantime are not woken. */
void waiters_wake_all(struct list_link *waiters)
{
    struct list_link woken;

    list_init(&woken);
    list_move_all(waiters, &woken);
    while (!list_is_empty(&woken))
        waiter_wake(waiters_first(&woken));
}

void waiter_stop(struct waiter *waiter)
{
    if (waiter_waits(waiter))
        list_remove(&waiter->link);
    waiter->link.next = NULL;
    waker_drop(&waiter->waker);
}

void waiters_fini(const struct list_link *waiters, const char *kind)
{
    if (!list_is_empty(waiters))
        panic("the end of a %s for which somebody waits", kind);
}
