/*
 * links: ch05-fibers/f-fibers-io/ fiber_io.c stack.c mio.c error.c
 * links: ch05-fibers/f-fibers-io/ switch_$(ARCH).S
 * links: tests/unit/ registers_$(ARCH).S
 * wraps: read write epoll_wait
 */
/* The contract of ch05-fibers/f-fibers-io/fiber_io.h, and of fiber_wait() */
#define _GNU_SOURCE
#include "ch05-fibers/f-fibers-io/fiber_io.h"
#include "tests/unit/fibers_f.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

enum {
    READ_END,
    WRITE_END,
};

static int ends[2];

static void open_pipe(int fds[2])
{
    CHECK_EQ(pipe2(fds, O_NONBLOCK | O_CLOEXEC), 0);
}

static void close_both(int fds[2])
{
    CHECK_EQ(close(fds[READ_END]), 0);
    CHECK_EQ(close(fds[WRITE_END]), 0);
}

/* --- Calls that fail by order of the test --- */

static _Thread_local int refusals, refused_with;
static _Thread_local int looks; /* at the event queue */

static bool is_refused(void)
{
    if (refusals == 0)
        return false;
    refusals--;
    errno = refused_with;
    return true;
}

ssize_t __real_read(int fd, void *buf, size_t len);
ssize_t __wrap_read(int fd, void *buf, size_t len);
ssize_t __real_write(int fd, const void *buf, size_t len);
ssize_t __wrap_write(int fd, const void *buf, size_t len);
int __real_epoll_wait(int fd, struct epoll_event *events, int max, int timeout);
int __wrap_epoll_wait(int fd, struct epoll_event *events, int max, int timeout);

ssize_t __wrap_read(int fd, void *buf, size_t len)
{
    return is_refused() ? -1 : __real_read(fd, buf, len);
}

ssize_t __wrap_write(int fd, const void *buf, size_t len)
{
    return is_refused() ? -1 : __real_write(fd, buf, len);
}

int __wrap_epoll_wait(int fd, struct epoll_event *events, int max, int timeout)
{
    looks++;
    return __real_epoll_wait(fd, events, max, timeout);
}

/* --- Reading --- */

static void read_all(void)
{
    char text[3];
    ssize_t n;

    note('(');
    while ((n = fiber_read(ends[READ_END], text, sizeof(text))) > 0) {
        for (ssize_t i = 0; i < n; i++)
            note(text[i]);
        note(',');
    }
    CHECK_EQ(n, 0);
    note(')');
}

static void write_late(void)
{
    for (const char *letter = "ab"; *letter != '\0'; letter++) {
        yield();
        note('w');
        CHECK_EQ(fiber_write(ends[WRITE_END], letter, 1), 1);
        yield();
        yield();
    }
    note('c');
    CHECK_EQ(close(ends[WRITE_END]), 0);
}

/* From the first turn on, reader and writer; at the end the reader closes. */
static void run_read_all_and(void (*writer)(void))
{
    open_pipe(ends);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(read_all), 0);
    CHECK_EQ(spawn(writer), 0);
    run();
    tear_down();
    CHECK_EQ(close(ends[READ_END]), 0);
}

/* Nobody looks for events while others have their turns. */
TEST(a_read_waits_for_data_and_for_the_end)
{
    run_read_all_and(write_late);
    CHECK_STR(record, "(wwcab,)");
}

static void write_and_close(void)
{
    CHECK_EQ(fiber_write(ends[WRITE_END], "abcdefgh", 8), 8);
    CHECK_EQ(close(ends[WRITE_END]), 0);
}

TEST(an_end_that_comes_with_the_data_is_seen)
{
    run_read_all_and(write_and_close);
    CHECK_STR(record, "(abc,def,gh,)");
}

static void close_only(void)
{
    CHECK_EQ(close(ends[WRITE_END]), 0);
}

TEST(an_end_without_data_is_seen)
{
    run_read_all_and(close_only);
    CHECK_STR(record, "()");
}

/* An event is a hint: this time there is nothing when the reader comes. */
static void read_despite_refusals(void)
{
    char octet;

    CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), 1);
    for (int i = 0; i < 2; i++) {
        refusals = 3;
        refused_with = i == 0 ? EAGAIN : EINTR;
        CHECK_EQ(fiber_read(ends[READ_END], &octet, 1), 1);
        CHECK_EQ(octet, 'x');
        refusals = 3;
        CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), 1);
    }
    CHECK_EQ(refusals, 0);
}

TEST(a_wait_for_nothing_and_a_signal_are_no_errors)
{
    open_pipe(ends);
    run_one(read_despite_refusals);
    tear_down();
    close_both(ends);
}

/* --- Writing --- */

enum {
    MUCH = 1024 * 1024,
};

static char much[MUCH];

static char octet_at(int i)
{
    return (char)(i * 7 + i / 256);
}

static void write_much(void)
{
    for (int i = 0; i < MUCH; i++)
        much[i] = octet_at(i);
    CHECK_EQ(fiber_write(ends[0], much, MUCH), MUCH);
    CHECK_EQ(close(ends[0]), 0);
    note('w');
}

static void read_slowly(void)
{
    char part[4000];
    int total = 0;
    ssize_t n;

    while ((n = fiber_read(ends[1], part, sizeof(part))) > 0) {
        for (ssize_t i = 0; i < n; i++)
            if (part[i] != octet_at(total++))
                check_fail(__FILE__, __LINE__, "octet %d", total - 1);
        yield();
    }
    CHECK_EQ(n, 0);
    CHECK_EQ(total, MUCH);
    note('r');
}

TEST(a_write_goes_on_until_all_is_written)
{
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    CHECK_EQ(setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &(int){1}, sizeof(int)),
             0);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(write_much), 0);
    CHECK_EQ(spawn(read_slowly), 0);
    run();
    CHECK_STR(record, "wr");
    tear_down();
    CHECK_EQ(close(ends[1]), 0);
}

static void write_to_closed_pipe(void)
{
    CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), -EPIPE);
}

static void write_more_than_fits(void)
{
    CHECK_EQ(fiber_write(ends[WRITE_END], much, MUCH), -EPIPE);
    note('w');
}

static void close_read_end(void)
{
    note('c');
    CHECK_EQ(close(ends[READ_END]), 0);
}

TEST(a_write_that_nobody_will_read_fails)
{
    signal(SIGPIPE, SIG_IGN);
    open_pipe(ends);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(write_more_than_fits), 0);
    CHECK_EQ(spawn(close_read_end), 0);
    run();
    CHECK_STR(record, "cw");
    CHECK_EQ(spawn(write_to_closed_pipe), 0);
    run();
    tear_down();
    CHECK_EQ(close(ends[WRITE_END]), 0);
}

static void run_write_to_closed_pipe(void)
{
    signal(SIGPIPE, SIG_DFL);
    run_one(write_to_closed_pipe);
}

TEST(such_a_write_comes_with_a_signal)
{
    char said[4096];
    int status;

    open_pipe(ends);
    CHECK_EQ(close(ends[READ_END]), 0);
    status = run_apart(run_write_to_closed_pipe, said);
    CHECK(WIFSIGNALED(status));
    CHECK_EQ(WTERMSIG(status), SIGPIPE);
    CHECK_EQ(close(ends[WRITE_END]), 0);
}

static void write_nothing(void)
{
    CHECK_EQ(fiber_write(ends[WRITE_END], "", 0), 0);
    CHECK_EQ(fiber_write(-1, "", 0), 0);
}

TEST(to_write_nothing_always_works)
{
    open_pipe(ends);
    run_one(write_nothing);
    tear_down();
    close_both(ends);
}

static int counter;

/* There is room in it, but not so much. */
static void count_too_far(void)
{
    uint64_t much_more = UINT64_MAX - 1;

    note('(');
    CHECK_EQ(fiber_write(counter, &much_more, sizeof(much_more)), 8);
    note(')');
}

static void yield_and_reset_counter(void)
{
    uint64_t count;

    for (int i = 0; i < 3; i++) {
        note('y');
        yield();
    }
    CHECK_EQ(fiber_read(counter, &count, sizeof(count)), 8);
    CHECK_EQ(count, 1);
}

TEST(what_is_ready_and_refuses_is_asked_again_and_others_run)
{
    counter = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
    CHECK(counter >= 0);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(count_too_far), 0);
    CHECK_EQ(spawn(yield_and_reset_counter), 0);
    run();
    CHECK_STR(record, "(yyy)");
    tear_down();
    CHECK_EQ(close(counter), 0);
}

/* --- Connecting --- */

static struct sockaddr_in address;

/* A socket that has a port of its own */
static int open_bound(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    socklen_t size = sizeof(address);

    CHECK(fd >= 0);
    address = (struct sockaddr_in){.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_EQ(bind(fd, (struct sockaddr *)&address, size), 0);
    CHECK_EQ(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    return fd;
}

static int open_listener(void)
{
    int fd = open_bound();

    CHECK_EQ(listen(fd, 0), 0);
    return fd;
}

/* 0 or -errno, and the connection is closed again unless fd is to be kept */
static int connect_here(int *fd)
{
    int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int err;

    CHECK(client >= 0);
    err = fiber_connect(client, (struct sockaddr *)&address, sizeof(address));
    if (fd != NULL)
        *fd = client;
    else
        CHECK_EQ(close(client), 0);
    return err;
}

static void be_refused(void)
{
    CHECK_EQ(connect_here(NULL), -ECONNREFUSED);
}

TEST(a_connection_to_where_nobody_listens_is_refused)
{
    int fd = open_bound();

    run_one(be_refused);
    tear_down();
    CHECK_EQ(close(fd), 0);
}

static int listener;

static int accept_one(void)
{
    int fd;

    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) < 0) {
        CHECK_EQ(errno, EAGAIN);
        CHECK_EQ(fiber_wait(listener, MIO_READABLE), 0);
    }
    return fd;
}

static void answer_one(void)
{
    int fd = accept_one();
    char octet;

    note('a');
    CHECK_EQ(fiber_read(fd, &octet, 1), 1);
    note(octet);
    CHECK_EQ(fiber_write(fd, "A", 1), 1);
    CHECK_EQ(close(fd), 0);
}

static void ask_one(void)
{
    char octet;
    int fd;

    CHECK_EQ(connect_here(&fd), 0);
    yield();
    CHECK_EQ(fiber_write(fd, "q", 1), 1);
    CHECK_EQ(fiber_read(fd, &octet, 1), 1);
    note(octet);
    CHECK_EQ(fiber_read(fd, &octet, 1), 0);
    CHECK_EQ(close(fd), 0);
}

TEST(client_and_server_are_two_fibers)
{
    listener = open_listener();
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(answer_one), 0);
    CHECK_EQ(spawn(ask_one), 0);
    run();
    CHECK_STR(record, "aqA");
    tear_down();
    CHECK_EQ(close(listener), 0);
}

/*
 * The queue of the listener has room for one.  The second asks again after a
 * second: it gets in once the first has been accepted.
 */
static void accept_two_when_both_wait(void)
{
    int fds[2];

    yield();
    for (int i = 0; i < 2; i++) {
        fds[i] = accept_one();
        note('a');
    }
    close_both(fds);
}

static void connect_and_note(void)
{
    char self = (char)('0' + started++);

    CHECK_EQ(connect_here(NULL), 0);
    note(self);
}

TEST(a_connection_that_takes_its_time_stands_in_the_end)
{
    listener = open_listener();
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(connect_and_note), 0);
    CHECK_EQ(spawn(connect_and_note), 0);
    CHECK_EQ(spawn(accept_two_when_both_wait), 0);
    run();
    CHECK_EQ(strlen(record), 4);
    CHECK(strchr(record, '0') < strchr(record, '1'));
    tear_down();
    CHECK_EQ(close(listener), 0);
}

/* The first has stood before anybody looked. */
static void connect_in_vain(void)
{
    int self = started++, err = connect_here(NULL);

    CHECK_EQ(err, self == 0 ? -ECONNRESET : -ECONNREFUSED);
    note((char)('0' + self));
}

static void stop_listening(void)
{
    CHECK_EQ(close(listener), 0);
}

TEST(a_connection_that_takes_its_time_fails_in_the_end)
{
    listener = open_listener();
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(connect_in_vain), 0);
    CHECK_EQ(spawn(connect_in_vain), 0);
    CHECK_EQ(spawn(stop_listening), 0);
    run();
    CHECK_STR(record, "01");
    tear_down();
}

static void open_unix_listener(int backlog)
{
    struct sockaddr_un any = {.sun_family = AF_UNIX};

    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    CHECK(listener >= 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&any, sizeof(sa_family_t)), 0);
    CHECK_EQ(listen(listener, backlog), 0);
}

static int connect_unix(int fd)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    socklen_t size = sizeof(name);

    CHECK_EQ(getsockname(listener, (struct sockaddr *)&name, &size), 0);
    return fiber_connect(fd, (struct sockaddr *)&name, size);
}

static int open_unix(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

    CHECK(fd >= 0);
    return fd;
}

static void connect_at_once(void)
{
    int fd = open_unix();

    CHECK_EQ(connect_unix(fd), 0);
    CHECK_EQ(close(fd), 0);
}

TEST(a_connection_may_stand_at_once)
{
    open_unix_listener(1);
    run_one(connect_at_once);
    tear_down();
    CHECK_EQ(close(listener), 0);
}

static void connect_to_full_queue(void)
{
    int first = open_unix(), second = open_unix(), accepted;

    CHECK_EQ(connect_unix(first), 0);
    CHECK_EQ(connect_unix(second), -EAGAIN);
    note('f');
    accepted = accept_one();
    CHECK_EQ(connect_unix(second), 0);
    CHECK_EQ(close(accepted), 0);
    CHECK_EQ(close(first), 0);
    CHECK_EQ(close(second), 0);
}

TEST(a_unix_socket_whose_queue_is_full_is_not_waited_for)
{
    open_unix_listener(0);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(connect_to_full_queue), 0);
    CHECK_EQ(spawn(note_three_turns), 0);
    run();
    CHECK_STR(record, "faaa");
    tear_down();
    CHECK_EQ(close(listener), 0);
}

/* --- Waiting --- */

static int shared_errors;

static void read_shared(void)
{
    char octet;
    ssize_t n = fiber_read(ends[READ_END], &octet, 1);

    if (n < 0) {
        CHECK_EQ(n, -EEXIST);
        CHECK_EQ(fiber_wait(ends[READ_END], MIO_READABLE), -EEXIST);
        shared_errors++;
        return;
    }
    CHECK_EQ(n, 1);
    note(octet);
}

static void write_x(void)
{
    note('w');
    CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), 1);
}

TEST(two_cannot_wait_for_one_file_and_the_first_is_unharmed)
{
    open_pipe(ends);
    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(spawn(read_shared), 0);
    CHECK_EQ(spawn(write_x), 0);
    run();
    CHECK_STR(record, "wx");
    CHECK_EQ(shared_errors, 2);
    tear_down();
    close_both(ends);
}

static void use_regular_file(void)
{
    int fd = memfd_create("regular", MFD_CLOEXEC);
    char octet;

    CHECK(fd >= 0);
    CHECK_EQ(fiber_wait(fd, MIO_READABLE), -EPERM);
    CHECK_EQ(fiber_write(fd, "x", 1), 1);
    CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
    CHECK_EQ(fiber_read(fd, &octet, 1), 1);
    CHECK_EQ(octet, 'x');
    CHECK_EQ(fiber_read(fd, &octet, 1), 0);
    CHECK_EQ(close(fd), 0);
    note('f');
}

TEST(a_regular_file_never_makes_one_wait)
{
    run_one(use_regular_file);
    CHECK_STR(record, "f");
    tear_down();
}

static void use_what_is_not_open(void)
{
    char octet = 'x';

    open_pipe(ends);
    close_both(ends);
    CHECK_EQ(fiber_wait(ends[READ_END], MIO_READABLE), -EBADF);
    CHECK_EQ(fiber_read(ends[READ_END], &octet, 1), -EBADF);
    CHECK_EQ(fiber_write(ends[WRITE_END], &octet, 1), -EBADF);
    CHECK_EQ(connect_here(NULL), -EAFNOSUPPORT);
    CHECK_EQ(fiber_wait(-1, MIO_READABLE), -EBADF);
    note('b');
}

/* An error that is told at once, of a file that one can wait for */
static void read_what_is_for_writing(void)
{
    char octet;

    open_pipe(ends);
    CHECK_EQ(fiber_read(ends[WRITE_END], &octet, 1), -EBADF);
    CHECK_EQ(fiber_write(ends[READ_END], "x", 1), -EBADF);
    close_both(ends);
    note('w');
}

static void wait_for_nothing(void)
{
    open_pipe(ends);
    CHECK_EQ(fiber_wait(ends[READ_END], 0), -EINVAL);
    CHECK_EQ(fiber_wait(fibers.poll.registry.epfd, MIO_READABLE), -EINVAL);
    close_both(ends);
    note('n');
}

TEST(errors_are_told_and_nobody_waits)
{
    address.sin_family = AF_UNIX; /* which this is not */
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(use_what_is_not_open), 0);
    CHECK_EQ(spawn(read_what_is_for_writing), 0);
    CHECK_EQ(spawn(wait_for_nothing), 0);
    run();
    CHECK_STR(record, "bwn");
    tear_down();
}

/* The wait was in vain, but its fiber is told. */
static void read_what_is_closed(void)
{
    char octet;

    CHECK_EQ(fiber_read(ends[READ_END], &octet, 1), -EBADF);
    note('r');
}

static void write_and_close_the_other_end(void)
{
    int other = dup(ends[READ_END]); /* or there would be no event any more */

    CHECK_EQ(close(ends[READ_END]), 0);
    CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), 1);
    CHECK_EQ(close(ends[WRITE_END]), 0);
    ends[WRITE_END] = other;
}

TEST(a_wait_for_what_another_closes_ends_with_an_error)
{
    open_pipe(ends);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(read_what_is_closed), 0);
    CHECK_EQ(spawn(write_and_close_the_other_end), 0);
    run();
    CHECK_STR(record, "r");
    tear_down();
    CHECK_EQ(close(ends[WRITE_END]), 0);
}

static bool was_let_in;

static void wait_to_be_let_in(void)
{
    CHECK_EQ(fiber_wait(ends[READ_END], MIO_READABLE), 0);
    was_let_in = true;
}

static void yield_until_other_is_in(void)
{
    int yields = 0;

    CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), 1);
    for (; !was_let_in; yields++)
        yield();
    CHECK(yields <= 2 * TURNS_PER_LOOK);
    /* a look at each turn would be as much work as the turn */
    CHECK(looks <= 2);
}

TEST(a_fiber_that_never_waits_lets_others_in)
{
    open_pipe(ends);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(wait_to_be_let_in), 0);
    CHECK_EQ(spawn(yield_until_other_is_in), 0);
    run();
    CHECK(was_let_in);
    tear_down();
    close_both(ends);
}

TEST(nobody_looks_for_events_while_nobody_waits)
{
    looks = 0;
    run_three(note_three_turns);
    CHECK_STR(record, "abcabcabc");
    CHECK_EQ(looks, 0);
}

enum {
    CROWD = 3 * TURNS_PER_LOOK,
};

static int crowd_in, crowd_octets;

/* Between its event and its turn there are looks at the queue, and events. */
static void read_in_crowd(void)
{
    char octet;

    while (fiber_read(ends[READ_END], &octet, 1) > 0)
        crowd_octets++;
}

static void write_in_crowd(void)
{
    for (int i = 0; i < 10; i++) {
        CHECK_EQ(fiber_write(ends[WRITE_END], "x", 1), 1);
        yield();
    }
    if (++crowd_in == CROWD)
        CHECK_EQ(close(ends[WRITE_END]), 0);
}

TEST(a_second_event_before_its_turn_gives_nobody_a_second_turn)
{
    open_pipe(ends);
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(read_in_crowd), 0);
    for (int i = 0; i < CROWD; i++)
        CHECK_EQ(spawn(write_in_crowd), 0);
    run();
    CHECK_EQ(crowd_octets, 10 * CROWD);
    tear_down();
    CHECK_EQ(close(ends[READ_END]), 0);
}

/* More wait than one look at the queue can tell of. */
static int crowd_ends[3 * EVENTS][2];

static void read_own(void *own)
{
    char octet;

    CHECK_EQ(fiber_read(((int *)own)[READ_END], &octet, 1), 1);
    crowd_in++;
}

static void write_to_all(void)
{
    for (int i = 0; i < 3 * EVENTS; i++)
        CHECK_EQ(fiber_write(crowd_ends[i][WRITE_END], "x", 1), 1);
}

TEST(any_number_can_wait)
{
    CHECK_EQ(set_up(), 0);
    for (int i = 0; i < 3 * EVENTS; i++) {
        open_pipe(crowd_ends[i]);
        CHECK_EQ(fiber_spawn("own", read_own, crowd_ends[i]), 0);
    }
    CHECK_EQ(spawn(write_to_all), 0);
    run();
    CHECK_EQ(crowd_in, 3 * EVENTS);
    tear_down();
    for (int i = 0; i < 3 * EVENTS; i++)
        close_both(crowd_ends[i]);
}

/* --- Signals --- */

static volatile sig_atomic_t signals;
static uintptr_t handler_stack;

/* Ends the wait, but not as the first one does. */
static void on_signal(int signal)
{
    (void)signal;
    handler_stack = (uintptr_t)__builtin_frame_address(0);
    if (++signals == 3 && __real_write(ends[WRITE_END], "x", 1) != 1)
        abort();
}

static void read_during_signals(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                             .sigev_signo = SIGUSR1};
    struct timespec period = {.tv_nsec = 10 * 1000 * 1000};
    timer_t timer;
    char octet;

    CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_EQ(
        timer_settime(timer, 0, &(struct itimerspec){period, period}, NULL), 0);
    errno = ENOTTY;
    CHECK_EQ(fiber_wait(ends[READ_END], MIO_READABLE), 0);
    CHECK_EQ(errno, ENOTTY); /* and not the EINTR of the queue */
    CHECK_EQ(fiber_read(ends[READ_END], &octet, 1), 1);
    CHECK_EQ(timer_delete(timer), 0);
    CHECK(signals >= 3);
}

static void take_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
    open_pipe(ends);
}

TEST(signals_do_not_end_a_wait)
{
    take_signals();
    run_one(read_during_signals);
    tear_down();
    close_both(ends);
}

static void raise_on_own_stack(void)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);

    started++;
    CHECK_EQ(raise(SIGUSR1), 0);
    CHECK(handler_stack < here && handler_stack > here - STACK_BYTES);
    yield();
    CHECK_EQ(raise(SIGUSR1), 0);
}

TEST(a_handler_runs_on_the_stack_of_the_fiber)
{
    take_signals();
    run_three(raise_on_own_stack);
    CHECK_EQ(signals, 2 * FIBERS);
    close_both(ends);
}

/* --- Threads of the operating system --- */

enum {
    ROUNDS = 100,
};

static int there[2], back[2];

static void serve(void)
{
    char octet;

    while (fiber_read(there[READ_END], &octet, 1) > 0)
        CHECK_EQ(fiber_write(back[WRITE_END], &octet, 1), 1);
}

static void *serve_here(void *unused)
{
    run_one(serve);
    tear_down();
    return unused;
}

static void ask_other_thread(void)
{
    char octet;

    for (int i = 0; i < ROUNDS; i++) {
        CHECK_EQ(fiber_write(there[WRITE_END], &(char){(char)i}, 1), 1);
        CHECK_EQ(fiber_read(back[READ_END], &octet, 1), 1);
        CHECK_EQ(octet, i);
    }
    CHECK_EQ(close(there[WRITE_END]), 0);
}

TEST(fibers_of_two_threads_talk)
{
    pthread_t thread;

    open_pipe(there);
    open_pipe(back);
    CHECK_EQ(pthread_create(&thread, NULL, serve_here, NULL), 0);
    run_one(ask_other_thread);
    tear_down();
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_EQ(close(there[READ_END]), 0);
    close_both(back);
}
