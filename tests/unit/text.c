/*
 * links: ch09-pinning/b-coroutines-references/ error.c
 * wraps: malloc realloc
 */
/* The contract of ch09-pinning/b-coroutines-references/text.h */
#include "ch09-pinning/b-coroutines-references/text.h"

#include <stdbool.h>

#include "tests/unit/apart.h"
#include "tests/unit/check.h"

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool is_full;
static int growths;
static size_t asked; /* octets, the last time */

/* A compiler may make malloc of realloc(NULL, size). */
void *__wrap_malloc(size_t size)
{
    growths++;
    asked = size;
    return is_full ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *old, size_t size)
{
    growths++;
    asked = size;
    return is_full ? NULL : __real_realloc(old, size);
}

TEST(appends_strings_of_all_lengths)
{
    char string[100], expected[20000] = "";
    size_t length = 0;
    struct text text = {0};

    for (size_t i = 0; i < sizeof(string); i++) {
        memset(string, 'a' + (int)(i % 26), i);
        string[i] = '\0';
        text_append(&text, string);
        strcpy(expected + length, string);
        length += i;
        CHECK_STR(text.data, expected);
        CHECK_EQ(text.end - text.data, (long long)length);
    }
    text_fini(&text);
}

TEST(nothing_appended_is_an_empty_string)
{
    struct text text = {0};

    text_append(&text, "");
    CHECK_STR(text.data, "");
    text_append(&text, "");
    text_append(&text, "a");
    CHECK_STR(text.data, "a");
    text_fini(&text);
}

/* What is left to the last character of room is used, and no more. */
TEST(grows_when_its_room_is_used_up_and_not_before)
{
    struct text text = {0};

    text_append(&text, "abc");
    CHECK_EQ(growths, 1);
    CHECK_EQ(asked, 3 + text.room + 1);
    for (size_t room = text.room; room > 0; room--) {
        CHECK_EQ(text.room, (long long)room);
        text_append(&text, "d");
    }
    CHECK_EQ(text.room, 0);
    CHECK_EQ(growths, 1);
    text_append(&text, "");
    CHECK_EQ(growths, 1);
    text_append(&text, "e");
    CHECK_EQ(growths, 2);
    CHECK_EQ(asked, (size_t)(text.end - text.data) + text.room + 1);
    CHECK_STR(text.data, "abcddde");
    text_fini(&text);
}

/* Each time there is room for as much again: 2, 6, 14 and so on. */
TEST(grows_seldom)
{
    struct text text = {0};

    for (int i = 0; i < 100000; i++)
        text_append(&text, "x");
    CHECK(growths <= 18);
    text_fini(&text);
}

TEST(an_ended_text_is_empty_and_begins_anew)
{
    struct text text = {0};

    text_fini(&text);
    text_append(&text, "one");
    text_fini(&text);
    CHECK(text.data == NULL);
    text_append(&text, "two");
    CHECK_STR(text.data, "two");
    text_fini(&text);
}

static void append_without_memory(void)
{
    static struct text text; /* seen from outside, or it need not be */

    is_full = true;
    text_append(&text, "abc");
}

TEST(dies_without_memory)
{
    expect_death(append_without_memory, "text: keep a text: Cannot allocate");
}
