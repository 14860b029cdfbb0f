/*
 * links: ch07-coroutines/c-async-await/ future.c address.c answer.c error.c
 * wraps: allocations.h puts
 */
#define _GNU_SOURCE
/*
 * The futures of chapter 7: the contract in future.h, http_get in each of its
 * states, the join, and the coroutine that is written by hand.
 */
#include "ch07-coroutines/c-async-await/http.c"

#define main a_coroutine_main
#include "ch07-coroutines/a-coroutine/main.c"
#undef main

#include <poll.h>

#include "tests/unit/allocations.h"
#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/patience.h"
#include "tests/unit/peer.h"

/* --- What the futures need of the C library: linked with --wrap ----------- */

static int first_polls;

int __wrap_puts(const char *line);

/* Nothing is printed between the lines of TAP. */
int __wrap_puts(const char *line)
{
    first_polls += strcmp(line, "FIRST POLL - START OPERATION") == 0;
    return 0;
}

/* --- A future to be watched ----------------------------------------------- */

struct countdown {
    struct future future;
    int left; /* so many polls in vain */
    int *polls, *drops;
};

static enum poll_state countdown_poll(struct future *future, char **output)
{
    struct countdown *self = (struct countdown *)future;

    ++*self->polls;
    if (self->left-- > 0)
        return POLL_NOT_READY;
    CHECK_EQ(self->left, -1); /* not polled after it was ready */
    *output = strcpy(future_alloc(sizeof("over")), "over");
    return POLL_READY;
}

static void countdown_drop(struct future *future)
{
    ++*((struct countdown *)future)->drops;
    free(future);
}

static struct future *countdown(int from, int *polls, int *drops)
{
    struct countdown *self = future_alloc(sizeof(*self));

    *self = (struct countdown){
        .future = {countdown_poll, countdown_drop},
        .left = from,
        .polls = polls,
        .drops = drops,
    };
    return &self->future;
}

/* --- future_alloc, future_poll, future_drop ------------------------------- */

TEST(memory_of_a_future_is_zero)
{
    static const char zero[1000];
    char *memory = future_alloc(sizeof(zero));

    CHECK(memcmp(memory, zero, sizeof(zero)) == 0);
    free(memory);
}

TEST(a_child_is_polled_until_it_is_ready_and_then_dropped)
{
    int polls = 0, drops = 0;
    struct future *child = countdown(2, &polls, &drops), *same = child;
    char untouched[] = "untouched", *output = untouched;

    for (int i = 1; i <= 2; i++) {
        CHECK_EQ(future_poll(&child, &output), POLL_NOT_READY);
        CHECK(child == same && output == untouched);
        CHECK_EQ(polls, i);
        CHECK_EQ(drops, 0);
    }
    CHECK_EQ(future_poll(&child, &output), POLL_READY);
    CHECK(child == NULL);
    CHECK_STR(output, "over");
    CHECK_EQ(polls, 3);
    CHECK_EQ(drops, 1);
    free(output);
}

/* That it is freed is for those to say who look for leaks. */
TEST(output_that_nobody_wants_needs_no_place)
{
    int polls = 0, drops = 0;
    struct future *child = countdown(1, &polls, &drops);

    CHECK_EQ(future_poll(&child, NULL), POLL_NOT_READY);
    CHECK_EQ(future_poll(&child, NULL), POLL_READY);
    CHECK(child == NULL);
    CHECK_EQ(drops, 1);
}

static void poll_nothing(void)
{
    struct future *child = NULL;
    char *output;

    future_poll(&child, &output);
}

TEST(to_wait_for_no_future_is_a_bug)
{
    expect_panic(poll_nothing, "panic: there is no future to wait for\n");
}

TEST(to_drop_no_future_is_nothing)
{
    int polls = 0, drops = 0;

    future_drop(NULL);
    future_drop(countdown(1, &polls, &drops));
    CHECK_EQ(polls, 0);
    CHECK_EQ(drops, 1);
}

/* --- The other end of a request ------------------------------------------- */

static void expect_not_ready(struct future *future)
{
    char untouched[] = "untouched", *output = untouched;

    CHECK_EQ(future->poll(future, &output), POLL_NOT_READY);
    CHECK(output == untouched);
}

/* The request that a future is, or that a coroutine waits for */
static struct http_get_future *request_of(struct future *future)
{
    if (future->poll == async_main_poll)
        future = ((struct async_main *)future)->child;
    return (struct http_get_future *)future;
}

/* Waits, for a change, until a poll will do something. */
static void wait_for(struct future *future, short events)
{
    struct pollfd pollfd = {.fd = request_of(future)->fd, .events = events};

    CHECK_EQ(poll(&pollfd, 1, -1), 1);
}

/* A poll, which is or was the first, and the other end of the connection */
static int accept_from(struct future *future)
{
    int peer;

    expect_not_ready(future);
    peer = accept(listener, NULL, NULL);
    CHECK(peer >= 0);
    wait_for(future, POLLOUT);
    return peer;
}

/* The same, and the next poll, which sends the request; that is all read. */
static int take_request(struct future *future, const char *path)
{
    int peer = accept_from(future);

    expect_not_ready(future);
    receive_request(peer, path);
    return peer;
}

/* --- http_get ------------------------------------------------------------- */

TEST(a_request_goes_out_and_its_answer_is_the_output)
{
    struct future *get;
    char *output;
    int peer;

    start_listening(1);
    get = http_getf("/%d/%s", 1, "hello");
    peer = take_request(get, "/1/hello");
    expect_not_ready(get);
    say(peer, HEADER "hello");
    wait_for(get, POLLIN);
    /* by its length: the connection is open still */
    CHECK_EQ(future_poll(&get, &output), POLL_READY);
    CHECK(get == NULL);
    CHECK_STR(output, HEADER "hello");
    CHECK_EQ(first_polls, 1);
    free(output);
    close(peer);
    stop_listening();
}

TEST(an_answer_may_come_octet_by_octet)
{
    static const char answer[] = HEADER "hello";
    struct future *get;
    char *output;
    int peer;

    start_listening(1);
    get = http_get("/");
    peer = take_request(get, "/");
    for (size_t i = 0; i < strlen(answer) - 1; i++) {
        say(peer, (char[]){answer[i], '\0'});
        wait_for(get, POLLIN);
        expect_not_ready(get);
    }
    say(peer, "o");
    wait_for(get, POLLIN);
    CHECK_EQ(future_poll(&get, &output), POLL_READY);
    CHECK_STR(output, answer);
    free(output);
    close(peer);
    stop_listening();
}

TEST(an_answer_without_a_length_ends_with_the_connection)
{
    struct future *get;
    char *output;
    int peer;

    start_listening(1);
    get = http_get("/");
    peer = take_request(get, "/");
    say(peer, "HTTP/1.1 200 OK\r\n\r\nhello");
    wait_for(get, POLLIN);
    expect_not_ready(get);
    close(peer);
    wait_for(get, POLLIN);
    CHECK_EQ(future_poll(&get, &output), POLL_READY);
    CHECK_STR(output, "HTTP/1.1 200 OK\r\n\r\nhello");
    free(output);
    stop_listening();
}

/* Far more than the buffers of a connection hold */
static struct future *get_long_path(void)
{
    enum {
        LONG = 8000000
    };
    char *path = malloc(LONG + 1);
    struct future *get;

    CHECK(path != NULL);
    memset(path, '/', LONG);
    path[LONG] = '\0';
    get = http_get(path);
    free(path);
    return get;
}

TEST(a_request_may_go_out_in_parts)
{
    struct http_get_future *self;
    struct future *get;
    size_t len, received = 0;
    int peer;

    start_listening(1);
    get = get_long_path();
    self = (struct http_get_future *)get;
    peer = accept_from(get);
    expect_not_ready(get);
    len = strlen(self->request);
    CHECK(self->sent > 0 && self->sent < len);
    while (received < len) {
        char part[65536];
        ssize_t n = recv(peer, part, sizeof(part), MSG_DONTWAIT);

        if (n < 0) {
            CHECK_EQ(errno, EAGAIN);
            expect_not_ready(get);
            continue;
        }
        CHECK(n > 0);
        CHECK(memcmp(part, self->request + received, (size_t)n) == 0);
        received += (size_t)n;
    }
    future_drop(get);
    close(peer);
    stop_listening();
}

static void send_to_who_has_gone(void)
{
    struct future *get;
    int peer;

    start_listening(1);
    get = get_long_path();
    peer = accept_from(get);
    expect_not_ready(get);
    strcpy(request_of(get)->path, "/long"); /* it will be printed */
    /* after its end a reset is EPIPE, and that comes with a signal */
    shutdown(peer, SHUT_WR);
    close(peer);
    stop_listening();
    for (;;)
        expect_not_ready(get);
}

TEST(a_peer_that_has_gone_is_an_error_and_no_signal)
{
    expect_death(send_to_who_has_gone, ": send the request: Broken pipe\n");
}

static void poll_again(void)
{
    struct future *get;
    char *output;
    int peer;

    start_listening(1);
    get = http_get("/1/hello");
    peer = take_request(get, "/1/hello");
    say(peer, HEADER "hello");
    wait_for(get, POLLIN);
    CHECK_EQ(get->poll(get, &output), POLL_READY);
    get->poll(get, &output);
}

TEST(to_poll_http_get_after_it_was_ready_is_a_bug)
{
    expect_panic(poll_again,
                 "panic: http_get /1/hello was polled after it was ready\n");
}

/* --- Dropped at any time -------------------------------------------------- */

static void drop_unpolled(void)
{
    struct pollfd pollfd = {.fd = listener, .events = POLLIN};

    future_drop(http_get("/"));
    CHECK_EQ(poll(&pollfd, 1, 0), 0);
}

static void drop_connecting(void)
{
    struct future *get = http_get("/");

    expect_not_ready(get);
    future_drop(get);
    close(accept(listener, NULL, NULL));
}

static void drop_sending(void)
{
    struct future *get = get_long_path();
    int peer = accept_from(get);

    expect_not_ready(get);
    future_drop(get);
    close(peer);
}

static void drop_receiving(void)
{
    struct future *get = http_get("/");
    int peer = take_request(get, "/");

    say(peer, HEADER "hell");
    wait_for(get, POLLIN);
    expect_not_ready(get);
    future_drop(get);
    close(peer);
}

static void drop_ready(void)
{
    struct future *get = http_get("/");
    int peer = take_request(get, "/");
    char *output;

    say(peer, HEADER "hello");
    wait_for(get, POLLIN);
    CHECK_EQ(get->poll(get, &output), POLL_READY);
    future_drop(get);
    CHECK_STR(output, HEADER "hello");
    free(output);
    close(peer);
}

/* Again and again no file is left open, and no memory lost. */
static void expect_no_leak(void (*drop)(void))
{
    int files, before;

    start_listening(1);
    files = check_open_files();
    before = blocks;
    for (int i = 0; i < 3; i++) {
        drop();
        CHECK_EQ(check_open_files(), files);
        CHECK_EQ(blocks, before);
    }
    stop_listening();
}

TEST(dropped_before_the_first_poll)
{
    expect_no_leak(drop_unpolled);
    CHECK_EQ(first_polls, 0);
}

TEST(dropped_while_it_connects)
{
    expect_no_leak(drop_connecting);
}

TEST(dropped_while_it_sends)
{
    expect_no_leak(drop_sending);
}

TEST(dropped_while_it_receives)
{
    expect_no_leak(drop_receiving);
}

TEST(dropped_when_it_is_ready)
{
    expect_no_leak(drop_ready);
}

/* --- join_all ------------------------------------------------------------- */

TEST(a_join_of_none_is_ready_at_once)
{
    struct future *join = join_all(NULL, 0);
    char untouched[] = "untouched", *output = untouched;

    CHECK_EQ(future_poll(&join, &output), POLL_READY);
    CHECK(join == NULL && output == NULL);
    future_drop(join_all(NULL, 0));
}

TEST(a_join_of_one_is_ready_when_that_is)
{
    int polls = 0, drops = 0;
    struct future *one = countdown(1, &polls, &drops);
    struct future *join = join_all(&one, 1);

    expect_not_ready(join);
    CHECK_EQ(drops, 0);
    CHECK_EQ(future_poll(&join, NULL), POLL_READY);
    CHECK_EQ(polls, 2);
    CHECK_EQ(drops, 1);
}

TEST(a_join_polls_who_is_not_ready_and_drops_who_is)
{
    static const int from[] = {2, 0, 1, 2};
    struct future *list[4], *join;
    int polls[4] = {0}, drops[4] = {0};

    for (int i = 0; i < 4; i++)
        list[i] = countdown(from[i], &polls[i], &drops[i]);
    join = join_all(list, 4);
    memset(list, 0, sizeof(list)); /* it has a copy */
    for (int i = 0; i < 4; i++)
        CHECK_EQ(polls[i], 0);
    for (int round = 0; round < 3; round++) {
        enum poll_state state = future_poll(&join, NULL);

        CHECK_EQ(state, round == 2 ? POLL_READY : POLL_NOT_READY);
        for (int i = 0; i < 4; i++) {
            bool is_ready = from[i] <= round;

            CHECK_EQ(polls[i], 1 + (is_ready ? from[i] : round));
            CHECK_EQ(drops[i], is_ready);
        }
    }
}

/* polled so often; one child of three is ready at the first */
static void drop_join(int times)
{
    static const int from[] = {5, 0, 7};
    struct future *list[3], *join;
    int polls = 0, drops[3] = {0};

    for (int i = 0; i < 3; i++)
        list[i] = countdown(from[i], &polls, &drops[i]);
    join = join_all(list, 3);
    for (int i = 0; i < times; i++)
        expect_not_ready(join);
    future_drop(join);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(drops[i], 1);
}

TEST(a_join_drops_each_once_whenever_it_is_dropped)
{
    for (int times = 0; times <= 7; times++)
        drop_join(times);
}

TEST(joins_may_be_joined)
{
    int polls = 0, drops = 0;
    struct future *list[] = {countdown(1, &polls, &drops),
                             countdown(2, &polls, &drops)};
    struct future *inner = join_all(list, 2);
    struct future *outer = join_all(&inner, 1);

    expect_not_ready(outer);
    expect_not_ready(outer);
    CHECK_EQ(future_poll(&outer, NULL), POLL_READY);
    CHECK_EQ(drops, 2);
}

static void poll_join_again(void)
{
    struct future *join = join_all(NULL, 0);
    char *output;

    CHECK_EQ(join->poll(join, &output), POLL_READY);
    join->poll(join, &output);
}

static void join_nothing(void)
{
    join_all((struct future *[]){NULL}, 1);
}

TEST(to_misuse_a_join_is_a_bug)
{
    expect_panic(poll_join_again,
                 "panic: join_all was polled after it was ready\n");
    expect_panic(join_nothing, "panic: join_all: there is no future 0 of 1\n");
}

/* --- The coroutine of a-coroutine ----------------------------------------- */

/* Polls it through a wait for path. */
static void answer(struct future *future, const char *path,
                   enum poll_state state)
{
    int peer = take_request(future, path);
    char untouched[] = "untouched", *output = untouched;

    say(peer, HEADER "hello");
    wait_for(future, POLLIN);
    CHECK_EQ(future->poll(future, &output), state);
    CHECK(output == (state == POLL_READY ? NULL : untouched));
    close(peer);
}

static void drop_coroutine_unpolled(void)
{
    future_drop(async_main());
}

static void drop_coroutine_in_wait1(void)
{
    struct future *future = async_main();

    expect_not_ready(future);
    future_drop(future);
    close(accept(listener, NULL, NULL));
}

static void drop_coroutine_in_wait2(void)
{
    struct future *future = async_main();

    answer(future, "/600/HelloWorld1", POLL_NOT_READY);
    future_drop(future);
    close(accept(listener, NULL, NULL));
}

static struct future *run_coroutine(void)
{
    struct future *future = async_main();

    answer(future, "/600/HelloWorld1", POLL_NOT_READY);
    answer(future, "/400/HelloWorld2", POLL_READY);
    return future;
}

static void drop_coroutine_resolved(void)
{
    future_drop(run_coroutine());
}

static void poll_coroutine_again(void)
{
    struct future *future;
    char *output;

    start_listening(1);
    future = run_coroutine();
    future->poll(future, &output);
}

TEST(calling_a_coroutine_runs_none_of_it)
{
    expect_no_leak(drop_coroutine_unpolled);
    CHECK_EQ(first_polls, 0);
}

TEST(a_coroutine_can_be_dropped_in_each_state)
{
    expect_no_leak(drop_coroutine_in_wait1);
    expect_no_leak(drop_coroutine_in_wait2);
    expect_no_leak(drop_coroutine_resolved);
}

TEST(to_poll_a_coroutine_after_it_was_ready_is_a_bug)
{
    expect_panic(poll_coroutine_again,
                 "panic: coroutine async_main was polled after it was ready\n");
}

/* --- No more memory ------------------------------------------------------- */

static void run_futures(void)
{
    int polls = 0, drops = 0;
    struct future *list[2];

    start_listening(1);
    future_drop(run_coroutine());
    for (int i = 0; i < 2; i++)
        list[i] = countdown(i, &polls, &drops);
    future_drop(join_all(list, 2));
}

TEST(without_memory_the_program_ends_and_says_so)
{
    char said[4096];
    int status;

    for (failing = 1; failing < 1000; failing++) {
        status = run_apart(run_futures, said);
        CHECK(WIFEXITED(status));
        if (WEXITSTATUS(status) == EXIT_SUCCESS)
            break;
        CHECK_EQ(WEXITSTATUS(status), EXIT_FAILURE);
        if (strstr(said, ": Cannot allocate memory\n") == NULL)
            CHECK_STR(said, "Cannot allocate memory");
    }
    printf("# %d allocations failed, each in its turn\n", failing - 1);
    /* a coroutine, 2 requests of 5, 2 countdowns, a join */
    CHECK_EQ(failing - 1, 14);
}
