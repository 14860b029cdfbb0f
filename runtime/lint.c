#include "lint.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "clock.h"

enum {
    NS_PER_MS = 1000000,
    LONG_POLL = 10 * NS_PER_MS,
    LONG_READY = 1000 * NS_PER_MS,
    LONG_LOCK = 100 * NS_PER_MS,
    MANY_POLLS = 16,
    LARGE_FUTURE = 1024,
    BUCKETS = 256
};

enum advice {
    ADVICE_LONG_POLL,
    ADVICE_SELF_WAKE,
    ADVICE_ALWAYS_READY,
    ADVICE_LARGE_FUTURE,
    ADVICE_LONG_LOCK,
    ADVICE_NEVER_POLLED
};

/* What is known of a task that is not done */
struct subject {
    struct subject *next; /* in its bucket */
    uint32_t id;
    const char *name;
    uint32_t polls, self_wakes;
    bool woke_itself;    /* in this poll, and not as its budget was spent */
    int64_t waited;      /* when it last waited for something, or was spawned */
    int64_t locked;      /* since when it has a mutex; negative: it has none */
    bool waits_with_it;  /* and has waited since */
    int64_t poll_begins; /* by the system's clock */
};

/* What will be told; the first of its kind and name */
struct finding {
    struct finding *next;
    enum advice advice;
    uint32_t id;
    const char *name;
    int64_t values[2];
    unsigned more;
};

struct lint {
    struct trace_listener listener;
    struct subject *subjects[BUCKETS]; /* by number */
    struct finding *findings, **end;
    bool is_incomplete; /* there was no memory */
};

/* --- Findings ---------------------------------------------------------------
 */

static void find(struct lint *lint, enum advice advice, uint32_t id,
                 const char *name, int64_t value, int64_t second)
{
    struct finding *finding = lint->findings;

    while (finding != NULL &&
           (finding->advice != advice || strcmp(finding->name, name) != 0))
        finding = finding->next;
    if (finding != NULL) {
        finding->more += finding->id != id;
        return;
    }
    finding = call_alloc(sizeof(*finding));
    if (finding == NULL) {
        lint->is_incomplete = true;
        return;
    }
    *finding = (struct finding){
        .advice = advice, .id = id, .name = name, .values = {value, second}};
    *lint->end = finding;
    lint->end = &finding->next;
}

static void tell(const struct finding *finding)
{
    int64_t first = finding->values[0], second = finding->values[1];

    fprintf(stderr, "lint: task %" PRIu32 " (%s): ", finding->id,
            finding->name);
    switch (finding->advice) {
    case ADVICE_LONG_POLL:
        fprintf(stderr, "a poll took %" PRId64 " ms", first);
        if (second != 0)
            fprintf(stderr, ", until line %" PRId64, second);
        break;
    case ADVICE_SELF_WAKE:
        fprintf(stderr, "woke itself in %" PRId64 " of %" PRId64 " polls",
                first, second);
        break;
    case ADVICE_ALWAYS_READY:
        fprintf(stderr, "was always ready for %" PRId64 " ms", first);
        break;
    case ADVICE_LARGE_FUTURE:
        fprintf(stderr, "its future is %" PRId64 " bytes; box what is large",
                first);
        break;
    case ADVICE_LONG_LOCK:
        fprintf(stderr, "kept a mutex for %" PRId64 " ms while it waited",
                first);
        break;
    case ADVICE_NEVER_POLLED:
        fputs("was dropped before its first poll", stderr);
    }
    if (finding->more > 0)
        fprintf(stderr, ", and %u more", finding->more);
    fputc('\n', stderr);
}

/* --- Tasks ------------------------------------------------------------------
 */

/* Where the link to it is, or would be */
static struct subject **place_of(struct lint *lint, uint32_t id)
{
    struct subject **place = &lint->subjects[id % BUCKETS];

    while (*place != NULL && (*place)->id != id)
        place = &(*place)->next;
    return place;
}

static void add(struct lint *lint, const struct trace_record *record)
{
    struct subject **place = place_of(lint, record->task);

    *place = call_alloc(sizeof(**place));
    if (*place == NULL) {
        lint->is_incomplete = true;
        return;
    }
    **place = (struct subject){
        .id = record->task,
        .name = record->text,
        .waited = record->time,
        .locked = -1,
    };
    if (record->value > LARGE_FUTURE)
        find(lint, ADVICE_LARGE_FUTURE, record->task, record->text,
             record->value, 0);
}

static void end_poll(struct lint *lint, struct subject *subject,
                     const struct trace_record *record)
{
    int64_t took = clock_real() - subject->poll_begins;

    subject->polls++;
    if (took >= LONG_POLL)
        find(lint, ADVICE_LONG_POLL, subject->id, subject->name,
             took / NS_PER_MS, record->value);
}

static void pending(struct lint *lint, struct subject *subject,
                    const struct trace_record *record)
{
    int64_t ready = record->time - subject->waited;

    subject->waits_with_it |= subject->locked >= 0;
    if (!subject->woke_itself) {
        subject->waited = record->time;
        return;
    }
    subject->self_wakes++;
    if (ready >= LONG_READY)
        find(lint, ADVICE_ALWAYS_READY, subject->id, subject->name,
             ready / NS_PER_MS, 0);
}

static void unlocked(struct lint *lint, struct subject *subject,
                     const struct trace_record *record)
{
    int64_t kept = record->time - subject->locked;

    if (subject->locked >= 0 && subject->waits_with_it && kept > LONG_LOCK)
        find(lint, ADVICE_LONG_LOCK, subject->id, subject->name,
             kept / NS_PER_MS, 0);
    subject->locked = -1;
}

/* It is done, or dropped. */
static void end(struct lint *lint, struct subject *subject)
{
    if (subject->polls == 0)
        find(lint, ADVICE_NEVER_POLLED, subject->id, subject->name, 0, 0);
    if (subject->polls >= MANY_POLLS &&
        subject->self_wakes > subject->polls / 2)
        find(lint, ADVICE_SELF_WAKE, subject->id, subject->name,
             subject->self_wakes, subject->polls);
    *place_of(lint, subject->id) = subject->next;
    free(subject);
}

/* --- Records ----------------------------------------------------------------
 */

static void hear(struct trace_listener *listener, enum trace_kind kind,
                 const struct trace_record *record)
{
    struct lint *lint = (struct lint *)listener;
    struct subject *subject = *place_of(lint, record->task);

    if (kind == TRACE_SPAWN)
        add(lint, record);
    if (subject == NULL)
        return;
    switch (kind) {
    case TRACE_POLL:
        subject->woke_itself = false;
        subject->poll_begins = clock_real();
        return;
    case TRACE_WAKE:
        subject->woke_itself |=
            record->other == record->task && runtime_here->budget > 0;
        return;
    case TRACE_PENDING:
        end_poll(lint, subject, record);
        pending(lint, subject, record);
        return;
    case TRACE_LOCK:
        subject->locked = record->time;
        subject->waits_with_it = false;
        return;
    case TRACE_UNLOCK:
        unlocked(lint, subject, record);
        return;
    case TRACE_READY:
        end_poll(lint, subject, record);
        end(lint, subject);
        return;
    case TRACE_DROP:
        end(lint, subject);
        return;
    default:
        return;
    }
}

/* --- Beginning and end ------------------------------------------------------
 */

int lint_start(struct runtime *runtime)
{
    struct lint *lint = call_alloc(sizeof(*lint));

    if (lint == NULL)
        return -ENOMEM;
    *lint = (struct lint){.listener = {hear}, .end = &lint->findings};
    runtime->trace.listener = &lint->listener;
    return 0;
}

void lint_finish(struct runtime *runtime)
{
    struct lint *lint = (struct lint *)runtime->trace.listener;

    if (lint == NULL)
        return;
    runtime->trace.listener = NULL;
    for (int i = 0; i < BUCKETS; i++)
        while (lint->subjects[i] != NULL)
            end(lint, lint->subjects[i]);
    while (lint->findings != NULL) {
        struct finding *finding = lint->findings;

        lint->findings = finding->next;
        tell(finding);
        free(finding);
    }
    if (lint->is_incomplete)
        fputs("lint: there was no memory for more\n", stderr);
    free(lint);
}
