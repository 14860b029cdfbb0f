/*
 * links: delayserver/ all
 * links: tests/unit/ served.c served_calls.c
 * wraps: served.h
 */
#define _GNU_SOURCE
#include "check.h"
#include "served.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

/*
 * All that the delayserver promises about time, to the nanosecond and without
 * waiting for it: its clock stands still but for what a test lets pass.
 */

#define HOST        "Host: x\r\n"
#define GET(target) "GET /" target " HTTP/1.1\r\n" HOST "\r\n"

enum {
    CROWD = 1000,
    MUCH = 40 * 2000,  /* more octets than two small sockets hold */
    NEXT_ROUND_NS = 1, /* what is due at once goes out in the next round */
};

static struct served server;

static void begin_with(const char *const *arguments, unsigned threads)
{
    served_plan(CALL_NONE, 0, 0, false);
    served_start(&server, arguments, threads);
    world->armed = true; /* calls are counted */
}

static void begin(void)
{
    static const char *const arguments[] = {
        "127.0.0.1", "--port", "0", "--quiet", NULL,
    };

    begin_with(arguments, 1);
}

/* All clients have left: it ends at once, and cleanly */
static void end(void)
{
    static struct served_end how;

    served_stop(&server);
    CHECK(served_wait(&server, 0, &how));
    served_close(&server);
    CHECK_STR(how.errors, "");
    CHECK_EQ(how.status, 0);
    CHECK_EQ(world->bad_waits, 0);
    CHECK_EQ(world->blocks, 0);
    CHECK_EQ(world->files_left, 0);
}

/* The answer is there now */
static void hear(struct client *c, int status, const char *body)
{
    struct answer_heard answer;

    CHECK_EQ(client_hear(c, false, NEXT_ROUND_NS, &answer), HEARD_ANSWER);
    CHECK_EQ(answer.status, status);
    CHECK_STR(answer.body, body);
}

static void hear_end(struct client *c)
{
    struct answer_heard answer;

    CHECK_EQ(client_hear(c, false, NEXT_ROUND_NS, &answer), HEARD_END);
}

static void hear_408(struct client *c, const char *what)
{
    char body[64];

    snprintf(body, sizeof(body), "the %s did not arrive in 10 seconds\n", what);
    hear(c, 408, body);
    hear_end(c);
}

static void pass(uint64_t ns)
{
    served_pass(&server, ns);
}

/* Nothing comes until then, not even an end */
static void pass_in_silence(struct client *c, uint64_t ns)
{
    CHECK(client_hears_nothing(c));
    pass(ns - 1);
    CHECK(client_hears_nothing(c));
    pass(1);
}

/* --- Delays ---------------------------------------------------------------*/

static void check_delay(struct client *c, unsigned delay_ms)
{
    char request[128];

    snprintf(request, sizeof(request), "GET /%u/%u HTTP/1.1\r\n" HOST "\r\n",
             delay_ms, delay_ms);
    client_tell(c, request);
    if (delay_ms > 0)
        pass_in_silence(c, delay_ms * MS_NS);
    snprintf(request, sizeof(request), "%u", delay_ms);
    hear(c, 200, request);
}

TEST(an_answer_comes_when_its_delay_is_over)
{
    static const unsigned delays[] = {0, 1, 2, 10, 999, 1000, 59999, 3600000};
    struct client *c;

    begin();
    c = client_new(&server);
    for (size_t i = 0; i < sizeof(delays) / sizeof(*delays); i++) {
        check_delay(c, delays[i]);
        served_jump(123456); /* the next one starts within a millisecond */
    }
    client_leave(c);
    end();
}

/* It wakes on whole milliseconds, so it is late, but never early */
TEST(without_epoll_pwait2_an_answer_is_late_by_less_than_a_millisecond)
{
    struct client *c;
    unsigned waits;

    begin();
    world->no_epoll_pwait2 = true;
    c = client_new(&server);
    for (unsigned i = 1; i <= 20; i++) {
        client_tell(c, GET("7/one"));
        waits = world->waits;
        pass(7 * MS_NS - i);
        CHECK(client_hears_nothing(c));
        pass(MS_NS - 1 + i);
        hear(c, 200, "one");
        CHECK(world->waits - waits <= 3); /* it does not spin in between */
        served_jump(54321);
    }
    check_delay(c, 3600000);
    client_leave(c);
    end();
}

TEST(it_sleeps_while_nothing_is_due)
{
    struct client *c;
    unsigned waits;

    begin();
    c = client_new(&server);
    client_tell(c, GET("3600000/one"));
    waits = world->waits;
    for (int i = 0; i < 100; i++)
        pass(36 * SECOND_NS);
    CHECK(world->waits - waits <= 10); /* a long wait is made in parts */
    hear(c, 200, "one");
    client_leave(c);
    end();
}

TEST(delays_of_one_connection_pass_at_the_same_time)
{
    struct client *c;

    begin();
    c = client_new(&server);
    client_tell(c, GET("1000/one") GET("500/two") GET("1200/three"));
    pass_in_silence(c, 1000 * MS_NS);
    hear(c, 200, "one");
    hear(c, 200, "two");
    pass_in_silence(c, 200 * MS_NS);
    hear(c, 200, "three");
    client_leave(c);
    end();
}

/* --- Slow on purpose ------------------------------------------------------*/

TEST(octets_drip_when_they_are_due)
{
    struct client *c;
    size_t head;

    begin();
    c = client_new(&server);
    client_tell(c, GET("100/abcde?drip=2/10&header-delay=30"));
    pass_in_silence(c, 100 * MS_NS);
    CHECK_EQ(client_size(c), strlen("HTTP/1.1 200 OK\r\n"));
    pass(30 * MS_NS - 1);
    CHECK_EQ(client_size(c), strlen("HTTP/1.1 200 OK\r\n"));
    pass(1);
    head = client_size(c);
    CHECK(memcmp(c->data + head - 4, "\r\n\r\n", 4) == 0);
    for (size_t i = 2; i <= 6; i += 2) {
        pass(10 * MS_NS - 1);
        CHECK_EQ(client_size(c), head + i - 2);
        pass(1);
        CHECK_EQ(client_size(c), head + (i < 5 ? i : 5));
    }
    hear(c, 200, "abcde");
    client_leave(c);
    end();
}

/* What waits for an answer before it is slow from when that one is through */
TEST(the_parts_of_an_answer_keep_their_distance)
{
    struct client *c;
    size_t before;

    begin();
    c = client_new(&server);
    client_tell(c, GET("1000/one") GET("0/two?drip=1/50"));
    pass_in_silence(c, SECOND_NS);
    hear(c, 200, "one");
    before = client_size(c);
    pass(50 * MS_NS - 1);
    CHECK_EQ(client_size(c), before);
    pass(1);
    CHECK_EQ(client_size(c), before + 1);
    pass(100 * MS_NS);
    hear(c, 200, "two");
    client_leave(c);
    end();
}

TEST(jitter_only_adds)
{
    struct client *c;
    struct answer_heard answer;
    uint64_t start_ns, late_ns, least_ns = TIME_NEVER, most_ns = 0;

    begin();
    c = client_new(&server);
    for (int i = 0; i < 50; i++) {
        start_ns = world->now_ns;
        client_tell(c, GET("100/one?jitter=20"));
        CHECK_EQ(client_hear(c, false, SECOND_NS, &answer), HEARD_ANSWER);
        late_ns = world->now_ns - start_ns - 100 * MS_NS;
        least_ns = late_ns < least_ns ? late_ns : least_ns;
        most_ns = late_ns > most_ns ? late_ns : most_ns;
    }
    CHECK(most_ns <= 20 * MS_NS);
    CHECK(least_ns < 5 * MS_NS && most_ns > 15 * MS_NS);
    client_leave(c);
    end();
}

TEST(what_hangs_does_so_until_the_client_leaves)
{
    struct client *c;

    begin();
    c = client_new(&server);
    client_tell(c, GET("0/one?hang=1"));
    pass_in_silence(c, 3600 * SECOND_NS);
    CHECK(client_hears_nothing(c));
    CHECK_EQ(world->calls[CALL_close], 0);
    client_leave(c);
    served_settle(&server);
    CHECK_EQ(world->calls[CALL_close], 1);
    end();
}

/* --- Patience -------------------------------------------------------------*/

TEST(a_head_has_10_seconds)
{
    struct client *c;

    begin();
    c = client_new(&server);
    client_tell(c, "G");
    pass_in_silence(c, 10 * SECOND_NS);
    hear_408(c, "request");
    client_leave(c);
    end();
}

TEST(a_body_has_10_seconds)
{
    struct client *sized, *chunked;

    begin();
    sized = client_new(&server);
    chunked = client_new(&server);
    client_tell(sized, "GET /0/a HTTP/1.1\r\n" HOST);
    pass(9 * SECOND_NS); /* of the head's 10 */
    client_tell(sized, "Content-Length: 1\r\n\r\n");
    client_tell(chunked, "GET /0/a HTTP/1.1\r\n" HOST
                         "Transfer-Encoding: chunked\r\n\r\n1\r\n");
    pass_in_silence(sized, 10 * SECOND_NS);
    hear_408(sized, "body");
    hear_408(chunked, "body");
    client_leave(sized);
    client_leave(chunked);
    end();
}

TEST(patience_is_not_longer_for_one_octet_at_a_time)
{
    static const char *const octets[] = {"G", "E", "T", " ", "/",
                                         "0", "/", "a", " ", "H"};
    struct client *c;

    begin();
    c = client_new(&server);
    for (int i = 0; i < 10; i++) {
        client_tell(c, octets[i]);
        CHECK(client_hears_nothing(c));
        pass(SECOND_NS);
    }
    hear_408(c, "request");
    client_leave(c);
    c = client_new(&server);
    client_tell(c, "GET /0/a HTTP/1.1\r\n" HOST "Content-Length: 20\r\n\r\n");
    for (int i = 0; i < 10; i++) {
        CHECK(client_hears_nothing(c));
        client_tell(c, "x");
        pass(SECOND_NS);
    }
    hear_408(c, "body");
    client_leave(c);
    end();
}

TEST(an_idle_client_has_60_seconds)
{
    struct client *fresh, *used;

    begin();
    fresh = client_new(&server);
    used = client_new(&server);
    pass(50 * SECOND_NS);
    client_tell(used, GET("1000/one"));
    pass(SECOND_NS);
    hear(used, 200, "one");
    pass_in_silence(fresh, 9 * SECOND_NS);
    hear_end(fresh);
    pass_in_silence(used, 51 * SECOND_NS);
    hear_end(used);
    client_leave(fresh);
    client_leave(used);
    end();
}

TEST(who_waits_for_an_answer_is_not_late)
{
    struct client *c;

    begin();
    c = client_new(&server);
    client_tell(c, GET("3600000/one"));
    pass_in_silence(c, 3600 * SECOND_NS);
    hear(c, 200, "one");
    client_tell(c, GET("0/two"));
    hear(c, 200, "two");
    client_leave(c);
    end();
}

/* Answers come in order, and this one is an answer too */
TEST(a_late_head_is_told_so_behind_the_answer_before)
{
    struct client *c;

    begin();
    c = client_new(&server);
    client_tell(c, GET("20000/one") "GET /0/two");
    pass_in_silence(c, 20 * SECOND_NS);
    hear(c, 200, "one");
    hear_408(c, "request");
    client_leave(c);
    end();
}

static void ask_for_much(struct client *c)
{
    char request[2100];

    snprintf(request, sizeof(request),
             "GET /0/%02000d HTTP/1.1\r\n" HOST "\r\n", 7);
    for (int i = 0; i < MUCH / 2000; i++)
        client_say(c, request);
    pass(NEXT_ROUND_NS);
}

TEST(who_does_not_read_has_60_seconds)
{
    struct client *c;

    begin();
    world->small_buffers = true;
    c = client_new(&server);
    ask_for_much(c);
    pass(60 * SECOND_NS - 1);
    CHECK_EQ(world->calls[CALL_close], 0);
    pass(1);
    CHECK_EQ(world->calls[CALL_close], 1);
    client_leave(c);
    end();
}

/* Reads until the server could write again, or has written everything */
static void read_some(struct client *c)
{
    long before = world->sent;
    char data[4096];

    while (world->sent == before && world->sent < MUCH) {
        CHECK(recv(c->fd, data, sizeof(data), MSG_DONTWAIT) != 0);
        served_settle(&server);
    }
}

TEST(who_reads_slowly_has_60_seconds_for_each_time)
{
    struct client *c;

    begin();
    world->small_buffers = true;
    c = client_new(&server);
    ask_for_much(c);
    while (world->sent < MUCH) {
        pass(59 * SECOND_NS);
        read_some(c);
    }
    CHECK_EQ(world->calls[CALL_close], 0);
    client_leave(c);
    end();
}

TEST(an_end_is_waited_for_one_second)
{
    struct client *silent, *talking, *polite;

    begin();
    silent = client_new(&server);
    talking = client_new(&server);
    polite = client_new(&server);
    client_tell(silent, "?\r\n");
    client_tell(talking, "?\r\n");
    client_tell(polite, "?\r\n");
    pass(NEXT_ROUND_NS);
    CHECK_EQ(world->calls[CALL_shutdown], 3);
    CHECK_EQ(world->calls[CALL_close], 0);
    client_leave(polite);
    pass(500 * MS_NS);
    CHECK_EQ(world->calls[CALL_close], 1);
    client_tell(talking, "and more");
    pass(500 * MS_NS - 1);
    CHECK_EQ(world->calls[CALL_close], 1);
    pass(1);
    CHECK_EQ(world->calls[CALL_close], 3);
    client_leave(silent);
    client_leave(talking);
    end();
}

TEST(several_run_out_of_patience_at_once)
{
    struct client *idle, *head, *body, *waiting;

    begin();
    idle = client_new(&server);
    served_settle(&server);
    pass(50 * SECOND_NS);
    head = client_new(&server);
    body = client_new(&server);
    waiting = client_new(&server);
    client_tell(head, "GET");
    client_tell(body, "GET /0/a HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\n");
    client_tell(waiting, GET("10000/one"));
    pass_in_silence(waiting, 10 * SECOND_NS);
    hear_end(idle);
    hear_408(head, "request");
    hear_408(body, "body");
    hear(waiting, 200, "one");
    client_leave(idle);
    client_leave(head);
    client_leave(body);
    client_leave(waiting);
    end();
}

/* --- Many -----------------------------------------------------------------*/

static struct client *crowd[CROWD];

static void begin_with_crowd(void)
{
    struct rlimit limit;

    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max < CROWD + 100)
        check_skip("a process may not open 1,100 files here");
    limit.rlim_cur = limit.rlim_max;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    begin();
    for (int i = 0; i < CROWD; i++) {
        crowd[i] = client_new(&server);
        served_settle(&server);
    }
}

static void end_with_crowd(void)
{
    for (int i = 0; i < CROWD; i++)
        client_leave(crowd[i]);
    end();
}

TEST(coinciding_deadlines_are_met_in_the_order_of_the_requests)
{
    begin_with_crowd();
    for (int i = 0; i < CROWD; i++)
        client_tell(crowd[i * 7 % CROWD], GET("1000/one"));
    CHECK_EQ(world->reads, CROWD);
    pass(SECOND_NS - 1);
    CHECK_EQ(world->writes, 0);
    pass(1);
    CHECK_EQ(world->writes, CROWD);
    for (int i = 0; i < CROWD; i++) {
        CHECK_EQ(world->writers[i], world->readers[i]);
        hear(crowd[i], 200, "one");
    }
    end_with_crowd();
}

/* An hour in which the process did not run, but all deadlines passed */
TEST(who_was_suspended_catches_up_in_order)
{
    char request[64];

    begin_with_crowd();
    for (int i = 0; i < CROWD; i++) {
        snprintf(request, sizeof(request),
                 "GET /%d/%d HTTP/1.1\r\n" HOST "\r\n", 3000 - i, i);
        client_tell(crowd[i], request);
    }
    served_jump(3600 * SECOND_NS);
    served_settle(&server);
    CHECK_EQ(world->writes, CROWD);
    for (int i = 0; i < CROWD; i++) {
        CHECK_EQ(world->writers[i], world->readers[CROWD - 1 - i]);
        snprintf(request, sizeof(request), "%d", i);
        hear(crowd[i], 200, request);
    }
    end_with_crowd();
}

/* --- Clocks, signals, files -----------------------------------------------*/

static void check_date(struct client *c, int64_t wall_clock, const char *date)
{
    struct answer_heard answer;

    client_tell(c, GET("1000/one"));
    world->wall_clock = wall_clock;
    pass_in_silence(c, SECOND_NS);
    CHECK_EQ(client_hear(c, false, NEXT_ROUND_NS, &answer), HEARD_ANSWER);
    CHECK(strstr(answer.head, date) != NULL);
}

TEST(setting_the_clock_changes_the_date_and_nothing_else)
{
    struct client *c;

    begin();
    c = client_new(&server);
    check_date(c, 784111777, "\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    check_date(c, 951782400, "\r\ndate: Tue, 29 Feb 2000 00:00:00 GMT\r\n");
    check_date(c, 1, "\r\ndate: Thu, 01 Jan 1970 00:00:01 GMT\r\n");
    check_date(c, 4102444799, "\r\ndate: Thu, 31 Dec 2099 23:59:59 GMT\r\n");
    client_leave(c);
    end();
}

TEST(after_sigterm_the_answers_come_when_they_are_due)
{
    static const char *const arguments[] = {
        "127.0.0.1", "--port", "0", "--quiet", "--threads", "2", NULL,
    };
    static struct served_end how;
    struct client *early, *late;

    begin_with(arguments, 2);
    early = client_new(&server);
    late = client_new(&server);
    client_tell(early, GET("1000/one"));
    client_tell(late, GET("2000/two"));
    served_stop(&server);
    pass_in_silence(early, SECOND_NS);
    hear(early, 200, "one");
    pass_in_silence(late, SECOND_NS);
    hear(late, 200, "two");
    client_leave(early);
    client_leave(late);
    CHECK(served_wait(&server, 0, &how));
    served_close(&server);
    CHECK_EQ(how.status, 0);
}

TEST(without_files_it_looks_five_times_a_second)
{
    struct client *c;
    unsigned waits;

    begin();
    world->no_files = true;
    c = client_new(&server);
    client_say(c, GET("0/one"));
    served_settle(&server);
    waits = world->waits;
    pass(10 * SECOND_NS);
    CHECK(world->waits - waits <= 3 * 50);
    CHECK(client_hears_nothing(c));
    world->no_files = false;
    pass(200 * MS_NS);
    hear(c, 200, "one");
    client_leave(c);
    end();
}
