/*
 * links: runtime/ all
 * wraps: allocations.h
 */
/* The contract of runtime/remote_oneshot.h: in one thread, and between two */
#include "runtime/remote_oneshot.h"

#include "tests/unit/allocations.h"
#include "tests/unit/patience.h"
#include "tests/unit/runtime_hand.h"

REMOTE_ONESHOT(number, int)

/* --- In one thread, by hand -------------------------------------------------
 */

static struct number *number;
static struct number_recv recv;
static struct number_received received;
static struct hand hand;
static int in_use;

static void begin(void)
{
    in_use = blocks;
    set_up();
    number = number_new();
    number_recv_init(&recv, number);
}

static void end(void)
{
    CHECK_EQ(hand.clones, 0);
    tear_down();
    CHECK_EQ(blocks, in_use);
}

static bool poll_recv(void)
{
    return number_recv_poll(&recv, by(&hand), &received).is_ready;
}

TEST(sent_and_received)
{
    int value;

    begin();
    CHECK(!poll_recv());
    CHECK_EQ(number_try_recv(number, &value), -EAGAIN);
    CHECK_EQ(number_send(number, 5), 0);
    CHECK_EQ(hand.wakes, 1);
    number_sender_fini(number);
    CHECK(poll_recv());
    CHECK_EQ(received.err, 0);
    CHECK_EQ(received.value, 5);
    CHECK_EQ(number_try_recv(number, &value), -EPIPE);
    number_receiver_fini(number);
    number_recv_drop(&recv); /* it was ready: it does not look any more */
    end();
}

TEST(the_sender_has_ended)
{
    begin();
    CHECK(!poll_recv());
    number_sender_fini(number);
    CHECK(poll_recv());
    CHECK_EQ(received.err, -EPIPE);
    number_receiver_fini(number);
    end();
}

TEST(the_receiver_has_ended)
{
    begin();
    CHECK(!poll_recv());
    number_recv_drop(&recv);
    CHECK_EQ(hand.clones, 0);
    number_receiver_fini(number);
    CHECK_EQ(number_send(number, 5), -EPIPE);
    number_sender_fini(number);
    end();
}

TEST(no_memory)
{
    set_up();
    fail_at(1);
    CHECK(number_new() == NULL);
    tear_down();
}

static struct poll sending_to_itself(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        struct number *another = number_new();
        struct number_recv future;
        bool is_ready;

        number_send(another, 1);
        number_recv_init(&future, another);
        is_ready = number_recv_poll(&future, cx, NULL).is_ready;
        number_recv_drop(&future);
        number_sender_fini(another);
        number_receiver_fini(another);
        if (!is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

TEST(recv_is_cooperative)
{
    begin();
    CHECK_EQ(polls_of_greedy(sending_to_itself, NULL), 3);
    number_sender_fini(number);
    number_receiver_fini(number);
    end();
}

static void polled_after_ready(void)
{
    begin();
    number_send(number, 5);
    poll_recv();
    poll_recv();
}

TEST(misuse)
{
    expect_panic(polled_after_ready,
                 "a remote_oneshot's recv was polled after it was ready");
}

/* --- Two threads ------------------------------------------------------------
 */

enum {
    KINDS = 3
};

/* A round: what each of the two does, by its number */
struct round {
    int number;
    struct number *channel;
    struct number_recv recv;
    pthread_barrier_t begin;
};

/* Sends and ends; or only ends. */
static void *sender(void *data)
{
    struct round *round = data;

    pthread_barrier_wait(&round->begin);
    if (round->number % KINDS != 0)
        number_send(round->channel, round->number);
    number_sender_fini(round->channel);
    return NULL;
}

/* Receives; or gives up after its first poll. */
static struct poll receiver(struct script *script, struct context *cx)
{
    struct round *round = script->data;
    struct number_received got = {0};

    if (script->polls == 1)
        pthread_barrier_wait(&round->begin);
    if (!number_recv_poll(&round->recv, cx, &got).is_ready &&
        round->number % 2 == 0)
        return POLL_PENDING;
    if (round->number % 2 == 0) {
        CHECK_EQ(got.err, round->number % KINDS != 0 ? 0 : -EPIPE);
        CHECK_EQ(got.value, round->number % KINDS != 0 ? round->number : 0);
    }
    number_recv_drop(&round->recv);
    number_receiver_fini(round->channel);
    return POLL_READY;
}

/* Both begin at the same time, and each may be the last, which frees it. */
TEST(two_threads)
{
    int before = blocks;

    for (int i = 0; i < times(600, 60); i++) {
        struct round round = {.number = i, .channel = number_new()};
        struct script script = {.step = receiver, .data = &round};
        pthread_t thread;

        CHECK_EQ(runtime_init(&runtime), 0);
        number_recv_init(&round.recv, round.channel);
        pthread_barrier_init(&round.begin, NULL, 2);
        CHECK_EQ(pthread_create(&thread, NULL, sender, &round), 0);
        task_detach(spawn_script(&script));
        run_to_the_end();
        pthread_join(thread, NULL);
        pthread_barrier_destroy(&round.begin);
        tear_down();
    }
    CHECK_EQ(blocks, before);
}
