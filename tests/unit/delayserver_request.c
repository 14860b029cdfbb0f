#define _GNU_SOURCE /* stpcpy */
#include "../../delayserver/request.h"
#include "../../delayserver/target.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Each input is fed whole, octet by octet, and cut in two at each place; what
 * comes out must be the same.  It is written down as one line: for each
 * request its status, and for those to be delayed "DELAY:message"; "100" where
 * the client is told to go on; "close" where nothing more is read; "more" when
 * a request has begun at the end of the input.
 */

enum {
    OUT_SIZE = 65536,
};

static char *describe(char *out, struct request *r)
{
    out += sprintf(out, "%s%d", r->is_head ? "head " : "", r->status);
    if (r->status == 200) {
        out += sprintf(out, " %u:", (unsigned)r->delay_ms);
        for (uint32_t i = 0; i < r->message_size; i++)
            out += sprintf(out, r->message[i] < ' ' ? "\\x%02x" : "%c",
                           (unsigned char)r->message[i]);
    }
    if (r->status >= 400)
        CHECK((r->problem != NULL) != (r->message != NULL));
    return out + sprintf(out, r->close ? ", close" : ", ");
}

struct reader {
    struct request request;
    char *out;
    int closed;
};

static void feed(struct reader *reader, const char *data, size_t size)
{
    /* A copy of just this size: reading beyond it is seen by sanitizers */
    char *copy = malloc(size + !size);
    size_t done = 0, used;

    memcpy(copy, data, size);
    while (done < size && !reader->closed) {
        enum request_event event =
            request_feed(&reader->request, copy + done, size - done, &used);

        CHECK(used > 0 && used <= size - done);
        done += used;
        if (event == REQUEST_MORE)
            CHECK_EQ(done, size);
        if (event == REQUEST_CONTINUE)
            reader->out += sprintf(reader->out, "100, ");
        if (event == REQUEST_COMPLETE) {
            reader->out = describe(reader->out, &reader->request);
            reader->closed = reader->request.close;
            request_fini(&reader->request);
            request_init(&reader->request);
        }
    }
    free(copy);
}

/* first octets in one piece, then the rest in pieces of that size */
static void read_in_pieces(char *out, const char *input, size_t size,
                           size_t first, size_t piece)
{
    struct reader reader = {.out = out};
    size_t next;

    *out = '\0';
    request_init(&reader.request);
    feed(&reader, input, first);
    for (size_t done = first; done < size; done += next) {
        next = size - done < piece ? size - done : piece;
        feed(&reader, input + done, next);
    }
    if (reader.request.phase != PHASE_EMPTY)
        reader.out += sprintf(reader.out, "more");
    request_fini(&reader.request);
    size = strlen(out);
    if (size >= 2 && strcmp(out + size - 2, ", ") == 0)
        out[size - 2] = '\0';
}

/* Longer inputs are not cut everywhere, only often */
static void expect_octets(const char *input, size_t size, const char *expected)
{
    static char out[OUT_SIZE];
    size_t stride = size < 500 ? 1 : size / 97;

    read_in_pieces(out, input, size, size, size);
    CHECK_STR(out, expected);
    read_in_pieces(out, input, size, 0, 1);
    CHECK_STR(out, expected);
    for (size_t i = 0; i <= size; i += stride) {
        read_in_pieces(out, input, size, i, size);
        CHECK_STR(out, expected);
    }
}

static void expect(const char *input, const char *expected)
{
    static const char good[] = "GET /7/ok HTTP/1.1\r\nHost: a\r\n\r\n";
    char both[4096], more[4096];

    expect_octets(input, strlen(input), expected);

    /* A good request before it changes nothing */
    snprintf(both, sizeof(both), "%s%s", good, input);
    snprintf(more, sizeof(more), "200 7:ok, %s", expected);
    expect_octets(both, strlen(both), more);

    /* One behind it is served unless the connection is closed */
    if (strstr(expected, "more") != NULL)
        return;
    snprintf(both, sizeof(both), "%s%s", input, good);
    snprintf(more, sizeof(more), "%s%s", expected,
             strstr(expected, "close") != NULL ? "" : ", 200 7:ok");
    expect_octets(both, strlen(both), more);
}

#define HOST "Host: localhost\r\n"
#define GET  "GET /5/hi HTTP/1.1\r\n" HOST
#define POST "POST /5/hi HTTP/1.1\r\n" HOST
#define END  "\r\n"

/* What comes of a target, of a field, of a chunked body */
static void expect_target(const char *target, const char *expected)
{
    char input[1024];

    snprintf(input, sizeof(input), "GET %s HTTP/1.1\r\n" HOST END, target);
    expect(input, expected);
}

static void expect_field(const char *field, const char *expected)
{
    char input[1024];

    snprintf(input, sizeof(input), GET "%s\r\n" END, field);
    expect(input, expected);
}

static void expect_chunks(const char *chunks, const char *expected)
{
    char input[1024];

    snprintf(input, sizeof(input),
             POST "Transfer-Encoding: chunked\r\n" END "%s", chunks);
    expect(input, expected);
}

TEST(what_has_not_arrived_is_awaited)
{
    expect("G", "more");
    expect("GET /5/hi HTTP/1.1", "more");
    expect("GET /5/hi HTTP/1.1\r", "more");
    expect(GET, "more");
    expect(GET "\r", "more");
}

TEST(good_requests)
{
    expect(GET END, "200 5:hi");
    expect(GET END GET END, "200 5:hi, 200 5:hi");
    expect("HEAD /5/hi HTTP/1.1\r\n" HOST END, "head 200 5:hi");
    expect("GET /5/hi HTTP/1.9\r\nHost:\r\n\r\n", "200 5:hi");
    expect(GET "Accept: */*\r\nX-Empty:\r\nx:\t \xe4 y \t\r\n" END, "200 5:hi");
    /* One empty line before a request is forgiven */
    expect("\r\n" GET END, "200 5:hi");
    expect("\r\n\r\n" GET END, "400, close");
}

TEST(targets)
{
    expect_target("/0/", "200 0:");
    expect_target("/3600000/x", "200 3600000:x");
    expect_target("/0000000000000000000007/x", "200 7:x");
    expect_target("/3600001/x", "400");
    expect_target("/18446744073709551617/x", "400");
    expect_target("/4294967297/x", "400");
    expect_target("/-1/x", "400");
    expect_target("/+1/x", "400");
    expect_target("/1e3/x", "400");
    expect_target("//x", "400");
    expect_target("/%31/x", "400");
    expect_target("/", "404");
    expect_target("/100", "404");
    expect_target("/favicon.ico", "404");
    expect_target("//5/x", "404");
    expect_target("/5/x/", "404");
    expect_target("/./5/x", "404");
    expect_target("/a/../5/x", "404");
    expect_target("/5/a%2Fb%20c%25%0a%00", "200 5:a/b c%\\x0a\\x00");
    expect_target("/5/%41%2541", "200 5:A%41");
    expect_target("/5/%", "400");
    expect_target("/5/%4", "400");
    expect_target("/5/%4g", "400");
    expect_target("/5/%g4", "400");
    expect_target("/5/a?b/c%", "400");
    expect_target("/5/a?", "200 5:a");
    expect_target("/5?/a", "404");
    expect_target("?", "400");
    expect_target("*", "400");
    expect_target("x", "400");
    expect_target("http://localhost/5/x", "200 5:x");
    expect_target("HTTP://localhost:8080/5/x?hang=1", "200 5:x");
    expect_target("http://localhost", "404");
    expect_target("http://localhost?/5/x", "404");
    expect_target("http://", "400");
    expect_target("http:///5/x", "400");
    expect_target("https://localhost/5/x", "400");
}

TEST(methods)
{
    expect("OPTIONS * HTTP/1.1\r\n" HOST END, "204");
    expect("OPTIONS /5/hi HTTP/1.1\r\n" HOST END, "204");
    expect("POST /5/hi HTTP/1.1\r\n" HOST END, "405");
    expect("PUT /5/hi HTTP/1.1\r\n" HOST END, "405");
    expect("DELETE /5/hi HTTP/1.1\r\n" HOST END, "405");
    expect("PATCH /5/hi HTTP/1.1\r\n" HOST END, "405");
    expect("TRACE /5/hi HTTP/1.1\r\n" HOST END, "405");
    expect("BREW /5/hi HTTP/1.1\r\n" HOST END, "501");
    expect("get /5/hi HTTP/1.1\r\n" HOST END, "501");
    expect("CONNECT a:80 HTTP/1.1\r\n" HOST END, "501");
    expect("GE(T /5/hi HTTP/1.1\r\n", "400, close");
    expect("G\xc4T /5/hi HTTP/1.1\r\n", "400, close");
}

TEST(request_lines)
{
    expect("GET /5/hi\r\n", "400, close");
    expect("GET  /5/hi HTTP/1.1\r\n", "400, close");
    expect("GET /5/hi  HTTP/1.1\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1 \r\n", "400, close");
    expect(" GET /5/hi HTTP/1.1\r\n", "400, close");
    expect("GET\t/5/hi HTTP/1.1\r\n", "400, close");
    expect("GET /5/hi\tHTTP/1.1\r\n", "400, close");
    expect("GET /5/h i HTTP/1.1\r\n", "400, close");
    expect("GET /5/\xc3\xa4 HTTP/1.1\r\n", "400, close");
    expect("GET /5/\x7f HTTP/1.1\r\n", "400, close");
    expect("GET /5/\x01 HTTP/1.1\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\n", "400, close");
    expect("GET /5/hi HTTP/1.1\rx", "400, close");
    expect("GET /5/hi HTTP/1.1\r\r\n", "400, close");
    expect("GET /5/hi http/1.1\r\n", "400, close");
    expect("GET /5/hi HTTP/1.10\r\n", "400, close");
    expect("GET /5/hi HTTP/11\r\n", "400, close");
    expect("GET /5/hi HTTP/1,1\r\n", "400, close");
    expect("GET /5/hi HTTP/x.1\r\n", "400, close");
    expect("PRI * HTTP/2.0\r\n", "505, close");
    expect("GET /5/hi HTTP/0.9\r\n", "505, close");
    expect("\x16\x03\x01", "400, close");
    expect_octets("GET /5/\0 HTTP/1.1\r\n", 19, "400, close");
}

TEST(fields)
{
    expect_field("X : y", "400, close");
    expect_field(" X: y", "400, close");
    expect_field("\tX: y", "400, close");
    expect_field("X", "400, close");
    expect_field(": y", "400, close");
    expect_field("X(: y", "400, close");
    expect_field("X\xe4: y", "400, close");
    expect_field("X: y\n", "400, close");
    expect_field("X: y\rz", "400, close");
    expect_field("X: \x01", "400, close");
    expect_field("X: \x7f", "400, close");
    expect_field("X: y\r\n z", "400, close");
    expect("GET /5/hi HTTP/1.1\r\n folded: x\r\n", "400, close");
}

TEST(hosts)
{
    expect("GET /5/hi HTTP/1.1\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "400, close");
    expect_field("Host: localhost", "400, close"); /* the second */
    expect("GET /5/hi HTTP/1.1\r\nhOST:a.b:80\r\n\r\n", "200 5:hi");
    expect("GET /5/hi HTTP/1.1\r\nHost: [::1]:\r\n\r\n", "200 5:hi");
    expect("GET /5/hi HTTP/1.1\r\nHost: %41!\r\n\r\n", "200 5:hi");
    expect("GET /5/hi HTTP/1.1\r\nHost: a b\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\r\nHost: a,b:x\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\r\nHost: a/b\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\r\nHost: u@h\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\r\nHost: [::1\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\r\nHost: %4\r\n\r\n", "400, close");
    expect("GET /5/hi HTTP/1.1\r\nHost: a:8:0\r\n\r\n", "400, close");
}

TEST(connections)
{
    expect_field("Connection: close", "200 5:hi, close");
    expect_field("Connection: x ,\tCLOSE", "200 5:hi, close");
    expect_field("Connection: keep-alive, close", "200 5:hi, close");
    expect_field("Connection: closed", "200 5:hi");
    expect_field("Connection:", "200 5:hi");
    expect("GET /5/hi HTTP/1.0\r\n\r\n", "200 5:hi, close");
    expect("GET /5/hi HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 5:hi");
}

TEST(bodies)
{
    expect(GET "Content-Length: 0\r\n" END, "200 5:hi");
    expect(GET "Content-Length: 5\r\n" END "12\r\n5", "200 5:hi");
    expect(POST "content-length:0003\r\n" END "abc", "405");
    expect(POST "Content-Length: 3\r\n" END "ab", "more");
    expect(POST "Content-Length: 3\r\nContent-Length: 3\r\n" END, "400, close");
    expect(POST "Content-Length: 3, 3\r\n" END, "400, close");
    expect(POST "Content-Length: +3\r\n" END, "400, close");
    expect(POST "Content-Length: -3\r\n" END, "400, close");
    expect(POST "Content-Length: 3x\r\n" END, "400, close");
    expect(POST "Content-Length: 0x3\r\n" END, "400, close");
    expect(POST "Content-Length:\r\n" END, "400, close");
    expect(POST "Content-Length: 65537\r\n" END, "413, close");
    expect(POST "Content-Length: 18446744073709551615\r\n" END, "413, close");
    expect(POST "Content-Length: 18446744073709551616\r\n" END, "400, close");
    expect(POST "Content-Length: 18446744073709551617\r\n" END, "400, close");
    expect("OPTIONS * HTTP/1.1\r\n" HOST "Content-Length: 1\r\n" END "x",
           "204");
    expect("BREW / HTTP/1.1\r\n" HOST "Content-Length: 1\r\n" END "x", "501");
}

TEST(transfer_codings)
{
    expect(POST "Transfer-Encoding: gzip\r\n" END, "501, close");
    expect(POST "Transfer-Encoding: gzip, chunked\r\n" END, "501, close");
    expect(POST "Transfer-Encoding: chunked, chunked\r\n" END, "501, close");
    expect(POST "Transfer-Encoding: chunked\r\n"
                "Transfer-Encoding: chunked\r\n" END,
           "501, close");
    expect(POST "Transfer-Encoding:\r\n" END, "501, close");
    expect(POST "Transfer-Encoding: xchunked\r\n" END, "501, close");
    expect(POST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n" END,
           "400, close");
    expect(POST "Content-Length: 3\r\nTransfer-Encoding: identity\r\n" END,
           "400, close");
    expect("POST /5/hi HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
           "400, close");
    expect(POST "Transfer-Encoding: CHUNKED\r\n" END "0\r\n\r\n", "405");
}

TEST(chunks)
{
    expect_chunks("0\r\n\r\n", "405");
    expect_chunks("00000000000000000000\r\n\r\n", "405");
    expect_chunks("3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n0\r\n\r\n", "405");
    expect_chunks("2\r\n\r\n\r\n0\r\n\r\n", "405");
    expect_chunks("0\r\nTrailer: x\r\nContent-Length: 9\r\n\r\n", "405");
    expect_chunks("0\r\nHost: another\r\n\r\n", "405");
    expect_chunks("0\r\nbad trailer\r\n", "400, close");
    expect_chunks("0\r\n folded\r\n", "400, close");
    expect_chunks("\r\n", "400, close");
    expect_chunks(";x\r\n", "400, close");
    expect_chunks("g\r\n", "400, close");
    expect_chunks("-1\r\n", "400, close");
    expect_chunks("0x1\r\n", "400, close");
    expect_chunks(" 1\r\n", "400, close");
    expect_chunks("1 \r\n", "400, close");
    expect_chunks("1\n", "400, close");
    expect_chunks("1\r\nab", "400, close");
    expect_chunks("1\r\na\n", "400, close");
    expect_chunks("1;\x01\r\n", "400, close");
    expect_chunks("10000\r\n", "more");
    expect_chunks("10001\r\n", "413, close");
    expect_chunks("1\r\na\r\n10000\r\n", "413, close");
    expect_chunks("FFFFFFFFFFFFFFFF\r\n", "413, close");
    expect_chunks("10000000000000000\r\n", "400, close");
    expect_chunks("10000000000000001\r\n", "400, close");
}

TEST(expectations)
{
    expect(POST "Expect: 100-Continue\r\nContent-Length: 1\r\n" END "x",
           "100, 405");
    expect(GET "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n" END
               "0\r\n\r\n",
           "100, 200 5:hi");
    expect(GET "Expect: 100-continue\r\n" END, "200 5:hi");
    expect(GET "Expect: a miracle\r\n" END, "417");
    expect(GET "Expect: 100-continue, x\r\nContent-Length: 1\r\n" END "x",
           "417");
    expect("GET /5/hi HTTP/1.0\r\nExpect: 100-continue\r\n"
           "Content-Length: 1\r\n\r\nx",
           "200 5:hi, close");
    expect(POST "Expect: 100-continue\r\nContent-Length: 65537\r\n" END,
           "413, close");
}

/* prefix, then count times the letter, then suffix */
static void expect_long(const char *prefix, size_t count, const char *suffix,
                        const char *expected)
{
    size_t start = strlen(prefix), end = strlen(suffix);
    char *input = malloc(start + count + end);

    memcpy(input, prefix, start);
    memset(input + start, 'a', count);
    memcpy(input + start + count, suffix, end);
    expect_octets(input, start + count + end, expected);
    free(input);
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
    expect_long("", REQUEST_LINE_MAX + 1, "", "414, close");
    expect_long(GET "X:", FIELD_LINE_MAX - 2, "\r\n" END, "200 5:hi");
    expect_long(GET "X:", FIELD_LINE_MAX - 1, "\r\n" END, "431, close");
}

/* The Host field takes a part of the section, X and Y what is left of it */
TEST(longest_section)
{
    char prefix[SECTION_MAX] = GET "X:";
    size_t left = SECTION_MAX - strlen(HOST) - (FIELD_LINE_MAX + 2) - 2;
    size_t start = strlen(prefix);

    memset(prefix + start, 'a', FIELD_LINE_MAX - 2);
    strcpy(prefix + start + FIELD_LINE_MAX - 2, "\r\nY:");
    expect_long(prefix, left - 2, "\r\n" END, "200 5:hi");
    expect_long(prefix, left - 1, "\r\n" END, "431, close");
}

TEST(most_fields)
{
    char input[2048] = GET;
    char *end = input + strlen(input);

    for (int i = 1; i < FIELDS_MAX; i++)
        end = stpcpy(end, "a:b\r\n");
    strcpy(end, END);
    expect_octets(input, strlen(input), "200 5:hi");
    strcpy(end, "a:b\r\n" END);
    expect_octets(input, strlen(input), "431, close");
}

TEST(largest_bodies)
{
    expect_long(POST "Content-Length: 65536\r\n" END, BODY_MAX, "", "405");
    expect_long(POST "Transfer-Encoding: chunked\r\n" END "10000\r\n", BODY_MAX,
                "\r\n0\r\n\r\n", "405");
}

/* Chunks of one octet cost 5 besides it, and the last one 3 */
TEST(most_overhead)
{
    const char *head = POST "Transfer-Encoding: chunked\r\n" END;
    char input[8192];
    char *end = stpcpy(input, head);

    for (int i = 0; i < OVERHEAD_MAX / 5 - 1; i++)
        end = stpcpy(end, "1\r\na\r\n");
    strcpy(end, "0;x\r\n\r\n"); /* 818 * 5 + 5 of 4096 */
    expect_octets(input, strlen(input), "405");
    strcpy(end, "0;xy\r\n\r\n");
    expect_octets(input, strlen(input), "405");
    strcpy(end, "0;xyz\r\n\r\n");
    expect_octets(input, strlen(input), "413, close");
    strcpy(end, "1\r\na\r\n0\r\n\r\n");
    expect_octets(input, strlen(input), "413, close");
    expect_long(POST "Transfer-Encoding: chunked\r\n" END "0;",
                OVERHEAD_MAX - 4, "\r\n\r\n", "405");
    expect_long(POST "Transfer-Encoding: chunked\r\n" END "0;",
                OVERHEAD_MAX - 3, "\r\n\r\n", "413, close");
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
