#include "remote_mpsc.h"

/* --- The ends ---------------------------------------------------------------
 */

static void init_locks(struct remote_mpsc *remote)
{
    pthread_mutex_init(&remote->lock, NULL);
    pthread_cond_init(&remote->room, NULL);
}

void remote_mpsc_init(struct remote_mpsc *remote, size_t size, void *ring,
                      size_t capacity)
{
    init_locks(remote);
    mpsc_init(&remote->mpsc, size, ring, capacity);
}

void remote_mpsc_init_unbounded(struct remote_mpsc *remote, size_t size)
{
    init_locks(remote);
    mpsc_init_unbounded(&remote->mpsc, size);
}

void remote_mpsc_fini(struct remote_mpsc *remote)
{
    mpsc_fini(&remote->mpsc);
    pthread_cond_destroy(&remote->room);
    pthread_mutex_destroy(&remote->lock);
}

void remote_mpsc_sender_clone(struct remote_mpsc *remote)
{
    pthread_mutex_lock(&remote->lock);
    mpsc_sender_clone(&remote->mpsc);
    pthread_mutex_unlock(&remote->lock);
}

void remote_mpsc_sender_fini(struct remote_mpsc *remote)
{
    pthread_mutex_lock(&remote->lock);
    mpsc_sender_fini(&remote->mpsc);
    pthread_mutex_unlock(&remote->lock);
}

void remote_mpsc_close(struct remote_mpsc *remote)
{
    pthread_mutex_lock(&remote->lock);
    mpsc_close(&remote->mpsc);
    pthread_cond_broadcast(&remote->room);
    pthread_mutex_unlock(&remote->lock);
}

/* --- To send ----------------------------------------------------------------
 */

int remote_mpsc_try_send(struct remote_mpsc *remote, const void *value)
{
    int err;

    pthread_mutex_lock(&remote->lock);
    err = mpsc_try_send(&remote->mpsc, value);
    pthread_mutex_unlock(&remote->lock);
    return err;
}

int remote_mpsc_send_blocking(struct remote_mpsc *remote, const void *value)
{
    int err;

    pthread_mutex_lock(&remote->lock);
    while ((err = mpsc_try_send(&remote->mpsc, value)) == -EAGAIN)
        pthread_cond_wait(&remote->room, &remote->lock);
    pthread_mutex_unlock(&remote->lock);
    return err;
}

/* --- To receive -------------------------------------------------------------
 */

int remote_mpsc_try_recv(struct remote_mpsc *remote, void *value)
{
    int err;

    pthread_mutex_lock(&remote->lock);
    err = mpsc_try_recv(&remote->mpsc, value);
    if (err == 0)
        pthread_cond_signal(&remote->room);
    pthread_mutex_unlock(&remote->lock);
    return err;
}

void remote_mpsc_recv_init(struct remote_mpsc_recv *self,
                           struct remote_mpsc *remote)
{
    self->remote = remote;
    mpsc_recv_init(&self->recv, &remote->mpsc);
}

struct poll remote_mpsc_recv_into(struct remote_mpsc_recv *self,
                                  struct context *cx, int *err, void *value)
{
    struct remote_mpsc *remote = self->remote;
    struct poll poll;

    if (remote == NULL)
        panic("a remote_mpsc's recv was polled after it was ready");
    pthread_mutex_lock(&remote->lock);
    poll = mpsc_recv_into(&self->recv, cx, err, value);
    if (poll.is_ready && *err == 0)
        pthread_cond_signal(&remote->room);
    pthread_mutex_unlock(&remote->lock);
    if (poll.is_ready)
        self->remote = NULL;
    return poll;
}

void remote_mpsc_recv_drop(struct remote_mpsc_recv *self)
{
    struct remote_mpsc *remote = self->remote;

    if (remote == NULL)
        return;
    self->remote = NULL;
    pthread_mutex_lock(&remote->lock);
    mpsc_recv_drop(&self->recv);
    pthread_mutex_unlock(&remote->lock);
}
