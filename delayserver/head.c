#include "head.h"
#include "span.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>

/* The connection is to end with this status */
static int close_with(struct head *head, int status, const char *problem)
{
    head->problem = problem;
    return status;
}

void head_fini(struct head *head)
{
    free(head->message);
    free(head->faults);
}

void head_refuse(struct head *head, int status, const char *problem)
{
    head_fini(head);
    head->message = NULL;
    head->faults = NULL;
    head->message_size = 0;
    head->delay_ms = 0;
    head->status = (uint16_t)status;
    head->problem = problem;
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

static void read_target(struct head *head, struct span text)
{
    struct target target;
    int status = target_parse(&target, text.data, text.size, &head->problem);

    head->status = (uint16_t)status;
    head->delay_ms = status == 200 ? target.delay_ms : 0;
    head->message = target.message;
    head->message_size = target.message_size;
    head->faults = target.faults;
}

/* What the method makes of the target, which is well-formed by now */
static void read_method(struct head *head, struct span method,
                        struct span target)
{
    static const char *const refused[] = {
        "POST", "PUT", "DELETE", "PATCH", "TRACE",
    };

    if (head->is_head || span_is(method, "GET")) {
        read_target(head, target);
        return;
    }
    if (span_is(method, "OPTIONS")) {
        head->status = 204;
        return;
    }
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        if (span_is(method, refused[i])) {
            head_refuse(head, 405, "ask with GET or HEAD");
            return;
        }
    head_refuse(head, 501, "this method is not known here");
}

int head_read_request_line(struct head *head, const char *line, size_t size)
{
    struct span rest = {line, size};
    struct span method = span_split(&rest, ' ');
    struct span target = span_split(&rest, ' ');
    int minor = parse_version(rest);

    if (!span_is_token(method) || !span_is_visible(target))
        return close_with(head, 400,
                          "a request starts with METHOD TARGET HTTP/1.1");
    head->is_head = span_is(method, "HEAD");
    if (minor == -400)
        return close_with(head, 400,
                          "the request line has to end with HTTP/1.1");
    if (minor == -505)
        return close_with(head, 505,
                          "only HTTP/1.0 and HTTP/1.1 are spoken here");
    head->is_old = minor == 0;
    read_method(head, method, target);
    return 0;
}

static int read_host(struct head *head, struct span value)
{
    if (head->has_host)
        return close_with(head, 400, "there is more than one Host field");
    if (!span_is_host(value))
        return close_with(head, 400, "the Host field is no host");
    head->has_host = true;
    return 0;
}

static int read_content_length(struct head *head, struct span value)
{
    uint64_t length = 0;

    if (head->has_length)
        return close_with(head, 400,
                          "there is more than one Content-Length field");
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] < '0' || value.data[i] > '9' ||
            __builtin_mul_overflow(length, 10, &length) ||
            __builtin_add_overflow(length, value.data[i] - '0', &length))
            return close_with(head, 400,
                              "the Content-Length field is no number");
    }
    if (value.size == 0)
        return close_with(head, 400, "the Content-Length field is empty");
    head->has_length = true;
    /* Too much is too much: head_end refuses it */
    head->body_size = length > BODY_MAX ? BODY_MAX + 1 : (uint32_t)length;
    return 0;
}

static void read_connection(struct head *head, struct span value)
{
    while (value.size > 0) {
        struct span option = span_trim(span_split(&value, ','));

        head->close |= span_is_word(option, "close");
        head->keep_alive |= span_is_word(option, "keep-alive");
    }
}

static void read_expect(struct head *head, struct span value)
{
    while (value.size > 0) {
        struct span expectation = span_trim(span_split(&value, ','));

        if (span_is_word(expectation, "100-continue"))
            head->expects_continue = true;
        else if (expectation.size > 0) /* which lists may have: 5.6.1.2 */
            head_refuse(head, 417, "only 100-continue can be expected here");
    }
}

static void read_transfer_encoding(struct head *head, struct span value)
{
    /* A second field adds to the list of the first */
    if (head->coding == CODING_NONE && span_is_word(value, "chunked"))
        head->coding = CODING_CHUNKED;
    else
        head->coding = CODING_OTHER;
}

/* Takes the name and its colon from the front of *rest */
static int read_name(struct head *head, struct span *rest, struct span *name)
{
    struct span line = *rest;

    *name = span_split(rest, ':');
    if (line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t'))
        return close_with(head, 400, "a field must not go on in the next line");
    if (!span_is_token(*name) || name->size == line.size)
        return close_with(head, 400, "a field has the form NAME: VALUE");
    return 0;
}

int head_read_trailer(struct head *head, const char *line, size_t size)
{
    struct span value = {line, size};
    struct span name;

    return read_name(head, &value, &name);
}

int head_read_field(struct head *head, const char *line, size_t size)
{
    struct span value = {line, size};
    struct span name;
    int status = read_name(head, &value, &name);

    if (status != 0)
        return status;
    value = span_trim(value);
    if (span_is_word(name, "host"))
        return read_host(head, value);
    if (span_is_word(name, "content-length"))
        return read_content_length(head, value);
    if (span_is_word(name, "transfer-encoding"))
        read_transfer_encoding(head, value);
    else if (span_is_word(name, "connection"))
        read_connection(head, value);
    else if (span_is_word(name, "expect"))
        read_expect(head, value);
    return 0;
}

int head_end(struct head *head)
{
    if (!head->has_host && !head->is_old)
        return close_with(head, 400, "the Host field is missing");
    if (head->coding != CODING_NONE && head->is_old)
        return close_with(head, 400, "HTTP/1.0 has no Transfer-Encoding");
    if (head->coding != CODING_NONE && head->has_length)
        return close_with(head, 400, "the length of the body is said twice");
    if (head->coding == CODING_OTHER)
        return close_with(head, 501,
                          "the only Transfer-Encoding here is chunked");
    if (head->body_size > BODY_MAX)
        return close_with(head, 413, "the body is longer than 65536 octets");
    head->close |= head->is_old && !head->keep_alive;
    /* RFC 9110, 10.1.1: HTTP/1.0 has no 100 to wait for; others may wait for
     * it even if they expect something else, too, and get 417 in the end */
    head->expects_continue &= !head->is_old;
    return 0;
}
