#define _GNU_SOURCE
/* The contract of ch08-runtime/b-reactor-executor/parker.h */
#include "ch08-runtime/b-reactor-executor/parker.h"

#include <stdatomic.h>

#include "tests/unit/asleep.h"
#include "tests/unit/check.h"
#include "tests/unit/patience.h"

static struct parker parker;
static int sleeps;

/* Another thread, as it were, unparks who sleeps. */
static void sleep_once(void)
{
    sleeps++;
    parker_unpark(&parker);
}

/* The condition variable wakes for nothing, twice. */
static void sleep_badly(void)
{
    if (++sleeps == 3)
        parker_unpark(&parker);
}

/* Parks, and says how often it slept. */
static int park(void (*sleep)(void))
{
    asleep = sleep;
    sleeps = 0;
    parker_park(&parker);
    CHECK(!parker.has_token);
    return sleeps;
}

TEST(a_park_waits_for_an_unpark)
{
    parker_init(&parker);
    CHECK_EQ(park(sleep_once), 1);
    CHECK_EQ(park(sleep_once), 1);
    parker_fini(&parker);
}

TEST(an_unpark_before_the_park_is_kept)
{
    parker_init(&parker);
    parker_unpark(&parker);
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_once), 1);
    parker_fini(&parker);
}

TEST(two_unparks_are_one_token)
{
    parker_init(&parker);
    parker_unpark(&parker);
    parker_unpark(&parker);
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_once), 1);
    parker_fini(&parker);
}

TEST(a_condition_variable_that_wakes_for_nothing_ends_no_park)
{
    parker_init(&parker);
    CHECK_EQ(park(sleep_badly), 3);
    parker_fini(&parker);
}

/* Called once, as soon as this thread has given a lock back */
static _Thread_local void (*unlocked)(void);

int __real_pthread_mutex_unlock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock);

int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock)
{
    int err = __real_pthread_mutex_unlock(lock);
    void (*call)(void) = unlocked;

    unlocked = NULL;
    if (call != NULL)
        call();
    return err;
}

static void unpark(void)
{
    parker_unpark(&parker);
}

/* It comes before park has returned, and is for the next. */
TEST(an_unpark_as_soon_as_park_has_taken_a_token_is_kept)
{
    parker_init(&parker);
    parker_unpark(&parker);
    asleep = sleep_once;
    unlocked = unpark;
    parker_park(&parker);
    parker_park(&parker);
    CHECK_EQ(sleeps, 0);
    parker_fini(&parker);
}

TEST(one_parker_knows_nothing_of_another)
{
    struct parker other;

    parker_init(&parker);
    parker_init(&other);
    parker_unpark(&other);
    CHECK_EQ(park(sleep_once), 1);
    CHECK(other.has_token);
    parker_fini(&other);
    parker_fini(&parker);
}

/* --- Between threads ------------------------------------------------------ */

static int count;         /* of calls that one thread makes */
static atomic_int called; /* so many it has begun */
static int written;       /* by one thread, for the other to see */

static void start(pthread_t *thread, void *(*run)(void *))
{
    CHECK_EQ(pthread_create(thread, NULL, run, NULL), 0);
}

static void *write_and_unpark(void *unused)
{
    (void)unused;
    written = 42;
    parker_unpark(&parker);
    return NULL;
}

/* Tools that look for races see whether one came after the other. */
TEST(what_was_written_before_an_unpark_is_seen_after_the_park)
{
    pthread_t thread;

    parker_init(&parker);
    start(&thread, write_and_unpark);
    parker_park(&parker);
    CHECK_EQ(written, 42);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    parker_fini(&parker);
}

static struct parker answers; /* where the other way is waited for */
static atomic_int seen;       /* of called, by the one who parks */

/* Waits for the other thread now and then only, so that most tokens coincide */
static void *unpark_often(void *unused)
{
    (void)unused;
    for (int i = 1; i <= count; i++) {
        atomic_store(&called, i);
        parker_unpark(&parker);
        while (i % 1000 == 0 && atomic_load(&seen) < i)
            parker_park(&answers);
    }
    return NULL;
}

/*
 * None is made of nothing: there are never more parks than unparks.  None is
 * lost: a park after a lost one would have no end, as who unparks waits too.
 */
TEST(ten_million_unparks_and_none_is_lost)
{
    pthread_t thread;
    int parks = 0;

    when_it_hangs("# an unpark was lost: both threads park for ever\n");
    count = times_said(10000000, 300000);
    parker_init(&parker);
    parker_init(&answers);
    start(&thread, unpark_often);
    while (atomic_load(&seen) < count) {
        parker_park(&parker);
        CHECK(++parks <= atomic_load(&called));
        atomic_store(&seen, atomic_load(&called));
        parker_unpark(&answers);
    }
    CHECK_EQ(pthread_join(thread, NULL), 0);
    printf("# %d unparks, %d parks\n", count, parks);
    parker_fini(&answers);
    parker_fini(&parker);
}

static struct parker sides[2];
static int serve; /* whose turn it is, under no lock but that of the parkers */

static void play(int side)
{
    for (int i = 0; i < count; i++) {
        parker_park(&sides[side]);
        CHECK_EQ(serve, side);
        serve = !side;
        parker_unpark(&sides[!side]);
    }
}

static void *play_the_other_side(void *unused)
{
    (void)unused;
    play(1);
    return NULL;
}

/* Each waits for the other: the first token that is lost ends the game. */
TEST(two_threads_unpark_each_other_in_turns)
{
    pthread_t thread;

    when_it_hangs("# a token was lost: both threads park for ever\n");
    count = times_said(200000, 20000);
    for (int i = 0; i < 2; i++)
        parker_init(&sides[i]);
    start(&thread, play_the_other_side);
    parker_unpark(&sides[0]);
    play(0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(serve, 0);
    for (int i = 0; i < 2; i++)
        parker_fini(&sides[i]);
}
