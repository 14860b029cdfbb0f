/*
 * What the cases wait for in the form of chapter 10, and what runs them: case.h
 * includes this with -DASYNC.  Futures are values here, so children are counted
 * by their addresses, from init to drop.
 */
#ifndef ASYNC_H
#define ASYNC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "future.h"
#include "plain.h"

#ifndef __SANITIZE_ADDRESS__
#define __lsan_do_recoverable_leak_check() 0
#endif

/* --- Which futures there are --- */

/* All leaves that have begun and were not yet dropped, in no order */
static const void *alive[200];
static size_t alive_count;

static inline void begins(const void *leaf)
{
    if (alive_count == sizeof(alive) / sizeof(alive[0]))
        panic("too many futures at once");
    alive[alive_count++] = leaf;
}

/* Panics if what is done to it is done to no future. */
static inline size_t find_alive(const void *leaf, const char *what)
{
    size_t i = 0;

    while (i < alive_count && alive[i] != leaf)
        i++;
    if (i == alive_count)
        panic("what was %s is no future, or is none any more", what);
    return i;
}

static inline void ends(const void *leaf)
{
    alive[find_alive(leaf, "dropped")] = alive[alive_count - 1];
    alive_count--;
}

static inline __attribute__((destructor)) void all_dropped(void)
{
    if (alive_count == 0)
        return;
    fprintf(stderr, "%zu futures were not dropped\n", alive_count);
    fflush(stdout);
    _exit(1);
}

/* --- What a case waits for: await(say("hello")) --- */

/* Is not ready a few times before it is. */
struct leaf {
    char *output;
    int suspensions; /* still to come; -1: it was ready */
    bool traced;     /* say so at the first poll */
};

static inline void leaf_init(struct leaf *self, char *output, bool traced)
{
    static int made;

    begins(self);
    *self = (struct leaf){output, 1 + made++ % 3, traced};
}

static inline struct poll leaf_poll(struct leaf *self, struct context *cx,
                                    char **output)
{
    find_alive(self, "polled");
    if (self->suspensions < 0)
        panic("a future was polled after it was ready");
    if (self->traced)
        printf("asked %s\n", self->output);
    self->traced = false;
    if (self->suspensions-- > 0) {
        waker_wake_by_ref(cx->waker);
        return POLL_PENDING;
    }
    if (output) {
        *output = self->output;
        self->output = NULL;
        may_be_lost(*output);
    }
    return POLL_READY;
}

static inline void leaf_drop(struct leaf *self)
{
    ends(self);
    free(self->output);
}

/* All of a future but its init */
#define LEAF(name)                                                    \
    typedef char *name##_output;                                      \
    struct name {                                                     \
        struct leaf leaf;                                             \
    };                                                                \
                                                                      \
    static inline struct poll name##_poll(                            \
        struct name *self, struct context *cx, name##_output *output) \
    {                                                                 \
        return leaf_poll(&self->leaf, cx, output);                    \
    }                                                                 \
                                                                      \
    static inline void name##_drop(struct name *self)                 \
    {                                                                 \
        leaf_drop(&self->leaf);                                       \
    }

/* One whose output is no text; its init sets value. */
#define VALUE_LEAF(name, type)                                        \
    typedef type name##_output;                                       \
    struct name {                                                     \
        struct leaf leaf;                                             \
        type value;                                                   \
    };                                                                \
                                                                      \
    static inline struct poll name##_poll(                            \
        struct name *self, struct context *cx, name##_output *output) \
    {                                                                 \
        if (!leaf_poll(&self->leaf, cx, NULL).is_ready)               \
            return POLL_PENDING;                                      \
        if (output)                                                   \
            *output = self->value;                                    \
        return POLL_READY;                                            \
    }                                                                 \
                                                                      \
    static inline void name##_drop(struct name *self)                 \
    {                                                                 \
        leaf_drop(&self->leaf);                                       \
    }

LEAF(say)
LEAF(ask)
LEAF(number)
LEAF(nothing)

/* The formatted text */
static inline __attribute__((format(printf, 2, 3))) void say_init(
    struct say *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    leaf_init(&self->leaf, formatted(format, arguments), false);
    va_end(arguments);
}

/* The same, and when it starts it prints "asked " and the text. */
static inline __attribute__((format(printf, 2, 3))) void ask_init(
    struct ask *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    leaf_init(&self->leaf, formatted(format, arguments), true);
    va_end(arguments);
}

/* The number as text: value(await(number(3))) is 3. */
static inline void number_init(struct number *self, int n)
{
    char text[12];

    snprintf(text, sizeof(text), "%d", n);
    leaf_init(&self->leaf, strdup(text), false);
}

/* NULL */
static inline void nothing_init(struct nothing *self)
{
    leaf_init(&self->leaf, NULL, false);
}

/* --- The scheduler --- */

static inline struct waker woken_clone(void *woken);

static inline void woken_wake(void *woken)
{
    *(bool *)woken = true;
}

static inline void woken_drop(void *woken)
{
    (void)woken;
}

/* Notes in a bool that it was woken. */
static const struct waker_vtable woken_vtable = {
    woken_clone,
    woken_wake,
    woken_wake,
    woken_drop,
};

static inline struct waker woken_clone(void *woken)
{
    return (struct waker){&woken_vtable, woken};
}

/* Polls future, which must not be ready, at most limit times.  Ready? */
static inline bool poll_times(struct future *future, int limit, void *output)
{
    struct poll poll = POLL_PENDING;

    while (limit-- > 0 && !poll.is_ready) {
        bool woken = false;
        struct waker waker = {&woken_vtable, &woken};

        use_stack();
        poll = future_poll(future, &(struct context){&waker}, output);
        if (!poll.is_ready && !woken)
            panic("a future is not ready, and nothing will wake it");
    }
    return poll.is_ready;
}

enum {
    DROPPED = 0,
    WAS_READY = 3,
    POLLS_AT_MOST = 10000
};

/* In a process of its own: the future is dropped after so many polls. */
static inline int drop_after(int polls, struct future *future, void *output)
{
    int status;

    fflush(stdout);
    if (fork() == 0) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(1);
        if (poll_times(future, polls, output))
            _exit(WAS_READY);
        future_drop(future);
        if (alive_count > 0)
            panic("%zu futures were not dropped", alive_count);
        none_pending();
        use_stack();
        _exit(__lsan_do_recoverable_leak_check() ? 1 : DROPPED);
    }
    if (waitpid(-1, &status, 0) < 0 || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/*
 * Polls future until it is ready, and drops it; output has room for what it
 * gives.  With CANCEL in the environment it is tried first what happens if it
 * is dropped before: never polled, after one poll, after two...
 */
static inline void run_into(struct future *future, void *output)
{
    int ended = DROPPED;

    for (int polls = 0; getenv("CANCEL") && ended == DROPPED; polls++) {
        ended = drop_after(polls, future, output);
        if (ended != DROPPED && ended != WAS_READY)
            panic("the future cannot be dropped after %d polls", polls);
    }
    if (!poll_times(future, POLLS_AT_MOST, output))
        panic("a future is never ready");
    future_drop(future);
}

/* The same, of one that gives a text or nothing */
static inline char *run_for_text(struct future *future)
{
    char *output = NULL;

    run_into(future, &output);
    return output;
}

/* Not copied, or the copy in the caller would hide that it is lost. */
#define run(call) run_for_text((struct future[]){call})

#endif
