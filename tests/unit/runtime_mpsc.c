/*
 * links: runtime/ all
 * wraps: allocations.h
 */
/* The contract of runtime/mpsc.h */
#include "runtime/mpsc.h"

#include "tests/unit/allocations.h"
#include "tests/unit/runtime_hand.h"

MPSC(lines, const char *)
MPSC(numbers, int)

enum {
    MANY = 4
};

static struct numbers numbers;
static int ring[MANY];
static struct numbers_send sends[MANY];
static struct numbers_recv recv;
static struct hand senders[MANY], receiver;
static int in_use;

static void begin(size_t capacity)
{
    in_use = blocks;
    set_up();
    if (capacity > 0)
        numbers_init(&numbers, ring, capacity);
    else
        numbers_init_unbounded(&numbers);
}

static void end(void)
{
    numbers_fini(&numbers);
    for (int i = 0; i < MANY; i++)
        CHECK_EQ(senders[i].clones, 0);
    CHECK_EQ(receiver.clones, 0);
    tear_down();
    CHECK_EQ(blocks, in_use);
}

/* One more poll: 0, or the error, or 1 if it is pending */
static int poll_send(int i)
{
    int err = 1;
    struct poll poll = numbers_send_poll(&sends[i], by(&senders[i]), &err);

    CHECK_EQ(poll.is_ready, err != 1);
    if (poll.is_ready)
        numbers_send_drop(&sends[i]);
    return err;
}

static int send(int i, int value)
{
    numbers_send_init(&sends[i], &numbers, value);
    return poll_send(i);
}

/* The value, or the error, or 0 if it is pending; then it can be polled again.
 */
static int poll_recv(void)
{
    struct numbers_received received = {0};

    if (!numbers_recv_poll(&recv, by(&receiver), &received).is_ready)
        return 0;
    CHECK(received.err == 0 || received.value == 0);
    numbers_recv_drop(&recv);
    return received.err < 0 ? received.err : received.value;
}

static int receive(void)
{
    numbers_recv_init(&recv, &numbers);
    return poll_recv();
}

/* --- Order ------------------------------------------------------------------
 */

TEST(values_come_in_order_however_often_around)
{
    begin(3);
    for (int i = 1; i < 20; i += 2) {
        CHECK_EQ(send(0, i), 0);
        CHECK_EQ(send(1, i + 1), 0);
        CHECK_EQ(receive(), i);
        CHECK_EQ(receive(), i + 1);
    }
    CHECK_EQ(receive(), 0);
    numbers_recv_drop(&recv);
    end();
}

TEST(any_type)
{
    static const char *two[2];
    struct lines lines;
    const char *line;

    set_up();
    lines_init(&lines, two, 2);
    CHECK_EQ(lines_try_send(&lines, "first"), 0);
    CHECK_EQ(lines_try_recv(&lines, &line), 0);
    CHECK_STR(line, "first");
    lines_fini(&lines);
    tear_down();
}

TEST(capacity_1)
{
    begin(1);
    CHECK_EQ(send(0, 1), 0);
    CHECK_EQ(send(1, 2), 1);
    CHECK_EQ(numbers_try_send(&numbers, 3), -EAGAIN);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(senders[1].wakes, 1);
    CHECK_EQ(receive(), 0);
    CHECK_EQ(numbers_try_send(&numbers, 3), -EAGAIN); /* it is the other's */
    CHECK_EQ(poll_send(1), 0);
    CHECK_EQ(receiver.wakes, 1);
    CHECK_EQ(poll_recv(), 2);
    end();
}

/* --- Waiting senders --------------------------------------------------------
 */

/* tokio's reserve is as fair. */
TEST(senders_wait_in_order)
{
    int value;

    begin(1);
    CHECK_EQ(send(0, 1), 0);
    for (int i = 1; i < MANY; i++)
        CHECK_EQ(send(i, i + 1), 1);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(poll_send(3), 1);
    CHECK_EQ(poll_send(2), 1);
    CHECK_EQ(poll_send(1), 0);
    CHECK_EQ(receive(), 2);
    CHECK_EQ(poll_send(2), 0);
    CHECK_EQ(receive(), 3);
    CHECK_EQ(poll_send(3), 0);
    CHECK_EQ(numbers_try_recv(&numbers, &value), 0);
    CHECK_EQ(value, 4);
    end();
}

TEST(a_dropped_sender_passes_its_turn_on)
{
    begin(1);
    CHECK_EQ(send(0, 1), 0);
    for (int i = 1; i < MANY; i++)
        CHECK_EQ(send(i, i + 1), 1);
    numbers_send_drop(&sends[2]);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(senders[1].wakes, 1);
    numbers_send_drop(&sends[1]); /* it was its turn */
    CHECK_EQ(senders[3].wakes, 1);
    CHECK_EQ(poll_send(3), 0);
    CHECK_EQ(receive(), 4);
    CHECK_EQ(receive(), 0);
    numbers_recv_drop(&recv);
    end();
}

TEST(full_and_then_closed)
{
    begin(1);
    CHECK_EQ(send(0, 1), 0);
    CHECK_EQ(send(1, 2), 1);
    CHECK_EQ(send(2, 3), 1);
    numbers_close(&numbers);
    CHECK_EQ(poll_send(1), -EPIPE);
    CHECK_EQ(poll_send(2), -EPIPE);
    CHECK_EQ(send(3, 4), -EPIPE);
    CHECK_EQ(numbers_try_send(&numbers, 5), -EPIPE);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(receive(), -EPIPE);
    end();
}

/* Its turn had come, but not its poll. */
TEST(closed_between_the_turn_and_the_poll)
{
    begin(1);
    CHECK_EQ(send(0, 1), 0);
    CHECK_EQ(send(1, 2), 1);
    CHECK_EQ(receive(), 1);
    numbers_close(&numbers);
    CHECK_EQ(poll_send(1), -EPIPE);
    CHECK_EQ(receive(), -EPIPE);
    end();
}

/* --- The receiver -----------------------------------------------------------
 */

TEST(the_last_sender_has_ended_values_first)
{
    begin(2);
    numbers_sender_clone(&numbers);
    CHECK_EQ(send(0, 1), 0);
    numbers_sender_fini(&numbers);
    CHECK_EQ(send(1, 2), 0);
    numbers_sender_fini(&numbers);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(receive(), 2);
    CHECK_EQ(receive(), -EPIPE);
    end();
}

TEST(the_last_sender_ends_while_one_receives)
{
    int value;

    begin(1);
    CHECK_EQ(receive(), 0);
    CHECK_EQ(poll_recv(), 0);
    CHECK_EQ(numbers_try_recv(&numbers, &value), -EAGAIN);
    numbers_sender_clone(&numbers);
    numbers_sender_fini(&numbers);
    CHECK_EQ(receiver.wakes, 0);
    numbers_sender_fini(&numbers);
    CHECK_EQ(receiver.wakes, 1);
    CHECK_EQ(poll_recv(), -EPIPE);
    CHECK_EQ(numbers_try_recv(&numbers, &value), -EPIPE);
    end();
}

TEST(closed_while_one_receives)
{
    begin(1);
    CHECK_EQ(receive(), 0);
    numbers_close(&numbers);
    CHECK_EQ(receiver.wakes, 1);
    CHECK_EQ(poll_recv(), -EPIPE);
    end();
}

TEST(recv_dropped_when_ready_loses_nothing)
{
    begin(1);
    CHECK_EQ(receive(), 0);
    CHECK_EQ(send(0, 1), 0);
    CHECK_EQ(receiver.wakes, 1);
    numbers_recv_drop(&recv);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(receive(), 0);
    numbers_recv_drop(&recv);
    CHECK_EQ(receiver.clones, 0);
    CHECK_EQ(send(0, 2), 0);
    CHECK_EQ(receiver.wakes, 1);
    CHECK_EQ(receive(), 2);
    end();
}

/* --- Memory -----------------------------------------------------------------
 */

TEST(unbounded_grows_from_any_place)
{
    int next = 1;

    begin(0);
    for (int i = 1; i <= 1000; i++) {
        CHECK_EQ(send(0, i), 0);
        if (i % 3 == 0)
            CHECK_EQ(receive(), next++);
    }
    while (next <= 1000)
        CHECK_EQ(receive(), next++);
    CHECK_EQ(send(0, 1), 0);
    end();
}

TEST(unbounded_without_memory)
{
    begin(0);
    fail_at(1);
    CHECK_EQ(send(0, 1), -ENOMEM);
    for (int i = 1; i <= 8; i++)
        CHECK_EQ(send(0, i), 0);
    fail_at(1);
    CHECK_EQ(numbers_try_send(&numbers, 9), -ENOMEM);
    for (int i = 1; i <= 8; i++)
        CHECK_EQ(receive(), i);
    CHECK_EQ(numbers.mpsc.room.permits, UINT32_MAX);
    end();
}

TEST(bounded_takes_no_memory)
{
    int before;

    begin(1);
    before = attempts;
    for (int i = 1; i <= 5; i++) {
        CHECK_EQ(send(0, i), 0);
        CHECK_EQ(send(1, i), 1);
        CHECK_EQ(receive(), i);
        CHECK_EQ(poll_send(1), 0);
        CHECK_EQ(receive(), i);
    }
    CHECK_EQ(attempts, before);
    end();
}

/* --- In tasks ---------------------------------------------------------------
 */

static struct poll sending(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        struct numbers_send future;

        numbers_send_init(&future, &numbers, 1);
        if (!numbers_send_poll(&future, cx, NULL).is_ready) {
            numbers_send_drop(&future);
            return POLL_PENDING;
        }
    }
    return POLL_READY;
}

static struct poll receiving(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        struct numbers_recv future;

        numbers_recv_init(&future, &numbers);
        if (!numbers_recv_poll(&future, cx, NULL).is_ready) {
            numbers_recv_drop(&future);
            return POLL_PENDING;
        }
    }
    return POLL_READY;
}

TEST(mpsc_is_cooperative)
{
    begin(0);
    CHECK_EQ(polls_of_greedy(sending, NULL), 3);
    CHECK_EQ(polls_of_greedy(receiving, NULL), 3);
    end();
}

/* Two tasks, one place: each waits for the other, for each value. */
static struct numbers_send sent;
static bool is_sending;

static struct poll producing(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        if (!is_sending)
            numbers_send_init(&sent, &numbers, script->left);
        is_sending = !numbers_send_poll(&sent, cx, NULL).is_ready;
        if (is_sending)
            return POLL_PENDING;
        numbers_send_drop(&sent);
    }
    numbers_sender_fini(&numbers);
    return POLL_READY;
}

static struct poll consuming(struct script *script, struct context *cx)
{
    struct numbers_received received;

    numbers_recv_init(&recv, &numbers);
    while (numbers_recv_poll(&recv, cx, &received).is_ready) {
        if (received.err == -EPIPE)
            return POLL_READY;
        CHECK_EQ(received.value, script->left--);
        numbers_recv_init(&recv, &numbers);
    }
    return POLL_PENDING;
}

TEST(two_tasks)
{
    struct script producer = {.step = producing, .left = 1000};
    struct script consumer = {.step = consuming, .left = 1000};

    begin(1);
    task_detach(spawn_script(&producer));
    task_detach(spawn_script(&consumer));
    run_to_the_end();
    CHECK_EQ(consumer.left, 0);
    end();
}

/* --- Misuse -----------------------------------------------------------------
 */

static void capacity_0(void)
{
    set_up();
    numbers_init(&numbers, ring, 0);
}

static void polled_after_ready(void)
{
    begin(1);
    send(0, 1);
    numbers_recv_init(&recv, &numbers);
    numbers_recv_poll(&recv, by(&receiver), NULL);
    numbers_recv_poll(&recv, by(&receiver), NULL);
}

static void ended_while_one_sends(void)
{
    begin(1);
    send(0, 1);
    send(1, 1);
    numbers_fini(&numbers);
}

static void ended_while_one_receives(void)
{
    begin(1);
    receive();
    numbers_fini(&numbers);
}

static void too_few_senders(void)
{
    begin(1);
    numbers_sender_fini(&numbers);
    numbers_sender_fini(&numbers);
}

TEST(misuse)
{
    expect_panic(capacity_0, "a channel for 0 values");
    expect_panic(polled_after_ready, "recv was polled after it was ready");
    expect_panic(ended_while_one_sends, "the end of a channel for which some");
    expect_panic(ended_while_one_receives,
                 "the end of a channel from which somebody receives");
    expect_panic(too_few_senders, "a channel has lost more senders than");
}
