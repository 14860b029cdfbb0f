#include "faults.h"
#include "percent.h"

#include <stdio.h>
#include <string.h>

enum {
    STATUS_MIN = 200, /* below are answers that announce the real one */
    STATUS_MAX = 599,
    WORD_MAX = 64, /* what is longer is no name and no value */
};

const struct faults no_faults = {
    .size = FAULTS_NONE,
    .truncate = FAULTS_NONE,
};

static const char *const reset_names[] = {
    [RESET_BEFORE] = "before",
    [RESET_HEADERS] = "headers",
    [RESET_BODY] = "body",
};

/*
 * One function for each parameter: puts the value into *faults, or returns
 * false if it makes no sense.
 */

static bool read_size(struct faults *faults, struct span value)
{
    return span_is_number(value, FAULTS_SIZE_MAX, &faults->size);
}

static bool read_drip(struct faults *faults, struct span value)
{
    struct span octets = span_split(&value, '/');

    return span_is_number(octets, FAULTS_SIZE_MAX, &faults->drip_octets) &&
           span_is_number(value, DELAY_MAX_MS, &faults->drip_ms) &&
           faults->drip_octets > 0 && faults->drip_ms > 0;
}

static bool read_status(struct faults *faults, struct span value)
{
    uint32_t status;

    if (!span_is_number(value, STATUS_MAX, &status) || status < STATUS_MIN)
        return false;
    faults->status = (uint16_t)status;
    return true;
}

static bool read_jitter(struct faults *faults, struct span value)
{
    return span_is_number(value, DELAY_MAX_MS, &faults->jitter_ms);
}

static bool read_header_delay(struct faults *faults, struct span value)
{
    return span_is_number(value, DELAY_MAX_MS, &faults->header_delay_ms);
}

static bool read_truncate(struct faults *faults, struct span value)
{
    return span_is_number(value, 2 * FAULTS_SIZE_MAX, &faults->truncate);
}

static bool read_reset(struct faults *faults, struct span value)
{
    for (uint8_t i = RESET_BEFORE; i <= RESET_BODY; i++)
        if (span_is(value, reset_names[i]))
            faults->reset = i;
    return faults->reset != RESET_NEVER;
}

static bool read_chunked(struct faults *faults, struct span value)
{
    faults->chunked = span_is(value, "1");
    return faults->chunked;
}

static bool read_hang(struct faults *faults, struct span value)
{
    faults->hang = span_is(value, "1");
    return faults->hang;
}

static bool read_keepalive(struct faults *faults, struct span value)
{
    faults->ignore_keepalive = span_is(value, "ignore");
    return faults->ignore_keepalive;
}

static const struct parameter {
    const char *name;
    const char *form; /* of its value, for who got it wrong */
    bool (*read)(struct faults *faults, struct span value);
} parameters[] = {
    {"size", "a number of octets from 0 to 1000000000", read_size},
    {"drip", "OCTETS/MS, such as 10/500", read_drip},
    {"status", "a number from 200 to 599", read_status},
    {"jitter", "a number of milliseconds from 0 to 3600000", read_jitter},
    {"header-delay", "a number of milliseconds from 0 to 3600000",
     read_header_delay},
    {"truncate", "a number of octets from 0 to 2000000000", read_truncate},
    {"reset", "before, headers or body", read_reset},
    {"chunked", "1", read_chunked},
    {"hang", "1", read_hang},
    {"keepalive", "ignore", read_keepalive},
};

enum {
    PARAMETERS = sizeof(parameters) / sizeof(*parameters),
};

/* Undoes percent-encoding; what cannot be, or is too long, becomes empty */
static struct span decode(struct span text, char out[WORD_MAX])
{
    ptrdiff_t size =
        text.size <= WORD_MAX ? percent_decode(out, text.data, text.size) : 0;

    return (struct span){out, size > 0 ? (size_t)size : 0};
}

static const struct parameter *find(struct span name)
{
    char decoded[WORD_MAX];

    name = decode(name, decoded);
    for (size_t i = 0; i < PARAMETERS; i++)
        if (span_is(name, parameters[i].name))
            return &parameters[i];
    return NULL;
}

static void complain(char *problem, struct span piece, const char *format,
                     const char *detail)
{
    int shown = piece.size < WORD_MAX ? (int)piece.size : WORD_MAX;
    int size = snprintf(problem, FAULTS_TEXT_MAX, "%.*s: ", shown, piece.data);

    snprintf(problem + size, FAULTS_TEXT_MAX - (size_t)size, format, detail);
}

static void complain_unknown(char *problem, struct span piece)
{
    char names[256], *end = names;

    for (size_t i = 0; i < PARAMETERS; i++)
        end += sprintf(end, "%s%s", i > 0 ? ", " : "", parameters[i].name);
    if (piece.size > 0)
        complain(problem, piece, "no such parameter; there are %s\n", names);
    else
        strcpy(problem, "a parameter is empty: NAME=VALUE&NAME=VALUE\n");
}

/* *seen has a bit for each parameter that was there */
static bool parse_piece(struct faults *faults, struct span piece,
                        unsigned *seen, char *problem)
{
    char decoded[WORD_MAX];
    struct span value = piece;
    const struct parameter *parameter = find(span_split(&value, '='));

    if (parameter == NULL) {
        complain_unknown(problem, piece);
        return false;
    }
    if (*seen & 1u << (parameter - parameters)) {
        complain(problem, piece, "%s is there twice\n", parameter->name);
        return false;
    }
    *seen |= 1u << (parameter - parameters);
    if (parameter->read(faults, decode(value, decoded)))
        return true;
    complain(problem, piece, "the value has to be %s\n", parameter->form);
    return false;
}

bool faults_parse(struct faults *faults, struct span query, char *problem)
{
    unsigned seen = 0;
    bool is_last;

    *faults = no_faults;
    do {
        /* A separator at the end is followed by an empty piece */
        is_last = memchr(query.data, '&', query.size) == NULL;
        if (!parse_piece(faults, span_split(&query, '&'), &seen, problem))
            return false;
    } while (!is_last);
    return true;
}

void faults_print(char *out, const struct faults *faults)
{
    char *start = out;

    *out = '\0';
    if (faults->size != FAULTS_NONE)
        out += sprintf(out, "&size=%u", faults->size);
    if (faults->drip_octets > 0)
        out +=
            sprintf(out, "&drip=%u/%u", faults->drip_octets, faults->drip_ms);
    if (faults->status > 0)
        out += sprintf(out, "&status=%u", faults->status);
    if (faults->jitter_ms > 0)
        out += sprintf(out, "&jitter=%u", faults->jitter_ms);
    if (faults->header_delay_ms > 0)
        out += sprintf(out, "&header-delay=%u", faults->header_delay_ms);
    if (faults->truncate != FAULTS_NONE)
        out += sprintf(out, "&truncate=%u", faults->truncate);
    if (faults->reset != RESET_NEVER)
        out += sprintf(out, "&reset=%s", reset_names[faults->reset]);
    if (faults->chunked)
        out = stpcpy(out, "&chunked=1");
    if (faults->hang)
        out = stpcpy(out, "&hang=1");
    if (faults->ignore_keepalive)
        stpcpy(out, "&keepalive=ignore");
    if (*start == '&')
        *start = '?';
}

bool faults_cut(const struct faults *faults)
{
    return faults->truncate != FAULTS_NONE || faults->reset != RESET_NEVER ||
           faults->hang;
}
