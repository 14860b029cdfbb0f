/*
 * links: ch10-final/a-rust-futures/ runtime.c reactor.c mio.c mio_waker.c
 * links: ch10-final/a-rust-futures/ address.c answer.c error.c
 * wraps: allocations.h quiet.h connect send recv epoll_ctl
 */
#define _GNU_SOURCE
/*
 * http_get and the runtime of ch10-final/a-rust-futures: what fails is the
 * output, and whenever the future is dropped nothing is left.
 */
#include "ch10-final/a-rust-futures/http.c"

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/fake_waker_ch10.h"
#include "tests/unit/patience.h"
#include "tests/unit/peer.h"
#include "tests/unit/quiet.h"

/* --- The other end, and the system calls: linked with --wrap -------------- */

static int server = -1;
static bool is_full;     /* the connection, for what is sent */
static bool is_meagre;   /* one octet at a time, and a signal before it */
static bool has_no_room; /* the event queue, for one more file */
static int unconnected;  /* so many calls of connect() that say so */

ssize_t __real_send(int fd, const void *data, size_t size, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t size, int flags);
ssize_t __real_recv(int fd, void *data, size_t size, int flags);
ssize_t __wrap_recv(int fd, void *data, size_t size, int flags);
int __real_connect(int fd, const struct sockaddr *address, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len);
int __real_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);

/* How much of size this call may deal with; every second one is interrupted. */
static ssize_t limit(size_t size)
{
    static int calls;

    if (!is_meagre)
        return (ssize_t)size;
    errno = EINTR;
    return ++calls % 2 == 0 ? 1 : -1;
}

ssize_t __wrap_send(int fd, const void *data, size_t size, int flags)
{
    ssize_t n = fd == server ? (ssize_t)size : limit(size);

    if (is_full) {
        errno = EAGAIN;
        return -1;
    }
    return n < 0 ? n : __real_send(fd, data, (size_t)n, flags);
}

ssize_t __wrap_recv(int fd, void *data, size_t size, int flags)
{
    ssize_t n = fd == server ? (ssize_t)size : limit(size);

    return n < 0 ? n : __real_recv(fd, data, (size_t)n, flags);
}

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    static const int errors[] = {EALREADY, EINTR, EINPROGRESS};

    if (unconnected > 0) {
        errno = errors[--unconnected % 3];
        return -1;
    }
    return __real_connect(fd, address, len);
}

int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
    if (has_no_room && op == EPOLL_CTL_ADD) {
        errno = ENOSPC;
        return -1;
    }
    return __real_epoll_ctl(epfd, op, fd, event);
}

/* --- The future, and who polls it ----------------------------------------- */

static struct task task;
static struct waker waker;
static struct http_get get;
static struct http_response response;

static void start_runtime(void)
{
    when_it_hangs("# a waker was not called, or not dropped\n");
    waker = fake_waker(&task);
    start_listening(1);
    CHECK_EQ(runtime_init(), 0);
}

static void set_up(void)
{
    start_runtime();
    http_get_init(&get, "/path");
}

/* Once the future is dropped, nothing is left of it. */
static void tear_down(void)
{
    http_response_fini(&response);
    if (server >= 0)
        close(server);
    server = -1;
    runtime_fini(); /* which panics if a file is registered */
    stop_listening();
    CHECK_EQ(task.drops, task.clones);
    CHECK_EQ(blocks, 0);
}

static void drop_and_tear_down(void)
{
    http_get_drop(&get);
    wait_for_drops(&task);
    tear_down();
}

static bool poll_by(const struct waker *by)
{
    struct context cx = {by};

    return http_get_poll(&get, &cx, &response).is_ready;
}

/* Polls when it was woken, as an executor does, until it is in that state. */
static void poll_until(enum http_get_state state)
{
    CHECK(!poll_by(&waker));
    while (get.state != state) {
        wait_for_wake(&task);
        CHECK(!poll_by(&waker));
    }
    CHECK(response.err == 0 && response.what == NULL && response.text == NULL);
}

static void poll_until_ready(void)
{
    while (!poll_by(&waker))
        wait_for_wake(&task);
    CHECK_EQ(get.state, HTTP_GET_RESOLVED);
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

static void expect_answer(void)
{
    CHECK_EQ(response.err, 0);
    CHECK(response.what == NULL);
    CHECK_STR(response.text, HEADER "hello");
}

static void expect_failure(int err, const char *what)
{
    CHECK_EQ(response.err, -err);
    CHECK_STR(response.what, what);
    CHECK(response.text == NULL);
}

/* --- Woken ---------------------------------------------------------------- */

TEST(the_waker_is_called_whenever_there_is_more_to_do)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_answer();
    drop_and_tear_down();
}

TEST(polled_with_another_waker_it_wakes_that)
{
    static struct task other;
    struct waker others = fake_waker(&other);
    int wakes;

    set_up();
    poll_until(HTTP_GET_RECEIVE);
    CHECK(!poll_by(&others));
    wait_for_drops(&task);
    wakes = task.wakes;
    answer();
    wait_for_wake(&other);
    CHECK_EQ(task.wakes, wakes);
    wait_for_drops(&other);
    drop_and_tear_down();
}

/* Each clone is used up by a wake but the last, and one may be on its way. */
TEST(polled_with_the_same_waker_it_clones_no_other)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    for (int i = 0; i < 100; i++)
        CHECK(!poll_by(&waker));
    CHECK(task.clones <= task.wakes + 2);
    drop_and_tear_down();
}

TEST(it_may_be_moved_before_the_first_poll)
{
    struct http_get elsewhere;

    start_runtime();
    http_get_init(&elsewhere, "/path");
    get = elsewhere;
    memset(&elsewhere, 0xa5, sizeof(elsewhere));
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_answer();
    drop_and_tear_down();
}

TEST(the_path_is_copied_when_the_future_is_made)
{
    char path[] = "/path";

    start_runtime();
    http_get_init(&get, path);
    path[1] = 'm';
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_answer();
    drop_and_tear_down();
}

TEST(an_answer_that_nobody_wants_is_freed)
{
    struct context cx = {&waker};

    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    while (!http_get_poll(&get, &cx, NULL).is_ready)
        wait_for_wake(&task);
    drop_and_tear_down();
}

TEST(octet_by_octet_and_between_signals_all_comes_through)
{
    set_up();
    is_meagre = true;
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_answer();
    drop_and_tear_down();
}

TEST(polled_while_it_connects_it_says_no_more_than_that)
{
    set_up();
    unconnected = 3;
    for (int i = 0; i < 3; i++) {
        CHECK(!poll_by(&waker));
        CHECK_EQ(get.state, HTTP_GET_CONNECT);
    }
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_answer();
    drop_and_tear_down();
}

TEST(what_does_not_fit_is_sent_when_there_is_room)
{
    set_up();
    is_full = true;
    poll_until(HTTP_GET_SEND);
    is_full = false;
    CHECK(!poll_by(&waker));
    CHECK_EQ(get.state, HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_answer();
    drop_and_tear_down();
}

/* --- The path as of printf ------------------------------------------------ */

TEST(a_path_may_be_made_as_printf_would)
{
    struct http_getf getf;
    struct context cx = {&waker};

    start_runtime();
    http_getf_init(&getf, "/%s%c", "pat", 'h');
    while (getf.get.state != HTTP_GET_RECEIVE) {
        CHECK(!http_getf_poll(&getf, &cx, &response).is_ready);
        if (getf.get.state != HTTP_GET_RECEIVE)
            wait_for_wake(&task);
    }
    answer();
    while (!http_getf_poll(&getf, &cx, &response).is_ready)
        wait_for_wake(&task);
    expect_answer();
    http_getf_drop(&getf);
    wait_for_drops(&task);
    tear_down();
}

/* --- Dropped at any time -------------------------------------------------- */

TEST(dropped_before_the_first_poll)
{
    set_up();
    CHECK_EQ(task.clones, 0);
    drop_and_tear_down();
}

TEST(dropped_while_it_connects)
{
    set_up();
    CHECK(!poll_by(&waker));
    CHECK_EQ(get.state, HTTP_GET_CONNECT);
    drop_and_tear_down();
}

TEST(dropped_while_it_sends)
{
    set_up();
    is_full = true;
    poll_until(HTTP_GET_SEND);
    drop_and_tear_down();
}

TEST(dropped_while_it_receives)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    accept_request();
    say(server, HEADER); /* a part of it, which nobody will have */
    wait_for_wake(&task);
    CHECK(!poll_by(&waker));
    drop_and_tear_down();
}

TEST(dropped_when_its_answer_is_on_its_way)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    drop_and_tear_down();
}

/* --- What fails is the output --------------------------------------------- */

/* The whole of it, when the server has said this and closed */
static void end_after(const char *text)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    accept_request();
    say(server, text);
    close(server);
    server = -1;
    poll_until_ready();
}

TEST(an_answer_that_breaks_off_is_a_failure)
{
    static const char *const starts[] = {"", "HTTP/1.1 2", HEADER "hell"};

    for (int i = 0; i < 3; i++) {
        end_after(starts[i]);
        expect_failure(ECONNABORTED, "the answer did not come whole");
        drop_and_tear_down();
    }
}

TEST(an_answer_that_is_none_is_a_failure)
{
    end_after("SSH-2.0-OpenSSH\r\n");
    expect_failure(EPROTO, "the answer did not come whole");
    drop_and_tear_down();
}

TEST(an_answer_that_no_string_holds_is_a_failure)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    accept_request();
    CHECK_EQ(send(server, HEADER "he\0lo", strlen(HEADER) + 5, 0),
             (long long)strlen(HEADER) + 5);
    poll_until_ready();
    expect_failure(EILSEQ, "the answer did not come whole");
    drop_and_tear_down();
}

TEST(another_status_is_no_failure)
{
    end_after("HTTP/1.1 404 Not Found\r\n\r\nhello");
    CHECK_EQ(response.err, 0);
    CHECK_STR(response.text, "HTTP/1.1 404 Not Found\r\n\r\nhello");
    drop_and_tear_down();
}

TEST(a_reset_is_a_failure)
{
    const struct linger now = {.l_onoff = 1};

    set_up();
    poll_until(HTTP_GET_RECEIVE);
    accept_request();
    CHECK_EQ(setsockopt(server, SOL_SOCKET, SO_LINGER, &now, sizeof(now)), 0);
    close(server);
    server = -1;
    poll_until_ready();
    expect_failure(ECONNRESET, "the answer did not come whole");
    drop_and_tear_down();
}

TEST(a_server_that_is_not_there_is_a_failure)
{
    set_up();
    stop_listening();
    poll_until_ready();
    expect_failure(ECONNREFUSED, "connect (is the delayserver running?)");
    listener = -1;
    drop_and_tear_down();
}

TEST(a_server_that_is_nowhere_is_a_failure)
{
    set_up();
    CHECK_EQ(setenv("DELAYSERVER", "localhost:0", 1), 0);
    CHECK(poll_by(&waker));
    expect_failure(EDESTADDRREQ, "find the delayserver");
    drop_and_tear_down();
}

TEST(to_have_too_many_files_is_a_failure)
{
    struct rlimit files, few;

    set_up();
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
    few = files;
    few.rlim_cur = 3;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
    CHECK(poll_by(&waker));
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
    expect_failure(EMFILE, "prepare to connect");
    drop_and_tear_down();
}

TEST(a_queue_that_takes_no_more_files_is_a_failure)
{
    set_up();
    has_no_room = true;
    CHECK(poll_by(&waker));
    expect_failure(ENOSPC, "prepare to connect");
    has_no_room = false;
    drop_and_tear_down();
}

TEST(a_failure_needs_no_place)
{
    struct context cx = {&waker};

    end_after("SSH-2.0-OpenSSH\r\n");
    http_get_drop(&get);
    CHECK_EQ(setenv("DELAYSERVER", "localhost:0", 1), 0);
    http_get_init(&get, "/path");
    CHECK(http_get_poll(&get, &cx, NULL).is_ready);
    drop_and_tear_down();
}

/* --- No more memory ------------------------------------------------------- */

/* Polls, and answers when there is a request, until it is ready. */
static void run_to_the_end(struct http_get *self)
{
    struct context cx = {&waker};

    while (!http_get_poll(self, &cx, &response).is_ready) {
        if (self->state == HTTP_GET_RECEIVE && server < 0)
            answer();
        wait_for_wake(&task);
    }
}

/* The request, the server's name, room for the waker, the answer */
TEST(to_have_no_memory_is_a_failure)
{
    static const char *const what[] = {
        "prepare to connect",
        "find the delayserver",
        "prepare to connect",
        "the answer did not come whole",
    };

    for (int i = 0; i < 4; i++) {
        start_runtime();
        fail_at(i + 1);
        http_get_init(&get, "/path");
        run_to_the_end(&get);
        expect_failure(ENOMEM, what[i]);
        drop_and_tear_down();
    }
    start_runtime();
    fail_at(5);
    http_get_init(&get, "/path");
    run_to_the_end(&get);
    expect_answer();
    CHECK_EQ(attempts, 4);
    drop_and_tear_down();
}

TEST(to_have_no_memory_for_the_path_is_a_failure)
{
    struct http_getf getf;

    for (int i = 1; i <= 2; i++) {
        start_runtime();
        fail_at(i);
        http_getf_init(&getf, "/%s", "path");
        run_to_the_end(&getf.get);
        expect_failure(ENOMEM, "prepare to connect");
        http_getf_drop(&getf);
        tear_down();
    }
}

/* --- Misuse --------------------------------------------------------------- */

static void get_too_early(void)
{
    http_get_init(&get, "/early");
}

static void get_too_late(void)
{
    CHECK_EQ(runtime_init(), 0);
    runtime_fini();
    http_get_init(&get, "/late");
}

TEST(without_a_runtime_there_is_nothing_to_wait_with)
{
    expect_panic(get_too_early, "panic: http_get before runtime_init\n");
    expect_panic(get_too_late, "panic: http_get before runtime_init\n");
}

static void poll_after_ready(void)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    poll_by(&waker);
}

static void poll_after_failure(void)
{
    set_up();
    CHECK_EQ(setenv("DELAYSERVER", "localhost:0", 1), 0);
    CHECK(poll_by(&waker));
    poll_by(&waker);
}

TEST(to_poll_it_after_it_was_ready_is_a_bug)
{
    static const char line[] =
        "panic: http_get was polled after it was ready\n";

    expect_panic(poll_after_ready, line);
    expect_panic(poll_after_failure, line);
}
