#include "cancel.h"

#include "runtime.h"

void cancel_init(struct cancel *cancel)
{
    list_init(&cancel->waiters);
    list_init(&cancel->children);
    list_init(&cancel->siblings);
    cancel->is_fired = false;
}

void cancel_child(struct cancel *child, struct cancel *parent)
{
    cancel_init(child);
    child->is_fired = parent->is_fired;
    list_append(&parent->children, &child->siblings);
}

/*
 * The children take the place of their parent among its siblings.  If it has no
 * parent itself this leaves them in a ring that nobody walks.
 */
void cancel_fini(struct cancel *cancel)
{
    waiters_fini(&cancel->waiters, "cancel");
    list_move_all(&cancel->children, &cancel->siblings);
    list_remove(&cancel->siblings);
}

/* All are marked before the first is woken; tokens is what is left to mark. */
void cancel_fire(struct cancel *cancel)
{
    struct list_link tokens, waiters;

    list_init(&tokens);
    list_init(&waiters);
    list_remove(&cancel->siblings);
    list_append(&tokens, &cancel->siblings);
    while (!list_is_empty(&tokens)) {
        struct cancel *token =
            list_entry(list_pop(&tokens), struct cancel, siblings);

        token->is_fired = true;
        list_move_all(&token->children, &tokens);
        list_move_all(&token->waiters, &waiters);
    }
    waiters_wake_all(&waiters);
}

void cancel_fired_init(struct cancel_fired *self, struct cancel *cancel)
{
    *self = (struct cancel_fired){.cancel = cancel};
}

/* Once woken it is ready, also if the token is gone. */
struct poll cancel_fired_poll(struct cancel_fired *self, struct context *cx,
                              cancel_fired_output *output)
{
    (void)output;
    if (self->cancel == NULL)
        panic("cancel_fired was polled after it was ready");
    if (!runtime_overspend(cx))
        return POLL_PENDING;
    if (!waiter_was_woken(&self->waiter) && !self->cancel->is_fired) {
        waiter_wait(&self->waiter, &self->cancel->waiters, cx->waker);
        return runtime_pending();
    }
    cancel_fired_drop(self);
    return POLL_READY;
}

void cancel_fired_drop(struct cancel_fired *self)
{
    self->cancel = NULL;
    waiter_stop(&self->waiter);
}
