#include "remote_oneshot.h"

void remote_oneshot_init(struct remote_oneshot *remote, void *place,
                         size_t size)
{
    pthread_mutex_init(&remote->lock, NULL);
    oneshot_init(&remote->oneshot, place, size);
}

int remote_oneshot_send(struct remote_oneshot *remote, const void *value)
{
    int err;

    pthread_mutex_lock(&remote->lock);
    err = oneshot_send(&remote->oneshot, value);
    pthread_mutex_unlock(&remote->lock);
    return err;
}

/* What one half does at its end.  Who comes last finds both ended. */
static void end(struct remote_oneshot *remote, void (*fini)(struct oneshot *))
{
    bool is_last;

    pthread_mutex_lock(&remote->lock);
    fini(&remote->oneshot);
    is_last = remote->oneshot.sender_ended && remote->oneshot.receiver_ended;
    pthread_mutex_unlock(&remote->lock);
    if (!is_last)
        return;
    pthread_mutex_destroy(&remote->lock);
    free(remote);
}

void remote_oneshot_sender_fini(struct remote_oneshot *remote)
{
    end(remote, oneshot_sender_fini);
}

void remote_oneshot_receiver_fini(struct remote_oneshot *remote)
{
    end(remote, oneshot_receiver_fini);
}

int remote_oneshot_try_recv(struct remote_oneshot *remote, void *value)
{
    int err;

    pthread_mutex_lock(&remote->lock);
    err = oneshot_try_recv(&remote->oneshot, value);
    pthread_mutex_unlock(&remote->lock);
    return err;
}

void remote_oneshot_recv_init(struct remote_oneshot_recv *self,
                              struct remote_oneshot *remote)
{
    self->remote = remote;
    oneshot_recv_init(&self->recv, &remote->oneshot);
}

struct poll remote_oneshot_recv_into(struct remote_oneshot_recv *self,
                                     struct context *cx, int *err, void *value)
{
    struct remote_oneshot *remote = self->remote;
    struct poll poll;

    if (remote == NULL)
        panic("a remote_oneshot's recv was polled after it was ready");
    pthread_mutex_lock(&remote->lock);
    poll = oneshot_recv_into(&self->recv, cx, err, value);
    pthread_mutex_unlock(&remote->lock);
    if (poll.is_ready)
        self->remote = NULL;
    return poll;
}

void remote_oneshot_recv_drop(struct remote_oneshot_recv *self)
{
    struct remote_oneshot *remote = self->remote;

    if (remote == NULL)
        return;
    self->remote = NULL;
    pthread_mutex_lock(&remote->lock);
    oneshot_recv_drop(&self->recv);
    pthread_mutex_unlock(&remote->lock);
}
