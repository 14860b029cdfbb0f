#ifndef INTERLEAVE_H
#define INTERLEAVE_H

/*
 * Events that come at the points of a poll where they could be lost, with the
 * executor and the reactor of a step.  Its reactor.h says in which order a
 * future stores its waker and reads; here are the other orders, too, and the
 * points at which they sleep for ever.
 *
 * Nothing is left to chance, and to no clock: at the point, in the thread of
 * the executor, the test makes the event and waits until the reactor has dealt
 * with it and waits again.  If the executor then sleeps, with nothing more to
 * come, it would do so for ever.
 *
 * Who includes this says before which step it is, by its executor.h, http.h and
 * runtime.h, includes future_ch08.h or future_ch10.h, and defines
 * poll_get().
 */
#include <errno.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/apart.h"
#include "tests/unit/asleep.h"
#include "tests/unit/check.h"
#include "tests/unit/letter.h"
#include "tests/unit/patience.h"
#include "tests/unit/peer.h"
#include "tests/unit/quiet.h"

/* --- The points, and what happens there, once ----------------------------- */

enum point {
    BEFORE_REGISTER,
    REGISTERED,  /* and nothing else done yet */
    CONNECTING,  /* connect has said so, its caller does not know it yet */
    WOULD_BLOCK, /* recv has said so, its caller does not know it yet */
    BEFORE_PARK, /* the executor has found its queue empty */
    ASLEEP,      /* it has found no token, and would sleep now */
    POINTS,
};

static void (*happens_at[POINTS])(void);

static void reach(enum point here)
{
    void (*happen)(void) = happens_at[here];

    happens_at[here] = NULL;
    if (happen != NULL)
        happen();
}

/* --- The reactor's events: epoll_wait is linked with --wrap --------------- */

enum {
    SEEN_MAX = 64
};

/* Under the lock */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct epoll_event seen[SEEN_MAX];
    int count, handled; /* of those seen */
    bool fails, is_asleep;
} watch = {.lock = PTHREAD_MUTEX_INITIALIZER,
           .changed = PTHREAD_COND_INITIALIZER};

int __real_epoll_wait(int epfd, struct epoll_event *list, int max, int ms);
int __wrap_epoll_wait(int epfd, struct epoll_event *list, int max, int ms);

/* Under the lock: not the wait that asleep.h knows */
static void wait_for_change(void)
{
    CHECK_EQ(__real_pthread_cond_wait(&watch.changed, &watch.lock), 0);
}

/* Who waits again has dealt with what it has seen.  True if it is to fail. */
static bool begin_to_wait(void)
{
    bool fails;

    pthread_mutex_lock(&watch.lock);
    watch.handled = watch.count;
    pthread_cond_broadcast(&watch.changed);
    while (watch.fails && !watch.is_asleep)
        wait_for_change();
    fails = watch.fails;
    pthread_mutex_unlock(&watch.lock);
    return fails;
}

static void see(const struct epoll_event *list, int count)
{
    pthread_mutex_lock(&watch.lock);
    for (int i = 0; i < count; i++) {
        CHECK(watch.count < SEEN_MAX);
        watch.seen[watch.count++] = list[i];
    }
    pthread_mutex_unlock(&watch.lock);
}

int __wrap_epoll_wait(int epfd, struct epoll_event *list, int max, int ms)
{
    int count;

    if (begin_to_wait()) {
        errno = EBADF;
        return -1;
    }
    count = __real_epoll_wait(epfd, list, max, ms);
    see(list, count);
    return count;
}

/* Under the lock: has there been an event with these, and without those? */
static bool is_handled(int fd, uint32_t with, uint32_t without)
{
    for (int i = 0; i < watch.handled; i++) {
        const struct epoll_event event = watch.seen[i];

        if (event.data.u64 == (uint64_t)fd && (event.events & with) != 0 &&
            (event.events & without) == 0)
            return true;
    }
    return false;
}

static void wait_until_handled(int fd, uint32_t with, uint32_t without)
{
    pthread_mutex_lock(&watch.lock);
    while (!is_handled(fd, with, without))
        wait_for_change();
    pthread_mutex_unlock(&watch.lock);
}

/* --- A future that waits for one octet, in this order or that ------------- */

enum order {
    STORE_THEN_READ,    /* register before: what reactor.h asks for */
    READ_THEN_STORE,    /* register before: the other order */
    READ_THEN_REGISTER, /* store then */
    STORE_ONCE, /* register before; store when polled first, then read */
};

static struct {
    enum order order;
    int fd, peer;
    bool is_registered;
    bool is_put;       /* the octet */
    struct waker kept; /* a clone of the last one */
} octet;

/* The reactor gets the event, wakes who is stored, and waits again. */
static void put_octet(void)
{
    CHECK_EQ(send(octet.peer, "x", 1, MSG_NOSIGNAL), 1);
    octet.is_put = true;
    if (octet.is_registered)
        wait_until_handled(octet.fd, EPOLLIN, 0);
}

static void register_octet(void)
{
    if (octet.is_registered)
        return;
    reach(BEFORE_REGISTER);
    CHECK_EQ(reactor_register(runtime_reactor(), octet.fd, MIO_READABLE), 0);
    octet.is_registered = true;
    if (octet.is_put) /* registering makes the event */
        wait_until_handled(octet.fd, EPOLLIN, 0);
}

static void store(const struct waker *waker)
{
    reactor_set_waker(runtime_reactor(), octet.fd, waker);
}

/* Has it come?  By way of __wrap_recv(), which is a point. */
static bool read_octet(void)
{
    char data;
    ssize_t n = recv(octet.fd, &data, 1, 0);

    CHECK(n == 1 || (n < 0 && errno == EAGAIN));
    return n == 1;
}

static bool read_in_order(bool is_first, const struct waker *waker)
{
    bool has_come;

    if (octet.order != READ_THEN_REGISTER)
        register_octet();
    if (octet.order == STORE_THEN_READ ||
        (octet.order == STORE_ONCE && is_first))
        store(waker);
    has_come = read_octet();
    if (octet.order == READ_THEN_REGISTER)
        register_octet();
    if (octet.order == READ_THEN_STORE || octet.order == READ_THEN_REGISTER)
        store(waker);
    return has_come;
}

static progress wait_for_octet(int nth, const struct waker *waker)
{
    waker_drop(&octet.kept);
    octet.kept = waker_clone(waker);
    return read_in_order(nth == 1, waker) ? POLL_READY : POLL_NOT_READY;
}

/* --- What else is linked with --wrap -------------------------------------- */

static int hangs;
static bool has_asked; /* has been told that a read would block */

/*
 * The executor has nothing to run and no token.  What has happened was dealt
 * with, and nothing more is to come: there is nobody left to wake it.
 */
static void fall_asleep(void)
{
    note('.');
    if (happens_at[ASLEEP] != NULL) {
        reach(ASLEEP);
        return;
    }
    if (task_of(&octet.kept) == NULL)
        check_fail(__FILE__, __LINE__, "asleep, and nobody will wake it");
    hangs++;
    wake(&octet.kept); /* the test does, to come to an end */
}

static void say_asleep(void)
{
    reach(BEFORE_PARK);
}

ssize_t __real_recv(int fd, void *data, size_t size, int flags);
ssize_t __wrap_recv(int fd, void *data, size_t size, int flags);

/* From here on it is the test that knows what is to come. */
ssize_t __wrap_recv(int fd, void *data, size_t size, int flags)
{
    ssize_t n = __real_recv(fd, data, size, flags);
    int err = errno;

    if (n < 0 && err == EAGAIN) {
        has_asked = true;
        asleep = fall_asleep;
        before_park = say_asleep;
        reach(WOULD_BLOCK);
    }
    errno = err;
    return n;
}

static int client; /* the socket of http_get */

int __real_connect(int fd, const struct sockaddr *address, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len);

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    int result, err;

    client = fd;
    reach(REGISTERED);
    result = __real_connect(fd, address, len);
    err = errno;
    if (result < 0 && err == EINPROGRESS)
        reach(CONNECTING);
    errno = err;
    return result;
}

/* --- The octet comes at a point ------------------------------------------- */

static void set_up(enum order order, enum point point)
{
    int ends[2];

    when_it_hangs("# the executor sleeps, and the test does not know why\n");
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    octet.order = order;
    octet.fd = ends[0];
    octet.peer = ends[1];
    happens_at[point] = put_octet;
    CHECK_EQ(runtime_init(), 0);
}

static void tear_down(void)
{
    waker_drop(&octet.kept);
    reactor_deregister(runtime_reactor(), octet.fd);
    runtime_fini();
    close(octet.fd);
    close(octet.peer);
}

/* The task r waits for the octet, which comes at the point. */
static void run(enum order order, enum point point)
{
    set_up(order, point);
    executor_block_on(letter('r', wait_for_octet));
    tear_down();
}

static void expect_hang(enum order order, enum point point, const char *what)
{
    run(order, point);
    CHECK_STR(record, "r.rR"); /* the second poll is the test's doing */
    CHECK_EQ(hangs, 1);
    printf("# %s: the event wakes nobody, the executor sleeps for ever\n",
           what);
}

TEST(an_event_that_was_there_before_register_is_no_loss)
{
    run(STORE_THEN_READ, BEFORE_REGISTER);
    CHECK_STR(record, "rR"); /* the read has found it */
    CHECK_EQ(hangs, 0);
}

TEST(to_read_before_register_hangs)
{
    expect_hang(READ_THEN_REGISTER, BEFORE_REGISTER,
                "read, [octet], register, store");
}

TEST(an_event_between_would_block_and_its_answer_is_no_loss)
{
    run(STORE_THEN_READ, WOULD_BLOCK);
    CHECK_STR(record, "rrR");
    CHECK_EQ(hangs, 0);
}

TEST(to_store_the_waker_after_the_read_hangs)
{
    expect_hang(READ_THEN_STORE, WOULD_BLOCK, "register, read, [octet], store");
}

TEST(an_event_between_the_empty_queue_and_park_is_no_loss)
{
    run(STORE_THEN_READ, BEFORE_PARK);
    CHECK_STR(record, "rrR");
    CHECK_EQ(hangs, 0);
}

TEST(an_event_between_the_missing_token_and_sleep_is_no_loss)
{
    run(STORE_THEN_READ, ASLEEP);
    CHECK_STR(record, "r.rR");
    CHECK_EQ(hangs, 0);
}

/* It is right most of the time: so it is not found by trying. */
TEST(to_store_the_waker_after_the_read_is_right_elsewhere)
{
    run(READ_THEN_STORE, BEFORE_PARK);
    CHECK_STR(record, "rrR");
    CHECK_EQ(hangs, 0);
}

/* --- The waker changes between two polls ---------------------------------- */

static boxed shared; /* the octet's: first a polls it, then b */
static bool is_shared_ready;
static struct waker old_waker; /* of a */

static progress poll_first(int nth, const struct waker *waker)
{
    if (nth == 1) {
        CHECK(!is_ready(poll_child(&shared, waker)));
        old_waker = waker_clone(waker);
    }
    return is_shared_ready ? POLL_READY : POLL_NOT_READY;
}

static progress poll_then(int nth, const struct waker *waker)
{
    (void)nth;
    if (!is_ready(poll_child(&shared, waker)))
        return POLL_NOT_READY;
    is_shared_ready = true;
    wake(&old_waker); /* so that a comes to its end, too */
    return POLL_READY;
}

static progress spawn_both(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    spawn(letter('a', poll_first));
    spawn(letter('b', poll_then));
    return POLL_READY;
}

static void change_waker(enum order order)
{
    set_up(order, ASLEEP);
    shared = letter('r', wait_for_octet);
    executor_block_on(letter('m', spawn_both));
    waker_drop(&old_waker);
    tear_down();
}

TEST(the_newest_waker_is_woken_and_not_the_old_one)
{
    change_waker(STORE_THEN_READ);
    CHECK_STR(record, "mMarbr.brRBaA");
    CHECK_EQ(hangs, 0);
}

/* The event wakes a, which has given the future away; b is not polled. */
TEST(to_store_the_first_waker_only_hangs)
{
    change_waker(STORE_ONCE);
    CHECK_STR(record, "mMarbr.a.brRBaA");
    CHECK_EQ(hangs, 1);
    puts("# register, store a, read, read for b, [octet]: a is woken, and b "
         "sleeps for ever");
}

/* --- The reactor drops the last waker ------------------------------------- */

#define NOBODY_HAS(task) \
    "panic: task " task " is not ready, and nobody has a waker of it\n"

/* The reactor's table has the only waker. */
static progress wait_for_event(int nth, const struct waker *waker)
{
    (void)nth;
    return read_in_order(true, waker) ? POLL_READY : POLL_NOT_READY;
}

static progress deregister_octet(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    reactor_deregister(runtime_reactor(), octet.fd);
    return POLL_READY;
}

static turn *turn_of_b;

static progress spawn_waiting_and_b(int nth, const struct waker *waker)
{
    (void)nth;
    (void)waker;
    spawn(letter('a', wait_for_event));
    spawn(letter('b', turn_of_b));
    return POLL_READY;
}

static void run_with_b(turn *b)
{
    set_up(STORE_THEN_READ, BEFORE_REGISTER);
    happens_at[BEFORE_REGISTER] = NULL; /* the octet never comes */
    turn_of_b = b;
    executor_block_on(letter('m', spawn_waiting_and_b));
}

static void deregister_the_file_of_another_task(void)
{
    run_with_b(deregister_octet);
}

static void wait_for_the_file_of_another_task(void)
{
    run_with_b(wait_for_event);
}

TEST(to_take_the_file_from_a_task_that_waits_for_it_is_a_bug)
{
    expect_panic(deregister_the_file_of_another_task, NOBODY_HAS("1"));
    expect_panic(wait_for_the_file_of_another_task, NOBODY_HAS("1"));
}

static void *deregister_in_thread(void *unused)
{
    reactor_deregister(runtime_reactor(), octet.fd);
    return unused;
}

static void deregister_while_asleep(void)
{
    pthread_t thread;

    CHECK_EQ(pthread_create(&thread, NULL, deregister_in_thread, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
}

static void deregister_in_a_thread_while_all_sleep(void)
{
    set_up(STORE_THEN_READ, BEFORE_REGISTER);
    happens_at[BEFORE_REGISTER] = NULL;
    happens_at[ASLEEP] = deregister_while_asleep;
    executor_block_on(letter('a', wait_for_event));
}

TEST(to_take_it_in_another_thread_while_all_sleep_is_a_bug)
{
    expect_panic(deregister_in_a_thread_while_all_sleep, NOBODY_HAS("0"));
}

/* Woken by the octet it stores no waker, nor is it ready.  The last one is that
 * of its poll or the reactor's, whichever is dropped later. */
static progress take_the_event_and_wait(int nth, const struct waker *waker)
{
    if (nth > 1)
        return POLL_NOT_READY;
    wait_for_event(nth, waker);
    asleep = NULL; /* it may sleep until the reactor knows */
    before_park = NULL;
    CHECK_EQ(send(octet.peer, "x", 1, MSG_NOSIGNAL), 1);
    return POLL_NOT_READY;
}

static void wake_one_that_stores_no_waker(void)
{
    set_up(STORE_THEN_READ, BEFORE_REGISTER);
    happens_at[BEFORE_REGISTER] = NULL;
    executor_block_on(letter('a', take_the_event_and_wait));
}

TEST(to_store_no_waker_when_woken_by_the_reactor_is_a_bug)
{
    for (int i = 0; i < times(100, 10); i++)
        expect_panic(wake_one_that_stores_no_waker, NOBODY_HAS("0"));
}

/* --- http_get ------------------------------------------------------------- */

/* Polls the http_get of "/", which it makes the first time. */
static progress poll_get(int nth, const struct waker *waker);

static int server; /* its end of the connection */

static void answer(void)
{
    CHECK(has_asked); /* or the executor sleeps, though the socket is ready */
    server = accept(listener, NULL, NULL);
    CHECK(server >= 0);
    receive_request(server, "/");
    say(server, HEADER "hello");
    wait_until_handled(client, EPOLLIN, EPOLLHUP);
}

/* A socket that is not connected makes an event as soon as it is registered. */
static void wait_for_first_event(void)
{
    wait_until_handled(client, EPOLLHUP, 0);
}

static void wait_until_connected(void)
{
    asleep = fall_asleep;
    wait_until_handled(client, EPOLLOUT, EPOLLHUP);
}

/* Of the polls, how many there were before depends on how fast events come. */
static void expect_answer(const char *last)
{
    size_t tail = strlen(last);

    when_it_hangs("# the executor sleeps, and the test does not know why\n");
    start_listening(1);
    CHECK_EQ(runtime_init(), 0);
    executor_block_on(letter('g', poll_get));
    runtime_fini();
    close(server);
    stop_listening();
    CHECK(strlen(record) >= tail);
    CHECK_STR(record + strlen(record) - tail, last);
}

TEST(http_get_forgets_the_event_before_it_connects)
{
    happens_at[REGISTERED] = wait_for_first_event;
    happens_at[ASLEEP] = answer;
    expect_answer("g.gG");
}

TEST(http_get_may_be_connected_before_it_says_not_ready)
{
    happens_at[CONNECTING] = wait_until_connected;
    happens_at[ASLEEP] = answer;
    expect_answer("gg.gG");
}

TEST(http_get_may_be_answered_before_it_says_not_ready)
{
    happens_at[WOULD_BLOCK] = answer;
    expect_answer("ggG");
}

TEST(http_get_may_be_answered_before_its_executor_parks)
{
    happens_at[BEFORE_PARK] = answer;
    expect_answer("ggG");
}

TEST(http_get_may_be_answered_before_its_executor_sleeps)
{
    happens_at[ASLEEP] = answer;
    expect_answer("g.gG");
}

/* --- The reactor dies ----------------------------------------------------- */

static void let_reactor_fail(void)
{
    pthread_mutex_lock(&watch.lock);
    watch.is_asleep = true;
    pthread_cond_broadcast(&watch.changed);
    for (;;)
        wait_for_change();
}

static void run_with_dying_reactor(void)
{
    watch.fails = true;
    set_up(STORE_THEN_READ, POINTS - 1);
    happens_at[ASLEEP] = let_reactor_fail;
    executor_block_on(letter('r', wait_for_octet));
}

TEST(if_the_reactor_dies_who_sleeps_ends_with_its_error)
{
    if (runs_under("valgrind"))
        check_skip("to valgrind the stack of the other thread is a leak");
    expect_death(run_with_dying_reactor,
                 ": reactor: wait for events: Bad file descriptor\n");
}

#endif
