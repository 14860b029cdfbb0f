#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>

/*
 * A unit test is a program of TESTs and nothing else; main() is in check.c.
 * Each test runs in a child of its own, so that one that crashes or hangs
 * takes no other along, and must leave as many files open as it found.
 * The program prints TAP, which tests/run counts.
 */

#define TEST(name)                                            \
    static void test_##name(void);                            \
    __attribute__((constructor)) static void add_##name(void) \
    {                                                         \
        check_add(#name, test_##name);                        \
    }                                                         \
    static void test_##name(void)

/* Ends the test as failed, saying where and what, unless the condition holds */
#define CHECK(condition) \
    ((condition) ? (void)0 : check_fail(__FILE__, __LINE__, "%s", #condition))

/* The same for two integers, and says their values */
#define CHECK_EQ(actual, expected) \
    check_equal(__FILE__, __LINE__, #actual, #expected, (actual), (expected))

/* The same for two strings */
#define CHECK_STR(actual, expected) \
    check_string(__FILE__, __LINE__, #actual, (actual), (expected))

/* How many files this process has open, with those that counting needs */
int check_open_files(void);

/*
 * For a child that a test forks: it may take as much time as the test itself.
 * Time of the CPU, as a test is not to fail because a machine is busy; of the
 * clock only what no machine needs.
 */
void check_limit_time(void);

/*
 * For what must be the same in each run, such as the hash of a trace.  A test
 * that calls this runs twice, in two children, and fails unless both have said
 * the same numbers in the same order.
 */
void check_repeatable(uint64_t number);

/* Ends the test as skipped, saying why */
_Noreturn void check_skip(const char *reason);

void check_add(const char *name, void (*run)(void));
_Noreturn void check_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void check_equal(const char *file, int line, const char *a, const char *b,
                 long long actual, long long expected);
void check_string(const char *file, int line, const char *a, const char *actual,
                  const char *expected);

#endif
