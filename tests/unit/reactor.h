#ifndef TESTS_UNIT_REACTOR_H
#define TESTS_UNIT_REACTOR_H

/*
 * What the reactors of chapters 8 and 10 promise alike.  Who includes this says
 * before which it is, by reactor.h of a step, and includes fake_waker_ch08.h or
 * fake_waker_ch10.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdbool.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/patience.h"

static struct reactor reactor;

/* --- What the reactor needs of the C library: linked with --wrap ---------- */

static int threads;                /* started, and not joined */
static atomic_int is_to_be_held;   /* the reactor, at its next event */
static sem_t has_event, may_go_on; /* it is, and no more */

int __real_epoll_create1(int flags);
int __wrap_epoll_create1(int flags);
int __real_eventfd(unsigned count, int flags);
int __wrap_eventfd(unsigned count, int flags);
int __real_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int __real_epoll_wait(int epfd, struct epoll_event *list, int max, int ms);
int __wrap_epoll_wait(int epfd, struct epoll_event *list, int max, int ms);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *argument);
int __real_pthread_join(pthread_t thread, void **result);
int __wrap_pthread_join(pthread_t thread, void **result);

static int refuse(int err)
{
    errno = err;
    return -1;
}

int __wrap_epoll_create1(int flags)
{
    return is_failing() ? refuse(ENFILE) : __real_epoll_create1(flags);
}

int __wrap_eventfd(unsigned count, int flags)
{
    return is_failing() ? refuse(EMFILE) : __real_eventfd(count, flags);
}

int __wrap_epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
    return is_failing() ? refuse(ENOSPC)
                        : __real_epoll_ctl(epfd, op, fd, event);
}

int __wrap_epoll_wait(int epfd, struct epoll_event *list, int max, int ms)
{
    int count = __real_epoll_wait(epfd, list, max, ms);

    if (count > 0 && atomic_exchange(&is_to_be_held, 0)) {
        sem_post(&has_event);
        while (sem_wait(&may_go_on) < 0)
            ;
    }
    return count;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *argument)
{
    int err = is_failing()
                  ? EAGAIN
                  : __real_pthread_create(thread, attributes, run, argument);

    threads += err == 0;
    return err;
}

int __wrap_pthread_join(pthread_t thread, void **result)
{
    int err = __real_pthread_join(thread, result);

    threads -= err == 0;
    return err;
}

/* --- A file that the reactor knows, its other end, and who waits for it --- */

struct file {
    int fd, peer;
    struct task task;
    struct waker waker;
};

/* The same file has this number or, if that is taken, the next. */
static int renumbered(int fd, int number)
{
    int copy = fcntl(fd, F_DUPFD, number);

    CHECK(copy >= number);
    close(fd);
    return copy;
}

/*
 * Two connected sockets of one kernel: what one writes the other has at once.
 * The peers have high numbers, to be out of the way.
 */
static void open_file(struct file *file)
{
    int ends[2];

    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    *file = (struct file){.fd = ends[0], .peer = renumbered(ends[1], 400)};
    file->waker = fake_waker(&file->task);
}

/* Its number becomes this one, which no other file has. */
static void renumber(struct file *file, int number)
{
    file->fd = renumbered(file->fd, number);
    CHECK_EQ(file->fd, number);
}

static void register_file(struct file *file)
{
    CHECK_EQ(reactor_register(&reactor, file->fd, MIO_READABLE), 0);
}

static void set_waker(struct file *file)
{
    reactor_set_waker(&reactor, file->fd, &file->waker);
}

/* An event of the file, whatever there was before */
static void put(const struct file *file)
{
    CHECK_EQ(send(file->peer, "x", 1, MSG_NOSIGNAL), 1);
}

static void close_file(struct file *file)
{
    close(file->fd);
    close(file->peer);
    wait_for_drops(&file->task);
}

static void forget_file(struct file *file)
{
    reactor_deregister(&reactor, file->fd);
    close_file(file);
}

static struct file first, second, marker;

static void start_reactor(void)
{
    when_it_hangs("# a waker was not called, or not dropped\n");
    CHECK_EQ(sem_init(&has_event, 0, 0), 0);
    CHECK_EQ(sem_init(&may_go_on, 0, 0), 0);
    CHECK_EQ(reactor_init(&reactor), 0);
}

static void stop_reactor(void)
{
    reactor_fini(&reactor);
    CHECK_EQ(threads, 0);
    CHECK_EQ(blocks, 0);
    sem_destroy(&has_event);
    sem_destroy(&may_go_on);
}

/* With two files, of which the first is registered */
static void set_up(void)
{
    start_reactor();
    open_file(&first);
    open_file(&second);
    open_file(&marker);
    register_file(&marker);
    register_file(&first);
}

static void tear_down(void)
{
    forget_file(&marker);
    forget_file(&first);
    close_file(&second);
    stop_reactor();
}

/*
 * Waits until all events until now are dealt with.  They come in order, so this
 * is so when the one that happened last is.
 */
static void settle(void)
{
    set_waker(&marker);
    put(&marker);
    wait_for_wake(&marker.task);
    wait_for_drops(&marker.task);
}

/* --- Whom an event wakes -------------------------------------------------- */

TEST(an_event_wakes_who_waits_and_is_then_forgotten)
{
    set_up();
    set_waker(&first);
    CHECK_EQ(first.task.wakes, 0);
    put(&first);
    wait_for_wake(&first.task);
    settle();
    CHECK_EQ(first.task.drops, 1);
    put(&first);
    settle();
    CHECK_EQ(first.task.wakes, 1);
    tear_down();
}

TEST(an_event_that_finds_no_waker_is_forgotten)
{
    set_up();
    put(&first);
    settle();
    set_waker(&first);
    settle();
    CHECK_EQ(first.task.wakes, 0);
    put(&first);
    wait_for_wake(&first.task);
    tear_down();
}

TEST(what_was_ready_when_it_was_registered_is_an_event)
{
    set_up();
    put(&second);
    register_file(&second);
    settle();
    set_waker(&second); /* and the event is gone */
    settle();
    CHECK_EQ(second.task.wakes, 0);
    reactor_deregister(&reactor, second.fd);
    tear_down();
}

TEST(the_newest_waker_wins_and_the_old_one_is_dropped)
{
    set_up();
    set_waker(&first);
    reactor_set_waker(&reactor, first.fd, &second.waker);
    CHECK_EQ(first.task.drops, 1);
    CHECK_EQ(second.task.clones, 1);
    CHECK_EQ(second.task.drops, 0);
    put(&first);
    wait_for_wake(&second.task);
    settle();
    CHECK_EQ(first.task.wakes, 0);
    tear_down();
}

TEST(one_task_may_wait_for_several_files)
{
    set_up();
    register_file(&second);
    set_waker(&first);
    reactor_set_waker(&reactor, second.fd, &first.waker);
    put(&second);
    wait_for_wake(&first.task);
    put(&first);
    wait_for_wake(&first.task);
    settle();
    CHECK_EQ(first.task.wakes, 2);
    reactor_deregister(&reactor, second.fd);
    tear_down();
}

TEST(the_end_of_the_other_side_is_an_event)
{
    set_up();
    set_waker(&first);
    shutdown(first.peer, SHUT_RDWR);
    wait_for_wake(&first.task);
    tear_down();
}

TEST(to_deregister_drops_the_waker)
{
    set_up();
    register_file(&second);
    set_waker(&second);
    reactor_deregister(&reactor, second.fd);
    CHECK_EQ(second.task.drops, 1);
    put(&second);
    settle();
    CHECK_EQ(second.task.wakes, 0);
    tear_down();
}

TEST(to_register_anew_starts_without_a_waker)
{
    set_up();
    register_file(&second);
    set_waker(&second);
    reactor_deregister(&reactor, second.fd);
    register_file(&second);
    put(&second);
    settle();
    CHECK_EQ(second.task.wakes, 0);
    reactor_deregister(&reactor, second.fd);
    tear_down();
}

/* --- No lock is held ------------------------------------------------------ */

static int touches;

/* Who is called from the reactor may do whatever needs its lock. */
static void touch_reactor(void)
{
    CHECK_EQ(pthread_mutex_trylock(&reactor.lock), 0);
    pthread_mutex_unlock(&reactor.lock);
    touches++;
}

TEST(wakers_are_called_without_the_lock)
{
    set_up();
    call_when_touched(touch_reactor);
    set_waker(&first);                                    /* a clone */
    reactor_set_waker(&reactor, first.fd, &second.waker); /* and a drop */
    reactor_deregister(&reactor, first.fd);               /* a drop */
    CHECK_EQ(touches, 4);
    call_when_touched(NULL);
    register_file(&first);
    tear_down();
}

static void wait_again(void)
{
    call_when_touched(NULL);
    touch_reactor();
    set_waker(&second);
    set_waker(&first);
}

TEST(a_task_that_is_woken_may_wait_again_at_once)
{
    set_up();
    register_file(&second);
    set_waker(&first);
    call_when_touched(wait_again); /* by the reactor, as it wakes */
    put(&first);
    wait_for_wake(&first.task);
    put(&first);
    wait_for_wake(&first.task);
    reactor_deregister(&reactor, second.fd);
    CHECK_EQ(touches, 1);
    tear_down();
}

/* --- Numbers of files ----------------------------------------------------- */

/* Around the ends of the table, as it grows, and as far as it can */
static const int numbers[] = {15, 16, 17, 31, 32, 63, 64, 65, 255, 256, 0};

enum {
    NUMBERS = sizeof(numbers) / sizeof(numbers[0])
};

static int highest_number(void)
{
    struct rlimit files;

    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
    return files.rlim_cur < 100000 ? (int)files.rlim_cur - 1 : 99999;
}

static void open_numbered(struct file files[NUMBERS])
{
    for (int i = 0; i < NUMBERS; i++) {
        open_file(&files[i]);
        renumber(&files[i], numbers[i] > 0 ? numbers[i] : highest_number());
    }
}

/* Each has its own event, and so its own waker, whatever came after it. */
static void wake_in_turn(struct file files[], int count)
{
    for (int i = 0; i < count; i++) {
        CHECK_EQ(files[i].task.wakes, 0);
        put(&files[i]);
        wait_for_wake(&files[i].task);
        settle();
        CHECK_EQ(files[i].task.wakes, 1);
        forget_file(&files[i]);
    }
}

TEST(the_table_of_wakers_grows_and_keeps_them)
{
    struct file files[NUMBERS];

    set_up();
    open_numbered(files);
    for (int i = 0; i < NUMBERS; i++) {
        register_file(&files[i]);
        set_waker(&files[i]);
    }
    wake_in_turn(files, NUMBERS);
    tear_down();
}

TEST(the_highest_number_may_come_first)
{
    struct file files[NUMBERS];

    set_up();
    open_numbered(files);
    for (int i = NUMBERS - 1; i >= 0; i--) {
        register_file(&files[i]);
        set_waker(&files[i]);
    }
    wake_in_turn(files, NUMBERS);
    tear_down();
}

enum {
    MANY = 250 /* more than the events that one wait can bring */
};

TEST(more_events_than_one_wait_brings_all_wake)
{
    static struct file files[MANY];

    set_up();
    for (int i = 0; i < MANY; i++) {
        open_file(&files[i]);
        register_file(&files[i]);
        set_waker(&files[i]);
    }
    atomic_store(&is_to_be_held, 1);
    put(&first);
    while (sem_wait(&has_event) < 0)
        ;
    for (int i = 0; i < MANY; i++)
        put(&files[i]);
    sem_post(&may_go_on);
    settle();
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(files[i].task.wakes, 1);
        forget_file(&files[i]);
    }
    tear_down();
}

/* The reactor has an event of the first file, and does nothing with it yet. */
static void hold_with_event_of_first(void)
{
    set_waker(&first);
    atomic_store(&is_to_be_held, 1);
    put(&first);
    while (sem_wait(&has_event) < 0)
        ;
}

TEST(a_file_may_go_while_its_event_is_on_its_way)
{
    set_up();
    hold_with_event_of_first();
    reactor_deregister(&reactor, first.fd);
    sem_post(&may_go_on);
    settle();
    CHECK_EQ(first.task.wakes, 0);
    register_file(&first);
    tear_down();
}

/*
 * The event of the old file is taken for one of the new, which has its number.
 * It wakes for nothing; then the task, polled again, sets its waker again.
 */
TEST(a_number_that_another_file_gets_wakes_for_nothing_but_loses_no_wake)
{
    int number;

    set_up();
    hold_with_event_of_first();
    number = first.fd;
    reactor_deregister(&reactor, number);
    close(number);
    renumber(&second, number);
    register_file(&second);
    set_waker(&second);
    sem_post(&may_go_on);
    wait_for_wake(&second.task);
    set_waker(&second);
    put(&second);
    wait_for_wake(&second.task);
    settle();
    CHECK_EQ(first.task.wakes, 0);
    CHECK_EQ(second.task.wakes, 2);
    forget_file(&second);
    close(first.peer);
    wait_for_drops(&first.task);
    forget_file(&marker);
    stop_reactor();
}

/* --- What cannot be registered -------------------------------------------- */

TEST(what_cannot_be_registered_is_an_error_and_changes_nothing)
{
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

    set_up();
    CHECK(fd >= 0);
    CHECK_EQ(reactor_register(&reactor, fd, MIO_READABLE), -EPERM);
    CHECK_EQ(reactor_register(&reactor, first.fd, MIO_READABLE), -EEXIST);
    CHECK_EQ(reactor_register(&reactor, second.fd, 0), -EINVAL);
    close(fd);
    CHECK_EQ(reactor_register(&reactor, fd, MIO_READABLE), -EBADF);
    CHECK_EQ(reactor_register(&reactor, -1, MIO_READABLE), -EBADF);
    CHECK_EQ(pthread_mutex_trylock(&reactor.lock), 0);
    pthread_mutex_unlock(&reactor.lock);
    tear_down(); /* where it matters how many are registered */
}

TEST(without_memory_for_wakers_a_file_is_not_registered)
{
    set_up();
    renumber(&second, 1000);
    fail_at(1);
    CHECK_EQ(reactor_register(&reactor, second.fd, MIO_READABLE), -ENOMEM);
    put(&second);
    settle();
    register_file(&second);
    set_waker(&second);
    put(&second);
    wait_for_wake(&second.task);
    reactor_deregister(&reactor, second.fd);
    tear_down();
}

static void deregister_unknown(void)
{
    start_reactor();
    open_file(&first);
    reactor_deregister(&reactor, dup2(first.fd, 42));
}

static void set_waker_beyond_the_table(void)
{
    start_reactor();
    open_file(&first);
    renumber(&first, 1000);
    set_waker(&first);
}

/* The table has room for it, and it was there. */
static void set_waker_after_deregister(void)
{
    set_up();
    renumber(&second, 1000);
    register_file(&second);
    reactor_deregister(&reactor, second.fd);
    set_waker(&second);
}

TEST(to_name_a_file_that_is_not_registered_is_a_bug)
{
    static const char line[] =
        "panic: reactor_set_waker: fd 1000 is not registered\n";

    expect_panic(deregister_unknown,
                 "panic: reactor_deregister: fd 42 is not registered\n");
    expect_panic(set_waker_beyond_the_table, line);
    expect_panic(set_waker_after_deregister, line);
}

static void close_before_deregister(void)
{
    set_up();
    renumber(&second, 1000);
    register_file(&second);
    close(second.fd);
    reactor_deregister(&reactor, second.fd);
}

TEST(to_close_a_file_before_it_is_deregistered_is_a_bug)
{
    expect_panic(close_before_deregister,
                 "panic: reactor_deregister: fd 1000 was closed before\n");
}

/* --- Start and stop ------------------------------------------------------- */

TEST(an_idle_reactor_stops_and_can_be_started_again)
{
    for (int i = 0; i < 3; i++) {
        start_reactor();
        stop_reactor();
    }
}

static void stop_with_files(void)
{
    set_up();
    reactor_fini(&reactor);
}

TEST(to_stop_while_files_are_registered_is_a_bug)
{
    expect_panic(stop_with_files,
                 "panic: the reactor ends, and 2 fds are still registered\n");
}

static void stop_without_means(void)
{
    start_reactor();
    close(reactor.stop.fd);
    reactor_fini(&reactor);
}

TEST(a_reactor_that_cannot_be_told_to_stop_ends_the_program)
{
    if (runs_under("valgrind"))
        check_skip("to valgrind the stack of the other thread is a leak");
    expect_death(stop_without_means, ": reactor: stop: Bad file descriptor\n");
}

TEST(a_start_that_fails_leaves_nothing_open)
{
    static const int errors[] = {ENFILE, ENOMEM, EMFILE, ENOSPC, EAGAIN};
    const int steps = sizeof(errors) / sizeof(errors[0]);
    int files = check_open_files();

    for (int i = 0; i < steps; i++) {
        fail_at(i + 1);
        CHECK_EQ(reactor_init(&reactor), -errors[i]);
        CHECK_EQ(check_open_files(), files);
        CHECK_EQ(blocks, 0);
        CHECK_EQ(threads, 0);
    }
    fail_at(0);
    CHECK_EQ(reactor_init(&reactor), 0);
    CHECK_EQ(attempts, steps);
    stop_reactor();
}

/* --- From several threads ------------------------------------------------- */

static int rounds;

/* Waits for files that come and go, as the futures of a thread do */
static void *wait_for_files(void *unused)
{
    struct file file;

    (void)unused;
    for (int i = 0; i < rounds; i++) {
        open_file(&file);
        register_file(&file);
        set_waker(&file);
        put(&file);
        if (i % 2 == 0)
            wait_for_wake(&file.task);
        set_waker(&file);
        reactor_deregister(&reactor, file.fd);
        close_file(&file);
    }
    return NULL;
}

TEST(threads_share_a_reactor)
{
    pthread_t waiting[4];

    start_reactor();
    rounds = times_said(10000, 500);
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_create(&waiting[i], NULL, wait_for_files, NULL), 0);
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_join(waiting[i], NULL), 0);
    stop_reactor();
}

#endif
