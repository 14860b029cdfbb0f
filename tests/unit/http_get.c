/*
 * links: ch08-runtime/c-reactor-executor/ runtime.c reactor.c future.c
 * links: ch08-runtime/c-reactor-executor/ address.c answer.c mio.c mio_waker.c
 * links: ch08-runtime/c-reactor-executor/ error.c
 * wraps: allocations.h quiet.h meagre.h
 */
#define _GNU_SOURCE
/*
 * http_get and the runtime of ch08-runtime/c-reactor-executor: what becomes of
 * wakers, whenever the future is dropped.  (What it says and understands is
 * tested with the futures of chapter 7.)
 */
#include "ch08-runtime/c-reactor-executor/http.c"

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/fake_waker_ch08.h"
#include "tests/unit/meagre.h"
#include "tests/unit/patience.h"
#include "tests/unit/peer.h"
#include "tests/unit/quiet.h"

/* --- The future, who polls it, and the other end -------------------------- */

static struct task task;
static const struct waker waker = {&task};
static struct future *get;
static int server = -1;

static void set_up(void)
{
    when_it_hangs("# a waker was not called, or not dropped\n");
    start_listening(1);
    CHECK_EQ(runtime_init(), 0);
    get = http_get("/path");
}

/* Once the future is dropped, nothing is left of it. */
static void tear_down(void)
{
    if (server >= 0)
        close(server);
    runtime_fini(); /* which panics if a file is registered */
    stop_listening();
    CHECK_EQ(task.drops, task.clones);
    CHECK_EQ(blocks, 0);
}

static enum http_get_state state_of_get(void)
{
    return ((struct http_get_future *)get)->state;
}

static void expect_not_ready(const struct waker *by)
{
    char *output;

    CHECK_EQ(get->poll(get, by, &output), POLL_NOT_READY);
}

/* Polls when it was woken, as an executor does, until it is in that state. */
static void poll_until(enum http_get_state state)
{
    expect_not_ready(&waker);
    while (state_of_get() != state) {
        wait_for_wake(&task);
        expect_not_ready(&waker);
    }
}

static void answer(void)
{
    server = accept(listener, NULL, NULL);
    CHECK(server >= 0);
    receive_request(server, "/path");
    say(server, HEADER "hello");
}

/* The output, when it comes */
static char *poll_until_ready(void)
{
    char *output = NULL;

    while (get->poll(get, &waker, &output) == POLL_NOT_READY)
        wait_for_wake(&task);
    return output;
}

/* --- Woken ---------------------------------------------------------------- */

TEST(the_waker_is_called_whenever_there_is_more_to_do)
{
    char *output;

    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    output = poll_until_ready();
    CHECK_STR(output, HEADER "hello");
    free(output);
    future_drop(get);
    tear_down();
}

TEST(polled_with_another_waker_it_wakes_that)
{
    static struct task other;
    int wakes;

    set_up();
    poll_until(HTTP_GET_RECEIVE);
    expect_not_ready(&(struct waker){&other});
    wait_for_drops(&task);
    wakes = task.wakes;
    answer();
    wait_for_wake(&other);
    CHECK_EQ(task.wakes, wakes);
    wait_for_drops(&other);
    future_drop(get);
    tear_down();
}

TEST(the_request_is_sent_octet_by_octet_and_between_signals)
{
    char *output;

    set_up();
    is_meagre = true;
    poll_until(HTTP_GET_RECEIVE);
    is_meagre = false;
    answer();
    output = poll_until_ready();
    CHECK_STR(output, HEADER "hello");
    free(output);
    future_drop(get);
    tear_down();
}

/* --- Dropped at any time -------------------------------------------------- */

TEST(dropped_before_the_first_poll)
{
    set_up();
    future_drop(get);
    CHECK_EQ(task.clones, 0);
    tear_down();
}

TEST(dropped_while_it_connects)
{
    set_up();
    expect_not_ready(&waker);
    CHECK_EQ(state_of_get(), HTTP_GET_CONNECT);
    future_drop(get);
    wait_for_drops(&task);
    tear_down();
}

TEST(dropped_while_it_sends)
{
    set_up();
    is_full = true;
    poll_until(HTTP_GET_SEND);
    future_drop(get);
    wait_for_drops(&task);
    tear_down();
}

TEST(dropped_while_it_receives)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    future_drop(get);
    wait_for_drops(&task);
    tear_down();
}

TEST(dropped_when_its_answer_is_on_its_way)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    future_drop(get);
    wait_for_drops(&task);
    tear_down();
}

TEST(dropped_when_it_is_ready)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    free(poll_until_ready());
    CHECK_EQ(state_of_get(), HTTP_GET_RESOLVED);
    future_drop(get);
    wait_for_drops(&task);
    tear_down();
}

/* --- Misuse --------------------------------------------------------------- */

static void get_too_early(void)
{
    http_get("/early");
}

static void get_too_late(void)
{
    CHECK_EQ(runtime_init(), 0);
    runtime_fini();
    http_get("/late");
}

TEST(without_a_runtime_there_is_nothing_to_wait_with)
{
    expect_panic(get_too_early, "panic: http_get /early before runtime_init\n");
    expect_panic(get_too_late, "panic: http_get /late before runtime_init\n");
}

static void poll_after_ready(void)
{
    set_up();
    poll_until(HTTP_GET_RECEIVE);
    answer();
    poll_until_ready();
    expect_not_ready(&waker);
}

TEST(to_poll_it_after_it_was_ready_is_a_bug)
{
    expect_panic(poll_after_ready,
                 "panic: http_get /path was polled after it was ready\n");
}

static void start_twice(void)
{
    CHECK_EQ(runtime_init(), 0);
    runtime_init();
}

static void end_too_early(void)
{
    runtime_fini();
}

static void end_while_it_waits(void)
{
    set_up();
    expect_not_ready(&waker);
    runtime_fini();
}

TEST(to_misuse_the_runtime_is_a_bug)
{
    expect_panic(start_twice,
                 "panic: runtime_init: there is a runtime already\n");
    expect_panic(end_too_early, "panic: runtime_fini before runtime_init\n");
    expect_panic(end_while_it_waits,
                 "panic: the reactor ends, and 1 fds are still registered\n");
}

TEST(a_runtime_can_be_started_again)
{
    for (int i = 0; i < 3; i++) {
        CHECK(runtime_reactor() == NULL);
        CHECK_EQ(runtime_init(), 0);
        CHECK(runtime_reactor() != NULL);
        runtime_fini();
    }
}

TEST(a_runtime_that_does_not_start_is_none)
{
    fail_at(1);
    CHECK_EQ(runtime_init(), -ENOMEM);
    CHECK(runtime_reactor() == NULL);
    CHECK_EQ(runtime_init(), 0);
    runtime_fini();
}

/* --- No more memory ------------------------------------------------------- */

static int number; /* of the allocation that fails */

static void run_without_memory(void)
{
    start_listening(1);
    CHECK_EQ(runtime_init(), 0);
    fail_at(number);
    get = http_get("/path");
    poll_until(HTTP_GET_RECEIVE);
    answer();
    free(poll_until_ready());
    future_drop(get);
    CHECK_EQ(attempts, number - 1);
    close(server);
    runtime_fini();
    stop_listening();
}

/* The future, its path, the server, the request, the wakers, the answer */
TEST(without_memory_the_program_ends_and_says_so)
{
    if (runs_under("valgrind"))
        check_skip("to valgrind the stack of the other thread is a leak");
    for (number = 1; number <= 6; number++)
        expect_death(run_without_memory, ": Cannot allocate memory\n");
    run_without_memory();
}
