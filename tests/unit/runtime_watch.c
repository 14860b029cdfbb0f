/* links: runtime/ all */
/* The contract of runtime/watch.h */
#include "runtime/watch.h"

#include "tests/unit/runtime_hand.h"

struct setting {
    int level;
    const char *name;
};

WATCH(settings, struct setting)
WATCH(names, char *)

enum {
    MANY = 3
};

static struct settings settings;
static struct settings_receiver receivers[MANY];
static struct settings_changed waits[MANY];
static struct hand hands[MANY];

static void begin(void)
{
    set_up();
    settings_init(&settings, (struct setting){1, "first"});
    for (int i = 0; i < MANY; i++)
        settings_receiver_init(&receivers[i], &settings);
}

static void end(void)
{
    for (int i = 0; i < MANY; i++) {
        settings_changed_drop(&waits[i]);
        CHECK_EQ(hands[i].clones, 0);
    }
    settings_fini(&settings);
    tear_down();
}

static void send(int level)
{
    settings_send(&settings, (struct setting){level, "later"});
}

/* 0, or the error, or 1 if it is pending */
static int poll_changed(int i)
{
    int err = 1;
    struct poll poll = settings_changed_poll(&waits[i], by(&hands[i]), &err);

    CHECK_EQ(poll.is_ready, err != 1);
    return err;
}

static int changed(int i)
{
    settings_changed_init(&waits[i], &receivers[i]);
    return poll_changed(i);
}

TEST(the_first_value_is_no_change)
{
    begin();
    CHECK_STR(settings_borrow(&receivers[0])->name, "first");
    CHECK_EQ(changed(0), 1);
    end();
}

TEST(a_change_is_seen_once_by_each)
{
    begin();
    CHECK_EQ(changed(0), 1);
    CHECK_EQ(poll_changed(0), 1);
    CHECK_EQ(changed(1), 1);
    send(2);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK_EQ(poll_changed(0), 0);
    CHECK_EQ(poll_changed(1), 0);
    CHECK_EQ(changed(2), 0);
    CHECK_EQ(changed(2), 1);
    settings_changed_drop(&waits[2]);
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(settings_borrow(&receivers[i])->level, 2);
        CHECK_EQ(changed(i), 1);
    }
    end();
}

TEST(the_latest_wins)
{
    begin();
    send(2);
    send(3);
    CHECK_EQ(changed(0), 0);
    CHECK_EQ(settings_borrow(&receivers[0])->level, 3);
    CHECK_EQ(changed(0), 1);
    send(3); /* the same value is a change, too */
    CHECK_EQ(poll_changed(0), 0);
    end();
}

TEST(what_was_borrowed_is_seen)
{
    begin();
    send(2);
    CHECK_EQ(settings_borrow(&receivers[0])->level, 2);
    CHECK_EQ(changed(0), 1);
    send(3);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK_EQ(settings_borrow(&receivers[0])->level, 3);
    CHECK_EQ(poll_changed(0), 1); /* woken for what it has seen meanwhile */
    send(4);
    CHECK_EQ(hands[0].wakes, 2);
    CHECK_EQ(poll_changed(0), 0);
    end();
}

/* The pointer is const, and not what it points to. */
TEST(a_pointer_is_a_value)
{
    static char text[] = "text";
    struct names names;
    struct names_receiver receiver;

    begin();
    names_init(&names, text);
    names_receiver_init(&receiver, &names);
    (*names_borrow(&receiver))[0] = 'n';
    CHECK_STR(text, "next");
    names_fini(&names);
    end();
}

TEST(dropped_when_ready_loses_nothing)
{
    begin();
    CHECK_EQ(changed(0), 1);
    send(2);
    settings_changed_drop(&waits[0]);
    CHECK_EQ(changed(0), 0);
    end();
}

TEST(a_receiver_that_comes_later_has_seen_what_was_before)
{
    begin();
    send(2);
    settings_receiver_init(&receivers[0], &settings);
    CHECK_EQ(changed(0), 1);
    end();
}

/* tokio's name */
TEST(changed_succeeds_on_closed_channel_with_unseen_value)
{
    begin();
    send(2);
    settings_close(&settings);
    CHECK_EQ(changed(0), 0);
    CHECK_EQ(settings_borrow(&receivers[0])->level, 2);
    CHECK_EQ(changed(0), -EPIPE);
    CHECK_EQ(changed(0), -EPIPE);
    end();
}

TEST(closed_while_one_waits)
{
    begin();
    CHECK_EQ(changed(0), 1);
    settings_close(&settings);
    CHECK_EQ(hands[0].wakes, 1);
    CHECK_EQ(poll_changed(0), -EPIPE);
    end();
}

static struct poll changing(struct script *script, struct context *cx)
{
    struct settings_changed wait;

    for (; script->left > 0; script->left--) {
        send(script->left);
        settings_changed_init(&wait, &receivers[0]);
        if (!settings_changed_poll(&wait, cx, NULL).is_ready)
            return POLL_PENDING;
    }
    return POLL_READY;
}

/* as tokio's of that name */
TEST(watch_is_cooperative)
{
    begin();
    CHECK_EQ(polls_of_greedy(changing, NULL), 3);
    end();
}

static void polled_after_ready(void)
{
    begin();
    send(2);
    changed(0);
    poll_changed(0);
}

static void ended_too_early(void)
{
    begin();
    changed(0);
    settings_fini(&settings);
}

TEST(misuse)
{
    expect_panic(polled_after_ready, "changed was polled after it was ready");
    expect_panic(ended_too_early, "the end of a watch for which somebody");
}
