/*
 * links: ch10-final/b-rust-futures-experiments/ address.c answer.c error.c
 * wraps: allocations.h send recv epoll_create1 eventfd epoll_ctl epoll_wait
 * wraps: pthread_create pthread_join
 */
#define _GNU_SOURCE
/*
 * The other runtime of ch10-final/b-rust-futures-experiments: where its futures
 * find it, what comes of a request, and that nothing is left of one, whenever
 * it is dropped.
 */
#include "ch10-final/b-rust-futures-experiments/foreign.c"

#include <sched.h>

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/fake_waker_ch10.h"
#include "tests/unit/patience.h"
#include "tests/unit/peer.h"

/* --- The other end, and the system calls: linked with --wrap -------------- */

static atomic_int server = -1;
static atomic_bool is_meagre; /* one octet at a time, after a signal */
static int failing_call;      /* the number of the one below that fails */
static atomic_int calls;
static int threads; /* that were started and not joined */
/* called in its thread, when it has an event but has not looked at it */
static void (*_Atomic got_event)(void);

ssize_t __real_send(int fd, const void *data, size_t size, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t size, int flags);
ssize_t __real_recv(int fd, void *data, size_t size, int flags);
ssize_t __wrap_recv(int fd, void *data, size_t size, int flags);
int __real_epoll_create1(int flags);
int __wrap_epoll_create1(int flags);
int __real_eventfd(unsigned count, int flags);
int __wrap_eventfd(unsigned count, int flags);
int __real_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int __real_epoll_wait(int epfd, struct epoll_event *events, int count,
                      int timeout_ms);
int __wrap_epoll_wait(int epfd, struct epoll_event *events, int count,
                      int timeout_ms);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*f)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*f)(void *), void *argument);
int __real_pthread_join(pthread_t thread, void **result);
int __wrap_pthread_join(pthread_t thread, void **result);

/* How much of size this call may deal with; every second one is interrupted. */
static ssize_t limit(size_t size)
{
    static atomic_int limited;

    if (!is_meagre)
        return (ssize_t)size;
    errno = EINTR;
    return ++limited % 2 == 0 ? 1 : -1;
}

ssize_t __wrap_send(int fd, const void *data, size_t size, int flags)
{
    ssize_t n = fd == server ? (ssize_t)size : limit(size);

    return n < 0 ? n : __real_send(fd, data, (size_t)n, flags);
}

ssize_t __wrap_recv(int fd, void *data, size_t size, int flags)
{
    ssize_t n = fd == server ? (ssize_t)size : limit(size);

    return n < 0 ? n : __real_recv(fd, data, (size_t)n, flags);
}

/* Is it the turn of this call to fail?  With an error that all may have */
static bool call_fails(void)
{
    errno = ENOMEM;
    return ++calls == failing_call;
}

int __wrap_epoll_create1(int flags)
{
    return call_fails() ? -1 : __real_epoll_create1(flags);
}

int __wrap_eventfd(unsigned count, int flags)
{
    return call_fails() ? -1 : __real_eventfd(count, flags);
}

int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
    return call_fails() ? -1 : __real_epoll_ctl(epfd, op, fd, event);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*f)(void *), void *argument)
{
    if (call_fails())
        return errno;
    threads++;
    return __real_pthread_create(thread, attributes, f, argument);
}

int __wrap_pthread_join(pthread_t thread, void **result)
{
    threads--;
    return __real_pthread_join(thread, result);
}

int __wrap_epoll_wait(int epfd, struct epoll_event *events, int count,
                      int timeout_ms)
{
    int n = __real_epoll_wait(epfd, events, count, timeout_ms);
    void (*call)(void) = got_event;

    if (call != NULL)
        call();
    return n;
}

/* --- The futures, and who polls them -------------------------------------- */

static struct foreign runtime;
static struct task task;
static struct waker waker;
static struct foreign_get get;
static struct foreign_fetch fetch;
static struct foreign_answer said;

static void start_server(void)
{
    when_it_hangs("# a waker was not called, or not dropped\n");
    waker = fake_waker(&task);
    start_listening(100);
}

static void set_up(void)
{
    start_server();
    CHECK_EQ(foreign_init(&runtime), 0);
    CHECK(foreign_enter(&runtime) == NULL);
    foreign_get_init(&get, "/path");
}

static void end_server(void)
{
    free(said.body);
    if (server >= 0)
        close(server);
    stop_listening();
    CHECK_EQ(task.drops, task.clones);
    CHECK_EQ(blocks, 0);
}

/* Once the future is dropped, nothing is left of it. */
static void tear_down(void)
{
    foreign_get_drop(&get);
    wait_for_drops(&task);
    CHECK(foreign_enter(NULL) == &runtime);
    foreign_fini(&runtime);
    end_server();
}

static bool poll_by(const struct waker *by)
{
    struct context cx = {by};

    return foreign_get_poll(&get, &cx, &said).is_ready;
}

static void poll_until_ready(void)
{
    while (!poll_by(&waker))
        wait_for_wake(&task);
}

static bool poll_fetch(void)
{
    struct context cx = {&waker};

    return foreign_fetch_poll(&fetch, &cx, &said).is_ready;
}

static void accept_request(void)
{
    server = accept(listener, NULL, NULL);
    CHECK(server >= 0);
    receive_request(server, "/path");
}

static void answer(void)
{
    accept_request();
    say(server, HEADER "hello");
}

static void hang_up(void)
{
    close(server);
    server = -1;
}

static void expect_answer(void)
{
    CHECK(said.failure == NULL);
    CHECK_EQ(said.err, 0);
    CHECK_STR(said.body, "hello");
}

static void expect_failure(int err, const char *failure)
{
    CHECK(said.failure != NULL);
    CHECK_STR(said.failure, failure);
    CHECK_EQ(said.err, -err);
    CHECK(said.body == NULL);
}

/* --- Where its runtime is ------------------------------------------------- */

TEST(without_a_runtime_it_says_so)
{
    start_server();
    foreign_get_init(&get, "/path");
    CHECK(poll_by(&waker));
    expect_failure(ENXIO,
                   "there is no foreign runtime running: enter one first");
    foreign_get_drop(&get);
    CHECK_EQ(task.clones, 0);
    end_server();
}

static void *poll_here(void *is_ready)
{
    *(bool *)is_ready = poll_by(&waker);
    return NULL;
}

TEST(the_runtime_of_another_thread_is_none)
{
    pthread_t thread;
    bool is_ready = false;

    set_up();
    CHECK_EQ(pthread_create(&thread, NULL, poll_here, &is_ready), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK(is_ready);
    expect_failure(ENXIO,
                   "there is no foreign runtime running: enter one first");
    tear_down();
}

TEST(the_runtime_that_was_entered_first_is_the_one_again)
{
    struct foreign other;

    set_up();
    CHECK(foreign_enter(&other) == &runtime);
    CHECK(foreign_enter(&runtime) == &other);
    tear_down();
}

TEST(it_stays_with_the_runtime_of_its_first_poll)
{
    set_up();
    CHECK(!poll_by(&waker));
    CHECK(foreign_enter(NULL) == &runtime);
    answer();
    poll_until_ready();
    expect_answer();
    foreign_enter(&runtime);
    tear_down();
}

/* --- What comes of a request ---------------------------------------------- */

TEST(its_thread_gets_the_answer_and_wakes_who_waits)
{
    set_up();
    CHECK(!poll_by(&waker));
    answer();
    wait_for_wake(&task);
    CHECK(poll_by(&waker));
    expect_answer();
    CHECK_EQ(task.wakes, 1);
    tear_down();
}

TEST(polled_with_another_waker_it_wakes_that)
{
    static struct task other;
    struct waker others = fake_waker(&other);

    set_up();
    CHECK(!poll_by(&waker));
    CHECK(!poll_by(&others));
    wait_for_drops(&task);
    answer();
    wait_for_wake(&other);
    CHECK(poll_by(&others));
    CHECK_EQ(task.wakes, 0);
    wait_for_drops(&other);
    tear_down();
}

TEST(polled_for_nothing_it_waits_on)
{
    set_up();
    for (int i = 0; i < 100; i++)
        CHECK(!poll_by(&waker));
    answer();
    poll_until_ready();
    expect_answer();
    tear_down();
}

TEST(the_path_is_copied_and_the_future_moved_before_the_first_poll)
{
    struct foreign_get elsewhere;
    char path[] = "/path";

    set_up();
    foreign_get_drop(&get);
    foreign_get_init(&elsewhere, path);
    path[1] = 'm';
    get = elsewhere;
    memset(&elsewhere, 0xa5, sizeof(elsewhere));
    CHECK(!poll_by(&waker));
    answer();
    poll_until_ready();
    expect_answer();
    tear_down();
}

TEST(octet_by_octet_and_between_signals_all_comes_through)
{
    set_up();
    is_meagre = true;
    CHECK(!poll_by(&waker));
    answer();
    poll_until_ready();
    expect_answer();
    tear_down();
}

TEST(an_answer_in_pieces_is_waited_for)
{
    set_up();
    CHECK(!poll_by(&waker));
    accept_request();
    say(server, "HTTP/1.1 200 OK\r\ncontent-le");
    CHECK(!poll_by(&waker));
    say(server, "ngth: 5\r\n\r\nhel");
    CHECK(!poll_by(&waker));
    say(server, "lo");
    poll_until_ready();
    expect_answer();
    tear_down();
}

TEST(an_answer_that_nobody_wants_is_freed)
{
    struct context cx = {&waker};

    set_up();
    CHECK(!poll_by(&waker));
    answer();
    while (!foreign_get_poll(&get, &cx, NULL).is_ready)
        wait_for_wake(&task);
    tear_down();
}

/* In one thread */
TEST(a_hundred_requests_at_a_time)
{
    static struct foreign_get gets[100];
    struct context cx;
    int peers[100];

    set_up();
    cx.waker = &waker;
    for (int i = 0; i < 100; i++) {
        foreign_get_init(&gets[i], "/path");
        CHECK(!foreign_get_poll(&gets[i], &cx, &said).is_ready);
    }
    CHECK_EQ(threads, 1);
    for (int i = 0; i < 100; i++) {
        accept_request();
        peers[i] = server;
    }
    server = -1;
    for (int i = 99; i >= 0; i--) {
        say(peers[i], HEADER "hello");
        wait_for_wake(&task);
        close(peers[i]);
    }
    for (int i = 0; i < 100; i++) {
        CHECK(foreign_get_poll(&gets[i], &cx, &said).is_ready);
        expect_answer();
        free(said.body);
        foreign_get_drop(&gets[i]);
    }
    said.body = NULL;
    tear_down();
}

/* --- What fails is the output --------------------------------------------- */

static void end_after(const char *text)
{
    set_up();
    CHECK(!poll_by(&waker));
    accept_request();
    say(server, text);
    hang_up();
    poll_until_ready();
}

TEST(an_answer_that_breaks_off_is_a_failure)
{
    end_after(HEADER "hell");
    expect_failure(ECONNABORTED, "there is no answer");
    tear_down();
}

TEST(an_answer_that_is_none_is_a_failure)
{
    end_after("SSH-2.0-OpenSSH\r\n");
    expect_failure(EPROTO, "there is no answer");
    tear_down();
}

TEST(an_answer_that_no_string_holds_is_a_failure)
{
    set_up();
    CHECK(!poll_by(&waker));
    accept_request();
    CHECK_EQ(send(server, HEADER "he\0lo", strlen(HEADER) + 5, 0),
             (long long)strlen(HEADER) + 5);
    poll_until_ready();
    expect_failure(EILSEQ, "there is no answer");
    tear_down();
}

TEST(a_reset_is_a_failure)
{
    const struct linger now = {.l_onoff = 1};

    set_up();
    CHECK(!poll_by(&waker));
    accept_request();
    CHECK_EQ(setsockopt(server, SOL_SOCKET, SO_LINGER, &now, sizeof(now)), 0);
    hang_up();
    poll_until_ready();
    expect_failure(ECONNRESET, "there is no answer");
    tear_down();
}

TEST(a_server_that_is_not_there_is_a_failure)
{
    set_up();
    stop_listening();
    poll_until_ready();
    expect_failure(ECONNREFUSED, "there is no answer");
    listener = -1;
    tear_down();
}

TEST(a_server_that_is_nowhere_is_a_failure)
{
    set_up();
    CHECK_EQ(setenv("DELAYSERVER", "localhost:0", 1), 0);
    CHECK(poll_by(&waker));
    expect_failure(EDESTADDRREQ, "there is no answer");
    tear_down();
}

TEST(a_queue_that_takes_no_more_files_is_a_failure)
{
    set_up();
    calls = 0;
    failing_call = 1;
    CHECK(poll_by(&waker));
    expect_failure(ENOMEM, "there is no answer");
    tear_down();
}

/* Each allocation of a request fails in turn, in whichever thread it is. */
TEST(no_memory_is_a_failure)
{
    int n = 0;

    do {
        task = (struct task){0};
        blocks = 0;
        start_server();
        CHECK_EQ(foreign_init(&runtime), 0);
        foreign_enter(&runtime);
        fail_at(++n);
        foreign_get_init(&get, "/path");
        if (!poll_by(&waker)) {
            answer();
            poll_until_ready();
        }
        if (said.failure != NULL)
            expect_failure(ENOMEM, "there is no answer");
        else
            expect_answer();
        failing = 0;
        tear_down();
        server = -1;
    } while (said.failure != NULL);
    printf("# %d allocations failed\n", n - 1);
    CHECK(n > 2);
}

/* --- Dropped at any time -------------------------------------------------- */

TEST(dropped_before_the_first_poll)
{
    set_up();
    tear_down();
}

TEST(dropped_while_it_waits)
{
    set_up();
    CHECK(!poll_by(&waker));
    accept_request();
    tear_down();
}

TEST(dropped_with_a_part_of_the_answer)
{
    set_up();
    CHECK(!poll_by(&waker));
    accept_request();
    say(server, HEADER "hell");
    tear_down();
}

TEST(dropped_when_it_was_woken)
{
    set_up();
    CHECK(!poll_by(&waker));
    answer();
    wait_for_wake(&task);
    tear_down();
}

/* What is ready has no more to do with its runtime. */
TEST(dropped_when_its_runtime_is_no_more)
{
    set_up();
    CHECK(!poll_by(&waker));
    answer();
    poll_until_ready();
    expect_answer();
    CHECK(foreign_enter(NULL) == &runtime);
    foreign_fini(&runtime);
    memset(&runtime, 0xa5, sizeof(runtime)); /* who locks that hangs */
    foreign_get_drop(&get);
    end_server();
}

/* What a task is to do when it is woken may be to drop the future. */
static void drop_get(void)
{
    call_when_touched(NULL);
    foreign_get_drop(&get);
}

TEST(dropped_by_the_waker_in_its_thread)
{
    set_up();
    CHECK(!poll_by(&waker));
    call_when_touched(drop_get);
    answer();
    wait_for_wake(&task);
    wait_for_drops(&task);
    CHECK(foreign_enter(NULL) == &runtime);
    foreign_fini(&runtime);
    end_server();
}

/* One that has its place on the heap, and is in nobody else's way */
static struct foreign_get *_Atomic early;

static void drop_early(void)
{
    struct foreign_get *dropped = early;

    if (dropped == NULL)
        return;
    foreign_get_drop(dropped);
    free(dropped);
    early = NULL;
}

/* The thread has an event then of what is no more. */
TEST(dropped_when_the_thread_has_its_event_already)
{
    struct context cx;

    set_up();
    cx.waker = &waker;
    early = malloc(sizeof(*early));
    CHECK(early != NULL);
    foreign_get_init(early, "/path");
    CHECK(!foreign_get_poll(early, &cx, NULL).is_ready);
    got_event = drop_early;
    server = accept(listener, NULL, NULL);
    hang_up(); /* if it had no event yet */
    while (early != NULL)
        sched_yield();
    CHECK(!poll_by(&waker));
    answer();
    poll_until_ready();
    expect_answer();
    tear_down();
}

static atomic_bool is_over;

static void *answer_all(void *unused)
{
    (void)unused;
    while (!is_over) {
        int peer = accept(listener, NULL, NULL);

        if (peer < 0)
            continue;
        /* who has gone does not take it: say() would mind that */
        send(peer, HEADER "hello", strlen(HEADER "hello"), MSG_NOSIGNAL);
        close(peer);
    }
    return NULL;
}

/*
 * As near as can be to the moment when its thread wakes: each time a little
 * earlier than the last time, or later if that was too early.
 */
TEST(dropped_while_the_answer_comes)
{
    int were_woken = 0, delay = 0, count = times_said(5000, 300);
    pthread_t thread;

    set_up();
    CHECK_EQ(pthread_create(&thread, NULL, answer_all, NULL), 0);
    for (int i = 0; i < count; i++) {
        bool was_woken;

        foreign_get_drop(&get);
        wait_for_drops(&task);
        task.wakes = 0;
        foreign_get_init(&get, "/path");
        CHECK(!poll_by(&waker));
        for (int yields = delay; yields > 0; yields--)
            sched_yield();
        was_woken = task.wakes > 0;
        delay += was_woken ? -(delay > 0) : 1;
        were_woken += was_woken;
    }
    is_over = true;
    CHECK_EQ(shutdown(listener, SHUT_RDWR), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    printf("# %d of %d were dropped when they had been woken\n", were_woken,
           count);
    tear_down();
}

/* --- With a runtime of its own -------------------------------------------- */

TEST(it_brings_its_runtime_along_and_ends_it)
{
    start_server();
    for (int i = 0; i < 3; i++) {
        foreign_fetch_init(&fetch, "/path");
        CHECK_EQ(threads, 0);
        CHECK(!poll_fetch());
        CHECK_EQ(threads, 1);
        answer();
        while (!poll_fetch())
            wait_for_wake(&task);
        expect_answer();
        free(said.body);
        hang_up();
        foreign_fetch_drop(&fetch);
    }
    said.body = NULL;
    end_server();
}

TEST(all_share_it_until_the_last_is_dropped)
{
    static struct foreign_fetch others[10];
    struct context cx;

    start_server();
    cx.waker = &waker;
    foreign_fetch_init(&fetch, "/path");
    CHECK(!poll_fetch());
    for (int i = 0; i < 10; i++) {
        foreign_fetch_init(&others[i], "/path");
        CHECK(!foreign_fetch_poll(&others[i], &cx, NULL).is_ready);
    }
    CHECK_EQ(threads, 1);
    foreign_fetch_drop(&fetch);
    for (int i = 0; i < 10; i++) {
        CHECK_EQ(threads, 1);
        foreign_fetch_drop(&others[i]);
    }
    end_server();
}

static void *fetch_and_drop(void *unused)
{
    struct context cx = {&waker};
    struct foreign_fetch mine;

    for (int i = times(500, 50); i > 0; i--) {
        foreign_fetch_init(&mine, "/path");
        CHECK(!foreign_fetch_poll(&mine, &cx, NULL).is_ready);
        foreign_fetch_drop(&mine);
    }
    return unused;
}

TEST(two_threads_begin_and_end_it_by_turns_or_share_it)
{
    pthread_t users[2];

    start_server();
    for (int i = 0; i < 2; i++)
        CHECK_EQ(__real_pthread_create(&users[i], NULL, fetch_and_drop, NULL),
                 0);
    for (int i = 0; i < 2; i++)
        CHECK_EQ(__real_pthread_join(users[i], NULL), 0);
    CHECK_EQ(threads, 0);
    end_server();
}

TEST(never_polled_it_brings_none)
{
    start_server();
    foreign_fetch_init(&fetch, "/path");
    foreign_fetch_drop(&fetch);
    CHECK_EQ(calls, 0);
    end_server();
}

/* Even that it is entered is of no interest. */
TEST(the_runtime_that_was_entered_is_not_its_own)
{
    set_up();
    foreign_fetch_init(&fetch, "/path");
    CHECK(!poll_fetch());
    CHECK(fetch.get.runtime != &runtime);
    CHECK(runtime.first == NULL);
    foreign_fetch_drop(&fetch);
    tear_down();
}

/* --- A runtime that does not start ---------------------------------------- */

enum {
    CALLS = 4 /* that start one */
};

TEST(a_runtime_that_cannot_start_leaves_nothing_open)
{
    int files = check_open_files();

    for (failing_call = 1; failing_call <= CALLS; failing_call++) {
        calls = 0;
        CHECK_EQ(foreign_init(&runtime), -ENOMEM);
        CHECK_EQ(check_open_files(), files);
    }
    calls = 0;
    CHECK_EQ(foreign_init(&runtime), 0);
    CHECK_EQ(calls, CALLS);
    foreign_fini(&runtime);
}

TEST(a_runtime_of_its_own_that_cannot_start_is_a_failure)
{
    start_server();
    for (failing_call = 1; failing_call <= CALLS; failing_call++) {
        calls = 0;
        foreign_fetch_init(&fetch, "/path");
        CHECK(poll_fetch());
        expect_failure(ENOMEM, "the runtime did not start");
        foreign_fetch_drop(&fetch);
    }
    failing_call = 0;
    foreign_fetch_init(&fetch, "/path");
    CHECK(!poll_fetch());
    answer();
    while (!poll_fetch())
        wait_for_wake(&task);
    expect_answer();
    foreign_fetch_drop(&fetch);
    end_server();
}

/* --- Misuse --------------------------------------------------------------- */

static void poll_when_it_was_ready(void)
{
    foreign_get_init(&get, "/path");
    CHECK(poll_by(&waker));
    poll_by(&waker);
}

static void end_with_a_request(void)
{
    set_up();
    CHECK(!poll_by(&waker));
    foreign_fini(&runtime);
}

static void drop_fetch(void)
{
    call_when_touched(NULL);
    foreign_fetch_drop(&fetch);
}

static void drop_the_last_by_its_waker(void)
{
    start_server();
    foreign_fetch_init(&fetch, "/path");
    CHECK(!poll_fetch());
    call_when_touched(drop_fetch);
    answer();
    wait_for_drops(&task);
    pause();
}

TEST(misuse_panics)
{
    expect_panic(poll_when_it_was_ready,
                 "panic: foreign_get was polled after it was ready\n");
    expect_panic(end_with_a_request,
                 "panic: foreign_fini: a request still waits\n");
    expect_panic(drop_the_last_by_its_waker,
                 "panic: foreign_fini: the thread that is to end cannot wait "
                 "for itself\n");
}
