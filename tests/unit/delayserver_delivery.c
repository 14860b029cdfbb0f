/* links: delayserver/ delivery.c response.c faults.c dice.c span.c percent.c */
#include "../../delayserver/delivery.h"
#include "../../delayserver/dice.h"
#include "../../delayserver/faults.h"
#include "../../delayserver/timer.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What an answer's parts are is written down in one line: "@MS" when one may
 * go out, counted from when the answer is due, then its octets.  Of the head
 * there are only the status line, as "line", and the fields, as "fields", or
 * "head" for both; and the number of octets where it is cut.
 */

enum {
    OUT_SIZE = 65536,
    DUE_MS = 5000,
};

static const struct date date = {1, "Sun, 06 Nov 1994 08:49:37 GMT"};

static struct faults parse(const char *query)
{
    char problem[FAULTS_TEXT_MAX] = "";
    struct faults faults;

    if (!faults_parse(&faults, (struct span){query, strlen(query)}, problem))
        check_fail(__FILE__, __LINE__, "?%s: %s", query, problem);
    return faults;
}

/* A part in words: the head without its octets */
static char *describe(char *out, const char *part, size_t size,
                      const char *head, size_t head_size)
{
    size_t line = (size_t)(strchr(head, '\n') + 1 - head);

    if (size >= head_size && memcmp(part, head, head_size) == 0) {
        out = stpcpy(out, "head ");
        part += head_size;
        size -= head_size;
    } else if (size == line && memcmp(part, head, line) == 0) {
        return stpcpy(out, "line ");
    } else if (size == head_size - line &&
               memcmp(part, head + line, size) == 0) {
        return stpcpy(out, "fields ");
    } else if (size > 10 && memcmp(part, head, size) == 0) {
        return out + sprintf(out, "%zu ", size);
    }
    for (size_t i = 0; i < size; i++)
        out += sprintf(out, part[i] < ' ' ? "\\%02x" : "%c", part[i]);
    return stpcpy(out, size > 0 ? " " : "");
}

static char *deliver(const struct answer *answer)
{
    static char out[OUT_SIZE];
    char head[RESPONSE_HEAD_MAX], part[DELIVERY_PART_MAX], *end = out;
    size_t head_size = response_head(head, answer, &date);
    struct delivery delivery = {0};

    *out = '\0';
    while (!delivery_is_over(&delivery)) {
        uint64_t due_ns = delivery_due(&delivery, answer);
        size_t size = delivery_next(&delivery, answer, &date, part);

        CHECK(size <= sizeof(part));
        CHECK_EQ(due_ns % 1000000, 0);
        end += sprintf(end, "@%llu ",
                       (unsigned long long)(due_ns / 1000000 - DUE_MS));
        end = describe(end, part, size, head, head_size);
    }
    CHECK(delivery_due(&delivery, answer) == TIMER_NEVER);
    if (end > out)
        end[-1] = '\0';
    return out;
}

static struct answer hello(struct faults *faults)
{
    static char message[] = "Hello";

    return (struct answer){
        .due_ns = DUE_MS * UINT64_C(1000000),
        .message = message,
        .message_size = 5,
        .faults = faults,
        .status = faults != NULL && faults->status ? faults->status : 200,
    };
}

static void expect(const char *query, const char *expected)
{
    struct faults faults = parse(query);
    struct answer answer = hello(&faults);

    CHECK_STR(deliver(&answer), expected);
}

static void expect_for_head(const char *query, const char *expected)
{
    struct faults faults = parse(query);
    struct answer answer = hello(&faults);

    answer.is_head = true;
    CHECK_STR(deliver(&answer), expected);
}

TEST(without_faults_it_is_one_part)
{
    struct answer answer = hello(NULL);

    CHECK_STR(deliver(&answer), "@0 head Hello");
    answer.is_head = true;
    CHECK_STR(deliver(&answer), "@0 head");
    answer.is_head = false;
    answer.status = 404;
    answer.problem = "no";
    CHECK_STR(deliver(&answer), "@0 head no\\0a");
    answer.status = 100;
    answer.problem = NULL;
    CHECK_STR(deliver(&answer), "@0 head");
}

TEST(sizes)
{
    expect("size=8", "@0 head @0 Hello...");
    expect("size=5", "@0 head @0 Hello");
    expect_for_head("size=8", "@0 head");
}

TEST(drops_keep_their_distance)
{
    expect("drip=2/100", "@0 head @100 He @200 ll @300 o");
    expect("drip=1/3600000&size=6",
           "@0 head @3600000 H @7200000 e @10800000 l @14400000 l "
           "@18000000 o @21600000 .");
    expect("drip=5/100", "@0 head @100 Hello");
    expect("drip=1000000000/1", "@0 head @1 Hello");
    expect_for_head("drip=2/100", "@0 head");
}

/* A drop that does not fit into a part goes out in several at one time */
TEST(large_drops)
{
    struct faults faults = parse("drip=20000/100&size=50000");
    struct answer answer = hello(&faults);
    char part[DELIVERY_PART_MAX];
    struct delivery delivery = {0};
    const size_t sizes[] = {16384, 3616, 16384, 3616, 10000};
    const unsigned dues[] = {100, 100, 200, 200, 300};

    delivery_next(&delivery, &answer, &date, part);
    for (int i = 0; i < 5; i++) {
        CHECK_EQ(delivery_due(&delivery, &answer),
                 answer.due_ns + dues[i] * UINT64_C(1000000));
        CHECK_EQ(delivery_next(&delivery, &answer, &date, part), sizes[i]);
    }
    CHECK(delivery_is_over(&delivery));
}

TEST(fields_come_later)
{
    expect("header-delay=70", "@0 line @70 fields @70 Hello");
    expect("header-delay=70&drip=3/10", "@0 line @70 fields @80 Hel @90 lo");
    expect("header-delay=0", "@0 head @0 Hello");
    expect_for_head("header-delay=70", "@0 line @70 fields");
}

TEST(chunks)
{
    expect("chunked=1", "@0 head @0 5\\0d\\0aHello\\0d\\0a0\\0d\\0a\\0d\\0a");
    expect("chunked=1&drip=4/10", "@0 head @10 4\\0d\\0aHell\\0d\\0a "
                                  "@20 1\\0d\\0ao\\0d\\0a0\\0d\\0a\\0d\\0a");
    expect_for_head("chunked=1", "@0 head");
    expect("chunked=1&status=204", "@0 head");
}

TEST(chunks_of_nothing)
{
    struct faults faults = parse("chunked=1");
    struct answer answer = hello(&faults);

    answer.message_size = 0;
    CHECK_STR(deliver(&answer), "@0 head @0 0\\0d\\0a\\0d\\0a");
    answer.is_old = true; /* to which chunks mean nothing */
    CHECK_STR(deliver(&answer), "@0 head");
    answer.message_size = 5;
    CHECK_STR(deliver(&answer), "@0 head @0 Hello");
}

/* The head has 116 octets, 17 of them in the status line */
TEST(truncation)
{
    expect("truncate=0", "@0");
    expect("truncate=16", "@0 16");
    expect("truncate=115", "@0 115");
    expect("truncate=116", "@0 head");
    expect("truncate=118", "@0 head @0 He");
    expect("truncate=121", "@0 head @0 Hello");
    expect("truncate=2000000000", "@0 head @0 Hello");
    expect("truncate=117&drip=1/10", "@0 head @10 H");
    expect("truncate=17&header-delay=50", "@0 line");
    expect_for_head("truncate=16", "@0 16");
}

TEST(resets)
{
    expect("reset=before", "@0");
    expect("reset=headers", "@0 58");
    expect("reset=body", "@0 head @0 He");
    expect("reset=body&chunked=1", "@0 head @0 2\\0d\\0aHe\\0d\\0a");
    expect("reset=body&drip=1/10", "@0 head @10 H @20 e");
    expect("reset=body&truncate=117", "@0 head @0 H");
    expect("reset=body&status=204", "@0 head");
    expect_for_head("reset=body", "@0 head");
}

TEST(hanging)
{
    expect("hang=1", "@0");
    expect("hang=1&reset=body", "@0 head @0 He");
    expect("hang=1&truncate=117", "@0 head @0 H");
}

TEST(what_breaks_off_is_the_last)
{
    struct faults whole = parse("size=9&drip=1/1&status=500&chunked=1&"
                                "jitter=1&header-delay=1&keepalive=ignore");
    struct faults truncated = parse("truncate=9");
    struct faults reset = parse("reset=before");
    struct faults hanging = parse("hang=1");

    CHECK(!faults_cut(&whole));
    CHECK(faults_cut(&truncated));
    CHECK(faults_cut(&reset));
    CHECK(faults_cut(&hanging));
}

TEST(statuses)
{
    char head[RESPONSE_HEAD_MAX] = "";
    struct answer answer = hello(NULL);

    for (answer.status = 200; answer.status < 600; answer.status++) {
        char expected[32];
        bool is_empty = answer.status == 204 || answer.status == 304;

        head[response_head(head, &answer, &date)] = '\0';
        sprintf(expected, "HTTP/1.1 %d ", answer.status);
        CHECK(strncmp(head, expected, strlen(expected)) == 0);
        CHECK_EQ(strstr(head, "content-length: ") == NULL, is_empty);
        CHECK_EQ(response_body_size(&answer),
                 is_empty || answer.status == 205 ? 0 : 5);
    }
}

/* A query that is printed, parsed and printed again is the same */
TEST(queries_are_printed_as_they_are_asked)
{
    static const char *const queries[] = {
        "size=9",         "drip=1/2",        "status=599",
        "jitter=3600000", "header-delay=1",  "truncate=0",
        "reset=before",   "reset=headers",   "reset=body",
        "chunked=1",      "hang=1",          "keepalive=ignore",
        "size=0",         "size=1000000000", "drip=1000000000/3600000",
    };
    char printed[FAULTS_TEXT_MAX];

    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
        struct faults faults = parse(queries[i]);

        faults_print(printed, &faults);
        CHECK_STR(printed + 1, queries[i]);
        CHECK_EQ(printed[0], '?');
    }
}

TEST(all_faults_fit_where_they_are_printed)
{
    const char *all = "size=1000000000&drip=1000000000/3600000&status=599&"
                      "jitter=3600000&header-delay=3600000&truncate=2000000000&"
                      "reset=headers&chunked=1&hang=1&keepalive=ignore";
    struct faults faults = parse(all);
    char printed[FAULTS_TEXT_MAX];

    faults_print(printed, &faults);
    CHECK_STR(printed + 1, all);
}

/* Of 100,000 requests, how many fail */
static int count_failures(double rate, uint64_t seed)
{
    const struct dice dice = {rate, seed};
    struct faults faults;
    int failures = 0;

    for (uint64_t number = 1; number <= 100000; number++)
        failures += dice_fail(&dice, number, 5, &faults);
    return failures;
}

TEST(the_rate_of_failures)
{
    CHECK_EQ(count_failures(0, 1), 0);
    CHECK_EQ(count_failures(1, 1), 100000);
    for (uint64_t seed = 0; seed < 5; seed++) {
        int tenth = count_failures(0.1, seed);

        CHECK(tenth > 9500 && tenth < 10500); /* 5 standard deviations */
    }
}

TEST(a_seed_and_a_number_decide)
{
    const struct dice a = {0.5, 1}, b = {0.5, 2};
    struct faults one = {0}, two = {0};
    int same = 0;

    for (uint64_t number = 1; number <= 1000; number++) {
        bool fails = dice_fail(&a, number, 5, &one);

        CHECK_EQ(dice_fail(&a, number, 5, &two), fails);
        CHECK(!fails || memcmp(&one, &two, sizeof(one)) == 0);
        same += dice_fail(&b, number, 5, &two) == fails;
        CHECK_EQ(dice_jitter(&a, number, 9), dice_jitter(&a, number, 9));
    }
    CHECK(same > 400 && same < 600);
}

/* The kinds by name in what is printed, and each a seventh */
TEST(all_failures_are_as_frequent)
{
    static const char *const kinds[] = {
        "?status=503",    "?truncate=",  "?hang=1",           "?reset=before",
        "?reset=headers", "?reset=body", "?keepalive=ignore",
    };
    const struct dice dice = {1, 3};
    int counts[7] = {0}, sum = 0;

    for (uint64_t number = 1; number <= 7000; number++) {
        char printed[FAULTS_TEXT_MAX];
        struct faults faults;

        CHECK(dice_fail(&dice, number, 5, &faults));
        faults_print(printed, &faults);
        for (int i = 0; i < 7; i++)
            counts[i] += strncmp(printed, kinds[i], strlen(kinds[i])) == 0;
    }
    for (int i = 0; i < 7; i++) {
        CHECK(counts[i] > 800 && counts[i] < 1200);
        sum += counts[i];
    }
    CHECK_EQ(sum, 7000);
}

/* The whole answer has 121 octets: what is cut has lost at least one */
TEST(a_cut_is_always_one)
{
    const struct dice dice = {1, 3};
    uint32_t longest = 0;

    for (uint64_t number = 1; number <= 20000; number++) {
        struct faults faults;

        CHECK(dice_fail(&dice, number, 5, &faults));
        if (faults.truncate != FAULTS_NONE && faults.truncate > longest)
            longest = faults.truncate;
    }
    CHECK_EQ(longest, 120);
}

TEST(jitter_takes_all_values)
{
    const struct dice dice = {0, 0};
    int counts[4] = {0};

    for (uint64_t number = 1; number <= 4000; number++) {
        CHECK(dice_jitter(&dice, number, 3) <= 3);
        counts[dice_jitter(&dice, number, 3)]++;
    }
    for (int i = 0; i < 4; i++)
        CHECK(counts[i] > 800 && counts[i] < 1200);
    CHECK_EQ(dice_jitter(&dice, 1, 0), 0);
}
