/* links: runtime/ all */
/* The contract of runtime/remote_mpsc.h: in one thread, and with others */
#include "runtime/remote_mpsc.h"

#include <sched.h>

#include "tests/unit/patience.h"
#include "tests/unit/runtime_hand.h"

REMOTE_MPSC(numbers, int)

enum {
    MANY = 4,
    THREADS = 3
};

static struct numbers numbers;
static int ring[MANY];

/* --- In one thread, by hand -------------------------------------------------
 */

static struct numbers_recv recv;
static struct hand hand;

static void begin(size_t capacity)
{
    set_up();
    numbers_init(&numbers, ring, capacity);
}

static void end(void)
{
    CHECK_EQ(hand.clones, 0);
    numbers_fini(&numbers);
    tear_down();
}

/* The value, or the error, or 0 if it is pending */
static int poll_recv(void)
{
    struct numbers_received received;

    if (!numbers_recv_poll(&recv, by(&hand), &received).is_ready)
        return 0;
    return received.err < 0 ? received.err : received.value;
}

static int receive(void)
{
    numbers_recv_init(&recv, &numbers);
    return poll_recv();
}

TEST(values_first_and_then_the_end)
{
    int value;

    begin(2);
    CHECK_EQ(receive(), 0);
    CHECK_EQ(numbers_try_recv(&numbers, &value), -EAGAIN);
    CHECK_EQ(numbers_try_send(&numbers, 1), 0);
    CHECK_EQ(hand.wakes, 1);
    CHECK_EQ(numbers_send_blocking(&numbers, 2), 0);
    CHECK_EQ(numbers_try_send(&numbers, 3), -EAGAIN);
    numbers_sender_clone(&numbers);
    numbers_sender_fini(&numbers);
    CHECK_EQ(poll_recv(), 1);
    numbers_sender_fini(&numbers);
    CHECK_EQ(numbers_try_recv(&numbers, &value), 0);
    CHECK_EQ(value, 2);
    CHECK_EQ(receive(), -EPIPE);
    end();
}

TEST(recv_dropped_when_ready_loses_nothing)
{
    begin(1);
    CHECK_EQ(receive(), 0);
    CHECK_EQ(numbers_try_send(&numbers, 1), 0);
    numbers_recv_drop(&recv);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(receive(), 0);
    numbers_recv_drop(&recv);
    end();
}

TEST(closed)
{
    begin(1);
    CHECK_EQ(numbers_try_send(&numbers, 1), 0);
    numbers_close(&numbers);
    CHECK_EQ(numbers_try_send(&numbers, 2), -EPIPE);
    CHECK_EQ(numbers_send_blocking(&numbers, 2), -EPIPE);
    CHECK_EQ(receive(), 1);
    CHECK_EQ(receive(), -EPIPE);
    end();
}

TEST(unbounded)
{
    set_up();
    numbers_init_unbounded(&numbers);
    for (int i = 1; i <= 100; i++)
        CHECK_EQ(numbers_send_blocking(&numbers, i), 0);
    for (int i = 1; i <= 100; i++)
        CHECK_EQ(receive(), i);
    end();
}

static struct poll receiving(struct script *script, struct context *cx)
{
    for (; script->left > 0; script->left--) {
        struct numbers_recv future;

        numbers_try_send(&numbers, 1);
        numbers_recv_init(&future, &numbers);
        if (!numbers_recv_poll(&future, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

TEST(recv_is_cooperative)
{
    begin(1);
    CHECK_EQ(polls_of_greedy(receiving, NULL), 3);
    end();
}

static void polled_after_ready(void)
{
    begin(1);
    numbers_try_send(&numbers, 1);
    receive();
    poll_recv();
}

TEST(misuse)
{
    expect_panic(polled_after_ready,
                 "a remote_mpsc's recv was polled after it was ready");
}

/* --- With other threads -----------------------------------------------------
 */

struct sender {
    pthread_t thread;
    int number;
    int count; /* how many values it sends, in order */
    int err;   /* of the last */
};

/* Its values are number, number + THREADS, and so on. */
static void *sending(void *data)
{
    struct sender *sender = data;

    for (int i = 0; i < sender->count && sender->err == 0; i++)
        sender->err =
            numbers_send_blocking(&numbers, i * THREADS + sender->number);
    numbers_sender_fini(&numbers);
    return NULL;
}

static void start(struct sender senders[THREADS], int count)
{
    for (int i = 0; i < THREADS; i++) {
        senders[i] = (struct sender){.number = i, .count = count};
        numbers_sender_clone(&numbers);
        CHECK_EQ(pthread_create(&senders[i].thread, NULL, sending, &senders[i]),
                 0);
    }
    numbers_sender_fini(&numbers);
}

static void join(struct sender senders[THREADS])
{
    for (int i = 0; i < THREADS; i++)
        pthread_join(senders[i].thread, NULL);
}

/* Until all have ended, or script->left values; checks the order of each. */
static struct poll consuming(struct script *script, struct context *cx)
{
    int *next = script->data;

    for (; script->left > 0; script->left--) {
        struct numbers_received got;

        if (script->output == 0)
            numbers_recv_init(&recv, &numbers);
        script->output = 1; /* it is initialized */
        if (!numbers_recv_poll(&recv, cx, &got).is_ready)
            return POLL_PENDING;
        script->output = 0;
        if (got.err == -EPIPE)
            return POLL_READY;
        CHECK_EQ(got.value / THREADS, next[got.value % THREADS]++);
    }
    return POLL_READY;
}

/* The channel ends as soon as the last sender has: no thread is joined before.
 */
TEST(from_many_threads)
{
    int count = times(3000, 300), next[THREADS] = {0};
    struct sender senders[THREADS];
    struct script script = {
        .step = consuming, .left = THREADS * count + 1, .data = next};

    CHECK_EQ(runtime_init(&runtime), 0);
    numbers_init(&numbers, ring, MANY);
    start(senders, count);
    task_detach(spawn_script(&script));
    run_to_the_end();
    numbers_fini(&numbers);
    join(senders);
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQ(next[i], count);
        CHECK_EQ(senders[i].err, 0);
    }
    tear_down();
}

/* Those who wait for room are woken, and told. */
TEST(closed_while_threads_wait)
{
    for (int round = 0; round < times(100, 10); round++) {
        int next[THREADS] = {0};
        struct sender senders[THREADS];
        struct script script = {.step = consuming, .left = 5, .data = next};

        CHECK_EQ(runtime_init(&runtime), 0);
        numbers_init(&numbers, ring, 1);
        start(senders, 1000);
        task_detach(spawn_script(&script));
        run_to_the_end();
        numbers_close(&numbers);
        join(senders);
        for (int i = 0; i < THREADS; i++)
            CHECK_EQ(senders[i].err, -EPIPE);
        numbers_fini(&numbers);
        tear_down();
    }
}

/* One at a time, without waiting: room that try_recv() makes is told of, too */
TEST(by_try_recv)
{
    struct sender senders[THREADS];
    int next[THREADS] = {0}, value, err;

    set_up();
    numbers_init(&numbers, ring, 1);
    start(senders, 100);
    while ((err = numbers_try_recv(&numbers, &value)) != -EPIPE) {
        if (err == 0)
            CHECK_EQ(value / THREADS, next[value % THREADS]++);
        else
            sched_yield();
    }
    join(senders);
    CHECK_EQ(next[0] + next[1] + next[2], 300);
    numbers_fini(&numbers);
    tear_down();
}
