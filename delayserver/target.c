#include "target.h"
#include "faults.h"
#include "percent.h"
#include "span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int parse_message(struct target *target, struct span text,
                         const char **problem)
{
    ptrdiff_t decoded;

    if (text.size == 0)
        return 200;
    target->message = malloc(text.size);
    if (target->message == NULL) {
        *problem = "out of memory";
        return 503;
    }
    decoded = percent_decode(target->message, text.data, text.size);
    if (decoded < 0) {
        *problem = "each % needs two hexadecimal digits behind it";
        return 400;
    }
    target->message_size = (uint32_t)decoded;
    return 200;
}

/* The message is there already: a body cannot be shorter */
static bool parse_faults(struct target *target, struct span query, char *text)
{
    if (!faults_parse(target->faults, query, text))
        return false;
    if (target->faults->size >= target->message_size) /* or FAULTS_NONE */
        return true;
    snprintf(text, FAULTS_TEXT_MAX,
             "size=%u: the message has %u octets already\n",
             (unsigned)target->faults->size, (unsigned)target->message_size);
    return false;
}

static int parse_query(struct target *target, struct span query,
                       const char **problem)
{
    char text[FAULTS_TEXT_MAX];

    if (query.size == 0)
        return 200;
    target->faults = malloc(sizeof(*target->faults));
    if (target->faults != NULL && parse_faults(target, query, text))
        return 200;
    free(target->message);
    target->message = target->faults != NULL ? strdup(text) : NULL;
    if (target->message == NULL) {
        *problem = "out of memory";
        return 503;
    }
    target->message_size = (uint32_t)strlen(text);
    return 400;
}

/*
 * A client may name the server again before the path, as it does for a proxy:
 * http://host (RFC 9110, 4.2.1, where host may not be empty).  Takes that away,
 * if it is there; false if the server in it is none.
 */
static bool skip_server(struct span *target)
{
    static const char scheme[] = "http://";
    const size_t length = sizeof(scheme) - 1;
    struct span server = *target;

    if (target->size < length || strncasecmp(target->data, scheme, length) != 0)
        return true;
    server.data += length;
    server.size = 0;
    while (length + server.size < target->size &&
           strchr("/?", server.data[server.size]) == NULL)
        server.size++;
    target->data += length + server.size;
    target->size -= length + server.size;
    return server.size > 0 && server.data[0] != ':' && span_is_host(server);
}

static size_t count(struct span span, char c)
{
    size_t found = 0;

    for (size_t i = 0; i < span.size; i++)
        found += span.data[i] == c;
    return found;
}

/* Without a server, the target is a path and maybe a query */
static int parse_path(struct target *target, struct span path,
                      const char **problem)
{
    struct span query = path;
    struct span message = span_split(&query, '?');
    struct span delay;
    int status;

    if (message.size == 0 || message.data[0] != '/' ||
        count(message, '/') != 2) {
        *problem = "ask for /{delay in ms}/{percent-encoded message}";
        return 404;
    }
    span_split(&message, '/'); /* nothing stands before the first */
    delay = span_split(&message, '/');
    if (!span_is_number(delay, DELAY_MAX_MS, &target->delay_ms)) {
        *problem = "the delay is a number of milliseconds from 0 to 3600000";
        return 400;
    }
    status = parse_message(target, message, problem);
    return status == 200 ? parse_query(target, query, problem) : status;
}

int target_parse(struct target *target, const char *text, size_t size,
                 const char **problem)
{
    struct span path = {text, size};
    int status;

    *target = (struct target){0};
    *problem = NULL;
    if (!skip_server(&path)) {
        *problem = "the server in the target is neither a name nor an address";
        return 400;
    }
    status = parse_path(target, path, problem);
    if (status == 200)
        return status;
    free(target->faults);
    target->faults = NULL;
    if (*problem == NULL)
        return status;
    free(target->message);
    target->message = NULL;
    target->message_size = 0;
    return status;
}
