#include "response.h"

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

static const char *status_text(int status)
{
    switch (status) {
    case 200:
        return "200 OK";
    case 204:
        return "204 No Content";
    case 400:
        return "400 Bad Request";
    case 404:
        return "404 Not Found";
    case 405:
        return "405 Method Not Allowed";
    case 408:
        return "408 Request Timeout";
    case 413:
        return "413 Content Too Large";
    case 414:
        return "414 URI Too Long";
    case 417:
        return "417 Expectation Failed";
    case 431:
        return "431 Request Header Fields Too Large";
    case 501:
        return "501 Not Implemented";
    case 505:
        return "505 HTTP Version Not Supported";
    default:
        return "503 Service Unavailable";
    }
}

/* The body: the message, or what is wrong with the request and a line end */
static size_t body_size(const struct answer *answer)
{
    if (answer->status == 200)
        return answer->message_size;
    return strlen(answer->problem) + 1;
}

static char *put_body(char *out, const struct answer *answer)
{
    if (answer->status == 200)
        return put_octets(out, answer->message, answer->message_size);
    return put(put(out, answer->problem), "\n");
}

size_t response_write(char *out, const struct answer *answer,
                      const struct date *date)
{
    const char *start = out;
    bool has_body = answer->status != 204;

    if (answer->status == 100)
        return (size_t)(put(out, "HTTP/1.1 100 Continue\r\n\r\n") - start);
    out = put(out, "HTTP/1.1 ");
    out = put(out, status_text(answer->status));
    if (has_body) {
        out = put(out, "\r\ncontent-length: ");
        out = put_number(out, body_size(answer));
    }
    if (answer->close)
        out = put(out, "\r\nconnection: close");
    else if (answer->is_old)
        out = put(out, "\r\nconnection: keep-alive");
    if (has_body)
        out = put(out, "\r\ncontent-type: text/plain; charset=utf-8");
    if (answer->status == 204 || answer->status == 405)
        out = put(out, "\r\nallow: GET, HEAD, OPTIONS");
    out = put(out, "\r\ndate: ");
    out = put(out, date->text);
    out = put(out, "\r\n\r\n");
    if (has_body && !answer->is_head)
        out = put_body(out, answer);
    return (size_t)(out - start);
}
