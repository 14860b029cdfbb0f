/*
 * links: runtime/ all
 * wraps: allocations.h
 */
/* The contract of runtime/oneshot.h */
#include "runtime/oneshot.h"

#include "tests/unit/allocations.h"
#include "tests/unit/runtime_hand.h"

struct reply {
    int64_t id;
    char text[20];
};

ONESHOT(answer, struct reply)
ONESHOT(number, int)

static struct answer answer;
static struct answer_recv recv;
static struct answer_received received;
static struct hand hand;

static const struct reply reply = {7, "seven"};

static void begin(void)
{
    set_up();
    answer_init(&answer);
    answer_recv_init(&recv, &answer);
}

static void end(void)
{
    CHECK_EQ(hand.clones, 0);
    tear_down();
}

static bool poll_recv(void)
{
    received = (struct answer_received){.err = 1};
    return answer_recv_poll(&recv, by(&hand), &received).is_ready;
}

TEST(sent_before_it_is_awaited)
{
    begin();
    CHECK_EQ(answer_send(&answer, reply), 0);
    answer_sender_fini(&answer);
    CHECK(poll_recv());
    CHECK_EQ(received.err, 0);
    CHECK_EQ(received.value.id, 7);
    CHECK_STR(received.value.text, "seven");
    answer_recv_drop(&recv);
    answer_recv_init(&recv, &answer);
    CHECK(poll_recv());
    CHECK_EQ(received.err, -EPIPE); /* there was one, and no more */
    answer_receiver_fini(&answer);
    end();
}

TEST(awaited_before_it_is_sent)
{
    begin();
    CHECK(!poll_recv());
    CHECK(!poll_recv());
    CHECK_EQ(hand.clones, 1);
    CHECK_EQ(answer_send(&answer, reply), 0);
    CHECK_EQ(hand.wakes, 1);
    CHECK(poll_recv());
    CHECK_EQ(received.value.id, 7);
    answer_sender_fini(&answer);
    CHECK_EQ(hand.wakes, 1);
    answer_receiver_fini(&answer);
    end();
}

TEST(the_sender_has_ended)
{
    begin();
    CHECK(!poll_recv());
    answer_sender_fini(&answer);
    CHECK_EQ(hand.wakes, 1);
    CHECK(poll_recv());
    CHECK_EQ(received.err, -EPIPE);
    CHECK_EQ(received.value.id, 0);
    answer_receiver_fini(&answer);
    end();
}

TEST(the_receiver_has_ended)
{
    begin();
    CHECK(!poll_recv());
    answer_receiver_fini(&answer);
    CHECK_EQ(hand.clones, 0);
    CHECK_EQ(answer_send(&answer, reply), -EPIPE);
    CHECK_EQ(answer_send(&answer, reply), -EPIPE);
    answer_sender_fini(&answer);
    CHECK_EQ(hand.wakes, 0);
    end();
}

/* Before the value is there, and after it was woken for it */
TEST(recv_dropped_loses_nothing)
{
    struct reply value;

    begin();
    CHECK(!poll_recv());
    answer_recv_drop(&recv);
    CHECK_EQ(hand.clones, 0);
    answer_recv_init(&recv, &answer);
    CHECK(!poll_recv());
    CHECK_EQ(answer_try_recv(&answer, &value), -EAGAIN);
    CHECK_EQ(answer_send(&answer, reply), 0);
    answer_recv_drop(&recv);
    CHECK_EQ(answer_try_recv(&answer, &value), 0);
    CHECK_EQ(value.id, 7);
    CHECK_EQ(answer_try_recv(&answer, &value), -EPIPE);
    end();
}

TEST(who_wants_no_output)
{
    begin();
    CHECK_EQ(answer_send(&answer, reply), 0);
    CHECK(answer_recv_poll(&recv, by(&hand), NULL).is_ready);
    end();
}

/* --- On the heap ------------------------------------------------------------
 */

TEST(the_last_half_frees_it)
{
    struct number *number;
    int before, value;

    begin();
    before = blocks;
    number = number_new();
    CHECK_EQ(blocks, before + 1);
    CHECK_EQ(number_send(number, 5), 0);
    number_sender_fini(number);
    CHECK_EQ(number_try_recv(number, &value), 0);
    CHECK_EQ(value, 5);
    number_receiver_fini(number);
    CHECK_EQ(blocks, before);
    number = number_new();
    number_receiver_fini(number);
    CHECK_EQ(number_send(number, 5), -EPIPE);
    number_sender_fini(number);
    CHECK_EQ(blocks, before);
    end();
}

static struct number *shared;
static struct number_recv number_recv;

/* The receiver ends as soon as it is woken. */
static void receiver_ends(void)
{
    number_recv_drop(&number_recv);
    number_receiver_fini(shared);
}

TEST(a_waker_may_end_the_other_half)
{
    int before;

    begin();
    before = blocks;
    hand.when_woken = receiver_ends;
    shared = number_new();
    number_recv_init(&number_recv, shared);
    CHECK(!number_recv_poll(&number_recv, by(&hand), NULL).is_ready);
    number_sender_fini(shared);
    CHECK_EQ(hand.wakes, 1);
    CHECK_EQ(blocks, before);
    end();
}

TEST(no_memory)
{
    begin();
    fail_at(1);
    CHECK(number_new() == NULL);
    end();
}

/* --- In a task --------------------------------------------------------------
 */

static struct poll sending_to_itself(struct script *script, struct context *cx)
{
    struct number number;
    struct number_recv future;

    for (; script->left > 0; script->left--) {
        number_init(&number);
        number_send(&number, 1);
        number_recv_init(&future, &number);
        if (!number_recv_poll(&future, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

TEST(recv_is_cooperative)
{
    begin();
    CHECK_EQ(polls_of_greedy(sending_to_itself, NULL), 3);
    end();
}

static void polled_after_ready(void)
{
    begin();
    answer_send(&answer, reply);
    poll_recv();
    poll_recv();
}

static void sent_twice(void)
{
    begin();
    answer_send(&answer, reply);
    answer_send(&answer, reply);
}

TEST(misuse)
{
    expect_panic(polled_after_ready, "recv was polled after it was ready");
    expect_panic(sent_twice, "a second value was sent to a oneshot");
}
