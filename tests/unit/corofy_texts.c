/* links: corofy/ all but main.c */
/* wraps: arena_alloc */
/*
 * What corofy writes and says of each case, in both forms, is what is expected:
 * the texts of tests/corofy/check, all of them in one process, as to start
 * corofy a thousand times takes longer than all else.  `tests/corofy/check
 * NAME` shows how the texts of a case differ.
 */
#define _GNU_SOURCE
#include "check.h"
#include "corofy/corofy.h"
#include "corofy/memory.h"
#include "corofy_case.h"
#include "tests/corofy/async_form.h"

#include <glob.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Memory --- */

/*
 * A block of its own for all that corofy takes from its arena: so
 * AddressSanitizer sees what is read or written behind it.
 */
static struct block {
    struct block *next;
    char data[] __attribute__((aligned(16)));
} * blocks;

void *__wrap_arena_alloc(struct arena *arena, size_t size);
void *__wrap_arena_alloc(struct arena *arena, size_t size)
{
    struct block *block = calloc(1, sizeof(*block) + size);

    (void)arena;
    CHECK(block != NULL);
    block->next = blocks;
    blocks = block;
    return block->data;
}

static void free_blocks(void)
{
    while (blocks != NULL) {
        struct block *block = blocks;

        blocks = block->next;
        free(block);
    }
}

/* --- Corofy --- */

/* What it made of a case: an output or none, and what it said */
struct result {
    int status;
    char *output;
    size_t size;
    char *said;
};

static struct result translate(const char *text, size_t size,
                               const struct corofy_options *options)
{
    struct result r = {0};
    size_t said_size;
    FILE *said = open_memstream(&r.said, &said_size);

    CHECK(said != NULL);
    r.status = corofy_translate("in.co", text, size, options, said, &r.output,
                                &r.size);
    CHECK(fclose(said) == 0);
    free_blocks();
    return r;
}

static void release(struct result *r)
{
    free(r->output);
    free(r->said);
}

/* The case that is looked at, and how many are not as they should be */
static const char *name;
static int wrong;

/* Says how the case differs, unless it does not. */
static bool expect(bool is_so, const char *what)
{
    if (!is_so) {
        printf("# %s: %s\n", name, what);
        wrong++;
    }
    return is_so;
}

/* NULL is an empty text. */
static bool is_same(const char *expected, const char *actual)
{
    return strcmp(expected != NULL ? expected : "", actual) == 0;
}

/* --- What is known of the cases --- */

/* The texts of a list whose lines begin so, each with a newline; NULL: there is
 * none.  To be freed. */
static char *find_lines(const char *list, const char *format, ...)
{
    char *begin, *found = NULL;
    size_t size;
    FILE *lines = NULL;
    va_list args;

    va_start(args, format);
    CHECK(vasprintf(&begin, format, args) > 0);
    va_end(args);
    for (const char *at = list, *end; *at; at = *end ? end + 1 : end) {
        end = at + strcspn(at, "\n");
        if (strncmp(at, begin, strlen(begin)) != 0)
            continue;
        if (lines == NULL)
            CHECK((lines = open_memstream(&found, &size)) != NULL);
        at += strlen(begin);
        fprintf(lines, "%.*s\n", (int)(end - at), at);
    }
    if (lines != NULL)
        CHECK(fclose(lines) == 0);
    free(begin);
    return found;
}

/* As the program cksum does (POSIX), with the length */
static char *cksum(const char *text, size_t size)
{
    uint32_t crc = 0;
    char *sum;

    for (size_t i = 0, n = size; i < size || n > 0; i++) {
        uint8_t octet = i < size ? (uint8_t)text[i] : (uint8_t)n;

        n = i < size ? n : n >> 8;
        crc ^= (uint32_t)octet << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc << 1 ^ (crc >> 31 ? 0x04c11db7 : 0);
    }
    CHECK(asprintf(&sum, "%u-%zu\n", ~crc, size) > 0);
    return sum;
}

static struct {
    char *other_form;
    char *verified;
} lists;

/* FORM as in the list */
static void expect_accepted(const char *form, const struct result *r)
{
    char *accepted = find_lines(lists.verified, "%s %s ", name, form);
    char *sum = cksum(r->output, r->size);

    if (accepted != NULL) /* the second word is the key of the program */
        strcpy(accepted + strcspn(accepted, " \n"), "\n");
    expect(is_same(accepted, sum), "the code is not what was accepted");
    free(sum);
    free(accepted);
}

/* --- In its own form --- */

/* Of a shape-* case it stands beside it. */
static void expect_code(const char *expected, const struct result *r)
{
    if (expected != NULL)
        expect(is_same(expected, r->output), "the code is not expected.c");
    else
        expect_accepted("_plain", r);
}

static void check_own_form(const char *path)
{
    struct corofy_options options = options_beside(path);
    size_t size;
    char *text = read_file(path, &size);
    char *code = read_beside(path, "expected.c");
    char *warnings = read_beside(path, "expected.warn");
    char *errors = read_beside(path, "expected.err");
    struct result r = translate(text, size, &options);

    expect(r.status == (errors != NULL ? -1 : 0), "the status is another");
    if (errors == NULL && r.status == 0)
        expect_code(code, &r);
    expect(is_same(errors != NULL ? errors : warnings, r.said),
           "the messages are others");
    release(&r);
    free(errors);
    free(warnings);
    free(code);
    free(text);
}

/* --- In the form of chapter 10 --- */

/* What stands in in.co, for async_form() */
static char *read_source(const char *path)
{
    size_t size;
    char *text = read_file(path, &size);

    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0')
            text[i] = NUL;
    return text;
}

static struct result translate_async(const char *path, const char *boxed)
{
    static struct async_form form;
    struct corofy_options options = options_beside(path);
    char *source = read_source(path), *text;
    size_t size;
    struct result r;

    form = (struct async_form){.boxed = boxed};
    CHECK((form.out = open_memstream(&text, &size)) != NULL);
    async_form(&form, source);
    CHECK(fclose(form.out) == 0);
    options.stack = options.pin = options.waker = false;
    options.async = options.no_about = true;
    r = translate(text, size, &options);
    free(text);
    free(source);
    return r;
}

/* What corofy has to say if it says what it says of the own form */
static char *find_same_places(const char *path)
{
    static struct async_form form;
    char *source = read_source(path), *messages, *places;
    size_t size;
    FILE *out = open_memstream(&places, &size);

    CHECK(out != NULL);
    form = (struct async_form){0};
    async_form(&form, source);
    for (int i = 0; i < 2; i++) {
        messages = read_beside(path, i == 0 ? "expected.err" : "expected.warn");
        if (messages != NULL)
            async_messages(&form, messages, out);
        free(messages);
    }
    CHECK(fclose(out) == 0);
    free(source);
    return places;
}

static char *find_places(const char *path)
{
    char *same = find_same_places(path);
    char *because = find_lines(lists.other_form, "%s because ", name);
    char *others = find_lines(lists.other_form, "%s says ", name);
    char *no = find_lines(lists.other_form, "%s compiles-not", name);

    if (because != NULL) {
        expect(no != NULL || !is_same(others, same),
               "it does not differ, though other-form says so");
        free(same);
        same = others != NULL ? others : strdup("");
        others = NULL;
    }
    free(no);
    free(others);
    free(because);
    return same;
}

static void expect_places(const char *places, const struct result *r)
{
    char *said = find_lines(r->said, "in.co:");
    char *wanted = find_lines(places, "in.co:");

    if (!expect(is_same(wanted, said != NULL ? said : ""),
                "the messages are others"))
        printf("# they are, in.co:\n%s# and should be:\n%s",
               said != NULL ? said : "", wanted != NULL ? wanted : "");
    free(wanted);
    free(said);
}

static void check_async_form(const char *path)
{
    char *places = find_places(path);
    char *boxed = find_lines(lists.other_form, "%s boxes ", name);
    struct result r = translate_async(path, NULL);
    bool is_refused = strstr(places, ": error: ") != NULL;

    expect_places(places, &r);
    expect(r.status == (is_refused ? -1 : 0), "the status is another");
    if (is_refused && boxed != NULL) { /* for want of a box */
        boxed[strcspn(boxed, "\n")] = '\0';
        release(&r);
        r = translate_async(path, boxed);
        expect_places("", &r);
        expect(r.status == 0, "it is refused with boxes");
    }
    if (r.status == 0)
        expect_accepted("_async", &r);
    release(&r);
    free(boxed);
    free(places);
}

/* --- All of them --- */

static void check_all(void (*check)(const char *path))
{
    glob_t paths;
    size_t size;

    lists.other_form = read_file("tests/corofy/other-form", &size);
    lists.verified = read_file("tests/corofy/verified", &size);
    CHECK(lists.other_form != NULL && lists.verified != NULL);
    CHECK_EQ(glob("tests/corofy/cases/*/in.co", 0, NULL, &paths), 0);
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        const char *path = paths.gl_pathv[i];
        const char *folder = strstr(path, "cases/") + strlen("cases/");
        char *copy = strndup(folder, strcspn(folder, "/"));

        CHECK(copy != NULL);
        name = copy;
        check(path);
        free(copy);
    }
    globfree(&paths);
    free(lists.other_form);
    free(lists.verified);
    CHECK_EQ(wrong, 0);
}

TEST(own_form)
{
    check_all(check_own_form);
}

/* What is of chapter 10 anyway has no other one. */
static void check_other_form(const char *path)
{
    if (!options_beside(path).async)
        check_async_form(path);
}

TEST(form_of_chapter_10)
{
    check_all(check_other_form);
}
