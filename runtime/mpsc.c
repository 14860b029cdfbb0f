#include "mpsc.h"

#include <string.h>

#include "calls.h"
#include "runtime.h"

/* --- The ends ---------------------------------------------------------------
 */

void mpsc_init(struct mpsc *mpsc, size_t size, void *ring, size_t capacity)
{
    if (capacity == 0 || capacity > UINT32_MAX)
        panic("a channel for %zu values", capacity);
    *mpsc = (struct mpsc){
        .ring = ring,
        .size = (uint32_t)size,
        .capacity = (uint32_t)capacity,
        .senders = 1,
    };
    semaphore_init(&mpsc->room, (uint32_t)capacity);
}

void mpsc_init_unbounded(struct mpsc *mpsc, size_t size)
{
    *mpsc = (struct mpsc){
        .size = (uint32_t)size,
        .senders = 1,
        .is_unbounded = true,
    };
    semaphore_init(&mpsc->room, UINT32_MAX);
}

void mpsc_fini(struct mpsc *mpsc)
{
    waiters_fini(&mpsc->room.waiters, "channel");
    if (mpsc->receiver.vtable != NULL)
        panic("the end of a channel from which somebody receives");
    if (mpsc->is_unbounded)
        free(mpsc->ring);
}

void mpsc_sender_clone(struct mpsc *mpsc)
{
    mpsc->senders++;
}

void mpsc_sender_fini(struct mpsc *mpsc)
{
    if (mpsc->senders == 0)
        panic("a channel has lost more senders than it had");
    if (--mpsc->senders == 0)
        waker_wake_kept(&mpsc->receiver);
}

void mpsc_close(struct mpsc *mpsc)
{
    semaphore_close(&mpsc->room);
    waker_wake_kept(&mpsc->receiver);
}

/* --- The ring ---------------------------------------------------------------
 */

static char *place_of(struct mpsc *mpsc, uint32_t index)
{
    size_t place = (size_t)mpsc->first + index;

    if (place >= mpsc->capacity)
        place -= mpsc->capacity;
    return mpsc->ring + place * mpsc->size;
}

/* Twice the room: what stands before first, after the end, moves behind it. */
static int grow(struct mpsc *mpsc)
{
    uint32_t capacity = mpsc->capacity < 4 ? 8 : 2 * mpsc->capacity;
    size_t before = (size_t)mpsc->first * mpsc->size;
    size_t behind = (size_t)mpsc->capacity * mpsc->size - before;
    char *ring = NULL;

    if (capacity > mpsc->capacity)
        ring = call_alloc((size_t)capacity * mpsc->size);
    if (ring == NULL)
        return -ENOMEM;
    if (mpsc->count > 0) {
        memcpy(ring, mpsc->ring + before, behind);
        memcpy(ring + behind, mpsc->ring, before);
    }
    free(mpsc->ring);
    mpsc->ring = ring;
    mpsc->first = 0;
    mpsc->capacity = capacity;
    return 0;
}

/* There is a permit for it. */
static int push(struct mpsc *mpsc, const void *value)
{
    int err = 0;

    if (mpsc->room.is_closed)
        return -EPIPE;
    if (mpsc->count == mpsc->capacity)
        err = grow(mpsc);
    if (err < 0) {
        semaphore_release(&mpsc->room, 1);
        return err;
    }
    memcpy(place_of(mpsc, mpsc->count++), value, mpsc->size);
    waker_wake_kept(&mpsc->receiver);
    return 0;
}

/* --- To send ----------------------------------------------------------------
 */

int mpsc_try_send(struct mpsc *mpsc, const void *value)
{
    int err = semaphore_try_acquire(&mpsc->room, 1);

    return err < 0 ? err : push(mpsc, value);
}

void mpsc_send_init(struct mpsc_send *self, struct mpsc *mpsc)
{
    self->mpsc = mpsc;
    semaphore_acquire_init(&self->acquire, &mpsc->room, 1);
}

struct poll mpsc_send_poll(struct mpsc_send *self, struct context *cx,
                           const void *value, int *output)
{
    int err;

    if (!semaphore_acquire_poll(&self->acquire, cx, &err).is_ready)
        return POLL_PENDING;
    if (err == 0)
        err = push(self->mpsc, value);
    if (output != NULL)
        *output = err;
    return POLL_READY;
}

void mpsc_send_drop(struct mpsc_send *self)
{
    semaphore_acquire_drop(&self->acquire);
}

/* --- To receive -------------------------------------------------------------
 */

int mpsc_try_recv(struct mpsc *mpsc, void *value)
{
    if (mpsc->count == 0)
        return mpsc->senders == 0 || mpsc->room.is_closed ? -EPIPE : -EAGAIN;
    memcpy(value, place_of(mpsc, 0), mpsc->size);
    if (++mpsc->first == mpsc->capacity)
        mpsc->first = 0;
    mpsc->count--;
    semaphore_release(&mpsc->room, 1);
    return 0;
}

void mpsc_recv_init(struct mpsc_recv *self, struct mpsc *mpsc)
{
    self->mpsc = mpsc;
}

struct poll mpsc_recv_into(struct mpsc_recv *self, struct context *cx, int *err,
                           void *value)
{
    if (self->mpsc == NULL)
        panic("a channel's recv was polled after it was ready");
    if (!runtime_spend(cx))
        return POLL_PENDING;
    *err = mpsc_try_recv(self->mpsc, value);
    if (*err == -EAGAIN) {
        waker_keep(&self->mpsc->receiver, cx->waker);
        return runtime_pending();
    }
    mpsc_recv_drop(self);
    return POLL_READY;
}

void mpsc_recv_drop(struct mpsc_recv *self)
{
    if (self->mpsc != NULL)
        waker_drop(&self->mpsc->receiver);
    self->mpsc = NULL;
}
