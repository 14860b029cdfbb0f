#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * To write where there is no room would wait.  O_NONBLOCK prevents that, but it
 * belongs to the open file description, which we share with the shell and
 * others.  So we open a pipe or a terminal once more, for us alone.  Where we
 * cannot, poll(2) says whether there is room: reliably for a pipe, but not
 * always for a terminal.
 */
static int open_again(int fd, mode_t mode)
{
    int own = -1;

    if (S_ISFIFO(mode) || S_ISCHR(mode))
        own = open("/proc/self/fd/1",
                   O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return own >= 0 ? own : fd;
}

void log_open(struct log *log)
{
    struct stat status;

    pthread_mutex_init(&log->mutex, NULL); /* which never fails */
    log->fd = STDOUT_FILENO;
    if (fstat(STDOUT_FILENO, &status) < 0)
        return; /* then writing will fail as well */
    log->is_socket = S_ISSOCK(status.st_mode);
    log->fd = open_again(STDOUT_FILENO, status.st_mode);
}

void log_close(struct log *log)
{
    log_flush(log);
    if (log->fd != STDOUT_FILENO)
        close(log->fd);
}

/* Characters without a shape of their own, which change how others appear */
static bool is_invisible(uint32_t code)
{
    return code == 0x61c || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

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
        (code >= 0xd800 && code <= 0xdfff) || is_invisible(code))
        return 0;
    return length;
}

/* A question mark after a blank is where the faults begin */
static bool is_plain(const char *message, size_t i)
{
    return message[i] != '\\' &&
           !(message[i] == '?' && (i == 0 || message[i - 1] == ' '));
}

static char *put_escaped(char *out, const char *message, size_t size)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0, length; i < size; i += length) {
        length = printable_size(message + i, size - i);
        if (length > 0 && is_plain(message, i)) {
            memcpy(out, message + i, length);
            out += length;
            continue;
        }
        length = 1;
        *out++ = '\\';
        if (message[i] == '\\') {
            *out++ = '\\';
            continue;
        }
        *out++ = 'x';
        *out++ = digits[(unsigned char)message[i] >> 4];
        *out++ = digits[message[i] & 15];
    }
    return out;
}

static ssize_t write_some(const struct log *log, const char *text, size_t size)
{
    struct pollfd out = {.fd = log->fd, .events = POLLOUT};
    int ready = poll(&out, 1, 0);
    ssize_t written;

    if (ready < 0)
        return -errno;
    if (ready == 0)
        return -EAGAIN;
    if (size > PIPE_BUF) /* for so many there is room in a pipe */
        size = PIPE_BUF;
    if (log->is_socket)
        written = send(log->fd, text, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    else
        written = write(log->fd, text, size);
    return written < 0 ? -errno : written;
}

/* With the mutex held */
static void flush_locked(struct log *log)
{
    size_t done = 0;

    while (done < log->size) {
        ssize_t written = write_some(log, log->text + done, log->size - done);

        if (written == -EAGAIN)
            break;
        if (written > 0) {
            done += (size_t)written;
            log->in_line = log->text[done - 1] != '\n';
        } else if (written != -EINTR) {
            done = log->size; /* a full disk, a closed pipe: lost */
        }
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

uint64_t log_next_number(struct log *log)
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
    if (log->size == 0 && log->in_line) /* the rest of that line was lost */
        log->text[log->size++] = '\n';
    if (LOG_SIZE - log->size >= LOG_LINE_MAX) {
        end = put_line(log->text + log->size, number, delay_ms, message, size,
                       faults);
        log->size = (size_t)(end - log->text);
    }
    pthread_mutex_unlock(&log->mutex);
}
