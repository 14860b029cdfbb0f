#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * What the runtime does, as records in a ring of memory: the newest are kept.
 * To be off costs a load and a branch; built with -DNO_TRACE, nothing.
 *
 * A trace belongs to a runtime and its thread.  Its hash is over all records
 * since it began, also those that were lost: two runs that did the same have
 * the same hash.  Addresses are in no record.
 */

enum trace_kind {
    TRACE_SPAWN,      /* task is new; other: who spawned it; value: its size */
    TRACE_POLL,       /* task is polled */
    TRACE_PENDING,    /* and waits; value: in which line of its source, or 0 */
    TRACE_READY,      /* or is done */
    TRACE_WAKE,       /* task is woken; other: by which task, 0: by none */
    TRACE_DROP,       /* task's future is dropped before it was ready */
    TRACE_ABORT,      /* other asks for that */
    TRACE_JOIN,       /* other has the output of task */
    TRACE_PARK,       /* the thread sleeps; value: ns until the next deadline */
    TRACE_UNPARK,     /* it goes on */
    TRACE_TIMER_SET,  /* value: ns from now on */
    TRACE_TIMER_STOP, /* before it fired */
    TRACE_TIMER_FIRE, /* value: ns that it is late */
    TRACE_IO_WAIT,    /* task waits for an fd: value */
    TRACE_IO_READY,   /* something happened to the fd */
    TRACE_LOCK_WAIT,  /* task waits for what task `value` has, 0: what some task
                         will have next; text: for what */
    TRACE_LOCK,       /* task has it */
    TRACE_UNLOCK,     /* and not any more */
    TRACE_BLOCKING,   /* task waits for a function in another thread */
    TRACE_BLOCKED,    /* which has returned */
    TRACE_KINDS
};

struct trace_record {
    int64_t time;     /* ns, as the runtime's clock says */
    uint32_t task;    /* the number of the task that it is about; 0: of none */
    uint32_t other;   /* of another one */
    int64_t value;    /* see the kinds */
    const char *text; /* a literal, or NULL */
};

/* Who wants to be told of each record as it comes: see lint.h */
struct trace_listener {
    void (*hear)(struct trace_listener *listener, enum trace_kind kind,
                 const struct trace_record *record);
};

struct trace {
    struct trace_listener *listener; /* or NULL */
    struct trace_record *records;    /* NULL: none are kept */
    uint8_t *kinds;                  /* of each record */
    size_t capacity;                 /* a power of two */
    uint64_t count;                  /* of all since it began */
    uint64_t hash;
};

/*
 * Begins anew, with room for so many records (rounded up): 0 or -ENOMEM.  And
 * keeps none any more.  The listener stays.
 */
int trace_init(struct trace *trace, size_t capacity);
void trace_fini(struct trace *trace);

/* Is a record kept, or heard? */
static inline bool trace_is_on(const struct trace *trace)
{
#ifndef NO_TRACE
    return __builtin_expect(trace->records != NULL || trace->listener != NULL,
                            false);
#else
    (void)trace;
    return false;
#endif
}

/* Only if it is on */
void trace_add(struct trace *trace, enum trace_kind kind,
               const struct trace_record *record);

/*
 * A line for each record that is left, oldest first: time in ms, kind, and what
 * it says.  If some were lost, the first line says how many.
 */
void trace_write_text(const struct trace *trace, FILE *file);

#endif
