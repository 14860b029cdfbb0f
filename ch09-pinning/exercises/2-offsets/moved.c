/*
 * Polls the answer's async_main once, copies its bytes to another place and
 * goes on there.  Whoever moves it here knows nothing of its members.
 */
#define main main_of_the_answer
#include "main.c"
#undef main

struct ignorant {
    struct future future;
    struct async_main *now;
};

static enum poll_state ignorant_poll(struct future *future,
                                     const struct waker *waker, char **output)
{
    struct ignorant *self = (struct ignorant *)future;
    struct async_main *new = future_alloc(sizeof(*new));
    enum poll_state state =
        self->now->future.poll(&self->now->future, waker, output);

    memcpy(new, self->now, sizeof(*new));
    free(self->now);
    self->now = new;
    return state;
}

static void ignorant_drop(struct future *future)
{
    struct ignorant *self = (struct ignorant *)future;

    self->now->future.drop(&self->now->future);
    free(self->now);
    free(self);
}

int main(void)
{
    struct ignorant *mover = future_alloc(sizeof(*mover));
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    mover->future = (struct future){ignorant_poll, ignorant_drop};
    mover->now = future_alloc(sizeof(*mover->now));
    async_main_init(mover->now);
    executor_block_on(&mover->future);
    runtime_fini();
    return 0;
}
