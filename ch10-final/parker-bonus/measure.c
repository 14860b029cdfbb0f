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

/* Starts it, in thread: the other one of two. */
static void start(struct game *game, pthread_t *thread)
{
    int err;

    any_parker_make(&game->here, game->kind);
    any_parker_make(&game->there, game->kind);
    err = pthread_create(thread, NULL, answer, game);
    if (err > 0)
        die(err, "start a thread");
}

/* The other one has answered, but may not have come back from unparking. */
static void end(struct game *game, pthread_t thread)
{
    pthread_join(thread, NULL);
    game->kind->fini(&game->there);
    game->kind->fini(&game->here);
}

double measure_turn(const struct parker_kind *kind, int count)
{
    struct game game = {.kind = kind, .count = count};
    pthread_t other;
    double ns;

    start(&game, &other);
    ns = now_ns();
    for (int i = 0; i < count; i++) {
        kind->unpark(&game.there);
        kind->park(&game.here);
    }
    ns = now_ns() - ns;
    end(&game, other);
    return ns / count;
}

/*
 * The other thread has nothing to do but to be there: in a program with one
 * only, the C library locks without atomic instructions.
 */
double measure_token(const struct parker_kind *kind, int count)
{
    struct game game = {.kind = kind, .count = 1};
    pthread_t other;
    double ns;

    start(&game, &other);
    ns = now_ns();
    for (int i = 0; i < count; i++) {
        kind->unpark(&game.here);
        kind->park(&game.here);
    }
    ns = now_ns() - ns;
    kind->unpark(&game.there);
    end(&game, other);
    return ns / count;
}
