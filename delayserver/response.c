#include "response.h"
#include "faults.h"

#include <stdio.h>
#include <string.h>

/* Decimal digits: snprintf would take longer than all the rest together */
static char *put_number(char *out, size_t number)
{
    char digits[20];
    size_t count = 0;

    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        *out++ = digits[--count];
    return out;
}

static char *put_octets(char *out, const char *data, size_t size)
{
    if (size > 0) /* memcpy wants a place even to copy nothing from */
        memcpy(out, data, size);
    return out + size;
}

static char *put(char *out, const char *text)
{
    return put_octets(out, text, strlen(text));
}

void date_update(struct date *date, time_t second)
{
    /* Not strftime, which speaks the language of the user */
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct tm tm;

    if (date->second == second || gmtime_r(&second, &tm) == NULL)
        return;
    date->second = second;
    snprintf(date->text, sizeof(date->text),
             "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT", days + 3 * tm.tm_wday,
             tm.tm_mday % 100u, months + 3 * tm.tm_mon,
             (tm.tm_year + 1900u) % 10000u, tm.tm_hour % 100u, tm.tm_min % 100u,
             tm.tm_sec % 100u);
}

/* As registered by IANA; a status that is not has no reason to show */
static const char *const reasons[600] = {
    [200] = "OK",
    [201] = "Created",
    [202] = "Accepted",
    [203] = "Non-Authoritative Information",
    [204] = "No Content",
    [205] = "Reset Content",
    [206] = "Partial Content",
    [300] = "Multiple Choices",
    [301] = "Moved Permanently",
    [302] = "Found",
    [303] = "See Other",
    [304] = "Not Modified",
    [305] = "Use Proxy",
    [307] = "Temporary Redirect",
    [308] = "Permanent Redirect",
    [400] = "Bad Request",
    [401] = "Unauthorized",
    [402] = "Payment Required",
    [403] = "Forbidden",
    [404] = "Not Found",
    [405] = "Method Not Allowed",
    [406] = "Not Acceptable",
    [407] = "Proxy Authentication Required",
    [408] = "Request Timeout",
    [409] = "Conflict",
    [410] = "Gone",
    [411] = "Length Required",
    [412] = "Precondition Failed",
    [413] = "Content Too Large",
    [414] = "URI Too Long",
    [415] = "Unsupported Media Type",
    [416] = "Range Not Satisfiable",
    [417] = "Expectation Failed",
    [421] = "Misdirected Request",
    [422] = "Unprocessable Content",
    [423] = "Locked",
    [424] = "Failed Dependency",
    [425] = "Too Early",
    [426] = "Upgrade Required",
    [428] = "Precondition Required",
    [429] = "Too Many Requests",
    [431] = "Request Header Fields Too Large",
    [451] = "Unavailable For Legal Reasons",
    [500] = "Internal Server Error",
    [501] = "Not Implemented",
    [502] = "Bad Gateway",
    [503] = "Service Unavailable",
    [504] = "Gateway Timeout",
    [505] = "HTTP Version Not Supported",
    [506] = "Variant Also Negotiates",
    [507] = "Insufficient Storage",
    [508] = "Loop Detected",
    [511] = "Network Authentication Required",
};

/* RFC 9110, 15.2, 15.3.5 and 15.4.5: these have no body, nor its length */
static bool has_content(const struct answer *answer)
{
    return answer->status >= 200 && answer->status != 204 &&
           answer->status != 304;
}

static bool has_length(const struct answer *answer)
{
    return answer->faults == NULL || !answer->faults->chunked;
}

bool response_is_chunked(const struct answer *answer)
{
    return has_content(answer) && !has_length(answer) && !answer->is_old;
}

bool response_needs_close(const struct answer *answer)
{
    return has_content(answer) && !has_length(answer) && answer->is_old;
}

size_t response_body_size(const struct answer *answer)
{
    if (!has_content(answer) || answer->status == 205) /* RFC 9110, 15.3.6 */
        return 0;
    if (answer->problem != NULL)
        return strlen(answer->problem) + 1; /* a line end */
    if (answer->faults != NULL && answer->faults->size != FAULTS_NONE)
        return answer->faults->size;
    return answer->message_size;
}

void response_body(char *out, const struct answer *answer, size_t from,
                   size_t size)
{
    size_t given = 0;

    if (answer->problem != NULL) {
        put(put_octets(out, answer->problem, size - 1), "\n");
        return;
    }
    if (from < answer->message_size) {
        given = answer->message_size - from;
        given = given < size ? given : size;
        memcpy(out, answer->message + from, given);
    }
    memset(out + given, '.', size - given);
}

static char *put_status_line(char *out, int status)
{
    const char *reason = reasons[status];

    out = put_number(put(out, "HTTP/1.1 "), (size_t)status);
    out = put(out, " "); /* which stands there even before no reason */
    return reason != NULL ? put(out, reason) : out;
}

size_t response_head(char *out, const struct answer *answer,
                     const struct date *date)
{
    const char *start = out;

    if (answer->status == 100)
        return (size_t)(put(out, "HTTP/1.1 100 Continue\r\n\r\n") - start);
    out = put_status_line(out, answer->status);
    if (has_content(answer) && has_length(answer)) {
        out = put(out, "\r\ncontent-length: ");
        out = put_number(out, response_body_size(answer));
    }
    if (response_is_chunked(answer))
        out = put(out, "\r\ntransfer-encoding: chunked");
    if (answer->close)
        out = put(out, "\r\nconnection: close");
    else if (answer->is_old)
        out = put(out, "\r\nconnection: keep-alive");
    if (has_content(answer))
        out = put(out, "\r\ncontent-type: text/plain; charset=utf-8");
    if (answer->status == 204 || answer->status == 405)
        out = put(out, "\r\nallow: GET, HEAD, OPTIONS");
    out = put(out, "\r\ndate: ");
    out = put(out, date->text);
    out = put(out, "\r\n\r\n");
    return (size_t)(out - start);
}
