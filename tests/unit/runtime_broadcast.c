/* links: runtime/ all */
/* The contract of runtime/broadcast.h */
#include "runtime/broadcast.h"

#include "tests/unit/runtime_hand.h"

BROADCAST(numbers, int)

enum {
    MANY = 3
};

static struct numbers numbers;
static int ring[MANY + 1]; /* nobody may write into the last */
static struct numbers_receiver receivers[MANY];
static struct numbers_recv recvs[MANY];
static struct hand hands[MANY];

static void begin(size_t capacity)
{
    set_up();
    numbers_init(&numbers, ring, capacity);
    for (int i = 0; i < MANY; i++)
        numbers_receiver_init(&receivers[i], &numbers);
}

static void end(void)
{
    for (int i = 0; i < MANY; i++) {
        numbers_recv_drop(&recvs[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    CHECK_EQ(ring[MANY], 0);
    numbers_fini(&numbers);
    tear_down();
}

static void send_all(int from, int to)
{
    for (int i = from; i <= to; i++)
        numbers_send(&numbers, i);
}

/* The value, or the error, or 0 if it is pending */
static int poll_recv(int i)
{
    struct numbers_received received = {0};

    if (!numbers_recv_poll(&recvs[i], by(&hands[i]), &received).is_ready)
        return 0;
    CHECK(received.err == 0 || received.value == 0);
    return received.err < 0 ? received.err : received.value;
}

static int receive(int i)
{
    numbers_recv_init(&recvs[i], &receivers[i]);
    return poll_recv(i);
}

TEST(each_gets_each)
{
    begin(3);
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(receive(i), 0);
    send_all(1, 2);
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(hands[i].wakes, 1);
        CHECK_EQ(poll_recv(i), 1);
        CHECK_EQ(receive(i), 2);
        CHECK_EQ(receive(i), 0);
    }
    end();
}

TEST(a_receiver_gets_what_is_sent_after_it)
{
    begin(3);
    send_all(1, 2);
    numbers_receiver_init(&receivers[1], &numbers);
    CHECK_EQ(receive(1), 0);
    send_all(3, 3);
    CHECK_EQ(poll_recv(1), 3);
    CHECK_EQ(receive(0), 1);
    end();
}

/* tokio's name; exact at each number around the ring */
TEST(capacity_overflow_reports_lagged_then_oldest_retained)
{
    for (int capacity = 1; capacity <= 3; capacity++) {
        for (int sent = 1; sent <= 10; sent++) {
            int lost = sent - capacity;

            begin((size_t)capacity);
            send_all(1, sent);
            if (lost > 0) {
                CHECK_EQ(receive(0), -EOVERFLOW);
                CHECK_EQ(numbers_lost(&receivers[0]), lost);
            }
            for (int i = lost > 0 ? lost + 1 : 1; i <= sent; i++)
                CHECK_EQ(receive(0), i);
            CHECK_EQ(receive(0), 0);
            end();
        }
    }
}

TEST(who_is_slow_disturbs_nobody)
{
    begin(2);
    for (int i = 1; i <= 20; i++) {
        numbers_send(&numbers, i);
        CHECK_EQ(receive(0), i);
    }
    CHECK_EQ(receive(1), -EOVERFLOW);
    CHECK_EQ(numbers_lost(&receivers[1]), 18);
    numbers_send(&numbers, 21);
    CHECK_EQ(receive(1), -EOVERFLOW); /* once more, meanwhile */
    CHECK_EQ(numbers_lost(&receivers[1]), 1);
    CHECK_EQ(receive(1), 20);
    CHECK_EQ(receive(1), 21);
    end();
}

TEST(closed_values_first)
{
    int value;

    begin(2);
    CHECK_EQ(numbers_try_recv(&receivers[1], &value), -EAGAIN);
    CHECK_EQ(receive(1), 0);
    send_all(1, 1);
    CHECK_EQ(poll_recv(1), 1);
    CHECK_EQ(receive(1), 0);
    numbers_close(&numbers);
    CHECK_EQ(hands[1].wakes, 2);
    CHECK_EQ(poll_recv(1), -EPIPE);
    CHECK_EQ(receive(0), 1);
    CHECK_EQ(receive(0), -EPIPE);
    CHECK_EQ(numbers_try_recv(&receivers[0], &value), -EPIPE);
    end();
}

TEST(recv_dropped_when_ready_loses_nothing)
{
    begin(2);
    CHECK_EQ(receive(0), 0);
    send_all(1, 1);
    CHECK_EQ(hands[0].wakes, 1);
    numbers_recv_drop(&recvs[0]);
    CHECK_EQ(receive(0), 1);
    end();
}

static struct poll receiving(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        struct numbers_recv future;

        numbers_send(&numbers, 1);
        numbers_recv_init(&future, &receivers[0]);
        if (!numbers_recv_poll(&future, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

/* as tokio's of that name */
TEST(broadcast_is_cooperative)
{
    begin(1);
    CHECK_EQ(polls_of_greedy(receiving, NULL), 3);
    end();
}

static void capacity_0(void)
{
    begin(0);
}

static void polled_after_ready(void)
{
    begin(1);
    send_all(1, 1);
    receive(0);
    poll_recv(0);
}

static void ended_too_early(void)
{
    begin(1);
    receive(0);
    numbers_fini(&numbers);
}

TEST(misuse)
{
    expect_panic(capacity_0, "a broadcast for 0 values");
    expect_panic(polled_after_ready, "recv was polled after it was ready");
    expect_panic(ended_too_early, "the end of a broadcast for which somebody");
}
