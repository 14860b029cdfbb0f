#include "log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * How many octets the character at text takes, or 0 if it is not to be shown:
 * not UTF-8 (RFC 3629), or a control character, U+0080 to U+009F included.
 */
static size_t printable_size(const char *text, size_t size)
{
    const unsigned char *s = (const void *)text;
    uint32_t code;
    size_t length;

    if (s[0] < 0x80)
        return s[0] >= ' ' && s[0] != 127;
    length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (s[0] < 0xc2 || s[0] > 0xf4 || size < length)
        return 0;
    code = s[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (s[i] & 0x3f);
    }
    if (code < 0xa0 || (length == 3 && code < 0x800) ||
        (length == 4 && code < 0x10000) || code > 0x10ffff ||
        (code >= 0xd800 && code <= 0xdfff))
        return 0;
    return length;
}

static char *put_escaped(char *out, const char *message, size_t size)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0, length; i < size; i += length) {
        length = printable_size(message + i, size - i);
        if (length > 0) {
            memcpy(out, message + i, length);
            out += length;
            continue;
        }
        *out++ = '\\';
        *out++ = 'x';
        *out++ = digits[(unsigned char)message[i] >> 4];
        *out++ = digits[message[i] & 15];
        length = 1;
    }
    return out;
}

/*
 * Standard output cannot be made non-blocking: the flag would be set for the
 * shell and everybody else who shares it.  But where poll sees room, PIPE_BUF
 * octets can be written without waiting.
 */
static ssize_t write_some(const char *text, size_t size)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    int ready = poll(&out, 1, 0);
    ssize_t written;

    if (ready < 0)
        return -errno;
    if (ready == 0)
        return -EAGAIN;
    written = write(STDOUT_FILENO, text, size < PIPE_BUF ? size : PIPE_BUF);
    return written < 0 ? -errno : written;
}

/* With the mutex held */
static void flush_locked(struct log *log)
{
    size_t done = 0;

    while (done < log->size) {
        ssize_t written = write_some(log->text + done, log->size - done);

        if (written == -EAGAIN)
            break;
        if (written >= 0)
            done += (size_t)written;
        else if (written != -EINTR)
            done = log->size; /* a full disk, a closed pipe: lost */
    }
    log->size -= done;
    memmove(log->text, log->text + done, log->size);
}

bool log_flush(struct log *log)
{
    bool is_empty;

    if (log->quiet)
        return true;
    pthread_mutex_lock(&log->mutex);
    flush_locked(log);
    is_empty = log->size == 0;
    pthread_mutex_unlock(&log->mutex);
    return is_empty;
}

uint64_t log_number(struct log *log)
{
    return atomic_fetch_add(&log->requests, 1) + 1;
}

static char *put_line(char *out, uint64_t number, uint32_t delay_ms,
                      const char *message, size_t size,
                      const struct faults *faults)
{
    out += sprintf(out, "#%llu - %ums: ", (unsigned long long)number,
                   (unsigned)delay_ms);
    out = put_escaped(out, message, size);
    if (faults != NULL) {
        faults_print(out + 1, faults);
        *out = ' ';
        out += out[1] != '\0' ? strlen(out) : 0; /* jitter=0 is no fault */
    }
    *out++ = '\n';
    return out;
}

void log_request(struct log *log, uint64_t number, uint32_t delay_ms,
                 const char *message, size_t size, const struct faults *faults)
{
    char *end;

    if (log->quiet)
        return;
    pthread_mutex_lock(&log->mutex);
    if (LOG_SIZE - log->size < LOG_LINE_MAX)
        flush_locked(log);
    if (LOG_SIZE - log->size >= LOG_LINE_MAX) {
        end = put_line(log->text + log->size, number, delay_ms, message, size,
                       faults);
        log->size = (size_t)(end - log->text);
    }
    pthread_mutex_unlock(&log->mutex);
}
