/* links: delayserver/ timer.c */
#include "../../delayserver/timer.h"
#include "check.h"

#include <stdlib.h>

enum {
    TIMERS = 200,
    ROUNDS = 20000,
};

/* The timers as an array that is searched: slow, and obviously right */
static struct model {
    struct timer timer;
    uint64_t due;
    uint64_t order;
    int is_set;
} models[TIMERS];
static uint64_t next_order;

static struct timers new_timers(size_t room)
{
    struct timers timers;

    timers_init(&timers);
    CHECK_EQ(timers_reserve(&timers, room), 0);
    return timers;
}

static struct model *first_model(void)
{
    struct model *first = NULL;

    for (int i = 0; i < TIMERS; i++) {
        struct model *m = &models[i];

        if (m->is_set && (first == NULL || m->due < first->due ||
                          (m->due == first->due && m->order < first->order)))
            first = m;
    }
    return first;
}

static void set(struct timers *timers, struct model *m, uint64_t due)
{
    timer_set(timers, &m->timer, due);
    m->due = due;
    m->order = next_order++;
    m->is_set = 1;
}

static void cancel(struct timers *timers, struct model *m)
{
    timer_cancel(timers, &m->timer);
    m->is_set = 0;
}

static void take(struct timers *timers, uint64_t now)
{
    struct model *first = first_model();
    struct timer *taken = timers_take(timers, now);

    if (first == NULL || first->due > now) {
        CHECK(taken == NULL);
        return;
    }
    CHECK(taken == &first->timer);
    first->is_set = 0;
}

TEST(nothing_is_set)
{
    struct timers timers = new_timers(1);
    struct timer timer = {0};

    CHECK(timers_next(&timers) == TIMER_NEVER);
    CHECK(timers_take(&timers, TIMER_NEVER) == NULL);
    CHECK(timer_due(&timers, &timer) == TIMER_NEVER);
    timer_cancel(&timers, &timer);
    CHECK(timers_next(&timers) == TIMER_NEVER);
    timers_fini(&timers);
}

TEST(the_only_one_leaves)
{
    struct timers timers = new_timers(1);
    struct timer timer = {0};

    timer_set(&timers, &timer, 5);
    CHECK_EQ(timers_next(&timers), 5);
    timer_cancel(&timers, &timer);
    CHECK(timers_next(&timers) == TIMER_NEVER);
    timer_set(&timers, &timer, 7);
    CHECK(timers_take(&timers, 6) == NULL);
    CHECK(timers_take(&timers, 7) == &timer);
    CHECK(timers_take(&timers, 7) == NULL);
    CHECK(timers_next(&timers) == TIMER_NEVER);
    CHECK(timer_due(&timers, &timer) == TIMER_NEVER);
    timers_fini(&timers);
}

TEST(the_one_in_the_last_place_leaves)
{
    struct timers timers = new_timers(3);
    struct timer a = {0}, b = {0}, c = {0};

    timer_set(&timers, &a, 1);
    timer_set(&timers, &b, 2);
    timer_set(&timers, &c, 3);
    timer_cancel(&timers, &c);
    CHECK(timer_due(&timers, &c) == TIMER_NEVER);
    CHECK(timers_take(&timers, 9) == &a);
    CHECK(timers_take(&timers, 9) == &b);
    CHECK(timers_take(&timers, 9) == NULL);
    timers_fini(&timers);
}

TEST(who_was_set_first_goes_first)
{
    struct timers timers = new_timers(TIMERS);

    for (int i = 0; i < TIMERS; i++)
        timer_set(&timers, &models[i].timer, 42);
    for (int i = 0; i < TIMERS; i++)
        CHECK(timers_take(&timers, 42) == &models[i].timer);
    timers_fini(&timers);
}

TEST(one_that_is_set_moves)
{
    struct timers timers = new_timers(2);
    struct timer a = {0}, b = {0};

    timer_set(&timers, &a, 10);
    timer_set(&timers, &b, 20);
    timer_set(&timers, &a, 30);
    CHECK_EQ(timers_next(&timers), 20);
    timer_set(&timers, &a, 5);
    CHECK_EQ(timers_next(&timers), 5);
    CHECK_EQ(timer_due(&timers, &a), 5);
    CHECK_EQ(timers.count, 2);
    timers_fini(&timers);
}

TEST(does_as_the_model_does)
{
    struct timers timers = new_timers(TIMERS);

    srand(1);
    for (int round = 0; round < ROUNDS; round++) {
        struct model *m = &models[rand() % TIMERS];
        struct model *first;

        switch (rand() % 4) {
        case 0: /* few values, so that many are due together */
        case 1:
            set(&timers, m, (uint64_t)(rand() % 50));
            break;
        case 2:
            cancel(&timers, m);
            break;
        default:
            take(&timers, (uint64_t)(rand() % 50));
            break;
        }
        first = first_model();
        CHECK(timers_next(&timers) == (first ? first->due : TIMER_NEVER));
        CHECK(timer_due(&timers, &m->timer) ==
              (m->is_set ? m->due : TIMER_NEVER));
    }
    while (first_model() != NULL)
        take(&timers, 50);
    CHECK_EQ(timers.count, 0);
    timers_fini(&timers);
}

TEST(room_grows)
{
    struct timers timers = new_timers(1);

    timer_set(&timers, &models[0].timer, 3);
    for (size_t i = 1; i < TIMERS; i++) {
        CHECK_EQ(timers_reserve(&timers, i + 1), 0);
        timer_set(&timers, &models[i].timer, 3 + i);
    }
    for (size_t i = 0; i < TIMERS; i++)
        CHECK(timers_take(&timers, 1000) == &models[i].timer);
    timers_fini(&timers);
}
