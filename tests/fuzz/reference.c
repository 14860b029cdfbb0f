#define _GNU_SOURCE
#include "reference.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* As delayserver/README.md says them */
enum {
    REQUEST_LINE_MAX = 8192,
    FIELD_LINE_MAX = 8192,
    SECTION_MAX = 16384,
    FIELDS_MAX = 100,
    BODY_MAX = 65536,
    OVERHEAD_MAX = 4096,
};

struct text {
    const char *at;
    size_t size;
};

struct work {
    const char *input;
    size_t size;
    size_t at; /* what stands before has been read */
    struct answer answer;

    /* What the lines of this request said */
    bool is_old; /* HTTP/1.0 */
    bool close;
    bool keep_alive;
    bool has_host;
    bool has_length;
    bool has_coding;
    bool is_chunked;
    bool expects_continue;
    bool expects_else;
    uint64_t length;
    size_t section;
    size_t fields;
    size_t overhead;
    size_t body;
};

/* What a part of the reading ends in */
enum way {
    GO_ON,
    MORE,    /* the input is at its end, the request is not */
    NOTHING, /* the input is at its end, no request has begun */
    OVER,    /* the request is answered */
};

static enum way refuse(struct work *w, int status)
{
    w->answer.status = status;
    w->answer.close = true;
    return OVER;
}

/* --- Texts --- */

static struct text slice(struct text t, size_t from, size_t to)
{
    return (struct text){t.at + from, to - from};
}

static bool same(struct text t, const char *string)
{
    return t.size == strlen(string) && memcmp(t.at, string, t.size) == 0;
}

static bool same_letters(struct text t, const char *string)
{
    return t.size == strlen(string) && strncasecmp(t.at, string, t.size) == 0;
}

/* Where the octet is first, or t.size */
static size_t find(struct text t, char octet)
{
    size_t i = 0;

    while (i < t.size && t.at[i] != octet)
        i++;
    return i;
}

static bool is_one_of(char octet, const char *set)
{
    return octet != '\0' && strchr(set, octet) != NULL;
}

static bool only(struct text t, const char *set)
{
    for (size_t i = 0; i < t.size; i++) {
        if (!is_one_of(t.at[i], set))
            return false;
    }
    return true;
}

static struct text trim(struct text t)
{
    while (t.size > 0 && is_one_of(t.at[0], " \t"))
        t = slice(t, 1, t.size);
    while (t.size > 0 && is_one_of(t.at[t.size - 1], " \t"))
        t.size--;
    return t;
}

#define DIGITS     "0123456789"
#define HEX        DIGITS "abcdefABCDEF"
#define LETTERS    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define TOKEN      DIGITS LETTERS "!#$%&'*+-.^_`|~"
#define UNRESERVED DIGITS LETTERS "-._~"
#define SUB_DELIMS "!$&'()*+,;="

static unsigned hex_value(char digit)
{
    if (digit <= '9')
        return digit - '0';
    return (digit | 0x20) - 'a' + 10;
}

/* Digits in base 10 or 16; *overflow says that *value has lost some of it */
static bool number(struct text t, unsigned base, uint64_t *value,
                   bool *overflow)
{
    *value = 0;
    *overflow = false;
    if (t.size == 0 || !only(t, base == 16 ? HEX : DIGITS))
        return false;
    for (size_t i = 0; i < t.size; i++) {
        if (__builtin_mul_overflow(*value, (uint64_t)base, value) ||
            __builtin_add_overflow(*value, hex_value(t.at[i]), value))
            *overflow = true;
    }
    return true;
}

static bool in_range(struct text t, uint64_t least, uint64_t most)
{
    uint64_t value;
    bool overflow;

    return number(t, 10, &value, &overflow) && !overflow && value >= least &&
           value <= most;
}

ssize_t reference_decode(char *out, const char *in, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++) {
        if (in[i] != '%') {
            out[count++] = in[i];
            continue;
        }
        if (size - i < 3 || !only((struct text){in + i + 1, 2}, HEX))
            return -1;
        out[count++] = hex_value(in[i + 1]) * 16 + hex_value(in[i + 2]);
        i += 2;
    }
    return count;
}

/* --- Hosts (RFC 3986, 3.2.2) --- */

static bool is_address(struct text t)
{
    char string[64];
    struct in6_addr ignored;
    size_t dot = find(t, '.');

    if (t.size > 0 && (t.at[0] == 'v' || t.at[0] == 'V'))
        return dot > 1 && only(slice(t, 1, dot), HEX) && dot + 1 < t.size &&
               only(slice(t, dot + 1, t.size), UNRESERVED SUB_DELIMS ":");
    if (t.size >= sizeof(string) || !only(t, HEX ":."))
        return false;
    memcpy(string, t.at, t.size);
    string[t.size] = '\0';
    return inet_pton(AF_INET6, string, &ignored) == 1;
}

static bool is_name(struct text t)
{
    char ignored[REQUEST_LINE_MAX];

    return only(t, UNRESERVED SUB_DELIMS "%") &&
           reference_decode(ignored, t.at, t.size) >= 0;
}

/* host [":" port], both of which may be empty */
static bool is_authority(struct text t)
{
    size_t host = find(t, t.size > 0 && t.at[0] == '[' ? ']' : ':');
    bool good = is_name(slice(t, 0, host));

    if (t.size > 0 && t.at[0] == '[') {
        if (host == t.size)
            return false;
        good = is_address(slice(t, 1, host++));
    }
    if (host == t.size)
        return good;
    return good && t.at[host] == ':' &&
           only(slice(t, host + 1, t.size), DIGITS);
}

/* --- Targets --- */

static bool is_drip(struct text t)
{
    size_t slash = find(t, '/');

    return slash < t.size && in_range(slice(t, 0, slash), 1, 1000000000) &&
           in_range(slice(t, slash + 1, t.size), 1, 3600000);
}

static const struct parameter {
    const char *name;
    uint64_t least;
    uint64_t most; /* 0: not a number */
} parameters[] = {
    {"size", 0, 1000000000},
    {"drip", 0, 0},
    {"status", 200, 599},
    {"jitter", 0, 3600000},
    {"header-delay", 0, 3600000},
    {"truncate", 0, 2000000000},
    {"reset", 0, 0},
    {"chunked", 0, 0},
    {"hang", 0, 0},
    {"keepalive", 0, 0},
};

enum {
    PARAMETERS = sizeof(parameters) / sizeof(parameters[0]),
    WORD_MAX = 64, /* octets of a name or value before they are decoded */
};

static bool is_value(const struct parameter *p, struct text value)
{
    if (p->most > 0)
        return in_range(value, p->least, p->most);
    if (strcmp(p->name, "drip") == 0)
        return is_drip(value);
    if (strcmp(p->name, "reset") == 0)
        return same(value, "before") || same(value, "headers") ||
               same(value, "body");
    return same(value, strcmp(p->name, "keepalive") == 0 ? "ignore" : "1");
}

/* A size below that of the message is impossible */
static bool fits(const struct parameter *p, struct text value, size_t message)
{
    return strcmp(p->name, "size") != 0 || in_range(value, message, UINT64_MAX);
}

/* name=value, each percent-encoded; seen has a flag for each parameter */
static bool judge_parameter(struct text t, size_t message, bool *seen)
{
    char name[WORD_MAX], value[WORD_MAX];
    size_t equals = find(t, '=');
    ssize_t name_size, value_size;

    if (equals > WORD_MAX || equals == t.size || t.size - equals - 1 > WORD_MAX)
        return false;
    name_size = reference_decode(name, t.at, equals);
    value_size =
        reference_decode(value, t.at + equals + 1, t.size - equals - 1);
    if (name_size < 0 || value_size < 0)
        return false;
    for (size_t i = 0; i < PARAMETERS; i++) {
        const struct parameter *p = &parameters[i];
        struct text given = {value, value_size};

        if (!same((struct text){name, name_size}, p->name))
            continue;
        if (seen[i] || !is_value(p, given) || !fits(p, given, message))
            return false;
        seen[i] = true;
        return true;
    }
    return false;
}

static bool judge_query(struct text query, size_t message)
{
    bool seen[PARAMETERS] = {false};
    size_t next = 0;

    while (next <= query.size && query.size > 0) {
        struct text rest = slice(query, next, query.size);
        size_t end = find(rest, '&');

        if (!judge_parameter(slice(rest, 0, end), message, seen))
            return false;
        next += end + 1;
    }
    return true;
}

/* /delay/message, and no further segment */
static int judge_path(struct work *w, struct text path)
{
    struct text rest = slice(path, path.size > 0, path.size), delay, message;
    size_t slash = find(rest, '/');
    uint64_t value;
    bool overflow;
    ssize_t size;

    if (slash == rest.size)
        return 404;
    delay = slice(rest, 0, slash);
    message = slice(rest, slash + 1, rest.size);
    if (find(message, '/') < message.size)
        return 404;
    if (!in_range(delay, 0, 3600000))
        return 400;
    number(delay, 10, &value, &overflow);
    w->answer.delay_ms = value;
    w->answer.message = malloc(message.size + 1);
    size = reference_decode(w->answer.message, message.at, message.size);
    w->answer.message_size = size < 0 ? 0 : size;
    return size < 0 ? 400 : 200;
}

/* Takes http://authority off, if it is there; then it must name a host */
static bool without_authority(struct text *target)
{
    const size_t scheme = strlen("http://");
    struct text authority;
    size_t end;

    if (target->size < scheme ||
        !same_letters(slice(*target, 0, scheme), "http://"))
        return true;
    *target = slice(*target, scheme, target->size);
    end = find(*target, '/') < find(*target, '?') ? find(*target, '/')
                                                  : find(*target, '?');
    authority = slice(*target, 0, end);
    *target = slice(*target, end, target->size);
    return authority.size > 0 && authority.at[0] != ':' &&
           is_authority(authority);
}

static int judge_target(struct work *w, struct text target)
{
    size_t query;
    int status;

    if (!without_authority(&target))
        return 400;
    if (target.size == 0 || target.at[0] != '/')
        return 404;
    query = find(target, '?');
    status = judge_path(w, slice(target, 0, query));
    if (status == 200 && query < target.size &&
        !judge_query(slice(target, query + 1, target.size),
                     w->answer.message_size))
        return 400;
    return status;
}

/* --- Lines --- */

/*
 * A line without its CR LF.  A control octet or a line end of another kind is
 * refused as soon as it is there, and so is the octet past the limit.
 */
static enum way take_line(struct work *w, size_t limit, int too_long,
                          struct text *line)
{
    size_t begin = w->at;

    while (w->at < w->size) {
        unsigned char octet = w->input[w->at++];

        if (octet == '\r') {
            if (w->at == w->size)
                return MORE;
            *line = (struct text){w->input + begin, w->at - 1 - begin};
            return w->input[w->at++] == '\n' ? GO_ON : refuse(w, 400);
        }
        if ((octet < ' ' && octet != '\t') || octet == 0x7f)
            return refuse(w, 400);
        if (w->at - begin > limit)
            return refuse(w, too_long);
    }
    return MORE;
}

/* HTTP/DIGIT.DIGIT */
static bool is_version(struct text t)
{
    return t.size == strlen("HTTP/1.1") && same(slice(t, 0, 5), "HTTP/") &&
           only(slice(t, 5, 6), DIGITS) && t.at[6] == '.' &&
           only(slice(t, 7, 8), DIGITS);
}

static bool is_target(struct text t)
{
    for (size_t i = 0; i < t.size; i++) {
        if (t.at[i] <= ' ' || t.at[i] > '~')
            return false;
    }
    return t.size > 0;
}

static int judge_method(struct work *w, struct text method, struct text target)
{
    static const char *const known[] = {"POST", "PUT", "DELETE", "PATCH",
                                        "TRACE"};

    if (same(method, "HEAD") || same(method, "GET"))
        return judge_target(w, target);
    if (same(method, "OPTIONS"))
        return 204;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (same(method, known[i]))
            return 405;
    }
    return 501;
}

static enum way judge_request_line(struct work *w, struct text line)
{
    size_t first = find(line, ' ');
    struct text method = slice(line, 0, first), rest, target, version;
    size_t second;

    if (first == 0 || first == line.size || !only(method, TOKEN))
        return refuse(w, 400);
    rest = slice(line, first + 1, line.size);
    second = find(rest, ' ');
    target = slice(rest, 0, second);
    if (!is_target(target))
        return refuse(w, 400);
    /* From here on an error is an answer to a HEAD, too */
    w->answer.is_head = same(method, "HEAD");
    if (second == rest.size)
        return refuse(w, 400);
    version = slice(rest, second + 1, rest.size);
    if (!is_version(version))
        return refuse(w, 400);
    if (version.at[5] != '1')
        return refuse(w, 505);
    w->is_old = version.at[7] == '0';
    w->answer.status = judge_method(w, method, target);
    return GO_ON;
}

static enum way read_request_line(struct work *w)
{
    struct text line = {0};
    enum way way = take_line(w, REQUEST_LINE_MAX, 414, &line);

    /* One empty line before a request is forgiven */
    if (way == GO_ON && line.size == 0) {
        if (w->at == w->size)
            return NOTHING;
        way = take_line(w, REQUEST_LINE_MAX, 414, &line);
    }
    return way == GO_ON ? judge_request_line(w, line) : way;
}

/* --- Fields --- */

static enum way judge_length(struct work *w, struct text value)
{
    bool overflow;

    if (w->has_length || !number(value, 10, &w->length, &overflow) || overflow)
        return refuse(w, 400);
    w->has_length = true;
    return GO_ON;
}

static enum way judge_host(struct work *w, struct text value)
{
    if (w->has_host || !is_authority(value))
        return refuse(w, 400);
    w->has_host = true;
    return GO_ON;
}

static enum way judge_coding(struct work *w, struct text value)
{
    w->is_chunked = !w->has_coding && same_letters(value, "chunked");
    w->has_coding = true;
    return GO_ON;
}

/* Gives judge each element of a list, which a comma separates from the next */
static enum way each_element(struct work *w, struct text value,
                             void (*judge)(struct work *, struct text))
{
    for (size_t next = 0; next <= value.size;) {
        struct text rest = slice(value, next, value.size);
        size_t end = find(rest, ',');

        judge(w, trim(slice(rest, 0, end)));
        next += end + 1;
    }
    return GO_ON;
}

static void judge_option(struct work *w, struct text option)
{
    if (same_letters(option, "close"))
        w->close = true;
    if (same_letters(option, "keep-alive"))
        w->keep_alive = true;
}

static void judge_expectation(struct work *w, struct text expectation)
{
    if (same_letters(expectation, "100-continue"))
        w->expects_continue = true;
    else if (expectation.size > 0)
        w->expects_else = true;
}

static enum way judge_meaning(struct work *w, struct text name,
                              struct text value)
{
    if (same_letters(name, "Host"))
        return judge_host(w, value);
    if (same_letters(name, "Content-Length"))
        return judge_length(w, value);
    if (same_letters(name, "Transfer-Encoding"))
        return judge_coding(w, value);
    if (same_letters(name, "Connection"))
        return each_element(w, value, judge_option);
    if (same_letters(name, "Expect"))
        return each_element(w, value, judge_expectation);
    return GO_ON;
}

/* A field of a trailer must be one, but has no meaning here */
static enum way judge_field(struct work *w, struct text line, bool is_trailer)
{
    size_t colon = find(line, ':');
    struct text name = slice(line, 0, colon);

    if (colon == 0 || colon == line.size || !only(name, TOKEN))
        return refuse(w, 400);
    if (is_trailer)
        return GO_ON;
    return judge_meaning(w, name, trim(slice(line, colon + 1, line.size)));
}

/* So long may the next line be; 0 if there may only be the empty one */
static size_t line_limit(const struct work *w)
{
    size_t left = SECTION_MAX - w->section;

    if (left < 2)
        return 0;
    return left - 2 < FIELD_LINE_MAX ? left - 2 : FIELD_LINE_MAX;
}

/* Field lines up to the empty one */
static enum way read_section(struct work *w, bool is_trailer)
{
    struct text line = {0};
    enum way way = take_line(w, line_limit(w), 431, &line);

    while (way == GO_ON && line.size > 0) {
        w->section += line.size + 2;
        if (w->fields++ == FIELDS_MAX)
            return refuse(w, 431);
        way = judge_field(w, line, is_trailer);
        if (way == GO_ON)
            way = take_line(w, line_limit(w), 431, &line);
    }
    return way;
}

static enum way judge_section(struct work *w)
{
    if (!w->has_host && !w->is_old)
        return refuse(w, 400);
    if (w->has_coding && (w->has_length || w->is_old))
        return refuse(w, 400);
    if (w->has_coding && !w->is_chunked)
        return refuse(w, 501);
    if (w->length > BODY_MAX)
        return refuse(w, 413);
    w->answer.close = w->close || (w->is_old && !w->keep_alive);
    if (w->expects_else)
        w->answer.status = 417;
    w->answer.told =
        w->expects_continue && !w->is_old && (w->is_chunked || w->length > 0);
    return GO_ON;
}

/* --- Bodies --- */

static enum way skip(struct work *w, size_t size)
{
    if (w->size - w->at < size) {
        w->at = w->size;
        return MORE;
    }
    w->at += size;
    return GO_ON;
}

/* The line before a chunk: its size, then perhaps ; and extensions */
static enum way read_chunk_line(struct work *w, uint64_t *size)
{
    size_t left = OVERHEAD_MAX - w->overhead;
    struct text line = {0};
    bool overflow;
    enum way way = take_line(w, left < 2 ? 0 : left - 2, 413, &line);

    if (way != GO_ON)
        return way;
    if (!number(slice(line, 0, find(line, ';')), 16, size, &overflow) ||
        overflow)
        return refuse(w, 400);
    if (*size > BODY_MAX - w->body)
        return refuse(w, 413);
    w->overhead += line.size + 2;
    w->body += *size;
    return GO_ON;
}

/* The CR LF behind the data of a chunk */
static enum way read_chunk_end(struct work *w)
{
    for (const char *expected = "\r\n"; *expected != '\0'; expected++) {
        if (w->at == w->size)
            return MORE;
        if (w->input[w->at++] != *expected)
            return refuse(w, 400);
        if (++w->overhead > OVERHEAD_MAX)
            return refuse(w, 413);
    }
    return GO_ON;
}

static enum way read_chunks(struct work *w)
{
    for (;;) {
        uint64_t size;
        enum way way = read_chunk_line(w, &size);

        if (way != GO_ON)
            return way;
        if (size == 0)
            return read_section(w, true);
        way = skip(w, size);
        if (way == GO_ON)
            way = read_chunk_end(w);
        if (way != GO_ON)
            return way;
    }
}

/* --- Requests --- */

static enum way read_request(struct work *w)
{
    enum way way = read_request_line(w);

    if (way == GO_ON)
        way = read_section(w, false);
    if (way == GO_ON)
        way = judge_section(w);
    if (way == GO_ON)
        way = w->is_chunked ? read_chunks(w) : skip(w, w->length);
    return way == GO_ON ? OVER : way;
}

void reference_read(struct reading *r, const char *input, size_t size)
{
    struct work w;
    enum way way;
    size_t at = 0;

    *r = (struct reading){0};
    if (size == 0)
        return;
    do {
        w = (struct work){.input = input, .size = size, .at = at};
        w.answer.begin = at;
        way = read_request(&w);
        at = w.answer.end = w.at;
        if (way != OVER || w.answer.status != 200) {
            free(w.answer.message);
            w.answer.message = NULL;
            w.answer.message_size = w.answer.delay_ms = 0;
        }
        if (way == OVER)
            reading_add(r, &w.answer);
        r->more = way == MORE;
        r->more_told = r->more && w.answer.told;
    } while (way == OVER && !w.answer.close && at < size);
}
