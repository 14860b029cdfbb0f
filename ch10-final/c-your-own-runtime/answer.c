#define _GNU_SOURCE /* program_invocation_short_name */
#include "answer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *answer_strerror(int err)
{
    switch (abs(err)) {
    case EPROTO:
        return "what came is not HTTP/1.x";
    case EBADMSG:
        return "the header of the answer is malformed";
    case ENOTSUP:
        return "the answer has a transfer coding, and this client knows none";
    case EPROTONOSUPPORT:
        return "the server changes to another protocol, and nobody asked for "
               "that";
    case EILSEQ:
        return "the answer has a byte 0, where a string would end";
    default:
        return strerror(abs(err));
    }
}

int answer_append(struct answer *answer, const char *data, size_t len)
{
    char *grown = realloc(answer->data, answer->len + len + 1);

    if (grown == NULL)
        return -ENOMEM;
    memcpy(grown + answer->len, data, len);
    answer->len += len;
    grown[answer->len] = '\0';
    answer->data = grown;
    return 0;
}

/*
 * Does it begin as an answer does, as far as it has come?  Known before the
 * first line is whole: the server of another protocol may wait for us to go on.
 */
static bool begins_as_answer(const char *data, size_t len)
{
    static const char start[] = "HTTP/1.# ###"; /* # stands for a digit */

    for (size_t i = 0; i < len && i < strlen(start); i++) {
        bool is_digit = data[i] >= '0' && data[i] <= '9';

        if (start[i] == '#' ? !is_digit : data[i] != start[i])
            return false;
    }
    return len <= strlen(start) || strchr(" \r\n", data[strlen(start)]) != NULL;
}

/* The three digits of a whole answer, and what the server says of them */
static const char *status_of(const char *data)
{
    return data + strlen("HTTP/1.1 ");
}

const char *answer_body(const char *data)
{
    const char *line = data;

    while ((line = strchr(line, '\n')) != NULL) {
        line++;
        if (*line == '\r')
            line++;
        if (*line == '\n')
            return line + 1;
    }
    return NULL;
}

/*
 * Finds the header of the answer, and removes all interim answers before it:
 * those are a header each, and no more (RFC 9110, section 15.2).  1, and its
 * length with the empty line; 0 if more must come; or -errno.
 */
static int find_header(struct answer *answer, size_t *header)
{
    for (;;) {
        char *data = answer->len > 0 ? answer->data : "";
        const char *body = answer_body(data);

        if (!begins_as_answer(data, answer->len))
            return -EPROTO;
        if (body == NULL) /* a string function sees nothing behind a 0 */
            return strlen(data) < answer->len ? -EBADMSG : 0;
        *header = (size_t)(body - data);
        if (*status_of(data) != '1')
            return 1;
        if (strncmp(status_of(data), "101", 3) == 0)
            return -EPROTONOSUPPORT;
        answer->len -= *header;
        memmove(data, body, answer->len + 1);
    }
}

/* Makes one line of a field that goes on in the next: RFC 9112, section 5.2 */
static void unfold(char *header, size_t len)
{
    for (char *c = header + 1; c + 1 < header + len; c++) {
        if (*c != '\n' || (c[1] != ' ' && c[1] != '\t'))
            continue;
        *c = ' ';
        if (c[-1] == '\r')
            c[-1] = ' ';
    }
}

/* Is it a field of that name?  Names do not tell capitals apart. */
static bool has_name(const char *field, const char *name)
{
    return strncasecmp(field, name, strlen(name)) == 0 &&
           field[strlen(name)] == ':';
}

/*
 * The number that a field has for its value; or several with commas between, if
 * they are the same, and the same as length unless that is -1.
 */
static int parse_length(const char *value, long long *length)
{
    char *after;

    do {
        long long found;

        value += strspn(value, " \t");
        if (strspn(value, "0123456789") == 0)
            return -EBADMSG;
        errno = 0;
        found = strtoll(value, &after, 10);
        if (errno != 0 || (*length >= 0 && *length != found))
            return -EBADMSG;
        *length = found;
        after += strspn(after, " \t");
        value = after + 1;
    } while (*after == ',');
    return after[*after == '\r'] == '\n' ? 0 : -EBADMSG;
}

/*
 * Looks for the length of the body in the header.  0, with length -1 if the
 * body ends with the connection; or -errno.
 */
static int find_length(const char *header, const char *body, long long *length)
{
    const char *field = strchr(header, '\n') + 1;

    *length = -1;
    while (field + (*field == '\r') + 1 != body) {
        size_t name = strcspn(field, ": \t\r\n");

        if (name == 0 || field[name] != ':')
            return -EBADMSG;
        if (has_name(field, "Transfer-Encoding"))
            return -ENOTSUP;
        if (has_name(field, "Content-Length") &&
            parse_length(field + name + 1, length) < 0)
            return -EBADMSG;
        field = strchr(field, '\n') + 1;
    }
    return 0;
}

int answer_is_whole(struct answer *answer, bool at_end)
{
    size_t header;
    long long length = 0;
    const char *status;
    int err = find_header(answer, &header);

    if (err < 0)
        return err;
    if (err == 0)
        return at_end ? -ECONNABORTED : 0;
    unfold(answer->data, header);
    status = status_of(answer->data);
    if (strncmp(status, "204", 3) != 0 && strncmp(status, "304", 3) != 0)
        err = find_length(answer->data, answer->data + header, &length);
    if (err < 0)
        return err;
    if (length < 0)
        return at_end;
    if ((long long)(answer->len - header) < length)
        return at_end ? -ECONNABORTED : 0;
    answer->len = header + (size_t)length;
    answer->data[answer->len] = '\0';
    return 1;
}

void answer_tell_status(const char *data, const char *what, ...)
{
    const char *status = status_of(data);
    va_list args;

    if (*status == '2')
        return;
    flockfile(stderr); /* a line is a line though many threads print */
    fprintf(stderr, "%s: ", program_invocation_short_name);
    va_start(args, what);
    vfprintf(stderr, what, args);
    va_end(args);
    fprintf(stderr, ": status %.*s\n", (int)strcspn(status, "\r\n"), status);
    funlockfile(stderr);
}

void answer_fini(struct answer *answer)
{
    free(answer->data);
    *answer = (struct answer){0};
}
