/*
 * links: ch08-runtime/a-runtime/ runtime.c future.c
 * links: ch08-runtime/a-runtime/ address.c answer.c mio.c error.c
 * wraps: allocations.h quiet.h meagre.h connect
 */
#define _GNU_SOURCE
/*
 * http_get of ch08-runtime/a-runtime: that it waits for what takes its time.
 * (What it says and understands is tested with the futures of chapter 7.)
 */
#include "ch08-runtime/a-runtime/http.c"

#include "tests/unit/allocations.h"
#include "tests/unit/check.h"
#include "tests/unit/meagre.h"
#include "tests/unit/peer.h"
#include "tests/unit/quiet.h"

/* --- The future, and the other end ---------------------------------------- */

static struct future *get;
static bool is_far; /* the other end: nobody there has answered yet */

int __real_connect(int fd, const struct sockaddr *address, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len);

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    if (is_far) {
        errno = EINPROGRESS;
        return -1;
    }
    return __real_connect(fd, address, len);
}

static enum http_get_state poll_once(void)
{
    char *output;

    CHECK_EQ(get->poll(get, &output), POLL_NOT_READY);
    return ((struct http_get_future *)get)->state;
}

/* Polls until it is in that state, and no further. */
static void poll_until(enum http_get_state state)
{
    enum http_get_state now;

    do {
        now = poll_once();
    } while (now < state);
    CHECK_EQ(now, state);
}

static void set_up(void)
{
    start_listening(1);
    CHECK_EQ(runtime_init(), 0);
    get = http_get("/path");
}

/* The request, all of it, is answered; nothing is left of it. */
static void answer(void)
{
    char *output = NULL;
    int server = accept(listener, NULL, NULL);

    CHECK(server >= 0);
    receive_request(server, "/path");
    say(server, HEADER "hello");
    while (get->poll(get, &output) == POLL_NOT_READY)
        continue;
    CHECK_STR(output, HEADER "hello");
    free(output);
    future_drop(get);
    close(server);
    runtime_fini();
    stop_listening();
    CHECK_EQ(blocks, 0);
}

TEST(the_request_is_sent_byte_by_byte_and_between_signals)
{
    set_up();
    is_meagre = true;
    poll_until(HTTP_GET_RECEIVE);
    is_meagre = false;
    answer();
}

TEST(the_request_waits_for_room)
{
    set_up();
    is_full = true;
    poll_until(HTTP_GET_SEND);
    CHECK_EQ(poll_once(), HTTP_GET_SEND);
    is_full = false;
    CHECK_EQ(poll_once(), HTTP_GET_RECEIVE);
    answer();
}

TEST(a_connection_takes_its_time)
{
    set_up();
    is_far = true;
    CHECK_EQ(poll_once(), HTTP_GET_CONNECT);
    CHECK_EQ(poll_once(), HTTP_GET_CONNECT);
    is_far = false;
    poll_until(HTTP_GET_RECEIVE);
    answer();
}
