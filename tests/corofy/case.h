/*
 * What the cases wait for, and what runs them.  A case includes this after all
 * other headers.  README.md here says how a case is made.  With -DASYNC it is
 * async.h, in the form of chapter 10.
 *
 * With -DORACLE a coroutine is a plain function, and what it waits for are
 * functions that return their output at once: what the case prints then is
 * what it has to print after corofy, too.
 */
#ifndef CASE_H
#define CASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plain.h"

#ifdef ASYNC

#include "async.h"

#else

#ifdef ORACLE

#define WAITABLE         char *

static inline char *leaf(char *output, bool traced)
{
    if (traced)
        printf("asked %s\n", output);
    return output;
}

/* A void coroutine may be the argument, too. */
#define run(call)        (call)
#define run_to_end(call) (call)

#else /* what generated code needs, the futures and the scheduler */

#define WAITABLE struct future *

/* With -DWAKER (or #define WAKER before this) for code of corofy --waker. */
#ifdef WAKER
struct waker {
    bool *woken;
};
#define WAKER_PARAMETER , const struct waker *waker
#define WAKER_ARGUMENT  , waker
#else
#define WAKER_PARAMETER
#define WAKER_ARGUMENT
#endif

/* With -DPIN (or #define PIN) for code of corofy --pin. */
#ifdef PIN
struct pin {
    struct future *future;
};
#define SELF           struct pin
#define PINNED(future) ((struct pin){future})
#define UNPINNED(self) self.future
#else
#define SELF           struct future *
#define PINNED(future) future
#define UNPINNED(self) self
#endif

enum poll_state {
    POLL_NOT_READY,
    POLL_READY,
};

struct future {
    enum poll_state (*poll)(SELF self WAKER_PARAMETER, char **output);
    void (*drop)(struct future *self);
};

_Noreturn static inline __attribute__((format(printf, 1, 2))) void panic(
    const char *format, ...)
{
    va_list arguments;

    fflush(stdout);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

/* All futures that were made and not yet dropped, in no order */
static struct future *alive[200];
static size_t alive_count;

static inline void *future_alloc(size_t size)
{
    void *future = calloc(1, size);

    if (!future || alive_count == sizeof(alive) / sizeof(alive[0]))
        panic("too many futures at once");
    alive[alive_count++] = future;
    return future;
}

/* Futures are freed as anything else: by what looks like free(). */
static inline void free_counted(void *memory)
{
    for (size_t i = 0; i < alive_count; i++)
        if (alive[i] == memory) {
            alive[i] = alive[--alive_count];
            break;
        }
    free(memory);
}
#define free(memory) free_counted(memory)

static inline void future_drop(struct future *future)
{
    if (future)
        future->drop(future);
}

static inline enum poll_state future_poll(struct future **child WAKER_PARAMETER,
                                          char **output)
{
    char *unwanted;

    if (!*child)
        panic("future_poll: there is no future");
    if ((*child)->poll(PINNED(*child) WAKER_ARGUMENT,
                       output ? output : &unwanted) == POLL_NOT_READY)
        return POLL_NOT_READY;
    if (!output)
        free(unwanted);
    future_drop(*child);
    *child = NULL;
    return POLL_READY;
}

/* Is not ready a few times before it is. */
struct leaf {
    struct future future;
    int suspensions; /* still to come; -1: it was ready */
    bool traced;     /* say so at the first poll */
    char *output;
};

static inline enum poll_state leaf_poll(SELF polled WAKER_PARAMETER,
                                        char **output)
{
    struct leaf *self = (struct leaf *)UNPINNED(polled);

    if (self->suspensions < 0)
        panic("a future was polled after it was ready");
#ifdef WAKER
    *waker->woken = true;
#endif
    if (self->traced)
        printf("asked %s\n", self->output);
    self->traced = false;
    if (self->suspensions-- > 0)
        return POLL_NOT_READY;
    *output = self->output;
    self->output = NULL;
    return POLL_READY;
}

static inline void leaf_drop(struct future *future)
{
    free(((struct leaf *)future)->output);
    free(future);
}

static inline struct future *leaf(char *output, bool traced)
{
    static int made;
    struct leaf *self = future_alloc(sizeof(*self));

    *self = (struct leaf){
        .future = {leaf_poll, leaf_drop},
        .suspensions = 1 + made++ % 3,
        .traced = traced,
        .output = output,
    };
    return &self->future;
}

/* Polls future, which must not be ready, at most limit times.  Ready? */
static inline bool poll_times(struct future *future, int limit, char **output)
{
    enum poll_state state = POLL_NOT_READY;

    while (limit-- > 0 && state == POLL_NOT_READY) {
        use_stack();
#ifdef WAKER
        bool woken = false;
        struct waker waker = {&woken};

        state = future->poll(PINNED(future), &waker, output);
        if (state == POLL_NOT_READY && !woken)
            panic("a future is not ready, and nothing will wake it");
#else
        state = future->poll(PINNED(future), output);
#endif
    }
    return state == POLL_READY;
}

enum {
    DROPPED = 0,
    WAS_READY = 3,
    POLLS_AT_MOST = 10000
};

/* In a process of its own: the future is dropped after so many polls. */
static inline int drop_after(int polls, struct future *future)
{
    int status;
    char *output = NULL;

    fflush(stdout);
    if (fork() == 0) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(1);
        if (poll_times(future, polls, &output))
            _exit(WAS_READY);
        future_drop(future);
        if (alive_count > 0)
            panic("%zu futures were not dropped", alive_count);
        _exit(DROPPED);
    }
    if (waitpid(-1, &status, 0) < 0 || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/*
 * Polls future until it is ready, drops it and returns its output.  For a
 * coroutine with futures in its variables: were it dropped before the end,
 * nobody would drop those.
 */
static inline char *run_to_end(struct future *future)
{
    char *output = NULL;

    if (!poll_times(future, POLLS_AT_MOST, &output))
        panic("a future is never ready");
    future_drop(future);
    return output;
}

/*
 * The same, but with CANCEL in the environment it is tried first what happens
 * if future is dropped before: never polled, after one poll, after two...
 */
static inline char *run(struct future *future)
{
    int ended = DROPPED;

    for (int polls = 0; getenv("CANCEL") && ended == DROPPED; polls++) {
        ended = drop_after(polls, future);
        if (ended != DROPPED && ended != WAS_READY)
            panic("the future cannot be dropped after %d polls", polls);
    }
    return run_to_end(future);
}

static inline __attribute__((destructor)) void all_dropped(void)
{
    if (alive_count == 0)
        return;
    fprintf(stderr, "%zu futures were not dropped\n", alive_count);
    fflush(stdout);
    _exit(1);
}

#endif

/* --- What a case waits for: wait(say("hello")) --- */

/* The formatted text */
static inline __attribute__((format(printf, 1, 2))) WAITABLE say(
    const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = formatted(format, arguments);
    va_end(arguments);
    return leaf(text, false);
}

/* The same, and when it starts it prints "asked " and the text. */
static inline __attribute__((format(printf, 1, 2))) WAITABLE ask(
    const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = formatted(format, arguments);
    va_end(arguments);
    return leaf(text, true);
}

/* The number as text: value(wait(number(3))) is 3. */
static inline WAITABLE number(int n)
{
    return say("%d", n);
}

/* NULL, as a void coroutine gives */
static inline WAITABLE nothing(void)
{
    return leaf(NULL, false);
}

/* Last, for sys/wait.h above declares the other wait() */
#ifdef ORACLE
#define coroutine
#define async
#define wait(call)  (call)
#define await(call) (call)
#define box(call)   (call)
#endif

#endif

#endif
