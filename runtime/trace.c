#include "trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

static const char *const names[TRACE_KINDS] = {
    [TRACE_SPAWN] = "spawn",
    [TRACE_POLL] = "poll",
    [TRACE_PENDING] = "pending",
    [TRACE_READY] = "ready",
    [TRACE_WAKE] = "wake",
    [TRACE_DROP] = "drop",
    [TRACE_ABORT] = "abort",
    [TRACE_JOIN] = "join",
    [TRACE_PARK] = "park",
    [TRACE_UNPARK] = "unpark",
    [TRACE_TIMER_SET] = "timer set",
    [TRACE_TIMER_STOP] = "timer stop",
    [TRACE_TIMER_FIRE] = "timer fire",
    [TRACE_IO_WAIT] = "io wait",
    [TRACE_IO_READY] = "io ready",
    [TRACE_LOCK_WAIT] = "lock wait",
    [TRACE_LOCK] = "lock",
    [TRACE_UNLOCK] = "unlock",
    [TRACE_BLOCKING] = "blocking",
    [TRACE_BLOCKED] = "blocked",
};

int trace_init(struct trace *trace, size_t capacity)
{
    struct trace_listener *listener = trace->listener;
    size_t rounded = 16;

    while (rounded < capacity)
        rounded *= 2;
    *trace = (struct trace){
        .listener = listener,
        .records = malloc(rounded * sizeof(*trace->records)),
        .kinds = malloc(rounded),
        .capacity = rounded,
        .hash = UINT64_C(14695981039346656037),
    };
    if (trace->records != NULL && trace->kinds != NULL)
        return 0;
    trace_fini(trace);
    return -ENOMEM;
}

void trace_fini(struct trace *trace)
{
    free(trace->records);
    free(trace->kinds);
    *trace = (struct trace){.listener = trace->listener};
}

/* FNV-1a, byte by byte: the same on each CPU of the same byte order */
static uint64_t add_to_hash(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static void keep(struct trace *trace, enum trace_kind kind,
                 const struct trace_record *record)
{
    size_t index = trace->count++ & (trace->capacity - 1);
    int64_t fields[] = {record->time, record->task, record->other,
                        record->value, kind};

    trace->records[index] = *record;
    trace->kinds[index] = (uint8_t)kind;
    trace->hash = add_to_hash(trace->hash, fields, sizeof(fields));
    for (const char *c = record->text; c != NULL && *c != '\0'; c++)
        trace->hash = add_to_hash(trace->hash, c, 1);
}

void trace_add(struct trace *trace, enum trace_kind kind,
               const struct trace_record *record)
{
    if (trace->listener != NULL)
        trace->listener->hear(trace->listener, kind, record);
    if (trace->records != NULL)
        keep(trace, kind, record);
}

static void write_record(const struct trace_record *record,
                         enum trace_kind kind, FILE *file)
{
    fprintf(file, "%12.6f  %s", (double)record->time / 1e6, names[kind]);
    if (record->task != 0)
        fprintf(file, " #%" PRIu32, record->task);
    if (record->other != 0)
        fprintf(file, " by #%" PRIu32, record->other);
    if (record->value != 0)
        fprintf(file, " %" PRId64, record->value);
    if (record->text != NULL)
        fprintf(file, " %s", record->text);
    fputc('\n', file);
}

void trace_write_text(const struct trace *trace, FILE *file)
{
    uint64_t first =
        trace->count > trace->capacity ? trace->count - trace->capacity : 0;

    if (first > 0)
        fprintf(file, "%" PRIu64 " records before these are lost\n", first);
    for (uint64_t i = first; i < trace->count; i++) {
        size_t index = i & (trace->capacity - 1);

        write_record(&trace->records[index], trace->kinds[index], file);
    }
}
