/*
 * links: ch10-final/parker-bonus/ any_parker.c measure.c error.c
 * wraps: pthread_cond_wait pthread_mutex_unlock syscall read clock_gettime
 */
#define _GNU_SOURCE
/*
 * The contract of ch08-runtime/b-reactor-executor/parker.h, and of the two of
 * ch10-final/parker-bonus, which say that theirs is the same: so each test is
 * three.
 */
#include "ch10-final/parker-bonus/any_parker.h"
#include "ch10-final/parker-bonus/measure.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "tests/unit/apart.h"
#include "tests/unit/asleep.h"
#include "tests/unit/check.h"
#include "tests/unit/patience.h"

static const struct parker_kind *kind;
static union any_parker parker;
static int sleeps;

enum {
    CONDVAR,
    FUTEX,
    EVENTFD,
};

static void with(int number, void (*test)(void))
{
    kind = &parker_kinds[number];
    CHECK_EQ(kind->init(&parker), 0);
    test();
    kind->fini(&parker);
}

#define TEST_OF(number, kind, name) \
    TEST(kind##_parker_##name)      \
    {                               \
        with(number, name);         \
    }

/* For what no lock keeps out */
#define TEST_WITHOUT_LOCK(name)     \
    static void name(void);         \
    TEST_OF(FUTEX, futex, name)     \
    TEST_OF(EVENTFD, eventfd, name) \
    static void name(void)

#define TEST_EACH(name)             \
    static void name(void);         \
    TEST_OF(CONDVAR, condvar, name) \
    TEST_OF(FUTEX, futex, name)     \
    TEST_OF(EVENTFD, eventfd, name) \
    static void name(void)

static void unpark(void)
{
    kind->unpark(&parker);
}

/* --- In one thread, which never sleeps ------------------------------------ */

/*
 * As asleep.h has it for condition variables: where the thread would sleep the
 * test is in command.  It is called at the last moment, and then the kernel is
 * asked if there is a reason to sleep left.  If there is, the thread is woken
 * for nothing.
 */
long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

static int no_futex; /* the error, as where there is none */

/* Nothing but a parker's futex comes here, with these arguments. */
long __wrap_syscall(long number, ...)
{
    const struct timespec no_time = {0}, *time;
    static int nothing = 0;
    int operation, value;
    int *word;
    va_list args;

    va_start(args, number);
    word = va_arg(args, int *);
    operation = va_arg(args, int);
    value = va_arg(args, int);
    time = va_arg(args, const struct timespec *);
    va_end(args);
    CHECK_EQ(number, SYS_futex);
    errno = no_futex;
    if (no_futex != 0)
        return -1;
    if (operation != FUTEX_WAIT_PRIVATE || asleep == NULL)
        return __real_syscall(number, word, operation, value, time);
    asleep();
    CHECK_EQ(__real_syscall(number, word, operation, value, &no_time), -1);
    if (errno == EAGAIN)
        return -1;
    CHECK_EQ(errno, ETIMEDOUT);
    errno = EINTR;
    nothing = -1 - nothing; /* and without an error, by turns */
    return nothing;
}

/* Called once, as soon as this thread has a token, before park returns */
static _Thread_local void (*taken)(void);

static void call_taken(void)
{
    void (*call)(void) = taken;

    taken = NULL;
    if (call != NULL)
        call();
}

int __real_pthread_mutex_unlock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock);

int __wrap_pthread_mutex_unlock(pthread_mutex_t *lock)
{
    int err = __real_pthread_mutex_unlock(lock);

    call_taken();
    return err;
}

ssize_t __real_read(int fd, void *data, size_t size);
ssize_t __wrap_read(int fd, void *data, size_t size);

ssize_t __wrap_read(int fd, void *data, size_t size)
{
    struct pollfd file = {.fd = fd, .events = POLLIN};
    ssize_t n;

    if (asleep != NULL && poll(&file, 1, 0) == 0) {
        asleep();
        errno = EINTR;
        if (poll(&file, 1, 0) == 0)
            return -1;
    }
    n = __real_read(fd, data, size);
    call_taken();
    return n;
}

/* Another thread, as it were, unparks who sleeps. */
static void sleep_once(void)
{
    CHECK(sleeps++ < 10);
    unpark();
}

/* The thread is woken for nothing, twice. */
static void sleep_badly(void)
{
    CHECK(sleeps++ < 10);
    if (sleeps == 3)
        unpark();
}

/* Parks, and says how often it slept. */
static int park(void (*sleep)(void))
{
    asleep = sleep;
    sleeps = 0;
    kind->park(&parker);
    asleep = NULL;
    return sleeps;
}

TEST_EACH(waits_for_an_unpark)
{
    CHECK_EQ(park(sleep_once), 1);
    CHECK_EQ(park(sleep_once), 1);
}

TEST_EACH(keeps_an_unpark_before_the_park)
{
    unpark();
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_once), 1);
}

TEST_EACH(makes_one_token_of_two_unparks)
{
    unpark();
    unpark();
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_once), 1);
}

static void sleep_and_be_unparked_twice(void)
{
    sleep_once();
    unpark();
}

TEST_EACH(makes_one_token_of_two_unparks_while_it_sleeps)
{
    CHECK_EQ(park(sleep_and_be_unparked_twice), 1);
    CHECK_EQ(park(sleep_once), 1);
}

TEST_EACH(goes_on_sleeping_when_it_was_woken_for_nothing)
{
    CHECK_EQ(park(sleep_badly), 3);
    CHECK_EQ(park(sleep_badly), 3);
}

/* A futex has no such moment: to take the token is all that park does. */
static void keeps_an_unpark_as_soon_as_it_has_taken_a_token(void)
{
    unpark();
    taken = unpark;
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_once), 1);
}

TEST_OF(CONDVAR, condvar, keeps_an_unpark_as_soon_as_it_has_taken_a_token)
TEST_OF(EVENTFD, eventfd, keeps_an_unpark_as_soon_as_it_has_taken_a_token)

TEST_EACH(knows_nothing_of_another)
{
    union any_parker other;

    CHECK_EQ(kind->init(&other), 0);
    kind->unpark(&other);
    CHECK_EQ(park(sleep_once), 1);
    asleep = sleep_once;
    kind->park(&other);
    CHECK_EQ(sleeps, 1);
    kind->fini(&other);
}

/* --- Signals -------------------------------------------------------------- */

static atomic_int handled;

static void count_it(int signal)
{
    (void)signal;
    handled++;
}

static void unpark_it(int signal)
{
    (void)signal;
    unpark();
    handled++;
}

static void handle(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};

    CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
}

static void sleep_and_be_interrupted(void)
{
    CHECK(sleeps++ < 10);
    raise(SIGUSR1);
}

TEST_WITHOUT_LOCK(may_be_unparked_by_a_signal_handler)
{
    handle(unpark_it);
    raise(SIGUSR1);
    CHECK_EQ(park(sleep_once), 0);
    CHECK_EQ(park(sleep_and_be_interrupted), 1);
    CHECK_EQ(park(sleep_once), 1);
}

/* --- Between threads ------------------------------------------------------ */

/* Tools that know of locks only see no order where there are none. */
static void skip_where_only_locks_are_known(void)
{
    if (kind != &parker_kinds[CONDVAR] && runs_under("helgrind"))
        check_skip("helgrind knows nothing of atomics, nor of eventfds");
}

static void start(pthread_t *thread, void *(*run)(void *))
{
    CHECK_EQ(pthread_create(thread, NULL, run, NULL), 0);
}

static void join(pthread_t thread)
{
    CHECK_EQ(pthread_join(thread, NULL), 0);
}

static atomic_int parked; /* the id of the thread that is about to park */
static atomic_bool has_returned;

static void *park_once(void *unused)
{
    (void)unused;
    parked = gettid();
    kind->park(&parker);
    has_returned = true;
    return NULL;
}

/* A letter, as in proc(5); '-' if it has gone */
static char state_of(int thread)
{
    char path[64], line[512], *after;
    ssize_t n;
    int fd;

    snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
    fd = open(path, O_RDONLY);
    if (fd < 0)
        return '-';
    n = read(fd, line, sizeof(line) - 1);
    close(fd);
    if (n <= 0)
        return '-';
    line[n] = '\0';
    after = strrchr(line, ')'); /* the name may hold anything */
    CHECK(after != NULL);
    return after[2];
}

/*
 * Until the kernel says that the thread sleeps.  Tools let threads sleep for
 * reasons of their own: then it may be about to park, which is no less allowed.
 */
static void wait_until_it_sleeps(void)
{
    while (!has_returned && (parked == 0 || state_of(parked) != 'S'))
        sched_yield();
}

TEST_EACH(is_woken_by_an_unpark)
{
    when_it_hangs("# an unpark woke nobody, or the thread never slept\n");
    for (int i = times(500, 20); i > 0; i--) {
        pthread_t thread;

        parked = 0;
        has_returned = false;
        start(&thread, park_once);
        wait_until_it_sleeps();
        CHECK(!has_returned);
        unpark();
        join(thread);
        CHECK(has_returned);
    }
}

TEST_EACH(is_not_unparked_by_a_signal)
{
    pthread_t thread;

    when_it_hangs("# an unpark woke nobody, or the thread never slept\n");
    handle(count_it);
    start(&thread, park_once);
    for (int i = 0; i < 20; i++) {
        wait_until_it_sleeps();
        CHECK_EQ(pthread_kill(thread, SIGUSR1), 0);
        while (atomic_load(&handled) == i)
            sched_yield();
    }
    wait_until_it_sleeps();
    CHECK(!has_returned);
    unpark();
    join(thread);
}

TEST_WITHOUT_LOCK(may_be_unparked_by_a_handler_in_its_own_thread)
{
    pthread_t thread;

    when_it_hangs("# the unpark of a handler is lost\n");
    handle(unpark_it);
    start(&thread, park_once);
    wait_until_it_sleeps();
    CHECK_EQ(pthread_kill(thread, SIGUSR1), 0);
    join(thread);
    CHECK_EQ(handled, 1);
}

/*
 * Of memory order the next two say something only where a tool looks for races.
 * What tells the threads of each other beside the parker orders nothing.
 */
static int written[2];
static atomic_int unparked;

static void *write_and_unpark(void *unused)
{
    int i = atomic_load_explicit(&unparked, memory_order_relaxed);

    (void)unused;
    written[i] = 42;
    unpark();
    atomic_store_explicit(&unparked, i + 1, memory_order_relaxed);
    return NULL;
}

TEST_EACH(shows_what_was_written_before_an_unpark)
{
    pthread_t thread;

    skip_where_only_locks_are_known();
    start(&thread, write_and_unpark);
    kind->park(&parker);
    CHECK_EQ(written[0], 42);
    join(thread);
}

static void wait_for_unparks(int count)
{
    while (atomic_load_explicit(&unparked, memory_order_relaxed) < count)
        sched_yield();
}

/* The second one finds a token already, and has something to show all the same.
 */
TEST_EACH(shows_what_was_written_before_each_of_two_unparks)
{
    pthread_t threads[2];

    skip_where_only_locks_are_known();
    if (runs_under("helgrind"))
        check_skip("helgrind takes relaxed atomics for a race");
    for (int i = 0; i < 2; i++) {
        start(&threads[i], write_and_unpark);
        wait_for_unparks(i + 1);
    }
    kind->park(&parker);
    CHECK_EQ(written[0] + written[1], 84);
    join(threads[0]);
    join(threads[1]);
}

static int count;                /* of calls that one thread makes */
static atomic_int called;        /* so many it has begun */
static atomic_int seen;          /* of called, by the one who parks */
static union any_parker answers; /* where the other way is waited for */

/* Waits for the other thread now and then only, so that most tokens coincide */
static void *unpark_often(void *unused)
{
    (void)unused;
    for (int i = 1; i <= count; i++) {
        atomic_store(&called, i);
        unpark();
        while (i % 1000 == 0 && atomic_load(&seen) < i)
            kind->park(&answers);
    }
    return NULL;
}

/*
 * None is made of nothing: there are never more parks than unparks.  None is
 * lost: a park after a lost one would have no end, as who unparks waits too.
 */
TEST_EACH(loses_none_of_a_million_unparks)
{
    pthread_t thread;
    int parks = 0;

    when_it_hangs("# an unpark was lost: both threads park for ever\n");
    count = times_said(1000000, 100000);
    CHECK_EQ(kind->init(&answers), 0);
    start(&thread, unpark_often);
    while (atomic_load(&seen) < count) {
        kind->park(&parker);
        CHECK(++parks <= atomic_load(&called));
        atomic_store(&seen, atomic_load(&called));
        kind->unpark(&answers);
    }
    join(thread);
    printf("# %d unparks, %d parks\n", count, parks);
    kind->fini(&answers);
}

static union any_parker sides[2];
static int serve; /* whose turn it is, under no lock but that of the parkers */

static void play(int side)
{
    for (int i = 0; i < count; i++) {
        kind->park(&sides[side]);
        CHECK_EQ(serve, side);
        serve = !side;
        kind->unpark(&sides[!side]);
    }
}

static void *play_the_other_side(void *unused)
{
    (void)unused;
    play(1);
    return NULL;
}

/* Each waits for the other: the first token that is lost ends the game. */
TEST_EACH(lets_two_threads_take_turns)
{
    pthread_t thread;

    skip_where_only_locks_are_known();
    when_it_hangs("# a token was lost: both threads park for ever\n");
    count = times_said(100000, 20000);
    for (int i = 0; i < 2; i++)
        CHECK_EQ(kind->init(&sides[i]), 0);
    start(&thread, play_the_other_side);
    kind->unpark(&sides[0]);
    play(0);
    join(thread);
    CHECK_EQ(serve, 0);
    for (int i = 0; i < 2; i++)
        kind->fini(&sides[i]);
}

/* --- Where it is misused, or not possible --------------------------------- */

static void park_beside_another(void)
{
    pthread_t thread;

    start(&thread, park_once);
    wait_until_it_sleeps();
    kind->park(&parker);
}

static void end_while_another_is_parked(void)
{
    pthread_t thread;

    start(&thread, park_once);
    wait_until_it_sleeps();
    kind->fini(&parker);
}

static void panics_when_it_can_tell_that_another_is_parked(void)
{
    expect_panic(park_beside_another, "panic: futex_parker_park: there is a "
                                      "thread parked already\n");
    expect_panic(end_while_another_is_parked,
                 "panic: futex_parker_fini: there is a thread parked\n");
}

TEST_OF(FUTEX, futex, panics_when_it_can_tell_that_another_is_parked)

TEST(futex_parker_says_where_there_is_none)
{
    no_futex = ENOSYS;
    CHECK_EQ(parker_kinds[FUTEX].init(&parker), -ENOSYS);
}

TEST(eventfd_parker_says_that_there_is_no_room_for_a_file)
{
    struct rlimit limit, none;

    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = limit;
    none.rlim_cur = 0;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    CHECK_EQ(parker_kinds[EVENTFD].init(&parker), -EMFILE);
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* A token does not go to who only looks, and a park leaves none to be seen. */
TEST(eventfd_parker_is_readable_while_there_is_a_token)
{
    struct eventfd_parker one;
    struct pollfd file = {.events = POLLIN};

    CHECK_EQ(eventfd_parker_init(&one), 0);
    file.fd = one.fd;
    CHECK_EQ(poll(&file, 1, 0), 0);
    eventfd_parker_unpark(&one);
    CHECK_EQ(poll(&file, 1, 0), 1);
    CHECK_EQ(poll(&file, 1, 0), 1);
    eventfd_parker_park(&one);
    CHECK_EQ(poll(&file, 1, 0), 0);
    eventfd_parker_fini(&one);
}

/* --- What one costs ------------------------------------------------------- */

int __wrap_clock_gettime(clockid_t clock, struct timespec *now);

/* A clock that goes on by a second whenever it is looked at */
int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
    static time_t seconds;

    CHECK_EQ(clock, CLOCK_MONOTONIC);
    *now = (struct timespec){.tv_sec = ++seconds, .tv_nsec = 1};
    return 0;
}

TEST(condvar_parker_costs_what_the_clock_says_by_the_count)
{
    CHECK(measure_token(&parker_kinds[CONDVAR], 8) == 1e9 / 8);
    CHECK(measure_turn(&parker_kinds[CONDVAR], 8) == 1e9 / 8);
}
