#include "span.h"
#include "percent.h"

#include <arpa/inet.h>
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

/* RFC 3986, 2.3 and 2.2: unreserved / sub-delims */
static bool is_name_octet(char c)
{
    return is_alphanumeric(c) || is_in(c, "-._~!$&'()*+,;=");
}

/* RFC 3986, 3.2.2: reg-name, or an IPv4 address, which is no different */
static bool is_name(struct span name)
{
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '%' && name.size - i >= 3 &&
            hex_value(name.data[i + 1]) >= 0 &&
            hex_value(name.data[i + 2]) >= 0)
            i += 2;
        else if (!is_name_octet(name.data[i]))
            return false;
    }
    return true;
}

/* The same: IPvFuture, which nobody has seen */
static bool is_future(struct span address)
{
    struct span version = span_split(&address, '.');

    if (version.size < 2 || !is_in(version.data[0], "vV"))
        return false;
    for (size_t i = 1; i < version.size; i++)
        if (hex_value(version.data[i]) < 0)
            return false;
    for (size_t i = 0; i < address.size; i++)
        if (!is_name_octet(address.data[i]) && address.data[i] != ':')
            return false;
    return address.size > 0;
}

static bool is_ipv6(struct span address)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr ignored;

    if (address.size >= sizeof(text))
        return false;
    memcpy(text, address.data, address.size);
    text[address.size] = '\0';
    return inet_pton(AF_INET6, text, &ignored) == 1;
}

static bool is_in_brackets(struct span host)
{
    struct span inside;

    if (host.size < 2 || host.data[0] != '[' || host.data[host.size - 1] != ']')
        return false;
    inside = (struct span){host.data + 1, host.size - 2};
    return is_ipv6(inside) || is_future(inside);
}

/* How much of it stands before the colon of a port, if there is one */
static size_t host_size(struct span value)
{
    bool has_brackets = value.size > 0 && value.data[0] == '[';
    const char *end = memchr(value.data, has_brackets ? ']' : ':', value.size);

    if (end == NULL)
        return value.size;
    return (size_t)(end - value.data) + has_brackets;
}

bool span_is_host(struct span value)
{
    size_t size = host_size(value);
    struct span host = {value.data, size};
    struct span port = {value.data + size, value.size - size};

    if (!is_name(host) && !is_in_brackets(host))
        return false;
    for (size_t i = 1; i < port.size; i++)
        if (port.data[i] < '0' || port.data[i] > '9')
            return false;
    return port.size == 0 || port.data[0] == ':';
}
