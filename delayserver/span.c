#include "span.h"
#include "target.h"

#include <string.h>
#include <strings.h>

bool span_is(struct span span, const char *text)
{
    return span.size == strlen(text) && memcmp(span.data, text, span.size) == 0;
}

bool span_is_word(struct span span, const char *text)
{
    return span.size == strlen(text) &&
           strncasecmp(span.data, text, span.size) == 0;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static bool is_in(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

bool span_is_token(struct span span)
{
    for (size_t i = 0; i < span.size; i++)
        if (!is_alphanumeric(span.data[i]) &&
            !is_in(span.data[i], "!#$%&'*+-.^_`|~"))
            return false;
    return span.size > 0;
}

bool span_is_visible(struct span span)
{
    for (size_t i = 0; i < span.size; i++)
        if (span.data[i] <= ' ' || span.data[i] > '~')
            return false;
    return span.size > 0;
}

/* What is out of range is as bad as a letter */
bool span_is_number(struct span span, uint32_t max, uint32_t *number)
{
    uint64_t value = 0;

    for (size_t i = 0; i < span.size; i++) {
        if (span.data[i] < '0' || span.data[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(span.data[i] - '0');
        if (value > max)
            return false;
    }
    *number = (uint32_t)value;
    return span.size > 0;
}

struct span span_trim(struct span span)
{
    while (span.size > 0 && is_in(span.data[0], " \t"))
        span = (struct span){span.data + 1, span.size - 1};
    while (span.size > 0 && is_in(span.data[span.size - 1], " \t"))
        span.size--;
    return span;
}

struct span span_split(struct span *rest, char separator)
{
    const char *found = memchr(rest->data, separator, rest->size);
    struct span front = *rest;

    if (found == NULL) {
        *rest = (struct span){rest->data + rest->size, 0};
        return front;
    }
    front.size = (size_t)(found - rest->data);
    *rest = (struct span){found + 1, rest->size - front.size - 1};
    return front;
}

bool span_is_host(struct span value)
{
    const char *end = value.data + value.size;
    const char *at = value.data;

    if (at < end && *at == '[') {
        for (at++; at < end && (hex_value(*at) >= 0 || is_in(*at, ":.")); at++)
            ;
        if (at == end || *at++ != ']')
            return false;
    } else {
        for (; at < end; at++)
            if (*at == '%' && end - at >= 3 && hex_value(at[1]) >= 0 &&
                hex_value(at[2]) >= 0)
                at += 2;
            else if (!is_alphanumeric(*at) && !is_in(*at, "-._~!$&'()*+,;="))
                break;
    }
    if (at < end && *at++ != ':')
        return false;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at == end;
}
