/* links: ch04-event-queue/b-epoll-mio/ mio.c mio_event.c mio_waker.c error.c */
/* The contracts of mio.h, mio_event.h and mio_waker.h, sentence by sentence */
#define _GNU_SOURCE
#include "ch04-event-queue/b-epoll-mio/mio.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ch04-event-queue/b-epoll-mio/mio_event.h"
#include "ch04-event-queue/b-epoll-mio/mio_waker.h"
#include "tests/unit/check.h"

static const int64_t MS = 1000000;

static struct mio_poll poll;
static struct mio_registry *registry;
static struct mio_events events;

static void set_up(size_t capacity)
{
    CHECK_EQ(mio_poll_init(&poll), 0);
    CHECK_EQ(mio_events_init(&events, capacity), 0);
    registry = mio_poll_registry(&poll);
}

static void tear_down(void)
{
    mio_events_fini(&events);
    mio_poll_fini(&poll);
}

static void expect_none(void)
{
    CHECK_EQ(mio_poll_wait(&poll, &events, 0), 0);
    CHECK_EQ(events.length, 0);
}

/* Waits for one event and checks that it has the token. */
static const struct mio_event *expect_one(size_t token)
{
    const struct mio_event *event;

    CHECK_EQ(mio_poll_wait(&poll, &events, MIO_FOREVER), 0);
    CHECK_EQ(events.length, 1);
    event = mio_events_get(&events, 0);
    CHECK_EQ(mio_event_token(event), token);
    return event;
}

/* Two connected sockets of one kernel: what one writes the other has at once */
static void make_pair(int ends[2])
{
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
}

static void close_pair(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static struct sockaddr_in bind_anywhere(int fd)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t len = sizeof(address);

    CHECK_EQ(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    CHECK_EQ(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    return address;
}

static void make_tcp_pair(int ends[2])
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = bind_anywhere(listener);

    CHECK_EQ(listen(listener, 1), 0);
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(connect(ends[0], (struct sockaddr *)&address, sizeof(address)), 0);
    ends[1] = accept(listener, NULL, NULL);
    CHECK(ends[1] >= 0);
    CHECK_EQ(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    close(listener);
}

static void put(int fd)
{
    CHECK_EQ(send(fd, "x", 1, MSG_NOSIGNAL), 1);
}

/* Reads until it would block; how many octets there were */
static int drain(int fd)
{
    char octet;
    int count = 0;

    while (read(fd, &octet, 1) == 1)
        count++;
    CHECK_EQ(errno, EAGAIN);
    return count;
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* --- Waiting ------------------------------------------------------------- */

TEST(an_empty_queue_times_out)
{
    set_up(16);
    expect_none();
    CHECK_EQ(mio_poll_wait(&poll, &events, 1), 0);
    CHECK_EQ(events.length, 0);
    CHECK_EQ(mio_poll_wait(&poll, &events, 2 * MS), 0);
    CHECK_EQ(events.length, 0);
    tear_down();
}

TEST(a_zero_timeout_still_looks)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 7, MIO_READABLE), 0);
    put(ends[1]);
    CHECK_EQ(mio_poll_wait(&poll, &events, 0), 0);
    CHECK_EQ(events.length, 1);
    close_pair(ends);
    tear_down();
}

/* deadline - now, when the deadline has just passed */
TEST(a_negative_timeout_only_looks)
{
    set_up(16);
    CHECK_EQ(mio_poll_wait(&poll, &events, -1), 0);
    CHECK_EQ(events.length, 0);
    CHECK_EQ(mio_poll_wait(&poll, &events, INT64_MIN), 0);
    CHECK_EQ(events.length, 0);
    tear_down();
}

TEST(a_time_out_clears_the_events_of_the_wait_before)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 7, MIO_WRITABLE), 0);
    expect_one(7);
    CHECK_EQ(mio_poll_wait(&poll, &events, 1), 0);
    CHECK_EQ(events.length, 0);
    close_pair(ends);
    tear_down();
}

TEST(a_wait_is_never_too_short)
{
    static const int64_t timeouts_ns[] = {1, 999999, 1000000, 1000001, 2500000};

    set_up(1);
    for (size_t i = 0; i < sizeof(timeouts_ns) / sizeof(timeouts_ns[0]); i++) {
        int64_t start = now_ns();

        CHECK_EQ(mio_poll_wait(&poll, &events, timeouts_ns[i]), 0);
        CHECK(now_ns() - start >= timeouts_ns[i]);
    }
    tear_down();
}

/*
 * Stands before the C library's, and does the same: how often mio asked the
 * kernel, and for how long at first.
 */
static atomic_int sleeps, first_sleep_ms;

int epoll_wait(int epfd, struct epoll_event *list, int max, int timeout_ms)
{
    if (atomic_fetch_add(&sleeps, 1) == 0)
        atomic_store(&first_sleep_ms, timeout_ms);
    return epoll_pwait(epfd, list, max, timeout_ms, NULL);
}

static void expect_one_sleep(int64_t timeout_ns, int sleep_ms)
{
    atomic_store(&sleeps, 0);
    CHECK_EQ(mio_poll_wait(&poll, &events, timeout_ns), 0);
    CHECK_EQ(atomic_load(&first_sleep_ms), sleep_ms);
    CHECK_EQ(atomic_load(&sleeps), 1);
}

/* Rounded down it would ask again and again, until the rest is over. */
TEST(timeouts_round_up_so_a_wait_does_not_spin)
{
    set_up(1);
    expect_one_sleep(1, 1);
    expect_one_sleep(MS - 1, 1);
    expect_one_sleep(MS, 1);
    expect_one_sleep(MS + 1, 2);
    expect_one_sleep(19 * MS / 10, 2);
    expect_one_sleep(0, 0);
    tear_down();
}

static atomic_int signals_seen;

static void count_signal(int signal)
{
    (void)signal;
    atomic_fetch_add(&signals_seen, 1);
}

/* A wait that began anew with each signal would have no end. */
TEST(signals_neither_end_a_wait_nor_prolong_it)
{
    const struct itimerspec every_10_ms = {
        .it_value.tv_nsec = 10 * 1000 * 1000,
        .it_interval.tv_nsec = 10 * 1000 * 1000,
    };
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                             .sigev_signo = SIGUSR1};
    struct sigaction action = {.sa_handler = count_signal};
    timer_t timer;
    int64_t start = now_ns();

    set_up(1);
    CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
    CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_EQ(timer_settime(timer, 0, &every_10_ms, NULL), 0);
    CHECK_EQ(mio_poll_wait(&poll, &events, 200 * MS), 0);
    CHECK_EQ(events.length, 0);
    CHECK(now_ns() - start >= 200 * MS);
    CHECK(atomic_load(&signals_seen) > 1);
    timer_delete(timer);
    tear_down();
}

/* --- Edges and levels ----------------------------------------------------- */

TEST(an_edge_is_reported_once)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 3, MIO_READABLE), 0);
    expect_none();
    put(ends[1]);
    CHECK(mio_event_is_readable(expect_one(3)));
    expect_none(); /* though nothing was read */
    put(ends[1]);
    expect_one(3); /* a change, drained or not */
    CHECK_EQ(drain(ends[0]), 2);
    expect_none();
    put(ends[1]);
    expect_one(3);
    close_pair(ends);
    tear_down();
}

TEST(a_level_is_reported_until_it_is_drained)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(
        mio_registry_register(registry, ends[0], 3, MIO_READABLE | MIO_LEVEL),
        0);
    expect_none();
    put(ends[1]);
    for (int i = 0; i < 3; i++)
        CHECK(mio_event_is_readable(expect_one(3)));
    CHECK_EQ(drain(ends[0]), 1);
    expect_none();
    close(ends[1]);
    for (int i = 0; i < 3; i++)
        CHECK(mio_event_is_read_closed(expect_one(3)));
    close(ends[0]);
    tear_down();
}

TEST(what_is_ready_when_registered_is_reported)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    put(ends[1]);
    CHECK_EQ(mio_registry_register(registry, ends[0], 3, MIO_READABLE), 0);
    expect_one(3);
    expect_none();
    close_pair(ends);
    tear_down();
}

TEST(one_event_can_be_readable_and_writable)
{
    const struct mio_event *event;
    int ends[2];

    set_up(16);
    make_pair(ends);
    put(ends[1]);
    CHECK_EQ(mio_registry_register(registry, ends[0], 3,
                                   MIO_READABLE | MIO_WRITABLE),
             0);
    event = expect_one(3);
    CHECK(mio_event_is_readable(event));
    CHECK(mio_event_is_writable(event));
    CHECK(!mio_event_is_error(event));
    CHECK(!mio_event_is_read_closed(event));
    CHECK(!mio_event_is_write_closed(event));
    CHECK(!mio_event_is_priority(event));
    close_pair(ends);
    tear_down();
}

TEST(any_token_comes_back)
{
    static const size_t tokens[] = {0, 1, UINT32_MAX, (size_t)UINT32_MAX + 1,
                                    SIZE_MAX};
    int ends[2];

    set_up(16);
    make_pair(ends);
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
        CHECK_EQ(
            mio_registry_register(registry, ends[0], tokens[i], MIO_WRITABLE),
            0);
        expect_one(tokens[i]);
        CHECK_EQ(mio_registry_deregister(registry, ends[0]), 0);
    }
    close_pair(ends);
    tear_down();
}

/* --- Registering ---------------------------------------------------------- */

TEST(deregister_takes_pending_events_along)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_READABLE), 0);
    put(ends[1]);
    CHECK_EQ(mio_registry_deregister(registry, ends[0]), 0);
    expect_none();
    put(ends[1]);
    expect_none();
    CHECK_EQ(mio_registry_register(registry, ends[0], 2, MIO_READABLE), 0);
    expect_one(2);
    close_pair(ends);
    tear_down();
}

TEST(registering_twice_fails_and_changes_nothing)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_READABLE), 0);
    CHECK_EQ(mio_registry_register(registry, ends[0], 2, MIO_WRITABLE),
             -EEXIST);
    expect_none();
    put(ends[1]);
    expect_one(1);
    close_pair(ends);
    tear_down();
}

TEST(what_is_not_registered_cannot_be_deregistered)
{
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_deregister(registry, ends[0]), -ENOENT);
    close_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_READABLE), -EBADF);
    CHECK_EQ(mio_registry_deregister(registry, ends[0]), -EBADF);
    tear_down();
}

TEST(what_never_makes_one_wait_cannot_be_registered)
{
    FILE *file = tmpfile();
    int dir = open("/", O_RDONLY | O_DIRECTORY);

    set_up(16);
    CHECK(file != NULL);
    CHECK(dir >= 0);
    CHECK_EQ(mio_registry_register(registry, fileno(file), 1, MIO_READABLE),
             -EPERM);
    CHECK_EQ(mio_registry_register(registry, dir, 1, MIO_READABLE), -EPERM);
    CHECK_EQ(mio_registry_register(registry, registry->epfd, 1, MIO_READABLE),
             -EINVAL);
    close(dir);
    fclose(file);
    tear_down();
}

TEST(queues_that_wait_for_each_other_are_refused)
{
    struct mio_poll other;

    set_up(16);
    CHECK_EQ(mio_poll_init(&other), 0);
    CHECK_EQ(mio_registry_register(mio_poll_registry(&other), registry->epfd, 1,
                                   MIO_READABLE),
             0);
    CHECK_EQ(
        mio_registry_register(registry, other.registry.epfd, 2, MIO_READABLE),
        -ELOOP);
    mio_poll_fini(&other);
    tear_down();
}

/* As the header warns: neither readable nor writable */
TEST(a_refused_datagram_is_an_error_only)
{
    const struct mio_event *event;
    int closed = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = bind_anywhere(closed);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

    set_up(16);
    CHECK_EQ(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    close(closed);
    CHECK_EQ(mio_registry_register(registry, fd, 1, MIO_READABLE), 0);
    put(fd);
    event = expect_one(1);
    CHECK(mio_event_is_error(event));
    CHECK(!mio_event_is_readable(event));
    CHECK(!mio_event_is_writable(event));
    close(fd);
    tear_down();
}

TEST(interests_must_make_sense)
{
    static const unsigned nonsense[] = {0, MIO_LEVEL, MIO_READABLE | 16,
                                        UINT_MAX};
    int ends[2];

    set_up(16);
    make_pair(ends);
    for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++)
        CHECK_EQ(mio_registry_register(registry, ends[0], 1, nonsense[i]),
                 -EINVAL);
    close_pair(ends);
    tear_down();
}

TEST(closing_deregisters_unless_there_is_a_duplicate)
{
    int ends[2], copy;

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_READABLE), 0);
    put(ends[1]);
    copy = dup(ends[0]);
    close(ends[0]);
    expect_one(1);
    CHECK_EQ(mio_registry_deregister(registry, ends[0]), -EBADF);
    CHECK_EQ(mio_registry_deregister(registry, copy), -ENOENT);
    put(ends[1]);
    expect_one(1);
    put(ends[1]);
    close(copy);
    expect_none();
    close(ends[1]);
    tear_down();
}

/* --- Room for events ------------------------------------------------------ */

enum {
    MANY = 100
};

static void register_many(int ends[MANY][2], unsigned interests)
{
    for (size_t i = 0; i < MANY; i++) {
        make_pair(ends[i]);
        put(ends[i][1]);
        CHECK_EQ(mio_registry_register(registry, ends[i][0], i, interests), 0);
    }
}

/* With room for one event, MANY waits report each of the files once. */
static void expect_each(void)
{
    bool seen[MANY] = {false};

    for (int i = 0; i < MANY; i++) {
        size_t token;

        CHECK_EQ(mio_poll_wait(&poll, &events, MIO_FOREVER), 0);
        CHECK_EQ(events.length, 1);
        token = mio_event_token(mio_events_get(&events, 0));
        CHECK(token < MANY);
        CHECK(!seen[token]);
        seen[token] = true;
    }
}

TEST(little_room_delays_events_but_loses_none)
{
    int ends[MANY][2];

    set_up(1);
    register_many(ends, MIO_READABLE);
    expect_each();
    expect_none();
    for (int i = 0; i < MANY; i++)
        close_pair(ends[i]);
    tear_down();
}

TEST(one_wait_fills_the_room_there_is)
{
    int ends[MANY][2];

    set_up(30);
    register_many(ends, MIO_READABLE);
    for (size_t left = MANY; left > 0; left -= events.length) {
        CHECK_EQ(mio_poll_wait(&poll, &events, 0), 0);
        CHECK_EQ(events.length, left < 30 ? left : 30);
    }
    expect_none();
    for (int i = 0; i < MANY; i++)
        close_pair(ends[i]);
    tear_down();
}

TEST(with_little_room_levels_take_turns)
{
    int ends[MANY][2];

    set_up(1);
    register_many(ends, MIO_READABLE | MIO_LEVEL);
    expect_each();
    expect_each();
    for (int i = 0; i < MANY; i++)
        close_pair(ends[i]);
    tear_down();
}

TEST(a_list_of_events_has_its_limits)
{
    struct mio_events list = {.capacity = 42};

    CHECK_EQ(mio_events_init(&list, 0), -EINVAL);
    CHECK_EQ(mio_events_init(&list, SIZE_MAX), -EINVAL);
    CHECK_EQ(mio_events_init(&list, INT_MAX), -EINVAL);
    CHECK_EQ(list.capacity, 42);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#define HAS_SANITIZER \
    (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define HAS_SANITIZER 0
#endif

TEST(no_memory_for_events_is_an_error)
{
    const struct rlimit little = {64 << 20, RLIM_INFINITY};
    const char *preload = getenv("LD_PRELOAD");
    struct mio_events list = {.capacity = 42};
    int err;

    if (HAS_SANITIZER)
        check_skip("a sanitizer ends the program when there is no memory");
    if (preload != NULL && strstr(preload, "vgpreload") != NULL)
        check_skip("valgrind ends the program when there is no memory");
    CHECK_EQ(setrlimit(RLIMIT_AS, &little), 0);
    err = mio_events_init(&list, INT_MAX / sizeof(struct epoll_event));
    if (err == 0 && list.list != NULL) {
        mio_events_fini(&list);
        check_skip("this emulator knows no limit of memory");
    }
    CHECK_EQ(err, -ENOMEM);
    CHECK_EQ(list.capacity, 42);
}

TEST(an_event_that_is_not_there_is_a_bug)
{
    int status;
    pid_t child;

    set_up(16);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        close(STDERR_FILENO);
        mio_events_get(&events, 0);
        _exit(EXIT_SUCCESS);
    }
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    tear_down();
}

/* --- No more files -------------------------------------------------------- */

TEST(without_free_files_nothing_is_made_and_nothing_leaks)
{
    struct rlimit files;
    struct mio_poll other = {.registry.epfd = -7};
    struct mio_waker waker = {.fd = -7};

    set_up(1);
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = 0; /* of the numbers below it there is none free */
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
    CHECK_EQ(mio_poll_init(&other), -EMFILE);
    CHECK_EQ(other.registry.epfd, -7);
    CHECK_EQ(mio_waker_init(&waker, registry, 1), -EMFILE);
    CHECK_EQ(waker.fd, -7);
    files.rlim_cur = files.rlim_max;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
    tear_down();
}

/* check.c counts the open files after each test. */
TEST(a_waker_that_cannot_be_registered_leaks_nothing)
{
    struct mio_waker waker = {.fd = -7};
    struct mio_registry no_queue;
    int ends[2];

    make_pair(ends);
    no_queue.epfd = ends[0];
    CHECK_EQ(mio_waker_init(&waker, &no_queue, 1), -EINVAL);
    CHECK_EQ(waker.fd, -7);
    close_pair(ends);
}

/* --- How things end ------------------------------------------------------- */

TEST(a_refused_connect_is_an_error)
{
    const struct mio_event *event;
    int closed = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = bind_anywhere(closed); /* without listen() */
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int err;
    socklen_t len = sizeof(err);

    set_up(16);
    CHECK_EQ(connect(fd, (struct sockaddr *)&address, sizeof(address)), -1);
    CHECK_EQ(errno, EINPROGRESS);
    CHECK_EQ(mio_registry_register(registry, fd, 1, MIO_WRITABLE), 0);
    event = expect_one(1);
    CHECK(mio_event_is_writable(event));
    CHECK(mio_event_is_error(event));
    CHECK(mio_event_is_write_closed(event));
    CHECK_EQ(getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len), 0);
    CHECK_EQ(err, ECONNREFUSED);
    close(fd);
    close(closed);
    tear_down();
}

TEST(a_connect_that_succeeds_is_writable)
{
    const struct mio_event *event;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = bind_anywhere(listener);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    set_up(16);
    CHECK_EQ(listen(listener, 1), 0);
    CHECK_EQ(connect(fd, (struct sockaddr *)&address, sizeof(address)), -1);
    CHECK_EQ(errno, EINPROGRESS);
    CHECK_EQ(mio_registry_register(registry, fd, 1, MIO_WRITABLE), 0);
    event = expect_one(1);
    CHECK(mio_event_is_writable(event));
    CHECK(!mio_event_is_error(event));
    CHECK(!mio_event_is_write_closed(event));
    CHECK_EQ(mio_registry_register(registry, listener, 2, MIO_READABLE), 0);
    CHECK(mio_event_is_readable(expect_one(2)));
    close(fd);
    close(listener);
    tear_down();
}

TEST(a_peer_that_stops_writing_is_read_closed)
{
    const struct mio_event *event;
    char octet;
    int ends[2];

    set_up(16);
    make_tcp_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1,
                                   MIO_READABLE | MIO_WRITABLE),
             0);
    CHECK(!mio_event_is_read_closed(expect_one(1)));
    CHECK_EQ(shutdown(ends[1], SHUT_WR), 0);
    event = expect_one(1);
    CHECK(mio_event_is_readable(event));
    CHECK(mio_event_is_read_closed(event));
    CHECK(mio_event_is_writable(event));
    CHECK(!mio_event_is_write_closed(event));
    CHECK(!mio_event_is_error(event));
    CHECK_EQ(read(ends[0], &octet, 1), 0);
    put(ends[0]);
    CHECK_EQ(recv(ends[1], &octet, 1, MSG_WAITALL), 1);
    close_pair(ends);
    tear_down();
}

TEST(a_peer_that_closes_after_writing_leaves_its_data)
{
    const struct mio_event *event;
    char octet;
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_READABLE), 0);
    put(ends[1]);
    close(ends[1]);
    event = expect_one(1);
    CHECK(mio_event_is_readable(event));
    CHECK(mio_event_is_read_closed(event));
    CHECK(mio_event_is_write_closed(event)); /* of a local socket, both ways */
    CHECK_EQ(read(ends[0], &octet, 1), 1);
    CHECK_EQ(read(ends[0], &octet, 1), 0);
    close(ends[0]);
    tear_down();
}

TEST(a_reset_is_an_error_and_closes_both_ways)
{
    const struct linger linger = {.l_onoff = 1, .l_linger = 0};
    const struct mio_event *event;
    char octet;
    int ends[2];

    set_up(16);
    make_tcp_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_READABLE), 0);
    expect_none();
    CHECK_EQ(
        setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), 0);
    close(ends[1]);
    event = expect_one(1);
    CHECK(mio_event_is_readable(event));
    CHECK(mio_event_is_error(event));
    CHECK(mio_event_is_read_closed(event));
    CHECK(mio_event_is_write_closed(event));
    CHECK_EQ(read(ends[0], &octet, 1), -1);
    CHECK_EQ(errno, ECONNRESET);
    close(ends[0]);
    tear_down();
}

TEST(out_of_band_data_is_priority)
{
    const struct mio_event *event;
    char octet;
    int ends[2];

    set_up(16);
    make_tcp_pair(ends);
    CHECK_EQ(mio_registry_register(registry, ends[0], 1, MIO_PRIORITY), 0);
    expect_none();
    CHECK_EQ(send(ends[1], "!", 1, MSG_OOB), 1);
    event = expect_one(1);
    CHECK(mio_event_is_priority(event));
    CHECK(mio_event_is_readable(event));
    CHECK_EQ(recv(ends[0], &octet, 1, MSG_OOB), 1);
    CHECK_EQ(octet, '!');
    close_pair(ends);
    tear_down();
}

TEST(a_pipe_says_which_end_has_gone)
{
    static const char page[4096];
    const struct mio_event *event;
    int ends[2];

    set_up(16);
    CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
    CHECK_EQ(mio_registry_register(registry, ends[1], 1, MIO_WRITABLE), 0);
    expect_one(1);
    close(ends[0]);
    event = expect_one(1);
    CHECK(mio_event_is_error(event));
    CHECK(mio_event_is_write_closed(event));
    CHECK(!mio_event_is_read_closed(event));
    close(ends[1]);

    /* full, it is not even writable */
    CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
    while (write(ends[1], page, sizeof(page)) > 0)
        ;
    CHECK_EQ(mio_registry_register(registry, ends[1], 1, MIO_WRITABLE), 0);
    expect_none();
    close(ends[0]);
    event = expect_one(1);
    CHECK(!mio_event_is_writable(event));
    CHECK(mio_event_is_write_closed(event));
    close(ends[1]);

    CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
    CHECK_EQ(mio_registry_register(registry, ends[0], 2, MIO_READABLE), 0);
    close(ends[1]);
    event = expect_one(2);
    CHECK(mio_event_is_read_closed(event));
    CHECK(!mio_event_is_readable(event)); /* as the header warns */
    close(ends[0]);
    tear_down();
}

/* --- From another thread ---------------------------------------------------
 */

static atomic_int waiting_tid; /* of a thread that is about to wait; 0: none */
static int64_t timeout_ns = MIO_FOREVER; /* for it */

/* Waits for one event; its token */
static void *wait_for_token(void *token)
{
    atomic_store(&waiting_tid, (int)syscall(SYS_gettid));
    CHECK_EQ(mio_poll_wait(&poll, &events, timeout_ns), 0);
    CHECK_EQ(events.length, 1);
    *(size_t *)token = mio_event_token(mio_events_get(&events, 0));
    return NULL;
}

static char thread_state(int tid)
{
    char path[64], name[64], state = '?';
    FILE *file;

    snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
    file = fopen(path, "r");
    CHECK(file != NULL);
    CHECK_EQ(fscanf(file, "%*d (%63[^)]) %c", name, &state), 2);
    fclose(file);
    return state;
}

/*
 * Returns when the thread sleeps in its wait.  Were it to sleep elsewhere, the
 * test would try less than it could, but fail no more often.
 */
static pthread_t start_waiting(size_t *token)
{
    pthread_t thread;

    CHECK_EQ(pthread_create(&thread, NULL, wait_for_token, token), 0);
    while (atomic_load(&waiting_tid) == 0 ||
           thread_state(atomic_load(&waiting_tid)) != 'S')
        sched_yield();
    return thread;
}

TEST(registering_takes_effect_during_a_wait)
{
    size_t token;
    pthread_t thread;
    int ends[2];

    set_up(16);
    make_pair(ends);
    put(ends[1]);
    thread = start_waiting(&token);
    CHECK_EQ(mio_registry_register(registry, ends[0], 5, MIO_READABLE), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(token, 5);
    close_pair(ends);
    tear_down();
}

TEST(deregistering_takes_effect_during_a_wait)
{
    struct mio_waker waker;
    size_t token;
    pthread_t thread;
    int ends[2];

    set_up(16);
    make_pair(ends);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    CHECK_EQ(mio_registry_register(registry, ends[0], 5, MIO_READABLE), 0);
    thread = start_waiting(&token);
    CHECK_EQ(mio_registry_deregister(registry, ends[0]), 0);
    put(ends[1]);
    CHECK_EQ(mio_waker_wake(&waker), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(token, 9);
    expect_none();
    mio_waker_fini(&waker);
    close_pair(ends);
    tear_down();
}

/* --- Wakers ----------------------------------------------------------------
 */

TEST(a_wake_before_the_wait_is_not_lost)
{
    struct mio_waker waker;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    expect_none();
    CHECK_EQ(mio_waker_wake(&waker), 0);
    CHECK(mio_event_is_readable(expect_one(9)));
    expect_none();
    mio_waker_fini(&waker);
    tear_down();
}

TEST(three_wakes_make_one_event)
{
    struct mio_waker waker;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++)
            CHECK_EQ(mio_waker_wake(&waker), 0);
        expect_one(9);
        expect_none();
    }
    mio_waker_fini(&waker);
    tear_down();
}

TEST(a_waker_that_is_finished_makes_no_event_though_a_copy_is_open)
{
    struct mio_waker waker;
    int copy;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    copy = dup(waker.fd); /* as a child of fork(2) holds one */
    CHECK_EQ(mio_waker_wake(&waker), 0);
    mio_waker_fini(&waker);
    expect_none();
    close(copy);
    tear_down();
}

TEST(a_wake_ends_the_wait_of_another_thread)
{
    struct mio_waker waker;
    size_t token;
    pthread_t thread;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    thread = start_waiting(&token);
    CHECK_EQ(mio_waker_wake(&waker), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(token, 9);
    mio_waker_fini(&waker);
    tear_down();
}

/* More milliseconds than an int holds, more nanoseconds than a clock adds */
TEST(a_timeout_of_years_is_a_wait)
{
    static const int64_t timeouts_ns[] = {(INT64_C(1) << 32) * 1000000,
                                          MIO_FOREVER - 1, MIO_FOREVER};
    struct mio_waker waker;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    for (size_t i = 0; i < sizeof(timeouts_ns) / sizeof(timeouts_ns[0]); i++) {
        size_t token;
        pthread_t thread;

        timeout_ns = timeouts_ns[i];
        atomic_store(&waiting_tid, 0);
        thread = start_waiting(&token);
        CHECK_EQ(mio_waker_wake(&waker), 0);
        CHECK_EQ(pthread_join(thread, NULL), 0);
        CHECK_EQ(token, 9);
    }
    mio_waker_fini(&waker);
    tear_down();
}

static void *wake_often(void *waker)
{
    for (int i = 0; i < 1000; i++)
        CHECK_EQ(mio_waker_wake(waker), 0);
    return NULL;
}

TEST(several_threads_wake_at_once)
{
    enum {
        THREADS = 4
    };
    pthread_t threads[THREADS];
    struct mio_waker waker;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, wake_often, &waker), 0);
    for (int i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    expect_one(9);
    expect_none();
    mio_waker_fini(&waker);
    tear_down();
}

TEST(a_queue_may_have_two_wakers)
{
    struct mio_waker one, two;

    set_up(16);
    CHECK_EQ(mio_waker_init(&one, registry, 1), 0);
    CHECK_EQ(mio_waker_init(&two, registry, 2), 0);
    CHECK_EQ(mio_waker_wake(&two), 0);
    expect_one(2);
    CHECK_EQ(mio_waker_wake(&one), 0);
    expect_one(1);
    mio_waker_fini(&one);
    mio_waker_fini(&two);
    expect_none();
    tear_down();
}

TEST(a_full_counter_does_not_stop_a_waker)
{
    const uint64_t full = UINT64_MAX - 1; /* eventfd(2) */
    struct mio_waker waker;

    set_up(16);
    CHECK_EQ(mio_waker_init(&waker, registry, 9), 0);
    CHECK_EQ(write(waker.fd, &full, sizeof(full)), sizeof(full));
    expect_one(9);
    expect_none();
    errno = 1234;
    CHECK_EQ(mio_waker_wake(&waker), 0);
    CHECK_EQ(errno, 1234);
    expect_one(9);
    expect_none();
    mio_waker_fini(&waker);
    tear_down();
}

TEST(a_waker_that_is_none_says_so)
{
    const struct mio_waker waker = {.fd = -1};

    errno = 1234;
    CHECK_EQ(mio_waker_wake(&waker), -EBADF);
    CHECK_EQ(errno, 1234);
}

static struct mio_waker handlers_waker;

static void wake_on_signal(int signal)
{
    (void)signal;
    mio_waker_wake(&handlers_waker);
}

TEST(a_signal_handler_can_wake)
{
    struct sigaction action = {.sa_handler = wake_on_signal};
    size_t token;
    pthread_t thread;

    set_up(16);
    CHECK_EQ(mio_waker_init(&handlers_waker, registry, 9), 0);
    CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
    thread = start_waiting(&token);
    CHECK_EQ(pthread_kill(thread, SIGUSR1), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(token, 9);
    mio_waker_fini(&handlers_waker);
    tear_down();
}
