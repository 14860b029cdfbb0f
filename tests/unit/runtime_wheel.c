/* links: runtime/ wheel.c */
/* The contract of runtime/wheel.h, held against a list that is searched */
#include "runtime/wheel.h"

#include <stdlib.h>

#include "tests/unit/check.h"
#include "tests/unit/patience.h"

enum {
    TICK = 1 << WHEEL_TICK
};

static struct wheel wheel;

static void add(struct wheel_entry *entry, int64_t at)
{
    wheel_entry_init(entry);
    wheel_add(&wheel, entry, at);
}

/* It comes at that time, rounded up to a tick, and not before. */
static void expect_at(struct wheel_entry *entry, int64_t at, int64_t begin)
{
    int64_t due = (at / TICK + (at % TICK != 0)) * TICK;

    if (at > INT64_MAX - TICK)
        due = INT64_MAX;
    wheel_init(&wheel, begin);
    add(entry, at);
    CHECK(wheel_next(&wheel) <= due);
    if (at > begin)
        CHECK(wheel_pop(&wheel, at - 1) == NULL);
    CHECK(wheel_pop(&wheel, due) == entry || at > INT64_MAX - TICK);
}

TEST(nothing_is_in_an_empty_one)
{
    wheel_init(&wheel, 5);
    CHECK(wheel_pop(&wheel, INT64_MAX) == NULL);
    CHECK(wheel_earliest(&wheel) == NULL);
    CHECK(wheel_pop_earliest(&wheel) == NULL);
    CHECK_EQ(wheel_next(&wheel), INT64_MAX);
}

TEST(exactly_at_the_borders_of_levels)
{
    struct wheel_entry entry;

    for (int level = 0; level < 7; level++) {
        int64_t border = (INT64_C(1) << WHEEL_DIGIT * level) * TICK;

        for (int64_t begin = 0; begin < 3; begin++) {
            expect_at(&entry, border - 1, begin * border / 3);
            expect_at(&entry, border, begin * border / 3);
            expect_at(&entry, border + 1, begin * border / 3);
            expect_at(&entry, border + TICK, begin * border / 3);
        }
    }
}

TEST(past_times_and_the_last_one)
{
    struct wheel_entry past, negative, last;

    wheel_init(&wheel, 1000 * TICK);
    add(&past, 3);
    add(&negative, -7);
    add(&last, INT64_MAX);
    CHECK(wheel_pop(&wheel, 1000 * TICK) == &negative);
    CHECK(wheel_pop(&wheel, 1000 * TICK) == &past);
    CHECK(wheel_pop(&wheel, INT64_MAX - TICK) == NULL);
    CHECK(wheel_earliest(&wheel) == &last);
    CHECK(wheel_pop_earliest(&wheel) == &last);
    CHECK_EQ(wheel.count, 0);
}

TEST(timer_order_is_that_of_time_and_then_of_adding)
{
    struct wheel_entry same[5], later, sooner;

    wheel_init(&wheel, 0);
    add(&later, 70 * TICK + 2);
    for (int i = 0; i < 3; i++)
        add(&same[i], 70 * TICK + 1);
    CHECK(wheel_pop(&wheel, 69 * TICK) == NULL); /* they go down a level */
    for (int i = 3; i < 5; i++)
        add(&same[i], 70 * TICK + 1);
    add(&sooner, 70 * TICK);
    CHECK(wheel_pop(&wheel, 72 * TICK) == &sooner);
    for (int i = 0; i < 5; i++)
        CHECK(wheel_pop(&wheel, 72 * TICK) == &same[i]);
    CHECK(wheel_pop(&wheel, 72 * TICK) == &later);
}

TEST(one_that_was_removed_never_comes)
{
    struct wheel_entry a, b, due;

    wheel_init(&wheel, 0);
    add(&a, 5 * TICK);
    add(&b, 5 * TICK);
    add(&due, 0);
    wheel_remove(&wheel, &a);
    wheel_remove(&wheel, &due);
    CHECK(!wheel_has(&a) && wheel_has(&b));
    CHECK(wheel_pop(&wheel, 6 * TICK) == &b);
    CHECK_EQ(wheel_next(&wheel), INT64_MAX);
}

/* After a jump the present may be in the middle of a tick. */
TEST(one_that_is_added_after_a_jump_is_not_early)
{
    struct wheel_entry first, second;

    wheel_init(&wheel, 0);
    add(&first, 5 * TICK + 1);
    CHECK(wheel_pop_earliest(&wheel) == &first);
    add(&second, 5 * TICK + 3);
    CHECK(wheel_pop(&wheel, 5 * TICK + 2) == NULL);
    CHECK_EQ(wheel_next(&wheel), 5 * TICK + 3);
    CHECK(wheel_pop(&wheel, 5 * TICK + 3) == &second);
}

/* --- At random, against what is plain --------------------------------------
 */

enum {
    ENTRIES = 200
};

static struct wheel_entry entries[ENTRIES];
static long added[ENTRIES]; /* in which order */
static unsigned long long random_state;

static uint64_t some_number(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return random_state >> 16;
}

/* The next one at this time: of those that have it the one that came first */
static struct wheel_entry *search(void)
{
    struct wheel_entry *best = NULL;

    for (int i = 0; i < ENTRIES; i++) {
        struct wheel_entry *entry = &entries[i];

        if (wheel_has(entry) &&
            (best == NULL || entry->at < best->at ||
             (entry->at == best->at && added[i] < added[best - entries])))
            best = entry;
    }
    return best;
}

/* A few ns or many years from now on, and often one that is there already */
static int64_t some_time(int64_t now)
{
    int64_t at = now + (int64_t)(some_number() >> some_number() % 48);

    if (some_number() % 3 == 0)
        at = entries[some_number() % ENTRIES].at;
    return at < now ? now : at;
}

TEST(as_a_list_that_is_searched)
{
    int64_t now = 0;
    long order = 0;

    for (int seed = 0; seed < times(300, 20); seed++) {
        random_state = (unsigned)seed;
        now = (int64_t)(some_number() >> some_number() % 40);
        wheel_init(&wheel, now);
        for (int i = 0; i < ENTRIES; i++)
            wheel_entry_init(&entries[i]);
        for (int step = 0; step < 1000; step++) {
            int i = (int)(some_number() % ENTRIES);
            struct wheel_entry *expected, *found;

            if (!wheel_has(&entries[i])) {
                added[i] = order++;
                wheel_add(&wheel, &entries[i], some_time(now));
            } else if (some_number() % 4 == 0) {
                wheel_remove(&wheel, &entries[i]);
            }
            if (some_number() % 8 == 0)
                now += (int64_t)(some_number() >> some_number() % 45) / 2;
            if (some_number() % 2 == 0)
                continue;
            expected = search();
            found = wheel_pop(&wheel, now);
            if (found != NULL)
                CHECK(found == expected && found->at <= now);
            else
                CHECK(expected == NULL || expected->at > now - TICK);
        }
    }
}
