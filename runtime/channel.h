#ifndef CHANNEL_H
#define CHANNEL_H

#include "future.h"

/*
 * What channels have in common: the future that receives.  Each kind of channel
 * is functions that know the size of a value, and a macro that writes functions
 * with its type around them.
 */

/* A macro writes more functions than a program calls. */
#define CHANNEL_FUNCTION __attribute__((unused)) static inline

/* x_verb(struct x *), which is kind_verb() of its member of that name */
#define CHANNEL_VERB(x, kind, verb)                  \
    CHANNEL_FUNCTION void x##_##verb(struct x *self) \
    {                                                \
        kind##_##verb(&self->kind);                  \
    }

/* int x_verb(struct x *, T value) likewise */
#define CHANNEL_SEND(x, T, kind, verb)                       \
    CHANNEL_FUNCTION int x##_##verb(struct x *self, T value) \
    {                                                        \
        return kind##_##verb(&self->kind, &value);           \
    }

/* x_init() with memory for so many values */
#define CHANNEL_INIT(x, T, kind)                                             \
    CHANNEL_FUNCTION void x##_init(struct x *self, T *ring, size_t capacity) \
    {                                                                        \
        kind##_init(&self->kind, sizeof(T), ring, capacity);                 \
    }

/*
 * The struct x_received, the future x_recv and x_try_recv() of a channel x of
 * values of type T.  x_end is the struct from which one receives; its member
 * `kind` is the struct of that name.
 */
#define CHANNEL_RECV(x, T, x_end, kind)                                        \
    struct x##_received {                                                      \
        int err;                                                               \
        T value; /* all zero if err is not 0 */                                \
    };                                                                         \
    typedef struct x##_received x##_recv_output;                               \
                                                                               \
    struct x##_recv {                                                          \
        struct kind##_recv recv;                                               \
    };                                                                         \
                                                                               \
    CHANNEL_FUNCTION void x##_recv_init(struct x##_recv *self,                 \
                                        struct x_end *end)                     \
    {                                                                          \
        kind##_recv_init(&self->recv, &end->kind);                             \
    }                                                                          \
                                                                               \
    CHANNEL_FUNCTION struct poll x##_recv_poll(                                \
        struct x##_recv *self, struct context *cx, x##_recv_output *output)    \
    {                                                                          \
        struct x##_received received = {0};                                    \
        struct poll poll =                                                     \
            kind##_recv_into(&self->recv, cx, &received.err, &received.value); \
                                                                               \
        if (poll.is_ready && output != NULL)                                   \
            *output = received;                                                \
        return poll;                                                           \
    }                                                                          \
                                                                               \
    CHANNEL_FUNCTION void x##_recv_drop(struct x##_recv *self)                 \
    {                                                                          \
        kind##_recv_drop(&self->recv);                                         \
    }                                                                          \
                                                                               \
    CHANNEL_FUNCTION int x##_try_recv(struct x_end *end, T *value)             \
    {                                                                          \
        return kind##_try_recv(&end->kind, value);                             \
    }

#endif
