/*
 * Fuzzes delayserver/percent.c, target.c and faults.c: percent-decoding against
 * an obvious one, also in place; targets against the reference; and the query
 * that a fault prints must ask for the same fault.
 */
#include "../../delayserver/percent.h"
#include "../../delayserver/faults.h"
#include "../../delayserver/target.h"
#include "reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

/* Of just this size: going beyond it is seen by sanitizers */
static char *copy_of(const char *text, size_t size)
{
    char *copy = malloc(size + !size);

    if (copy == NULL)
        abort();
    return memcpy(copy, text, size);
}

static void try_decode(const char *text, size_t size)
{
    char *in = copy_of(text, size);
    char *out = copy_of(text, size);
    char *expected = copy_of(text, size);
    ssize_t count = reference_decode(expected, text, size);

    require(percent_decode(out, in, size) == count, "as many octets decoded");
    require(memcmp(in, text, size) == 0, "the encoded text is untouched");
    require(count < 0 || memcmp(out, expected, count) == 0, "the same octets");
    require(percent_decode(in, in, size) == count, "as many in place");
    require(count < 0 || memcmp(in, expected, count) == 0, "the same in place");
    free(in);
    free(out);
    free(expected);
}

static void try_faults(const struct faults *faults)
{
    char text[FAULTS_TEXT_MAX], again[FAULTS_TEXT_MAX], why[FAULTS_TEXT_MAX];
    struct faults parsed;

    faults_print(text, faults);
    if (text[0] == '\0')
        return; /* such as a jitter of 0 */
    require(text[0] == '?', "faults print as a query");
    require(
        faults_parse(&parsed, (struct span){text + 1, strlen(text + 1)}, why),
        "printed faults are a query");
    faults_print(again, &parsed);
    require(strcmp(text, again) == 0, "printed faults ask for the same");
}

/* What the reference says to a GET of this target */
static void read_target(struct reading *r, const char *text, size_t size)
{
    static const char rest[] = " HTTP/1.1\r\nHost:\r\n\r\n";
    char *input = malloc(4 + size + strlen(rest));

    if (input == NULL)
        abort();
    memcpy(input, "GET ", 4);
    memcpy(input + 4, text, size);
    memcpy(input + 4 + size, rest, strlen(rest));
    reference_read(r, input, 4 + size + strlen(rest));
    free(input);
}

static void compare(const struct target *t, int status, const char *problem,
                    const struct answer *expected)
{
    if (status != expected->status) {
        fprintf(stderr, "target: %d (%s), reference: %d\n", status,
                problem != NULL ? problem : "", expected->status);
        abort();
    }
    if (status != 200) {
        require((problem != NULL) != (t->message != NULL),
                "an error is told in words of one kind");
        return;
    }
    require(t->delay_ms == expected->delay_ms, "the same delay");
    require(t->message_size == expected->message_size, "the same length");
    require(t->message_size == 0 ||
                memcmp(t->message, expected->message, t->message_size) == 0,
            "the same message");
    if (t->faults != NULL)
        try_faults(t->faults);
}

/* Octets that end the connection do not reach target_parse */
static void try_target(const char *text, size_t size)
{
    struct target target = {0};
    struct reading expected;
    const char *problem = NULL;
    char *copy = copy_of(text, size);
    int status;

    read_target(&expected, text, size);
    if (expected.count == 1 && !expected.answers[0].close) {
        status = target_parse(&target, copy, size, &problem);
        compare(&target, status, problem, &expected.answers[0]);
    }
    free(target.message);
    free(target.faults);
    free(copy);
    reading_fini(&expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_decode((const char *)data, size);
    try_target((const char *)data, size);
    return 0;
}
