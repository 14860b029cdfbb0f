/*
 * links: delayserver/ request.c head.c span.c target.c faults.c percent.c
 * links: tests/fuzz/ pieces.c reading.c reference.c
 */
#define _GNU_SOURCE /* stpcpy */
#include "../../delayserver/percent.h"
#include "../fuzz/pieces.h"
#include "../fuzz/reference.h"
#include "check.h"
#include "tests/fuzz/hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Each input is fed whole, octet by octet, and cut in two at each place; what
 * comes out must always be what the reference parser reads in it, down to the
 * octets where requests begin and end.
 */

enum {
    INPUT_MAX = 1024, /* of the table */
};

static const char good[] = "GET /7/ok HTTP/1.1\r\nHost: a\r\n\r\n";

/* What is tried at the moment, for the message that it failed */
static struct {
    const char *file;
    int line;
} source;

/* Takes over got */
static void compare(struct reading *got, const struct reading *expected,
                    const char *how, size_t cut)
{
    if (!reading_equal(got, expected))
        check_fail(source.file, source.line,
                   "%s %zu: %s, but the reference: %s", how, cut,
                   reading_places(got), reading_places(expected));
    reading_fini(got);
}

/* Longer inputs are not cut everywhere, only often */
static void deliver(const char *input, size_t size,
                    const struct reading *expected)
{
    struct reading got;
    size_t stride = size < INPUT_MAX ? 1 : size / 97;

    pieces_read(&got, input, size, size, size);
    compare(&got, expected, "whole", size);
    pieces_read(&got, input, size, 0, 1);
    compare(&got, expected, "in pieces of", 1);
    for (size_t i = 0; i <= size; i += stride) {
        pieces_read(&got, input, size, i, size);
        compare(&got, expected, "cut at", i);
    }
}

/* outcome as in hostile.inc, or NULL if only the reference knows it */
static void expect_octets(const char *input, size_t size, const char *outcome)
{
    struct reading expected;
    char *line;

    reference_read(&expected, input, size);
    line = reading_line(&expected);
    if (outcome != NULL && strcmp(line, outcome) != 0)
        check_fail(source.file, source.line,
                   "the reference says \"%.200s\", not \"%.200s\"", line,
                   outcome);
    free(line);
    deliver(input, size, &expected);
    reading_fini(&expected);
}

#define expect(input, size, outcome)                 \
    (source.file = __FILE__, source.line = __LINE__, \
     expect_octets(input, size, outcome))

/* An entry of the table with octets before and behind it */
static void expect_entry(const struct hostile *h, const char *before,
                         const char *behind, const char *outcome)
{
    char input[INPUT_MAX];
    char *end = stpcpy(input, before);

    source.file = "tests/fuzz/hostile.inc";
    source.line = h->line;
    CHECK(strlen(before) + h->size + strlen(behind) < sizeof(input));
    end = mempcpy(end, h->input, h->size);
    expect_octets(input, stpcpy(end, behind) - input, outcome);
}

static bool ends_in(const char *outcome, const char *word)
{
    size_t size = strlen(outcome), end = strlen(word);

    return size >= end && strcmp(outcome + size - end, word) == 0;
}

/* Behind an entry a good request is served unless the connection is closed */
static void expect_before_good(const struct hostile *h, const char *before,
                               const char *first)
{
    char outcome[INPUT_MAX];

    snprintf(outcome, sizeof(outcome), "%s%s%s", first, h->outcome,
             ends_in(h->outcome, "close") ? "" : ", 200 7:ok");
    /* What is behind the beginning of a request belongs to it, somehow */
    expect_entry(h, before, good, ends_in(h->outcome, "more") ? NULL : outcome);
}

TEST(the_table_is_complete)
{
    printf("# %d entries in tests/fuzz/hostile.inc\n", HOSTILE_COUNT);
    CHECK(HOSTILE_COUNT >= 250);
    for (int i = 0; i < HOSTILE_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            if (hostile[i].size == hostile[j].size &&
                memcmp(hostile[i].input, hostile[j].input, hostile[i].size) ==
                    0)
                check_fail("tests/fuzz/hostile.inc", hostile[i].line,
                           "the same as in line %d", hostile[j].line);
        }
    }
}

TEST(entries_alone)
{
    for (int i = 0; i < HOSTILE_COUNT; i++)
        expect_entry(&hostile[i], "", "", hostile[i].outcome);
}

TEST(entries_behind_a_good_request)
{
    char outcome[INPUT_MAX];

    for (int i = 0; i < HOSTILE_COUNT; i++) {
        snprintf(outcome, sizeof(outcome), "200 7:ok, %s", hostile[i].outcome);
        expect_entry(&hostile[i], good, "", outcome);
    }
}

TEST(entries_before_a_good_request)
{
    for (int i = 0; i < HOSTILE_COUNT; i++)
        expect_before_good(&hostile[i], "", "");
}

TEST(entries_between_good_requests)
{
    for (int i = 0; i < HOSTILE_COUNT; i++)
        expect_before_good(&hostile[i], good, "200 7:ok, ");
}

/* --- What is too long or too slow for a table --- */

#define HOST    "Host: localhost\r\n"
#define GET     "GET /5/hi HTTP/1.1\r\n" HOST
#define POST    "POST /5/hi HTTP/1.1\r\n" HOST
#define CHUNKED POST "Transfer-Encoding: chunked\r\n" END
#define END     "\r\n"

/* A target whose answer is late, long or broken */
#define expect_target(target, outcome)             \
    expect("GET " target " HTTP/1.1\r\n" HOST END, \
           strlen("GET " target " HTTP/1.1\r\n" HOST END), outcome)

TEST(longest_delay)
{
    expect_target("/3600000/x", "200 3600000:x");
    expect_target("/0000000000000000000003600000/x", "200 3600000:x");
    expect_target("/3600001/x", "400");
}

TEST(parameters_that_are_understood)
{
    expect_target("/5/hi?size=0000000000000000000002", "200 5:hi");
    expect_target("/5/hi?size=1000000000", "200 5:hi");
    expect_target("/5/?size=0", "200 5:");
    expect_target("/5/%41%42?size=2", "200 5:AB");
    expect_target("/5/hi?drip=1/1", "200 5:hi");
    expect_target("/5/hi?drip=1000000000/3600000", "200 5:hi");
    expect_target("/5/hi?status=599", "200 5:hi");
    expect_target("/5/hi?jitter=3600000", "200 5:hi");
    expect_target("/5/hi?header-delay=3600000", "200 5:hi");
    expect_target("/5/hi?truncate=0", "200 5:hi");
    expect_target("/5/hi?truncate=2000000000", "200 5:hi");
    expect_target("/5/hi?reset=before", "200 5:hi");
    expect_target("/5/hi?reset=headers", "200 5:hi");
    expect_target("/5/hi?reset=body", "200 5:hi");
    expect_target("/5/hi?chunked=1", "200 5:hi");
    expect_target("HTTP://localhost:8080/5/x?hang=1", "200 5:x");
    expect_target("/5/hi?keepalive=ignore", "200 5:hi");
    expect_target("/5/hi?size=7&drip=1/1&status=404&jitter=1&header-delay=1"
                  "&truncate=4&reset=body&chunked=1&hang=1&keepalive=ignore",
                  "200 5:hi");
}

/* prefix, then count times the letter, then suffix */
static void expect_repeated(const char *prefix, size_t count,
                            const char *suffix, const char *outcome)
{
    size_t start = strlen(prefix), end = strlen(suffix);
    char *input = malloc(start + count + end);

    memcpy(input, prefix, start);
    memset(input + start, 'a', count);
    memcpy(input + start + count, suffix, end);
    expect_octets(input, start + count + end, outcome);
    free(input);
}

#define expect_long(prefix, count, suffix, outcome)  \
    (source.file = __FILE__, source.line = __LINE__, \
     expect_repeated(prefix, count, suffix, outcome))

/* The tests below hold for any limits: these are the ones that are promised */
TEST(the_limits_are_those_of_the_readme)
{
    CHECK_EQ(REQUEST_LINE_MAX, 8192);
    CHECK_EQ(FIELD_LINE_MAX, 8192);
    CHECK_EQ(SECTION_MAX, 16384);
    CHECK_EQ(FIELDS_MAX, 100);
    CHECK_EQ(BODY_MAX, 65536);
    CHECK_EQ(OVERHEAD_MAX, 4096);
}

TEST(longest_lines)
{
    char expected[REQUEST_LINE_MAX + 64] = "200 5:";
    const size_t fixed = strlen("GET /5/ HTTP/1.1");
    const char *rest = " HTTP/1.1\r\n" HOST END;

    memset(expected + 6, 'a', REQUEST_LINE_MAX - fixed);
    expect_long("GET /5/", REQUEST_LINE_MAX - fixed, rest, expected);
    expect_long("GET /5/", REQUEST_LINE_MAX - fixed + 1, rest, "414, close");
    expect_long("", REQUEST_LINE_MAX, "", "more");
    expect_long("", REQUEST_LINE_MAX, "\r", "more");
    expect_long("", REQUEST_LINE_MAX, "\n", "400, close");
    expect_long("", REQUEST_LINE_MAX + 1, "", "414, close");
    expect_long("\r\n", REQUEST_LINE_MAX, "", "more");
    expect_long("\r\n", REQUEST_LINE_MAX + 1, "", "414, close");
    expect_long(GET "X:", FIELD_LINE_MAX - 2, "\r\n" END, "200 5:hi");
    expect_long(GET "X:", FIELD_LINE_MAX - 1, "\r\n" END, "431, close");
    expect_long(GET "X:", FIELD_LINE_MAX - 1, "", "431, close");
    expect_long(GET, FIELD_LINE_MAX + 1, "", "431, close");
    expect_long(CHUNKED "0\r\nX:", FIELD_LINE_MAX - 2, "\r\n" END, "405");
    expect_long(CHUNKED "0\r\nX:", FIELD_LINE_MAX - 1, "\r\n" END,
                "431, close");
}

/* The head's fields take a part of the section, X and Y what is left of it */
static void expect_section(const char *head, size_t taken, const char *outcome)
{
    char prefix[SECTION_MAX];
    char *end = stpcpy(stpcpy(prefix, head), "X:");
    size_t left = SECTION_MAX - taken - (FIELD_LINE_MAX + 2) - strlen("Y:\r\n");

    memset(end, 'a', FIELD_LINE_MAX - 2);
    strcpy(end + FIELD_LINE_MAX - 2, "\r\nY:");
    expect_long(prefix, left, "\r\n" END, outcome);
    expect_long(prefix, left, "\r\n" END GET END,
                strcmp(outcome, "405") ? "200 5:hi, 200 5:hi"
                                       : "405, 200 5:hi");
    expect_long(prefix, left, "\r\nZ:\r\n" END, "431, close");
    expect_long(prefix, left + 1, "\r\n" END, "431, close");
    expect_long(prefix, left + 1, "", "431, close");
}

TEST(longest_section)
{
    expect_section(GET, strlen(HOST), "200 5:hi");
    /* A trailer belongs to it */
    expect_section(CHUNKED "0\r\n",
                   strlen(HOST "Transfer-Encoding: chunked\r\n"), "405");
}

TEST(most_fields)
{
    char input[2048] = GET;
    char *end = input + strlen(input);

    for (int i = 1; i < FIELDS_MAX; i++)
        end = stpcpy(end, "a:b\r\n");
    strcpy(end, END);
    expect(input, strlen(input), "200 5:hi");
    strcpy(end, "a:b\r\n" END);
    expect(input, strlen(input), "431, close");
}

TEST(most_trailers)
{
    char input[2048] = CHUNKED "0\r\n";
    char *end = input + strlen(input);

    for (int i = 2; i < FIELDS_MAX; i++)
        end = stpcpy(end, "a:b\r\n");
    strcpy(end, END);
    expect(input, strlen(input), "405");
    strcpy(end, "a:b\r\n" END);
    expect(input, strlen(input), "431, close");
}

TEST(largest_bodies)
{
    expect_long(POST "Content-Length: 65536\r\n" END, BODY_MAX, "", "405");
    expect_long(POST "Content-Length: 65536\r\n" END, BODY_MAX - 1, "", "more");
    expect_long(CHUNKED "10000\r\n", BODY_MAX, "\r\n0\r\n\r\n", "405");
    expect_long(CHUNKED "10000\r\n", BODY_MAX, "\r\n1\r\n", "413, close");
    expect_long(CHUNKED "ffff\r\n", BODY_MAX - 1, "\r\n1\r\na\r\n0\r\n\r\n",
                "405");
    expect_long(CHUNKED "ffff\r\n", BODY_MAX - 1, "\r\n2\r\n", "413, close");
}

/* Chunks of one octet cost 5 besides it, and the last one 3 */
TEST(most_overhead)
{
    char input[8192];
    char *end = stpcpy(input, CHUNKED);

    for (int i = 0; i < OVERHEAD_MAX / 5 - 1; i++)
        end = stpcpy(end, "1\r\na\r\n");
    strcpy(end, "0;x\r\n\r\n"); /* 818 * 5 + 5 of 4096 */
    expect(input, strlen(input), "405");
    strcpy(end, "0;xy\r\n\r\n");
    expect(input, strlen(input), "405");
    strcpy(end, "0;xyz\r\n\r\n");
    expect(input, strlen(input), "413, close");
    strcpy(end, "1\r\na\r\n0\r\n\r\n");
    expect(input, strlen(input), "413, close");
    strcpy(end, "001\r\na\r\n");
    expect(input, strlen(input), "413, close");
    expect_long(CHUNKED "0;", OVERHEAD_MAX - 4, "\r\n\r\n", "405");
    expect_long(CHUNKED "0;", OVERHEAD_MAX - 3, "\r\n\r\n", "413, close");
    expect_long(CHUNKED, OVERHEAD_MAX, "", "413, close");
}

TEST(percent_decoding_in_place)
{
    char text[] = "%41%42c%43";

    CHECK_EQ(percent_decode(text, text, strlen(text)), 4);
    CHECK(memcmp(text, "ABcC", 4) == 0);
    CHECK_EQ(percent_decode(text, text, 0), 0);
    strcpy(text, "%41");
    CHECK_EQ(percent_decode(text, text, 2), -1);
    CHECK_EQ(percent_decode(text, text, 1), -1);
}
