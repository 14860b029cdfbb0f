/*
 * links: ch08-runtime/a-runtime/ runtime.c future.c mio.c error.c
 * wraps: allocations.h epoll_create1 epoll_wait puts
 */
#define _GNU_SOURCE
/* The runtime of ch08-runtime/a-runtime, which waits where the events are */
#include "ch08-runtime/a-runtime/runtime.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/patience.h"
#include "tests/unit/record.h"

/* --- What the runtime needs of the C library: linked with --wrap ---------- */

static int ends[2]; /* what the future reads, and the other */
static bool is_to_fail;

int __wrap_puts(const char *line);
int __real_epoll_create1(int flags);
int __wrap_epoll_create1(int flags);
int __real_epoll_wait(int epfd, struct epoll_event *list, int max, int ms);
int __wrap_epoll_wait(int epfd, struct epoll_event *list, int max, int ms);

/* Nothing is printed between the lines of TAP. */
int __wrap_puts(const char *line)
{
    return (int)strlen(line);
}

int __wrap_epoll_create1(int flags)
{
    if (is_failing()) {
        errno = EMFILE;
        return -1;
    }
    return __real_epoll_create1(flags);
}

/* Each wait is ended by one octet. */
int __wrap_epoll_wait(int epfd, struct epoll_event *list, int max, int ms)
{
    note('.');
    if (is_to_fail) {
        errno = EBADF;
        return -1;
    }
    CHECK_EQ(send(ends[1], "x", 1, MSG_NOSIGNAL), 1);
    return __real_epoll_wait(epfd, list, max, ms);
}

/* --- A future that waits for three octets --------------------------------- */

struct octets {
    struct future future;
    bool is_registered;
    int left;
};

static enum poll_state octets_poll(struct future *future, char **output)
{
    struct octets *self = (struct octets *)future;
    char data;

    note('p');
    if (!self->is_registered)
        CHECK_EQ(
            mio_registry_register(runtime_registry(), ends[0], 0, MIO_READABLE),
            0);
    self->is_registered = true;
    while (self->left > 0 && recv(ends[0], &data, 1, 0) == 1)
        self->left--;
    if (self->left > 0)
        return POLL_NOT_READY;
    *output = malloc(1); /* for the runtime to free */
    return POLL_READY;
}

static void octets_drop(struct future *future)
{
    note('D');
    free(future);
}

static struct future *octets(void)
{
    struct octets *self = future_alloc(sizeof(*self));

    *self = (struct octets){.future = {octets_poll, octets_drop}, .left = 3};
    return &self->future;
}

static void set_up(void)
{
    when_it_hangs("# an octet came, and the runtime still waits\n");
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    CHECK_EQ(runtime_init(), 0);
}

static void tear_down(void)
{
    runtime_fini();
    close(ends[0]);
    close(ends[1]);
    CHECK_EQ(blocks, 0);
}

/* --- Running -------------------------------------------------------------- */

TEST(a_future_is_polled_once_for_each_wait)
{
    set_up();
    runtime_block_on(octets());
    CHECK_STR(record, "p.p.p.pD");
    tear_down();
}

TEST(one_may_run_after_the_other)
{
    set_up();
    runtime_block_on(octets());
    CHECK_EQ(mio_registry_deregister(runtime_registry(), ends[0]), 0);
    runtime_block_on(octets());
    CHECK_STR(record, "p.p.p.pDp.p.p.pD");
    tear_down();
}

static void fail_to_wait(void)
{
    set_up();
    is_to_fail = true;
    runtime_block_on(octets());
}

TEST(if_it_cannot_wait_the_program_ends_and_says_so)
{
    skip_under_helgrind();
    expect_death(fail_to_wait, ": wait for events: Bad file descriptor\n");
}

/* --- Start and end -------------------------------------------------------- */

TEST(a_start_that_fails_leaves_nothing_open)
{
    static const int errors[] = {EMFILE, ENOMEM};
    int files = check_open_files();

    for (int i = 0; i < 2; i++) {
        fail_at(i + 1);
        CHECK_EQ(runtime_init(), -errors[i]);
        CHECK_EQ(check_open_files(), files);
        CHECK(runtime_registry() == NULL);
    }
    fail_at(0);
    set_up();
    tear_down();
    CHECK(runtime_registry() == NULL);
}

/* --- Misuse --------------------------------------------------------------- */

/* What the future does instead of waiting */
static void (*inside)(void);

static enum poll_state misuse_poll(struct future *future, char **output)
{
    (void)future;
    inside();
    *output = NULL;
    return POLL_READY;
}

static void run_misuse(void)
{
    static struct future future = {misuse_poll, octets_drop};

    set_up();
    runtime_block_on(&future);
}

static void block_on(void)
{
    runtime_block_on(octets());
}

static void start(void)
{
    runtime_init();
}

static void block_on_nothing(void)
{
    set_up();
    runtime_block_on(NULL);
}

TEST(to_use_a_runtime_that_is_not_there_is_a_bug)
{
    expect_panic(block_on, "panic: runtime_block_on before runtime_init\n");
    expect_panic(runtime_fini, "panic: runtime_fini before runtime_init\n");
    expect_panic(block_on_nothing, "panic: there is no future to wait for\n");
}

TEST(to_use_a_runtime_from_inside_is_a_bug)
{
    inside = block_on;
    expect_panic(run_misuse,
                 "panic: runtime_block_on inside runtime_block_on\n");
    inside = runtime_fini;
    expect_panic(run_misuse, "panic: runtime_fini inside runtime_block_on\n");
    inside = start;
    expect_panic(run_misuse,
                 "panic: runtime_init: there is a runtime already\n");
}
