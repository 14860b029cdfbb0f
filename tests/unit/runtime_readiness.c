/* links: runtime/ all */
/* The contract of runtime/readiness.h */
#define _GNU_SOURCE
#include "runtime/readiness.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "runtime/calls.h"
#include "runtime/glue.h"

#include "tests/unit/apart.h"
#include "tests/unit/patience.h"
#include "tests/unit/runtime_hand.h"

/* Runs all, and once more what the fds of these had to tell. */
static void run_io(void)
{
    run_all();
    run_all();
}

/* Tasks that only wait */
FUTURE_TASK(fd_readable, NULL)
FUTURE_TASK(fd_writable, NULL)

static struct task *spawn_readable(int fd)
{
    struct task *task = task_new(&fd_readable_task);

    CHECK(task != NULL);
    fd_readable_init(task_future(task), fd);
    task_start(task);
    return task;
}

static struct task *spawn_writable(int fd)
{
    struct task *task = task_new(&fd_writable_task);

    CHECK(task != NULL);
    fd_writable_init(task_future(task), fd);
    task_start(task);
    return task;
}

/* The output of one that is done; the handle is given back. */
static int output_of(struct task *task)
{
    int output = *(int *)task_future(task);

    CHECK(task_is_done(task));
    task_detach(task);
    return output;
}

static void abort_task(struct task *task)
{
    task_abort(task);
    task_detach(task);
    run_io();
}

static int ends[2]; /* of a pipe, or of two sockets */

static void set_up_pipe(void)
{
    set_up();
    CHECK_EQ(pipe2(ends, O_CLOEXEC), 0);
}

static void set_up_sockets(void)
{
    set_up();
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
}

static void tear_down_ends(void)
{
    CHECK_EQ(runtime.registered, 0);
    tear_down();
    close(ends[0]);
    close(ends[1]);
}

static void send_one(int fd)
{
    CHECK_EQ(write(fd, "x", 1), 1);
}

static void take_one(int fd)
{
    char byte;

    CHECK_EQ(read(fd, &byte, 1), 1);
}

static void fill(int fd)
{
    while (send(fd, ends, 1, MSG_DONTWAIT) == 1)
        ;
}

static void drain(int fd)
{
    char bytes[4096];

    while (recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
        ;
}

/* What the kernel has in the runtime's epoll, without the inbox */
static int count_entries(void)
{
    char path[64], line[256];
    int count = -1;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", runtime_fd(&runtime));
    file = fopen(path, "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof(line), file) != NULL)
        count += strncmp(line, "tfd:", 4) == 0;
    fclose(file);
    return count;
}

/* --- One waits --------------------------------------------------------------
 */

TEST(a_pipe_can_be_read_when_something_is_in_it)
{
    struct task *task;

    set_up_pipe();
    task = spawn_readable(ends[0]);
    run_io();
    CHECK(!task_is_done(task));
    CHECK_EQ(runtime.registered, 1);
    send_one(ends[1]);
    run_io();
    CHECK_EQ(output_of(task), 0);
    tear_down_ends();
}

TEST(both_directions_of_a_socket)
{
    struct task *reader, *writer;

    set_up_sockets();
    reader = spawn_readable(ends[0]);
    writer = spawn_writable(ends[0]);
    run_io();
    CHECK_EQ(output_of(writer), 0);
    CHECK(!task_is_done(reader));
    send_one(ends[1]);
    run_io();
    CHECK_EQ(output_of(reader), 0);
    tear_down_ends();
}

TEST(a_hangup_and_an_error_are_ready)
{
    struct task *task;

    set_up_pipe();
    task = spawn_readable(ends[0]);
    run_io();
    close(ends[1]);
    run_io();
    CHECK_EQ(output_of(task), 0);
    close(ends[0]);

    CHECK_EQ(pipe(ends), 0);
    close(ends[0]);
    task = spawn_writable(ends[1]);
    run_io();
    CHECK_EQ(output_of(task), 0);
    ends[0] = dup(ends[1]);
    tear_down_ends();
}

TEST(regular_files_and_folders_are_always_ready)
{
    int file = open("/proc/self/exe", O_RDONLY), folder = open("/", O_RDONLY);
    struct task *tasks[3];

    set_up();
    tasks[0] = spawn_readable(file);
    tasks[1] = spawn_writable(file);
    tasks[2] = spawn_readable(folder);
    run_io();
    for (int i = 0; i < 3; i++)
        CHECK_EQ(output_of(tasks[i]), 0);
    CHECK_EQ(runtime.registered, 0);
    tear_down();
    close(file);
    close(folder);
}

TEST(what_is_no_fd_is_told)
{
    static const int wrong[] = {-1, INT32_MIN, 1000, INT32_MAX, 50};

    set_up();
    for (int i = 0; i < 5; i++) {
        struct task *task = spawn_readable(wrong[i]);

        run_io();
        CHECK_EQ(output_of(task), -EBADF);
    }
    CHECK_EQ(runtime.fd_count, 0); /* not a table for them */
    tear_down();
}

TEST(nobody_sets_nonblock)
{
    struct task *task;
    int flags;

    set_up_pipe();
    flags = fcntl(ends[0], F_GETFL);
    task = spawn_readable(ends[0]);
    run_io();
    CHECK_EQ(fcntl(ends[0], F_GETFL), flags);
    send_one(ends[1]);
    run_io();
    CHECK_EQ(fcntl(ends[0], F_GETFL), flags);
    task_detach(task);
    tear_down_ends();
}

/* --- Several wait -----------------------------------------------------------
 */

TEST(all_who_wait_for_an_fd_are_woken)
{
    struct task *readers[3], *writer;

    set_up_sockets();
    fill(ends[0]);
    for (int i = 0; i < 3; i++)
        readers[i] = spawn_readable(ends[0]);
    writer = spawn_writable(ends[0]);
    run_io();
    CHECK_EQ(runtime.registered, 4);
    CHECK_EQ(count_entries(), 1);
    send_one(ends[1]);
    run_io();
    for (int i = 0; i < 3; i++)
        CHECK_EQ(output_of(readers[i]), 0);
    CHECK(!task_is_done(writer)); /* and is waited for still */
    drain(ends[1]);
    run_io();
    CHECK_EQ(output_of(writer), 0);
    tear_down_ends();
}

/* Whichever is dropped, the others are woken. */
TEST(one_that_is_dropped_leaves_the_others)
{
    for (int dropped = 0; dropped < 3; dropped++) {
        struct task *tasks[3];

        set_up_pipe();
        for (int i = 0; i < 3; i++)
            tasks[i] = spawn_readable(ends[0]);
        run_io();
        abort_task(tasks[dropped]);
        CHECK_EQ(runtime.registered, 2);
        send_one(ends[1]);
        run_io();
        for (int i = 0; i < 3; i++)
            if (i != dropped)
                CHECK_EQ(output_of(tasks[i]), 0);
        tear_down_ends();
    }
}

/* A direction that nobody waits for any more makes no events. */
TEST(one_direction_is_dropped_and_the_other_stays)
{
    struct task *reader, *writer;

    set_up_sockets();
    fill(ends[0]);
    reader = spawn_readable(ends[0]);
    writer = spawn_writable(ends[0]);
    run_io();
    abort_task(writer);
    calls_fail("epoll_ctl", 0, 0);
    drain(ends[1]);
    run_io();
    CHECK_EQ(calls_count(), 0);
    send_one(ends[1]);
    run_io();
    CHECK_EQ(output_of(reader), 0);
    tear_down_ends();
}

TEST(dropped_at_any_time_a_wait_leaves_nothing)
{
    struct fd_readable never;

    set_up_pipe();
    fd_readable_init(&never, ends[0]);
    fd_readable_drop(&never);
    abort_task(spawn_readable(ends[0]));
    CHECK_EQ(count_entries(), 0);

    for (int i = 0; i < 2; i++) {
        struct task *task = spawn_readable(ends[0]);

        run_io();
        CHECK_EQ(count_entries(), 1);
        abort_task(task);
        CHECK_EQ(count_entries(), 0);
        CHECK_EQ(runtime.registered, 0);
    }
    tear_down_ends();
}

/* A waker by hand may drop who is woken next. */
static struct fd_readable readables[3];
static struct hand hands[3];

static void drop_the_second(void)
{
    fd_readable_drop(&readables[1]);
    memset(&readables[1], 0xff, sizeof(readables[1]));
}

TEST(a_waker_may_drop_another_wait)
{
    set_up_pipe();
    hands[0].when_woken = drop_the_second;
    for (int i = 0; i < 3; i++) {
        fd_readable_init(&readables[i], ends[0]);
        CHECK(!fd_readable_poll(&readables[i], by(&hands[i]), NULL).is_ready);
    }
    send_one(ends[1]);
    run_io();
    CHECK_EQ(hands[0].wakes, 1);
    CHECK_EQ(hands[1].wakes, 0);
    CHECK_EQ(hands[2].wakes, 1);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(hands[i].clones, 0);
    CHECK(fd_readable_poll(&readables[2], by(&hands[2]), NULL).is_ready);
    tear_down_ends();
}

TEST(a_runtime_ends_while_tasks_wait)
{
    set_up_pipe();
    task_detach(spawn_readable(ends[0]));
    task_detach(spawn_readable(ends[0]));
    run_io();
    close(ends[0]); /* a parent's drop may come first, and hurts nobody */
    tear_down();
    CHECK_EQ(runtime.registered, 0);
    close(ends[1]);
}

/* --- The numbers of fds ---------------------------------------------
 */

/* The old file is gone, or has another fd: no matter. */
static void use_number_again(bool is_kept)
{
    struct task *task;
    int number, kept = -1, others[2];

    set_up_pipe();
    number = ends[0];
    task = spawn_readable(number);
    run_io();
    send_one(ends[1]);
    run_io();
    CHECK_EQ(output_of(task), 0);
    if (is_kept)
        kept = dup(number);
    CHECK_EQ(pipe(others), 0);
    CHECK_EQ(dup2(others[0], number), number);
    task = spawn_readable(number);
    run_io();
    CHECK(!task_is_done(task));
    send_one(others[1]);
    run_io();
    CHECK_EQ(output_of(task), 0);
    close(kept);
    close(others[0]);
    close(others[1]);
    tear_down_ends();
}

TEST(a_number_that_is_used_again_is_another_fd)
{
    use_number_again(false);
    use_number_again(true);
}

TEST(large_numbers_of_fds)
{
    struct task *small, *large;

    set_up_pipe();
    small = spawn_readable(ends[0]);
    run_io();
    CHECK_EQ(dup2(ends[0], 900), 900);
    large = spawn_readable(900);
    run_io();
    send_one(ends[1]);
    run_io();
    CHECK_EQ(output_of(small), 0);
    CHECK_EQ(output_of(large), 0);
    close(900);
    tear_down_ends();
}

/* --- What it costs ----------------------------------------------------------
 */

TEST(a_wait_in_a_loop_is_one_epoll_ctl)
{
    set_up_pipe();
    calls_fail("epoll_ctl", 0, 0);
    for (int i = 0; i < 10; i++) {
        struct task *task = spawn_readable(ends[0]);

        run_io();
        send_one(ends[1]);
        run_io();
        take_one(ends[0]);
        CHECK_EQ(output_of(task), 0);
    }
    CHECK_EQ(calls_count(), 11);
    tear_down_ends();
}

TEST(waiting_takes_no_memory)
{
    struct task *task;

    set_up_pipe();
    task = spawn_readable(ends[0]);
    calls_fail("alloc", 0, ENOMEM);
    run_io();
    send_one(ends[1]);
    run_io();
    CHECK_EQ(output_of(task), 0);
    CHECK_EQ(calls_count(), 0);
    tear_down_ends();
}

static struct poll reading_a_file(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        struct fd_readable readable;
        struct poll poll;

        fd_readable_init(&readable, *(int *)script->data);
        poll = fd_readable_poll(&readable, cx, NULL);
        fd_readable_drop(&readable);
        if (!poll.is_ready)
            return poll;
    }
    return POLL_READY;
}

TEST(what_is_always_ready_spends_the_budget)
{
    int file = open("/proc/self/exe", O_RDONLY);
    struct script script = {
        .step = reading_a_file, .left = 3 * RUNTIME_BUDGET, .data = &file};

    set_up();
    task_detach(spawn_script(&script));
    run_io();
    CHECK_EQ(script.polls, 3);
    tear_down();
    close(file);
}

/* --- Fairness ---------------------------------------------------------------
 */

enum {
    CROWD = 1000
};

static struct task *waits;
static int runs, run_of_write, run_of_wake;

/* All look whether the one that waits for the pipe is in the ready queue. */
static struct poll crowding(struct script *script, struct context *cx)
{
    runs++;
    if (run_of_wake == 0 && (waits->state & TASK_QUEUED) != 0)
        run_of_wake = runs;
    if (runs == 3 * CROWD / 2) {
        run_of_write = runs;
        send_one(ends[1]);
    }
    return restless(script, cx);
}

TEST(io_driver_called_when_under_load)
{
    static struct script scripts[CROWD];

    set_up_pipe();
    waits = spawn_readable(ends[0]);
    run_io();
    for (int i = 0; i < CROWD; i++) {
        scripts[i] = (struct script){.step = crowding, .left = 5};
        task_detach(spawn_script(&scripts[i]));
    }
    run_io();
    CHECK(run_of_write > 0);
    CHECK(run_of_wake > run_of_write);
    CHECK(run_of_wake - run_of_write <= RUNTIME_RUNS);
    CHECK_EQ(output_of(waits), 0);
    tear_down_ends();
}

/* --- Whatever has an fd ----------------------------------------------
 */

/* What the kernel or a process does meanwhile is not the same in each run. */
static void set_up_without_trace(void)
{
    set_up();
    trace_fini(&runtime.trace);
}

TEST(udp)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    struct task *task;

    set_up_without_trace();
    ends[0] = socket(AF_INET, SOCK_DGRAM, 0);
    ends[1] = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK_EQ(bind(ends[0], (struct sockaddr *)&address, length), 0);
    CHECK_EQ(getsockname(ends[0], (struct sockaddr *)&address, &length), 0);
    task = spawn_readable(ends[0]);
    run_io();
    CHECK(!task_is_done(task));
    CHECK_EQ(sendto(ends[1], "x", 1, 0, (struct sockaddr *)&address,
                    sizeof(address)),
             1);
    while (!task_is_done(task))
        runtime_turn(&runtime, -1);
    CHECK_EQ(output_of(task), 0);
    take_one(ends[0]);
    tear_down_ends();
}

TEST(inotify)
{
    char path[] = "/tmp/readiness.XXXXXX";
    int file = mkstemp(path), watch = inotify_init1(IN_CLOEXEC);
    struct task *task;

    if (watch < 0)
        check_skip("no inotify here");
    set_up();
    CHECK(inotify_add_watch(watch, path, IN_MODIFY) >= 0);
    task = spawn_readable(watch);
    run_io();
    CHECK(!task_is_done(task));
    send_one(file);
    run_io();
    CHECK_EQ(output_of(task), 0);
    tear_down();
    close(watch);
    close(file);
    unlink(path);
}

TEST(a_child_process)
{
    pid_t child;
    struct task *task;
    int pidfd, status;

    set_up_without_trace();
    CHECK_EQ(pipe2(ends, O_CLOEXEC), 0);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        take_one(ends[0]);
        _exit(7);
    }
    pidfd = (int)syscall(SYS_pidfd_open, child, 0);
    if (pidfd < 0) {
        send_one(ends[1]);
        check_skip("no pidfd_open(2) here");
    }
    task = spawn_readable(pidfd);
    run_io();
    CHECK(!task_is_done(task));
    send_one(ends[1]);
    while (!task_is_done(task))
        runtime_turn(&runtime, -1);
    CHECK_EQ(output_of(task), 0);
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK_EQ(WEXITSTATUS(status), 7);
    close(pidfd);
    tear_down_ends();
}

/* --- Both ends in one runtime -----------------------------------------------
 */

/* Reads or writes so many bytes, and waits whenever that would block. */
struct transfer {
    struct fd_wait wait;
    int fd;
    uint32_t events;
    bool is_waiting;
};

static ssize_t transfer_some(struct transfer *transfer, int left)
{
    static char bytes[5000];
    size_t size = (size_t)left < sizeof(bytes) ? (size_t)left : sizeof(bytes);

    if (transfer->events == EPOLLIN)
        return read(transfer->fd, bytes, size);
    return write(transfer->fd, bytes, size);
}

static struct poll transferring(struct script *script, struct context *cx)
{
    struct transfer *transfer = script->data;

    for (;;) {
        ssize_t n;

        if (transfer->is_waiting) {
            if (!fd_wait_poll(&transfer->wait, cx, NULL).is_ready)
                return POLL_PENDING;
            fd_wait_drop(&transfer->wait);
            transfer->is_waiting = false;
        }
        n = transfer_some(transfer, script->left);
        if (n > 0)
            script->left -= (int)n;
        else
            CHECK_EQ(errno, EAGAIN);
        if (script->left == 0)
            return POLL_READY;
        fd_wait_init(&transfer->wait, transfer->fd, transfer->events);
        transfer->is_waiting = true;
    }
}

enum {
    BYTES = 1000000
};

static uint64_t transfer_through_a_pipe(void)
{
    struct transfer in = {.events = EPOLLIN}, out = {.events = EPOLLOUT};
    struct script reader = {.step = transferring, .left = BYTES, .data = &in};
    struct script writer = {.step = transferring, .left = BYTES, .data = &out};
    uint64_t hash;

    set_up();
    CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
    CHECK_EQ(runtime_trace_start(&runtime, 100), 0);
    in.fd = ends[0];
    out.fd = ends[1];
    task_detach(spawn_script(&reader));
    task_detach(spawn_script(&writer));
    run_to_the_end();
    CHECK_EQ(reader.left, 0);
    hash = runtime.trace.hash;
    tear_down_ends();
    return hash;
}

TEST(both_ends_of_a_pipe_and_twice_the_same_trace)
{
    CHECK(transfer_through_a_pipe() == transfer_through_a_pipe());
}

/* --- Two runtimes -----------------------------------------------------------
 */

/* Sends and takes a byte in turn; who begins has `output`. */
struct player {
    struct fd_readable readable;
    int fd;
    bool is_waiting;
};

static struct poll playing(struct script *script, struct context *cx)
{
    struct player *player = script->data;

    for (;;) {
        if (player->is_waiting) {
            if (!fd_readable_poll(&player->readable, cx, NULL).is_ready)
                return POLL_PENDING;
            fd_readable_drop(&player->readable);
            player->is_waiting = false;
            take_one(player->fd);
        }
        if (script->left-- == 0)
            return POLL_READY;
        if (script->output++ > 0)
            send_one(player->fd);
        fd_readable_init(&player->readable, player->fd);
        player->is_waiting = true;
    }
}

static void play(int fd, int begins)
{
    struct runtime own;
    struct player player = {.fd = fd};
    struct script script = {
        .step = playing, .left = 1000, .output = begins, .data = &player};

    CHECK_EQ(runtime_init(&own), 0);
    task_detach(spawn_script(&script));
    while (own.pending > 0)
        runtime_turn(&own, -1);
    if (begins == 0)
        send_one(fd); /* the last answer */
    runtime_fini(&own);
}

static void *play_second(void *data)
{
    play(*(int *)data, 0);
    return NULL;
}

TEST(two_runtimes_in_two_threads)
{
    pthread_t thread;

    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    CHECK_EQ(pthread_create(&thread, NULL, play_second, &ends[1]), 0);
    play(ends[0], 1);
    pthread_join(thread, NULL);
    close(ends[0]);
    close(ends[1]);
}

/* --- What fails -------------------------------------------------------------
 */

TEST(no_memory_for_the_table)
{
    struct fd_readable readable;
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    int output = 0;

    set_up_pipe();
    calls_fail("alloc", 1, ENOMEM);
    fd_readable_init(&readable, ends[0]);
    runtime.budget = 1;
    CHECK(fd_readable_poll(&readable, &cx, &output).is_ready);
    CHECK_EQ(output, -ENOMEM);
    fd_readable_drop(&readable);
    tear_down_ends();
}

/* Two wait in both directions, each call of epoll_ctl fails once. */
static int outputs_with_fault(long nth)
{
    struct task *reader, *writer;
    int failed = 0;

    set_up_sockets();
    calls_fail("epoll_ctl", nth, ENOSPC);
    reader = spawn_readable(ends[0]);
    writer = spawn_writable(ends[0]);
    run_io();
    send_one(ends[1]);
    run_io();
    failed += output_of(reader) == -ENOSPC;
    failed += output_of(writer) == -ENOSPC;
    tear_down_ends();
    return failed;
}

/* The calls: asks whether it is there, adds, modifies, arms again */
TEST(each_epoll_ctl_that_fails_is_told)
{
    for (long nth = 1; nth <= 4; nth++)
        CHECK_EQ(outputs_with_fault(nth), 1);
    CHECK_EQ(outputs_with_fault(5), 0);
    CHECK_EQ(calls_count(), 4);
}

TEST(a_start_that_fails_leaves_nothing_open)
{
    static const char *const names[] = {"epoll_create", "epoll_ctl", "eventfd",
                                        "alloc"};
    int files = check_open_files();

    for (int i = 0; i < 4; i++) {
        calls_fail(names[i], 1, ENOMEM);
        CHECK_EQ(runtime_init(&runtime), -ENOMEM);
        CHECK_EQ(calls_count(), 1);
        CHECK_EQ(check_open_files(), files);
    }
    calls_fail("", 0, 0);
    set_up();
    tear_down();
}

/* --- Misuse -----------------------------------------------------------------
 */

static void wait_without_runtime(void)
{
    struct fd_readable readable;

    fd_readable_init(&readable, 0);
}

static void poll_twice(void)
{
    struct fd_readable readable;
    struct waker waker = waker_noop();
    struct context cx = {&waker};

    set_up();
    runtime.budget = 5;
    fd_readable_init(&readable, -1);
    fd_readable_poll(&readable, &cx, NULL);
    fd_readable_poll(&readable, &cx, NULL);
}

static struct task *close_while_waiting(void)
{
    struct task *task;

    set_up_pipe();
    task = spawn_readable(ends[0]);
    run_io();
    close(ends[0]);
    return task;
}

static void close_and_drop(void)
{
    abort_task(close_while_waiting());
}

static void close_use_again_and_drop(void)
{
    struct task *task = close_while_waiting();

    CHECK_EQ(pipe(ends), 0);
    abort_task(task);
}

static void close_and_wait_again(void)
{
    struct task *task = close_while_waiting();

    CHECK_EQ(pipe(ends), 0);
    task_detach(spawn_readable(ends[0]));
    task_detach(task);
    run_io();
}

static void close_one_of_two_directions(void)
{
    int other;

    set_up_sockets();
    task_detach(spawn_readable(ends[0]));
    task_detach(spawn_writable(ends[0]));
    fill(ends[0]);
    run_io();
    other = dup(ends[0]); /* keeps its entry in epoll */
    close(ends[0]);
    send_one(ends[1]);
    run_io();
    close(other);
}

TEST(misuse_is_told_by_a_sentence)
{
    expect_panic(wait_without_runtime, "an fd before runtime_init()");
    expect_panic(poll_twice, "was polled after it was ready");
    expect_panic(close_and_drop, "was closed while a task waits for it");
    expect_panic(close_use_again_and_drop, "was closed while a task waits");
    expect_panic(close_and_wait_again, "was closed while a task waits");
    expect_panic(close_one_of_two_directions, "was closed while a task waits");
}
