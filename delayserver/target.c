#include "target.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

ptrdiff_t percent_decode(char *out, const char *text, size_t size)
{
    char *start = out;

    for (size_t i = 0; i < size; i++) {
        int high, low;

        if (text[i] != '%') {
            *out++ = text[i];
            continue;
        }
        if (size - i < 3)
            return -1;
        high = hex_value(text[i + 1]);
        low = hex_value(text[i + 2]);
        if (high < 0 || low < 0)
            return -1;
        *out++ = (char)(high * 16 + low);
        i += 2;
    }
    return out - start;
}

/* Digits and nothing else; what is out of range is as bad as a letter */
static bool parse_delay(uint32_t *delay_ms, const char *text, size_t size)
{
    uint32_t value = 0;

    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text[i] - '0');
        if (value > DELAY_MAX_MS)
            return false;
    }
    *delay_ms = value;
    return size > 0;
}

static int parse_message(struct target *target, const char *text, size_t size,
                         const char **problem)
{
    char *message = NULL;
    ptrdiff_t decoded = 0;

    if (size > 0) {
        message = malloc(size);
        if (message == NULL) {
            *problem = "out of memory";
            return 503;
        }
        decoded = percent_decode(message, text, size);
    }
    if (decoded < 0) {
        free(message);
        *problem = "each % needs two hexadecimal digits behind it";
        return 400;
    }
    target->message = message;
    target->message_size = (uint32_t)decoded;
    return 200;
}

/*
 * A client may name the server again before the path, as it does for a proxy.
 * Returns where the path starts, or NULL if there is neither a server nor a
 * path.
 */
static const char *skip_server(const char *text, const char *end)
{
    static const char scheme[] = "http://";
    const size_t length = sizeof(scheme) - 1;

    if (text < end && *text == '/')
        return text;
    if ((size_t)(end - text) <= length || strncasecmp(text, scheme, length))
        return NULL;
    text += length;
    if (*text == '/' || *text == '?')
        return NULL;
    while (text < end && *text != '/' && *text != '?')
        text++;
    return text;
}

int target_parse(struct target *target, const char *text, size_t size,
                 const char **problem)
{
    const char *end = text + size;
    const char *path = skip_server(text, end);
    const char *query, *slash;
    uint32_t delay_ms;
    int status;

    if (path == NULL) {
        *problem = "the target is neither a path nor an http URL";
        return 400;
    }
    query = memchr(path, '?', (size_t)(end - path));
    if (query != NULL)
        end = query;
    slash = path < end ? memchr(path + 1, '/', (size_t)(end - path - 1)) : NULL;
    if (slash == NULL || memchr(slash + 1, '/', (size_t)(end - slash - 1))) {
        *problem = "ask for /{delay in ms}/{percent-encoded message}";
        return 404;
    }
    if (!parse_delay(&delay_ms, path + 1, (size_t)(slash - path - 1))) {
        *problem = "the delay is a number of milliseconds from 0 to 3600000";
        return 400;
    }
    status =
        parse_message(target, slash + 1, (size_t)(end - slash - 1), problem);
    if (status == 200)
        target->delay_ms = delay_ms;
    return status;
}
