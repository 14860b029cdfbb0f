#include "delivery.h"
#include "faults.h"
#include "request.h"
#include "timer.h"

#include <stdio.h>
#include <string.h>

_Static_assert(DELIVERY_BODY_MAX > (int)REQUEST_LINE_MAX, "a message fits");

enum delivery_stage {
    STAGE_START,
    STAGE_FIELDS, /* the status line has gone before */
    STAGE_BODY,
    STAGE_OVER,
};

bool delivery_is_over(const struct delivery *delivery)
{
    return delivery->stage == STAGE_OVER;
}

/* The first octets of the body also wait, so that they can be told apart */
static uint64_t drip_ms(const struct delivery *delivery,
                        const struct faults *faults)
{
    if (faults->drip_octets == 0)
        return 0;
    return (uint64_t)faults->drip_ms *
           (delivery->body_done / faults->drip_octets + 1);
}

uint64_t delivery_due(const struct delivery *delivery,
                      const struct answer *answer)
{
    const struct faults *faults = answer->faults;

    switch (delivery->stage) {
    case STAGE_START:
        return answer->due_ns;
    case STAGE_FIELDS:
        return answer->due_ns + faults->header_delay_ms * MS_NS;
    case STAGE_BODY:
        return answer->due_ns + faults->header_delay_ms * MS_NS +
               drip_ms(delivery, faults) * MS_NS;
    default:
        return TIMER_NEVER;
    }
}

/* After how many octets it breaks off, if that is not within the body */
static uint64_t find_end(const struct faults *faults, size_t head_size)
{
    uint64_t end = UINT64_MAX;

    if (faults->reset == RESET_HEADERS)
        end = head_size / 2;
    if (faults->reset == RESET_BEFORE)
        end = 0;
    if (faults->truncate != FAULTS_NONE && faults->truncate < end)
        end = faults->truncate;
    if (faults->hang && faults->reset == RESET_NEVER &&
        faults->truncate == FAULTS_NONE)
        end = 0;
    return end;
}

/* Of the body's octets, those that are to be sent */
static size_t body_end(const struct answer *answer)
{
    size_t size = answer->is_head ? 0 : response_body_size(answer);

    return answer->faults->reset == RESET_BODY ? size / 2 : size;
}

static void start_body(struct delivery *delivery, const struct answer *answer)
{
    bool has_body = body_end(answer) > 0 ||
                    (response_is_chunked(answer) && !answer->is_head);

    delivery->stage = has_body ? STAGE_BODY : STAGE_OVER;
}

/* The head or, if its fields come later, the status line */
static size_t put_head(struct delivery *delivery, const struct answer *answer,
                       const struct date *date, char *out)
{
    size_t size = response_head(out, answer, date);
    const char *line_end = memchr(out, '\n', size);

    delivery->left = find_end(answer->faults, size);
    if (answer->faults->header_delay_ms == 0) {
        start_body(delivery, answer);
        return size;
    }
    delivery->stage = STAGE_FIELDS;
    return (size_t)(line_end + 1 - out);
}

static size_t put_fields(struct delivery *delivery, const struct answer *answer,
                         const struct date *date, char *out)
{
    size_t size = response_head(out, answer, date);
    const char *fields = (char *)memchr(out, '\n', size) + 1;

    size -= (size_t)(fields - out);
    memmove(out, fields, size);
    start_body(delivery, answer);
    return size;
}

/* As much of the body as belongs together and fits */
static size_t next_size(const struct delivery *delivery,
                        const struct answer *answer)
{
    uint32_t drip = answer->faults->drip_octets;
    size_t size = body_end(answer) - delivery->body_done;

    if (drip > 0 && size > drip - delivery->body_done % drip)
        size = drip - delivery->body_done % drip;
    return size < DELIVERY_BODY_MAX ? size : DELIVERY_BODY_MAX;
}

static size_t put_body(struct delivery *delivery, const struct answer *answer,
                       char *out)
{
    bool is_chunked = response_is_chunked(answer);
    size_t size = next_size(delivery, answer);
    char *start = out;

    if (is_chunked && size > 0)
        out += sprintf(out, "%zx\r\n", size);
    response_body(out, answer, delivery->body_done, size);
    out += size;
    if (is_chunked && size > 0)
        out = stpcpy(out, "\r\n");
    delivery->body_done += (uint32_t)size;
    if (delivery->body_done < body_end(answer))
        return (size_t)(out - start);
    delivery->stage = STAGE_OVER;
    if (is_chunked && answer->faults->reset != RESET_BODY)
        out = stpcpy(out, "0\r\n\r\n");
    return (size_t)(out - start);
}

/* Nothing special: the whole answer is one part */
static size_t put_all(struct delivery *delivery, const struct answer *answer,
                      const struct date *date, char *out)
{
    size_t size = response_head(out, answer, date);
    size_t body_size = answer->is_head ? 0 : response_body_size(answer);

    if (body_size > 0)
        response_body(out + size, answer, 0, body_size);
    delivery->stage = STAGE_OVER;
    return size + body_size;
}

static size_t put_part(struct delivery *delivery, const struct answer *answer,
                       const struct date *date, char *out)
{
    if (delivery->stage == STAGE_START)
        return put_head(delivery, answer, date, out);
    if (delivery->stage == STAGE_FIELDS)
        return put_fields(delivery, answer, date, out);
    return put_body(delivery, answer, out);
}

size_t delivery_next(struct delivery *delivery, const struct answer *answer,
                     const struct date *date, char *out)
{
    size_t size;

    if (answer->faults == NULL)
        return put_all(delivery, answer, date, out);
    size = put_part(delivery, answer, date, out);
    if (size >= delivery->left) {
        size = (size_t)delivery->left;
        delivery->stage = STAGE_OVER;
    }
    delivery->left -= size;
    return size;
}
