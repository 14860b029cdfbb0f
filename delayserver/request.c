#include "request.h"
#include "percent.h"

#include <stdlib.h>
#include <string.h>

enum line_state {
    LINE_PARTIAL,
    LINE_WHOLE,
    LINE_BAD, /* the request has failed */
};

void request_init(struct request *r)
{
    *r = (struct request){.head.status = 200};
}

void request_fini(struct request *r)
{
    head_fini(&r->head);
    free(r->partial);
}

static enum request_event complete(struct request *r)
{
    free(r->partial);
    r->partial = NULL;
    r->phase = PHASE_COMPLETE;
    return REQUEST_COMPLETE;
}

/* Ends the request and the connection with it */
static enum request_event fail(struct request *r, int status,
                               const char *problem)
{
    head_refuse(&r->head, status, problem);
    r->head.close = true;
    return complete(r);
}

/*
 * How long the next line may be.  Past an exhausted limit only an empty line
 * is accepted, which is the one that ends the section.
 */
static size_t line_max(const struct request *r)
{
    size_t left;

    switch (r->phase) {
    case PHASE_EMPTY:
    case PHASE_START:
        return REQUEST_LINE_MAX;
    case PHASE_CHUNK_SIZE:
        left = OVERHEAD_MAX - r->overhead;
        break;
    case PHASE_CHUNK_END:
        return 0;
    default:
        left = SECTION_MAX - r->section_size;
        break;
    }
    left = left > 2 ? left - 2 : 0;
    return left < FIELD_LINE_MAX ? left : FIELD_LINE_MAX;
}

static enum line_state fail_line_too_long(struct request *r)
{
    switch (r->phase) {
    case PHASE_EMPTY:
    case PHASE_START:
        fail(r, 414, "the request line is longer than 8192 octets");
        break;
    case PHASE_CHUNK_SIZE:
        fail(r, 413, "the chunks of the body cost more than 4096 octets");
        break;
    case PHASE_CHUNK_END:
        fail(r, 400, "a chunk does not end where its size says");
        break;
    default:
        fail(r, 431, "the fields are longer than 8192 octets, or 16384 in all");
        break;
    }
    return LINE_BAD;
}

/*
 * Takes octets up to the CR LF at the end of a line and sets *used to their
 * number, *text to the number of those before the CR.  Judges one octet after
 * the other, so that the first fault counts however the input is cut.
 */
static enum line_state scan_line(struct request *r, const char *data,
                                 size_t size, size_t *used, size_t *text)
{
    size_t room = line_max(r) - r->partial_size;

    *text = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];

        *used = i + 1;
        if (r->after_cr) {
            r->after_cr = false;
            if (c == '\n')
                return LINE_WHOLE;
            fail(r, 400, "a CR is not followed by a LF");
            return LINE_BAD;
        }
        if (c == '\r') {
            r->after_cr = true;
        } else if ((c < ' ' && c != '\t') || c == 127) {
            fail(r, 400, "a line ends with CR LF and has no control octets");
            return LINE_BAD;
        } else if ((*text)++ == room) {
            return fail_line_too_long(r);
        }
    }
    return LINE_PARTIAL;
}

/* Appends to the line of which more must come.  False: no memory. */
static bool keep_partial(struct request *r, const char *text, size_t size)
{
    size_t needed = r->partial_size + size;
    size_t capacity = r->partial_capacity > 0 ? r->partial_capacity : 64;
    char *grown;

    while (capacity < needed)
        capacity *= 2;
    if (capacity > r->partial_capacity) {
        grown = realloc(r->partial, capacity);
        if (grown == NULL)
            return false;
        r->partial = grown;
        r->partial_capacity = (uint16_t)capacity;
    }
    memcpy(r->partial + r->partial_size, text, size);
    r->partial_size = (uint16_t)needed;
    return true;
}

/* The head is complete: is there a body to come? */
static enum request_event start_body(struct request *r)
{
    int status = head_end(&r->head);

    if (status != 0)
        return fail(r, status, r->head.problem);
    if (r->head.coding == CODING_NONE && r->head.body_size == 0)
        return complete(r);
    r->phase = r->head.coding == CODING_CHUNKED ? PHASE_CHUNK_SIZE : PHASE_BODY;
    r->body_left = r->head.body_size;
    return r->head.expects_continue ? REQUEST_CONTINUE : REQUEST_MORE;
}

static enum request_event read_request_line(struct request *r, const char *line,
                                            size_t size)
{
    int status;

    if (size == 0 && !r->empty_line) {
        /* Old clients send one too much behind a body: RFC 9112, 2.2 */
        r->empty_line = true;
        r->phase = PHASE_EMPTY;
        return REQUEST_MORE;
    }
    r->phase = PHASE_FIELDS;
    status = head_read_request_line(&r->head, line, size);
    return status != 0 ? fail(r, status, r->head.problem) : REQUEST_MORE;
}

static enum request_event read_field(struct request *r, const char *line,
                                     size_t size)
{
    int status;

    if (size == 0)
        return r->phase == PHASE_FIELDS ? start_body(r) : complete(r);
    if (++r->fields > FIELDS_MAX)
        return fail(r, 431, "there are more than 100 fields");
    r->section_size += (uint16_t)(size + 2);
    if (r->phase == PHASE_TRAILERS)
        status = head_read_trailer(&r->head, line, size);
    else
        status = head_read_field(&r->head, line, size);
    return status != 0 ? fail(r, status, r->head.problem) : REQUEST_MORE;
}

/* SIZE in hexadecimal, then nothing or an extension, which means nothing */
static enum request_event read_chunk_size(struct request *r, const char *line,
                                          size_t size)
{
    uint64_t chunk = 0;
    size_t i = 0;

    for (; i < size && hex_value(line[i]) >= 0; i++)
        if (__builtin_mul_overflow(chunk, 16, &chunk))
            return fail(r, 400, "the size of a chunk is no number");
        else
            chunk += (uint64_t)hex_value(line[i]);
    if (i == 0 || (i < size && line[i] != ';'))
        return fail(r, 400, "a chunk starts with its size in hexadecimal");
    r->overhead += (uint16_t)(size + 2);
    if (chunk > BODY_MAX - r->head.body_size)
        return fail(r, 413, "the body is longer than 65536 octets");
    r->head.body_size += (uint32_t)chunk;
    r->body_left = (uint32_t)chunk;
    r->phase = chunk > 0 ? PHASE_CHUNK_DATA : PHASE_TRAILERS;
    return REQUEST_MORE;
}

static enum request_event read_chunk_end(struct request *r)
{
    r->phase = PHASE_CHUNK_SIZE;
    r->overhead += 2;
    if (r->overhead <= OVERHEAD_MAX)
        return REQUEST_MORE;
    return fail(r, 413, "the chunks of the body cost more than 4096 octets");
}

static enum request_event read_line(struct request *r, const char *line,
                                    size_t size)
{
    r->partial_size = 0; /* what the line may lie in stays until it is read */
    switch (r->phase) {
    case PHASE_START:
        return read_request_line(r, line, size);
    case PHASE_CHUNK_SIZE:
        return read_chunk_size(r, line, size);
    case PHASE_CHUNK_END:
        return read_chunk_end(r);
    default:
        return read_field(r, line, size);
    }
}

static enum request_event take_line(struct request *r, const char *data,
                                    size_t size, size_t *used)
{
    size_t text;
    enum line_state state = scan_line(r, data, size, used, &text);

    if (state == LINE_BAD)
        return REQUEST_COMPLETE;
    if (state == LINE_WHOLE && r->partial_size == 0)
        return read_line(r, data, text); /* where it arrived: no copy */
    if (!keep_partial(r, data, text))
        return fail(r, 503, "out of memory");
    if (state == LINE_PARTIAL)
        return REQUEST_MORE;
    return read_line(r, r->partial, r->partial_size);
}

/* A body means nothing here, but what stands behind it does */
static enum request_event skip_body(struct request *r, size_t size,
                                    size_t *used)
{
    *used = size < r->body_left ? size : r->body_left;
    r->body_left -= (uint32_t)*used;
    if (r->body_left > 0)
        return REQUEST_MORE;
    if (r->phase == PHASE_BODY)
        return complete(r);
    r->phase = PHASE_CHUNK_END;
    return REQUEST_MORE;
}

enum request_event request_feed(struct request *r, const char *data,
                                size_t size, size_t *used)
{
    enum request_event event = REQUEST_MORE;
    size_t step = 0;

    for (*used = 0; *used < size && event == REQUEST_MORE; *used += step) {
        if (r->phase == PHASE_EMPTY)
            r->phase = PHASE_START;
        if (r->phase == PHASE_BODY || r->phase == PHASE_CHUNK_DATA)
            event = skip_body(r, size - *used, &step);
        else
            event = take_line(r, data + *used, size - *used, &step);
    }
    return event;
}
