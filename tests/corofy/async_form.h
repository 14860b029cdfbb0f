#ifndef ASYNC_FORM_H
#define ASYNC_FORM_H

/*
 * A case of tests/corofy as chapter 10 would write it: `async` for `coroutine`,
 * `await` for `wait`, and a boxed future for run().
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
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Text --- */

/* Stands in the text for an octet 0, which would end it. */
#define NUL '\x01'

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

struct async_form {
    FILE *out;         /* NULL: only the shifts are wanted */
    const char *boxed; /* whose calls are boxed where they are waited for: words
                          with blanks between; or NULL */

    struct shift shifts[5000];
    size_t shift_count;
    unsigned line, column;
    int depth, boxes[50]; /* of the calls that were boxed */
    size_t box_count;
};

static void put(struct async_form *a, const char *text, size_t length)
{
    for (; length-- > 0; text++) {
        a->column++;
        if (*text == '\n') {
            a->line++;
            a->column = 1;
        }
        if (a->out)
            putc(*text == NUL ? '\0' : *text, a->out);
    }
}

/* Puts what the case has not, in place of so many characters. */
static void put_new(struct async_form *a, const char *text, int in_place_of)
{
    if (a->shift_count == sizeof(a->shifts) / sizeof(a->shifts[0]))
        abort();
    a->shifts[a->shift_count++] =
        (struct shift){a->line, a->column, (int)strlen(text) - in_place_of};
    if (a->out)
        fputs(text, a->out);
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
static void put_keyword(struct async_form *a, const char *text, size_t length)
{
    const char *old = "coroutine";

    put_new(a, "async", (int)strlen(old));
    a->column += strlen(old);
    for (const char *at = text; at < text + length; at++)
        put(a, at, splice(at));
}

static bool is_boxed(const struct async_form *a, const char *name)
{
    size_t length = strlen(name);
    const char *at = a->boxed;

    while (at != NULL && *at) {
        size_t word = strcspn(at, " ");

        if (word == length && strncmp(at, name, length) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

static void put_box(struct async_form *a)
{
    if (a->box_count == sizeof(a->boxes) / sizeof(a->boxes[0]))
        abort();
    a->boxes[a->box_count++] = a->depth;
    put_new(a, "box(", 0);
}

/* Any token but a word; behind the ) of a boxed call is one more. */
static void put_other(struct async_form *a, const char *text, size_t length)
{
    put(a, text, length);
    a->depth += (*text == '(') - (*text == ')');
    if (*text == ')' && a->box_count > 0 &&
        a->boxes[a->box_count - 1] == a->depth) {
        a->box_count--;
        put_new(a, ")", 0);
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
static enum before put_word(struct async_form *a, const char *text,
                            size_t length, enum before before, char token)
{
    char spelling[200], after = next_of(text + length);
    bool waits;

    spell(spelling, sizeof(spelling), text, length);
    waits = is_wait(spelling, token, after);
    if (strcmp(spelling, "coroutine") == 0) {
        put_keyword(a, text, length);
        return OTHER;
    }
    if (before == WAIT_OPEN && after == '(' && is_boxed(a, spelling))
        put_box(a);
    if (waits)
        put_new(a, "a", 0);
    put(a, text, length);
    if (before == RUN_OPEN && after == '(')
        put_new(a, "_new", 0);
    if (strcmp(spelling, "run") == 0 || strcmp(spelling, "run_to_end") == 0)
        return RUN;
    return waits ? WAIT : OTHER;
}

/* Writes the case's text in the other form. */
static void async_form(struct async_form *a, const char *text)
{
    enum before before = OTHER;
    char last = '\n';

    a->line = a->column = 1;
    for (size_t length; *text; text += length) {
        length = space(text);
        if (length > 0) {
            put(a, text, length);
            continue;
        }
        length = token(text);
        if (is_word(*text)) {
            before = put_word(a, text, length, before, last);
        } else {
            put_other(a, text, length);
            before = *text == '(' && before == RUN    ? RUN_OPEN
                     : *text == '(' && before == WAIT ? WAIT_OPEN
                                                      : OTHER;
        }
        last = *text;
    }
}

/* --- Messages --- */

static int shifted(const struct async_form *a, unsigned at_line,
                   unsigned at_column)
{
    int result = (int)at_column;

    for (size_t i = 0; i < a->shift_count; i++)
        if (a->shifts[i].line == at_line && a->shifts[i].column < at_column)
            result += a->shifts[i].by;
    return result;
}

/* What corofy says with the words of the other form */
static void put_message(const char *text, FILE *out)
{
    static const struct {
        const char *text, *other;
    } words[] = {
        {"`coroutine`", "`async`"}, {"a waits", "an awaits"},
        {"a wait", "an await"},     {"waits", "awaits"},
        {"wait", "await"},
    };
    bool in_word = false;

    while (*text) {
        size_t i = 0, count = sizeof(words) / sizeof(words[0]), length = 0;

        for (; i < count && length == 0; i++) {
            length = strlen(words[i].text);
            if (in_word || strncmp(text, words[i].text, length) != 0 ||
                is_word(text[length]))
                length = 0;
        }
        if (length > 0)
            fputs(words[i - 1].other, out);
        else
            putc(*text, out);
        text += length > 0 ? length : 1;
        in_word = is_word(text[-1]);
    }
    putc('\n', out);
}

/*
 * Of what corofy says of a case, which is changed: the lines that tell a place,
 * as it has to say them of the other form.
 */
static void async_messages(const struct async_form *a, char *messages,
                           FILE *out)
{
    for (char *l = strtok(messages, "\n"); l; l = strtok(NULL, "\n")) {
        unsigned at_line, at_column;
        int length = 0;

        if (sscanf(l, "in.co:%u:%u:%n", &at_line, &at_column, &length) != 2 ||
            length == 0)
            continue;
        fprintf(out, "in.co:%u:%d:", at_line, shifted(a, at_line, at_column));
        put_message(l + length, out);
    }
}

#endif
