#include "head.h"
#include "span.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>

/* The connection is to end with this status */
static int close_with(struct request *r, int status, const char *problem)
{
    r->problem = problem;
    return status;
}

void head_refuse(struct request *r, int status, const char *problem)
{
    free(r->message);
    free(r->faults);
    r->message = NULL;
    r->faults = NULL;
    r->message_size = 0;
    r->delay_ms = 0;
    r->status = (uint16_t)status;
    r->problem = problem;
}

/* The minor version, or the status that ends the connection, negative */
static int parse_version(struct span version)
{
    const char *text = version.data;

    if (version.size != strlen("HTTP/1.1") || memcmp(text, "HTTP/", 5) != 0 ||
        text[5] < '0' || text[5] > '9' || text[6] != '.' || text[7] < '0' ||
        text[7] > '9')
        return -400;
    return text[5] == '1' ? text[7] - '0' : -505;
}

static void read_target(struct request *r, struct span text)
{
    struct target target;
    int status = target_parse(&target, text.data, text.size, &r->problem);

    r->status = (uint16_t)status;
    r->delay_ms = status == 200 ? target.delay_ms : 0;
    r->message = target.message;
    r->message_size = target.message_size;
    r->faults = target.faults;
}

/* What the method makes of the target, which is well-formed by now */
static void read_method(struct request *r, struct span method,
                        struct span target)
{
    static const char *const refused[] = {
        "POST", "PUT", "DELETE", "PATCH", "TRACE",
    };

    if (r->is_head || span_is(method, "GET")) {
        read_target(r, target);
        return;
    }
    if (span_is(method, "OPTIONS")) {
        r->status = 204;
        return;
    }
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        if (span_is(method, refused[i])) {
            head_refuse(r, 405, "ask with GET or HEAD");
            return;
        }
    head_refuse(r, 501, "this method is not known here");
}

int head_read_request_line(struct request *r, const char *line, size_t size)
{
    struct span rest = {line, size};
    struct span method = span_split(&rest, ' ');
    struct span target = span_split(&rest, ' ');
    int minor = parse_version(rest);

    if (!span_is_token(method) || !span_is_visible(target))
        return close_with(r, 400,
                          "a request starts with METHOD TARGET HTTP/1.1");
    r->is_head = span_is(method, "HEAD");
    if (minor == -400)
        return close_with(r, 400, "the request line has to end with HTTP/1.1");
    if (minor == -505)
        return close_with(r, 505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    r->is_old = minor == 0;
    read_method(r, method, target);
    return 0;
}

static int read_host(struct request *r, struct span value)
{
    if (r->has_host)
        return close_with(r, 400, "there is more than one Host field");
    if (!span_is_host(value))
        return close_with(r, 400, "the Host field is no host");
    r->has_host = true;
    return 0;
}

static int read_content_length(struct request *r, struct span value)
{
    uint64_t length = 0;

    if (r->has_length)
        return close_with(r, 400,
                          "there is more than one Content-Length field");
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] < '0' || value.data[i] > '9' ||
            __builtin_mul_overflow(length, 10, &length) ||
            __builtin_add_overflow(length, value.data[i] - '0', &length))
            return close_with(r, 400, "the Content-Length field is no number");
    }
    if (value.size == 0)
        return close_with(r, 400, "the Content-Length field is empty");
    r->has_length = true;
    /* Too much is too much: head_end refuses it */
    r->body_size = length > BODY_MAX ? BODY_MAX + 1 : (uint32_t)length;
    return 0;
}

static void read_connection(struct request *r, struct span value)
{
    while (value.size > 0) {
        struct span option = span_trim(span_split(&value, ','));

        r->close |= span_is_word(option, "close");
        r->keep_alive |= span_is_word(option, "keep-alive");
    }
}

static void read_expect(struct request *r, struct span value)
{
    while (value.size > 0) {
        struct span expectation = span_trim(span_split(&value, ','));

        if (span_is_word(expectation, "100-continue"))
            r->expects_continue = true;
        else if (expectation.size > 0) /* which lists may have: 5.6.1.2 */
            head_refuse(r, 417, "only 100-continue can be expected here");
    }
}

static void read_transfer_encoding(struct request *r, struct span value)
{
    /* A second field adds to the list of the first */
    if (r->coding == CODING_NONE && span_is_word(value, "chunked"))
        r->coding = CODING_CHUNKED;
    else
        r->coding = CODING_OTHER;
}

int head_read_field(struct request *r, const char *line, size_t size)
{
    struct span value = {line, size};
    struct span name = span_split(&value, ':');

    if (size > 0 && (line[0] == ' ' || line[0] == '\t'))
        return close_with(r, 400, "a field must not go on in the next line");
    if (!span_is_token(name) || name.size == size)
        return close_with(r, 400, "a field has the form NAME: VALUE");
    if (r->phase == PHASE_TRAILERS)
        return 0;
    value = span_trim(value);
    if (span_is_word(name, "host"))
        return read_host(r, value);
    if (span_is_word(name, "content-length"))
        return read_content_length(r, value);
    if (span_is_word(name, "transfer-encoding"))
        read_transfer_encoding(r, value);
    else if (span_is_word(name, "connection"))
        read_connection(r, value);
    else if (span_is_word(name, "expect"))
        read_expect(r, value);
    return 0;
}

int head_end(struct request *r)
{
    if (!r->has_host && !r->is_old)
        return close_with(r, 400, "the Host field is missing");
    if (r->coding != CODING_NONE && r->is_old)
        return close_with(r, 400, "HTTP/1.0 has no Transfer-Encoding");
    if (r->coding != CODING_NONE && r->has_length)
        return close_with(r, 400, "the length of the body is said twice");
    if (r->coding == CODING_OTHER)
        return close_with(r, 501, "the only Transfer-Encoding here is chunked");
    if (r->body_size > BODY_MAX)
        return close_with(r, 413, "the body is longer than 65536 octets");
    r->close |= r->is_old && !r->keep_alive;
    /* RFC 9110, 10.1.1: HTTP/1.0 has no 100 to wait for; others may wait for
     * it even if they expect something else, too, and get 417 in the end */
    r->expects_continue &= !r->is_old;
    return 0;
}
