#include "measure.h"

#include <pthread.h>
#include <time.h>

static double now_ns(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
        die(errno, "look at the clock");
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

double measure_token(const struct parker_kind *kind, int count)
{
    union any_parker parker;
    double start;

    any_parker_make(&parker, kind);
    start = now_ns();
    for (int i = 0; i < count; i++) {
        kind->unpark(&parker);
        kind->park(&parker);
    }
    start = now_ns() - start;
    kind->fini(&parker);
    return start / count;
}

/* Two threads, and where each of them parks */
struct game {
    const struct parker_kind *kind;
    int count;
    union any_parker here, there;
};

static void *answer(void *argument)
{
    struct game *game = argument;

    for (int i = 0; i < game->count; i++) {
        game->kind->park(&game->there);
        game->kind->unpark(&game->here);
    }
    return NULL;
}

static double play(struct game *game)
{
    double start = now_ns();

    for (int i = 0; i < game->count; i++) {
        game->kind->unpark(&game->there);
        game->kind->park(&game->here);
    }
    return now_ns() - start;
}

double measure_turn(const struct parker_kind *kind, int count)
{
    struct game game = {.kind = kind, .count = count};
    pthread_t other;
    double ns;
    int err;

    any_parker_make(&game.here, kind);
    any_parker_make(&game.there, kind);
    err = pthread_create(&other, NULL, answer, &game);
    if (err > 0)
        die(err, "start a thread");
    ns = play(&game);
    pthread_join(other, NULL); /* it may still be about to unpark */
    kind->fini(&game.there);
    kind->fini(&game.here);
    return ns / count;
}
