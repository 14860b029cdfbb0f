#include "write.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 80
};

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static void put(struct writer *w, const char *text, size_t length)
{
    buffer_add(w->out, text, length);
}

/* What the functions of the coroutine call a thing that generated code names */
static const char *word_for(const struct writer *w, const char *key,
                            size_t length)
{
    const char *const words[][2] = {
        {"name", w->name},        {"NAME", w->upper},  {"self", w->self},
        {"future", w->future},    {"waker", w->waker}, {"output", w->output},
        {"storage", w->storage},  {"cx", w->cx},       {"state", w->state},
        {"unwanted", w->unwanted}};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strlen(words[i][0]) == length &&
            strncmp(words[i][0], key, length) == 0)
            return words[i][1];
    }
    return NULL;
}

static void expand(const struct writer *w, const char *format,
                   struct buffer *out)
{
    buffer_print(out, "");
    while (*format != '\0') {
        size_t length = strcspn(format, "$");

        buffer_add(out, format, length);
        format += length;
        if (*format == '$') {
            length = strspn(++format, letters);
            buffer_print(out, word_for(w, format, length));
            format += length;
        }
    }
}

static char *format_text(struct writer *w, const char *format, va_list args)
{
    struct buffer expanded = {0};
    char *text;

    expand(w, format, &expanded);
    text = arena_vformat(w->unit->arena, expanded.data, args);
    free(expanded.data);
    return text;
}

/* --- Lines --- */

void write_init(struct writer *w, struct unit *unit, struct buffer *out)
{
    const char *newline = strchr(unit->source->text, '\n');

    *w = (struct writer){.unit = unit, .out = out};
    w->newline =
        newline != NULL && newline > unit->source->text && newline[-1] == '\r'
            ? "\r\n"
            : "\n";
}

static void put_indent(struct writer *w, int depth)
{
    for (int i = 0; i < depth; i++)
        buffer_print(w->out, "    ");
}

/* The name of a file in a string of C, which is a format perhaps */
static void put_file_name(struct writer *w, const char *name, bool is_format)
{
    for (const char *p = name; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            write_text(w, "\\%c", *p);
        else if (*p == '%' && is_format)
            write_text(w, "%%%%");
        else if ((unsigned char)*p < ' ')
            write_text(w, "\\%03o", *p);
        else
            put(w, p, 1);
    }
}

void write_line_directive(struct writer *w, int line)
{
    write_text(w, "#line %d \"", line);
    put_file_name(w, w->unit->source->name, false);
    put(w, "\"", 1);
    w->counted = w->out->length;
    w->compiler_line = line - 1;
}

/* Tells the compiler which line of the source it reads, if it does not know. */
static void put_line_directive(struct writer *w)
{
    const char *p = w->out->data + w->counted;
    const char *end = w->out->data + w->out->length;

    for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        w->compiler_line++;
    w->counted = w->out->length;
    if (w->compiler_line + 1 == w->line)
        return;
    buffer_print(w->out, w->newline);
    write_line_directive(w, w->line);
}

static void begin_line(struct writer *w, int depth)
{
    if (w->wants_blank && !w->at_block_start)
        buffer_print(w->out, w->newline);
    w->wants_blank = false;
    w->at_block_start = false;
    if (w->out->length > w->start) {
        if (w->unit->options->line && w->line > 0)
            put_line_directive(w);
        buffer_print(w->out, w->newline);
    }
    put_indent(w, depth);
    w->in_comment = false;
}

/* A compiler does not read #line where an #if leaves it out. */
static void begin_directive(struct writer *w)
{
    begin_line(w, 0);
    w->compiler_line = INT_MIN;
}

void write_at(struct writer *w, struct token *token)
{
    w->line = token->line;
}

void write_newline(struct writer *w)
{
    begin_line(w, w->depth);
}

void write_text(struct writer *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buffer_print(w->out, format_text(w, format, args));
    va_end(args);
}

void write_lines(struct writer *w, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = format_text(w, format, args);
    va_end(args);
    for (const char *line = text;; line++) {
        size_t length = strcspn(line, "\n");

        if (length > 0) {
            write_newline(w);
            put(w, line, length);
        } else {
            w->wants_blank = true;
        }
        line += length;
        if (*line == '\0')
            break;
    }
}

void write_file_name(struct writer *w, bool is_format)
{
    const char *name = w->unit->source->name;
    const char *slash = strrchr(name, '/');

    put_file_name(w, slash != NULL ? slash + 1 : name, is_format);
}

void write_panic(struct writer *w, const char *what)
{
    write_lines(w, "panic(\"$name (");
    write_file_name(w, true);
    write_text(w, ":%d) %s\");", w->coroutine->name->line, what);
}

void write_label(struct writer *w, const char *format, ...)
{
    va_list args;
    int line = w->line;

    w->line = 0; /* a #line would part it from the comment before */
    begin_line(w, w->depth - 1);
    w->line = line;
    va_start(args, format);
    buffer_print(w->out, format_text(w, format, args));
    va_end(args);
    w->at_block_start = true;
}

/* How much of text there is up to a comma between parameters, and over it */
static size_t parameter_length(const char *text, int *depth)
{
    const char *p = text;

    for (; *p != '\0'; p++) {
        *depth += *p == '(' || *p == '[';
        *depth -= *p == ')' || *p == ']';
        if (*p == ',' && *depth == 1)
            return (size_t)(p + 1 - text);
    }
    return (size_t)(p - text);
}

void write_head(struct writer *w, size_t start, size_t indent)
{
    size_t column = 0;
    int depth = 0;
    const char *text = arena_copy(w->unit->arena, w->out->data + start,
                                  w->out->length - start);

    w->out->length = start;
    while (*text != '\0') {
        size_t length = parameter_length(text, &depth);

        if (column > 0 && column + length > COLUMNS) {
            buffer_print(w->out, w->newline);
            write_text(w, "%*s", (int)indent, "");
            column = indent;
            length -= *text == ' '; /* behind the comma */
            text += *text == ' ';
        }
        put(w, text, length);
        column += length;
        text += length;
    }
}

void write_block_start(struct writer *w)
{
    w->at_block_start = true;
}

/* --- Copies of the source --- */

const char *write_name_of(const struct symbol *symbol)
{
    return symbol->emitted != NULL ? symbol->emitted : symbol->name->text;
}

void write_token(struct writer *w, struct token *token)
{
    if (w->is_outside && token->symbol != NULL && token->symbol->type != NULL)
        write_text(w, "(*(%s *)0)", token->symbol->type);
    else if (token->symbol != NULL && token->symbol->emitted != NULL &&
             token->name != NULL)
        buffer_print(w->out, token->symbol->emitted);
    else if (token->name != NULL && token->name->exported != NULL &&
             (token->name->coroutine == NULL || is_tag(token)))
        buffer_print(w->out, token->name->exported);
    else if (is_name(token, "__func__ __FUNCTION__ __PRETTY_FUNCTION__"))
        write_text(w, "\"$name\""); /* and not poll()'s */
    else if (is_name(token, "__LINE__"))
        write_text(w, "%ld", said_line(&w->unit->tokens, token));
    else
        put(w, token->text, token->length);
}

/* Text of several lines, moved from an indentation to that of the writer */
static void put_moved(struct writer *w, const char *text, const char *end,
                      const char *base, size_t base_length)
{
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t indent;

        if (newline == NULL) {
            put(w, text, (size_t)(end - text));
            return;
        }
        put(w, text, (size_t)(newline + 1 - text));
        text = newline + 1;
        indent = strspn(text, " \t");
        if (text + indent < end && text[indent] == '#') {
            const char *next = end_of_directive(text, end);

            put(w, text, (size_t)(next - text));
            text = next;
        } else if (indent >= base_length &&
                   memcmp(text, base, base_length) == 0 &&
                   text[indent] != '\n' && text[indent] != '\r') {
            put_indent(w, w->depth);
            text += base_length;
        }
    }
}

void write_source(struct writer *w, struct token *first, struct token *last)
{
    const char *base = first->line_start;
    size_t length = strspn(base, " \t");

    for (struct token *token = first; token <= last; token++) {
        if (token > first) {
            put_moved(w, token->space, token->text, base, length);
            token->space_is_copied = true;
        }
        write_token(w, token);
    }
}

/* And not a division, in what #if 0 leaves out */
static bool is_comment(const char *p, const char *end)
{
    return *p == '/' && end_of_comment(p, end) > p;
}

/*
 * One comment before a statement: behind what was before, or in its own line.
 * It stands in the line that begins at base.
 */
static const char *put_comment(struct writer *w, const char *p, const char *end,
                               const char *base, int newlines)
{
    const char *close = end_of_comment(p, end);

    if (newlines == 0 && w->out->length > w->start && !w->in_comment) {
        buffer_print(w->out, " ");
    } else {
        w->wants_blank |= newlines > 1;
        write_newline(w);
    }
    put_moved(w, p, close[-1] == '\r' ? close - 1 : close, base,
              strspn(base, " \t"));
    w->in_comment = p[1] == '/';
    return close;
}

void write_space_before(struct writer *w, struct token *token)
{
    const char *p = token->space, *end = token->text;
    const char *base = token[-1].line_start;
    int newlines = 0;

    token->space_is_copied = true;
    w->line = 0;
    while (p < end) {
        if (*p == '\n') {
            newlines++;
            base = ++p;
        } else if (*p == '#' || (*p == '%' && p[1] == ':')) {
            const char *next = end_of_directive(p, end);

            w->wants_blank |= newlines > 1;
            begin_directive(w);
            put(w, p, (size_t)(next - p) - (next[-1] == '\r'));
            p = next;
            newlines = 0;
        } else if (is_comment(p, end)) {
            p = put_comment(w, p, end, base, newlines);
            newlines = 0;
        } else {
            p = end_of_character(p, end);
        }
    }
    w->wants_blank |= newlines > 1;
    write_at(w, token);
}

void write_trailing_comments(struct writer *w, struct token *token)
{
    const char *base = token[-1].line_start;

    for (const char *p = token->space; p < token->text && *p != '\n';) {
        if (*p != '/') {
            p++;
            continue;
        }
        p = put_comment(w, p, token->text, base, 0);
        token->space = p;
    }
}

/* #if, #else, ... around a declarator, which is written anew with it */
static bool is_conditional(const char *directive)
{
    const char *word = directive + (*directive == '#' ? 1 : 2);

    word += strspn(word, " \t");

    return strncmp(word, "if", 2) == 0 || strncmp(word, "el", 2) == 0 ||
           strncmp(word, "endif", 5) == 0;
}

void write_lost_comments(struct writer *w, struct token *first,
                         struct token *last, bool is_declaration)
{
    for (struct token *token = first + 1; token <= last; token++) {
        const char *p = token->space;
        const char *base = token[-1].line_start;

        if (token->space_is_copied)
            continue;
        token->space_is_copied = true;
        while (p < token->text) {
            if (*p == '#' || (*p == '%' && p[1] == ':')) {
                if (!is_declaration || !is_conditional(p)) {
                    report_directive(w->unit->source, p);
                    return;
                }
                p = end_of_directive(p, token->text);
            } else if (is_comment(p, token->text)) {
                p = put_comment(w, p, token->text, base, p[1] == '/');
            } else if (*p == '\n') {
                base = ++p;
            } else {
                p = end_of_character(p, token->text);
            }
        }
    }
}

/* --- Arms of #if --- */

/* The directives of an #if up to the arm */
static void put_directives(struct writer *w, const struct arm *arm)
{
    const struct arm **arms;
    size_t count = 0;

    for (const struct arm *a = arm; a != NULL; a = a->previous)
        count++;
    arms = arena_alloc(w->unit->arena, sizeof(*arms) * count);
    for (size_t i = count; arm != NULL; arm = arm->previous)
        arms[--i] = arm;
    for (size_t i = 0; i < count; i++) {
        size_t length = arms[i]->length;

        begin_directive(w);
        put(w, arms[i]->text, length - (arms[i]->text[length - 1] == '\r'));
    }
}

/* Is it an arm around what is written? */
static bool is_outside(const struct writer *w, const struct arm *arm)
{
    const struct arm *outside =
        w->coroutine != NULL ? w->coroutine->name->arm : NULL;

    for (; outside != NULL && outside != arm; outside = outside->outer)
        ;
    return arm == outside;
}

void write_arm_start(struct writer *w, const struct arm *arm)
{
    if (is_outside(w, arm))
        return;
    write_arm_start(w, arm->outer);
    put_directives(w, arm);
}

void write_arm_end(struct writer *w, const struct arm *arm)
{
    for (; !is_outside(w, arm); arm = arm->outer) {
        begin_directive(w);
        buffer_print(w->out, "#endif");
    }
}
