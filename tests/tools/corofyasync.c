/*
 * corofyasync IN.co: prints a case of tests/corofy as chapter 10 would write
 * it: `async` for `coroutine`, `await` for `wait`, and a boxed future for
 * run().
 *
 *     coroutine void test(void)          async void test(void)
 *     {                                  {
 *         print(wait(number(1)));            print(await(number(1)));
 *     ...                                ...
 *     run(test());                       run(test_new());
 *
 * It knows tokens and nothing else, so names that are spelled as the keywords
 * change as well, everywhere: they still must be none.  wait1 becomes await1,
 * as corofy's own names do.  (wait) and &wait mean the function of the C
 * library, and stay.
 *
 * corofyasync IN.co --box NAME... boxes the calls of these, where they are
 * waited for: await(box(test())).
 *
 * corofyasync --messages IN.co EXPECTED: prints those lines of EXPECTED, which
 * corofy said of IN.co, that tell a place, and the places are where the same
 * stands now.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Text --- */

/* Stands for an octet 0, which would end the text. */
#define NUL '\x01'

static char *read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(text, 1, size - 1, file) : 0;

    if (!file || ferror(file)) {
        perror(path);
        exit(1);
    }
    fclose(file);
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0')
            text[i] = NUL;
    text[length] = '\0';
    return text;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The length of what is no part of a token's spelling: \ and the line's end */
static size_t splice(const char *text)
{
    if (text[0] != '\\')
        return 0;
    return text[1] == '\n' ? 2 : text[1] == '\r' && text[2] == '\n' ? 3 : 0;
}

/* --- Tokens --- */

static size_t up_to_end_of_line(const char *text)
{
    const char *at = text;

    while (*at && *at != '\n')
        at += splice(at) ? splice(at) : 1;
    return at - text;
}

static size_t comment(const char *text)
{
    const char *end = strstr(text + 2, "*/");

    return end ? (size_t)(end + 2 - text) : strlen(text);
}

/* A string or a character, which ends at the end of its line at the latest */
static size_t quoted(const char *text)
{
    const char *at = text + 1;

    while (*at && *at != '\n' && *at != *text)
        at += splice(at) ? splice(at) : at[0] == '\\' && at[1] ? 2 : 1;
    return at + (*at == *text) - text;
}

static size_t word(const char *text)
{
    const char *at = text;

    while (is_word(*at) || splice(at))
        at += splice(at) ? splice(at) : 1;
    return at - text;
}

static bool is_include(const char *text)
{
    text += 1 + strspn(text + 1, " \t");
    return strncmp(text, "include", 7) == 0;
}

/* What is copied as it is: space, comments, and the names of headers */
static size_t space(const char *text)
{
    if (isspace((unsigned char)*text))
        return 1;
    if (splice(text))
        return splice(text);
    if (strncmp(text, "/*", 2) == 0)
        return comment(text);
    if (strncmp(text, "//", 2) == 0 || (*text == '#' && is_include(text)))
        return up_to_end_of_line(text);
    return 0;
}

static size_t token(const char *text)
{
    if (*text == '"' || *text == '\'')
        return quoted(text);
    return is_word(*text) ? word(text) : 1;
}

/* The character that the next token after all space begins with */
static char next_of(const char *text)
{
    while (*text && space(text) > 0)
        text += space(text);
    return *text;
}

/* --- The other form --- */

/* Where the columns of a line have moved, and how far */
struct shift {
    unsigned line, column;
    int by;
};

static struct shift shifts[5000];
static size_t shift_count;

static unsigned line = 1, column = 1;
static bool silent;

static void put(const char *text, size_t length)
{
    for (; length-- > 0; text++) {
        column++;
        if (*text == '\n') {
            line++;
            column = 1;
        }
        if (!silent)
            putchar(*text == NUL ? '\0' : *text);
    }
}

/* Puts what IN.co has not, in place of so many characters. */
static void put_new(const char *text, int in_place_of)
{
    if (shift_count == sizeof(shifts) / sizeof(shifts[0]))
        abort();
    shifts[shift_count++] =
        (struct shift){line, column, (int)strlen(text) - in_place_of};
    if (!silent)
        fputs(text, stdout);
}

/* The word's spelling, without the splices in it */
static void spell(char *spelling, size_t size, const char *text, size_t length)
{
    const char *end = text + length;
    size_t count = 0;

    while (text < end && count + 1 < size)
        if (splice(text))
            text += splice(text);
        else
            spelling[count++] = *text++;
    spelling[count] = '\0';
}

/* before and after: what stands around the word, without space */
static bool is_wait(const char *spelling, char before, char after)
{
    const char *number = spelling + 4;

    if (strncmp(spelling, "wait", 4) != 0)
        return false;
    if (*number)
        return strspn(number, "0123456789") == strlen(number);
    return !(before == '(' && after == ')') && before != '&';
}

/* A keyword; what was spliced stays so. */
static void put_keyword(const char *text, size_t length)
{
    const char *old = "coroutine";

    put_new("async", (int)strlen(old));
    column += strlen(old);
    for (const char *at = text; at < text + length; at++)
        put(at, splice(at));
}

/* The names after --box, and how deep the calls stand that were boxed */
static char **boxed;
static size_t boxed_count;
static int depth, boxes[50];
static size_t box_count;

static bool is_boxed(const char *name)
{
    for (size_t i = 0; i < boxed_count; i++)
        if (strcmp(boxed[i], name) == 0)
            return true;
    return false;
}

static void put_box(void)
{
    if (box_count == sizeof(boxes) / sizeof(boxes[0]))
        abort();
    boxes[box_count++] = depth;
    put_new("box(", 0);
}

/* Any token but a word; behind the ) of a boxed call is one more. */
static void put_other(const char *text, size_t length)
{
    put(text, length);
    depth += (*text == '(') - (*text == ')');
    if (*text == ')' && box_count > 0 && boxes[box_count - 1] == depth) {
        box_count--;
        put_new(")", 0);
    }
}

/* What a word has before it that says what it is */
enum before {
    OTHER,
    RUN,
    RUN_OPEN, /* run( */
    WAIT,
    WAIT_OPEN,
};

/* token: the first character of the one before */
static enum before put_word(const char *text, size_t length, enum before before,
                            char token)
{
    char spelling[200], after = next_of(text + length);
    bool waits;

    spell(spelling, sizeof(spelling), text, length);
    waits = is_wait(spelling, token, after);
    if (strcmp(spelling, "coroutine") == 0) {
        put_keyword(text, length);
        return OTHER;
    }
    if (before == WAIT_OPEN && after == '(' && is_boxed(spelling))
        put_box();
    if (waits)
        put_new("a", 0);
    put(text, length);
    if (before == RUN_OPEN && after == '(')
        put_new("_new", 0);
    if (strcmp(spelling, "run") == 0 || strcmp(spelling, "run_to_end") == 0)
        return RUN;
    return waits ? WAIT : OTHER;
}

static void put_other_form(const char *text)
{
    enum before before = OTHER;
    char last = '\n';

    for (size_t length; *text; text += length) {
        length = space(text);
        if (length > 0) {
            put(text, length);
            continue;
        }
        length = token(text);
        if (is_word(*text)) {
            before = put_word(text, length, before, last);
        } else {
            put_other(text, length);
            before = *text == '(' && before == RUN    ? RUN_OPEN
                     : *text == '(' && before == WAIT ? WAIT_OPEN
                                                      : OTHER;
        }
        last = *text;
    }
}

/* --- Messages --- */

static int shifted(unsigned at_line, unsigned at_column)
{
    int result = (int)at_column;

    for (size_t i = 0; i < shift_count; i++)
        if (shifts[i].line == at_line && shifts[i].column < at_column)
            result += shifts[i].by;
    return result;
}

static void put_messages(char *messages)
{
    for (char *l = strtok(messages, "\n"); l; l = strtok(NULL, "\n")) {
        unsigned at_line, at_column;
        int length = 0;

        if (sscanf(l, "in.co:%u:%u:%n", &at_line, &at_column, &length) == 2 &&
            length > 0)
            printf("in.co:%u:%d:%s\n", at_line, shifted(at_line, at_column),
                   l + length);
    }
}

int main(int argc, char **argv)
{
    static char source[1 << 20], expected[1 << 16];

    if (argc == 4 && strcmp(argv[1], "--messages") == 0) {
        silent = true;
        put_other_form(read_file(argv[2], source, sizeof(source)));
        put_messages(read_file(argv[3], expected, sizeof(expected)));
        return 0;
    }
    if (argc < 2 || (argc > 2 && strcmp(argv[2], "--box") != 0)) {
        fprintf(stderr, "usage: corofyasync IN.co [--box NAME...]\n"
                        "       corofyasync --messages IN.co EXPECTED\n");
        return 2;
    }
    boxed = argv + 3;
    boxed_count = argc > 3 ? argc - 3 : 0;
    put_other_form(read_file(argv[1], source, sizeof(source)));
    return 0;
}
