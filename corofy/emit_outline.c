#define _GNU_SOURCE /* memmem */
#include "emit_outline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "emit_async.h"
#include "emit_common.h"
#include "parse_token.h"
#include "place.h"

/*
 * The file without the bodies of its functions: its directives, its types, and
 * what its coroutines declare.  A header has only what others need: what is
 * declared of each coroutine that is not static, what that names, what that
 * names in turn, and the #ifs around all this.  Names are compared by their
 * spelling: so a bit too much may be kept, but nothing is missing.
 */

enum piece_kind {
    PIECE_DIRECTIVE,
    PIECE_CONDITIONAL, /* #if, #else, #endif, ... */
    PIECE_TYPE,        /* of the file, defined or announced */
    PIECE_COROUTINE,
};

/* What stands on its own in the file, in the order of the text */
struct piece {
    enum piece_kind kind;
    const struct directive *directive;
    const char *comment; /* the one that stands right above it, or NULL */
    bool is_behind_blank;
    struct file_part *part; /* of a type and a coroutine */
    struct condition *condition;
    bool is_kept;
    struct piece *next;
    struct piece *next_directive; /* of the same condition */
};

/* An #if with all of its arms */
struct condition {
    struct condition *outer;
    struct piece *directives;
    bool is_kept;
};

/* A piece that defines a name */
struct definer {
    struct piece *piece;
    struct definer *next;
};

/* What is known of a name */
struct outlined {
    struct definer *definers;
    bool is_needed;
};

struct outline {
    struct writer *w;
    struct arena *arena;
    struct piece *pieces;
    struct piece **end;
    struct condition *condition; /* the innermost around, while collecting */
    const struct directive *directive; /* the next one */
    const char *comment;               /* what belongs to the next piece: */
    bool is_behind_blank;

    struct name_notes names; /* a struct outlined for each */

    /* those that are needed and whose definers are still to be kept */
    struct outlined **needed;
    size_t count;
    size_t capacity;
};

/* --- Text --- */

static bool is_in_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static size_t name_length(const char *text, const char *end)
{
    const char *p = text;

    while (p < end && is_in_name(*p))
        p++;
    return (size_t)(p - text);
}

/* A name that C reserves (C17, section 7.1.3) tells its headers something. */
static bool is_for_headers(const struct name *macro)
{
    return macro->text[0] == '_' &&
           (macro->text[1] == '_' || isupper((unsigned char)macro->text[1]));
}

/* --- Collecting --- */

static struct piece *add_piece(struct outline *o, enum piece_kind kind)
{
    struct piece *piece = arena_alloc(o->arena, sizeof(*piece));

    *piece = (struct piece){.kind = kind,
                            .comment = o->comment,
                            .is_behind_blank = o->is_behind_blank,
                            .condition = o->condition};
    o->is_behind_blank = false;
    o->comment = NULL;
    *o->end = piece;
    o->end = &piece->next;
    return piece;
}

static struct outlined *outlined(struct outline *o, const struct name *name)
{
    return name_note(o->arena, &o->names, name, sizeof(struct outlined));
}

static void add_definer(struct outline *o, struct name *name,
                        struct piece *piece)
{
    struct definer *definer = arena_alloc(o->arena, sizeof(*definer));
    struct outlined *known = outlined(o, name);

    *definer = (struct definer){piece, known->definers};
    known->definers = definer;
}

static void add_conditional(struct outline *o,
                            const struct directive *directive)
{
    struct piece *piece;

    if (directive->kind == D_IF) {
        struct condition *inner = arena_alloc(o->arena, sizeof(*inner));

        inner->outer = o->condition;
        o->condition = inner;
    }
    piece = add_piece(o, PIECE_CONDITIONAL);
    piece->directive = directive;
    piece->next_directive = o->condition->directives;
    o->condition->directives = piece;
    if (directive->kind == D_ENDIF)
        o->condition = o->condition->outer;
}

/* Within a function only what may matter behind it */
static void add_directive(struct outline *o, const struct directive *directive,
                          bool is_inner)
{
    struct piece *piece;

    if (directive->kind >= D_IF) {
        add_conditional(o, directive);
        return;
    }
    if (is_inner && directive->macro == NULL)
        return;
    piece = add_piece(o, PIECE_DIRECTIVE);
    piece->directive = directive;
    if (directive->macro != NULL)
        add_definer(o, directive->macro, piece);
}

/* White space up to the next directive, or to the token: looks for comments. */
static void add_blanks(struct outline *o, const char *p, const char *end,
                       bool at_line_start)
{
    while (p < end) {
        const char *next = end_of_comment(p, end);

        if (next > p) {
            if (at_line_start && o->comment == NULL)
                o->comment = p;
            at_line_start = false;
        } else {
            next = end_of_character(p, end);
            if (*p == '\n' && at_line_start) {
                o->is_behind_blank = true;
                o->comment = NULL;
            }
            at_line_start |= *p == '\n';
        }
        p = next;
    }
}

/* Takes the directives before a token, and the comment right above it. */
static void add_space(struct outline *o, const struct token *token,
                      bool is_inner)
{
    const char *p = token->space;
    bool at_line_start = token == o->w->unit->tokens.list + 1;

    o->comment = NULL;
    while (o->directive != NULL && o->directive->at < token->text) {
        const struct directive *directive = o->directive;

        o->directive = directive->next;
        if (directive->at < p)
            continue; /* in what is taken as a whole */
        add_blanks(o, p, directive->at, at_line_start);
        add_directive(o, directive, is_inner);
        p = directive->end;
        at_line_start = false;
    }
    add_blanks(o, p, token->text, at_line_start);
}

/* The { of what a struct or an enum is defined to be, or last */
static struct token *find_body(struct token *keyword, struct token *last)
{
    struct token *i = keyword;

    while (i < last && i->type != '{' && i->type != P_ASSIGN)
        i = group_end(i) + 1;
    return i->type == '{' ? i : last;
}

static bool is_typedef(const struct file_part *part)
{
    struct token *i = part->first;

    while (i <= part->last && i->type != K_TYPEDEF)
        i = group_end(i) + 1;
    return i <= part->last;
}

/* A type that is defined or announced, and nothing else with it */
static bool is_type(const struct file_part *part)
{
    struct token *first = part->first, *last = part->last, *body;

    if (is_typedef(part))
        return true;
    if (first->name != NULL && is_among(first->name, "__extension__"))
        first++;
    if ((first->type != K_STRUCT && first->type != K_ENUM) || last->type != ';')
        return false;
    body = find_body(first, last);
    return last == first + 2 ||
           (body < last && parse_skip_attributes(body->match + 1) == last);
}

/*
 * What the file gets to know by a type: tags, enumerators, and the names of a
 * typedef, each of which may be followed by what a declarator has.
 */
static bool is_defined_here(const struct token *token, bool in_typedef)
{
    int before = token[-1].type, after = token[1].type;

    if (token->type != T_NAME)
        return false;
    if (is_tag(token))
        return after == '{' || after == ';';
    if (before == '{' || before == ',')
        return after == ',' || after == P_ASSIGN || after == '}' ||
               (in_typedef && after != T_NAME);
    return in_typedef &&
           (after == ';' || after == ',' || after == ')' || after == '[' ||
            after == '(' || is_attribute(token + 1));
}

static void add_type(struct outline *o, struct file_part *part)
{
    struct piece *piece = add_piece(o, PIECE_TYPE);
    bool in_typedef = is_typedef(part);

    piece->part = part;
    for (const struct token *i = part->first; i <= part->last; i++) {
        if (is_defined_here(i, in_typedef))
            add_definer(o, i->name, piece);
    }
}

static void add_coroutine(struct outline *o, struct file_part *part)
{
    struct names *names = &o->w->unit->tokens.names;
    const struct coroutine *c = part->coroutine;
    const char *name = name_exported(c->name->name);
    const char *output = arena_format(o->arena, "%s_output", name);
    struct piece *piece;

    if (c->is_prototype && emit_is_static(c))
        return;
    piece = add_piece(o, PIECE_COROUTINE);
    piece->part = part;
    add_definer(o, name_of(names, name, strlen(name)), piece);
    add_definer(o, name_of(names, output, strlen(output)), piece);
}

static void add_part(struct outline *o, struct file_part *part)
{
    add_space(o, part->first, false);

    if (part->coroutine != NULL) {
        add_coroutine(o, part);
    } else if (is_type(part)) {
        add_type(o, part);
    } else {
        for (const struct token *i = part->first + 1; i <= part->last; i++)
            add_space(o, i, true);
    }
}

static void collect(struct outline *o)
{
    for (struct file_part *i = o->w->unit->parts; i != NULL; i = i->next)
        add_part(o, i);
    add_space(o, o->w->unit->tokens.end, false);
}

/* --- What is needed --- */

static void need_name(struct outline *o, struct name *name)
{
    struct outlined *known = outlined(o, name);

    if (known->is_needed)
        return;
    known->is_needed = true;
    if (known->definers == NULL)
        return;
    o->needed = grow(o->needed, o->count, &o->capacity, sizeof(*o->needed));
    o->needed[o->count++] = known;
}

static void need_names_in(struct outline *o, const char *text, const char *end)
{
    while (text < end) {
        size_t length = name_length(text, end);

        if (length > 0 && !isdigit((unsigned char)*text))
            need_name(o, name_of(&o->w->unit->tokens.names, text, length));
        text += length > 0 ? length : 1;
    }
}

static void need_names_of_part(struct outline *o, const struct file_part *part)
{
    for (const struct token *i = part->first; i <= part->last; i++) {
        if (i->name != NULL)
            need_name(o, i->name);
        if (i > part->first && has_directive(i))
            need_names_in(o, i->space, i->text);
    }
}

/* What it names is seen when it is written; then that is taken back. */
static void need_names_of_coroutine(struct outline *o, struct coroutine *c)
{
    struct buffer *out = o->w->out;
    size_t start = out->length;
    char *text;

    emit_begin(o->w, c);
    emit_async_declarations(o->w);
    text = arena_copy(o->arena, out->data + start, out->length - start);
    need_names_in(o, text, text + (out->length - start));
    out->length = start;
}

/* --- What no type may name --- */

/* A variable or a function of the file, which the outline leaves out */
static bool is_left_out(const struct token *token)
{
    const struct symbol *symbol =
        is_ordinary(token) ? token->name->ordinary : NULL;

    return symbol != NULL && symbol->token != NULL &&
           (symbol->kind == SYMBOL_VARIABLE || symbol->kind == SYMBOL_FUNCTION);
}

/* The first in an expression; offsetof() names members only. */
static const struct token *find_left_out(struct token *first,
                                         const struct token *last)
{
    for (; first < last; first++) {
        if (first->type == K_OFFSETOF)
            first = group_end(first + 1);
        else if (is_left_out(first))
            return first;
    }
    return NULL;
}

/* Where a type of the file has expressions: in [ ], behind =, in sizeof() */
static const struct token *find_in_type(const struct file_part *part)
{
    const struct token *found = NULL;

    for (struct token *i = part->first; i < part->last && found == NULL; i++) {
        int before = i[-1].type;

        if (i->type == P_ASSIGN)
            found = find_left_out(i + 1, find_comma(i + 1, part->last));
        else if (i->type == '[' ||
                 (i->type == '(' && (before == K_SIZEOF || before == K_TYPEOF ||
                                     before == K_ALIGNAS)))
            found = find_left_out(i, group_end(i));
    }
    return found;
}

/* The same of what a coroutine keeps, whose names are known */
static const struct token *find_in_tokens(const struct token *first,
                                          const struct token *last)
{
    while (first <= last && !(first->is_global && is_left_out(first)))
        first++;
    return first <= last ? first : NULL;
}

static const struct token *find_in_coroutine(const struct coroutine *c)
{
    const struct token *found = NULL;

    for (const struct declarator *d = c->parameters; d != NULL && found == NULL;
         d = d->next)
        found = find_in_tokens(d->declaration->first, d->last);
    for (const struct declaration *i = c->declarations;
         i != NULL && found == NULL; i = i->next) {
        if (i->is_outside || place_has(i, PLACE_STACK))
            found = find_in_tokens(i->first, i->specifiers_last);
        for (const struct declarator *d = i->declarators;
             d != NULL && found == NULL; d = d->next) {
            if (i->is_typedef ? i->is_outside : place_of(d) == PLACE_STACK)
                found = find_in_tokens(d->first, d->last);
        }
    }
    return found;
}

/* Of a type and a coroutine: what it names that is not there, or NULL */
static const struct token *find_missing(const struct piece *piece)
{
    if (piece->kind == PIECE_TYPE)
        return find_in_type(piece->part);
    if (piece->kind != PIECE_COROUTINE || piece->part->coroutine->is_prototype)
        return NULL;
    return find_in_coroutine(piece->part->coroutine);
}

static void check_missing(struct outline *o, const struct piece *piece)
{
    const struct token *token = find_missing(piece);

    if (token != NULL)
        report_error(o->w->unit->source, token->text,
                     "write a number or a macro for it, and compare in a "
                     "_Static_assert behind the coroutines",
                     "a type that is needed outside of this file names '%s', "
                     "which is no type",
                     token->name->text);
}

static void keep_condition(struct outline *o, struct condition *condition)
{
    for (; condition != NULL && !condition->is_kept;
         condition = condition->outer) {
        condition->is_kept = true;
        for (struct piece *i = condition->directives; i != NULL;
             i = i->next_directive) {
            i->is_kept = true;
            need_names_in(o, i->directive->at, i->directive->end);
        }
    }
}

static void keep(struct outline *o, struct piece *piece)
{
    if (piece->is_kept)
        return;
    piece->is_kept = true;
    check_missing(o, piece);
    keep_condition(o, piece->condition);
    if (piece->kind == PIECE_DIRECTIVE)
        need_names_in(o, piece->directive->at, piece->directive->end);
    else if (piece->kind == PIECE_TYPE)
        need_names_of_part(o, piece->part);
    else
        need_names_of_coroutine(o, piece->part->coroutine);
}

/* Is it needed, whoever names it? */
static bool is_wanted(const struct piece *piece, bool all)
{
    const struct directive *directive = piece->directive;

    switch (piece->kind) {
    case PIECE_COROUTINE:
        return all || !emit_is_static(piece->part->coroutine);
    case PIECE_DIRECTIVE:
        return directive->kind == D_INCLUDE || directive->kind == D_PRAGMA ||
               (directive->macro != NULL && is_for_headers(directive->macro));
    default:
        return false;
    }
}

static void find_needed(struct outline *o, bool all)
{
    for (struct piece *i = o->pieces; i != NULL; i = i->next) {
        if (is_wanted(i, all))
            keep(o, i);
    }
    while (o->count > 0) {
        const struct outlined *known = o->needed[--o->count];

        for (const struct definer *i = known->definers; i != NULL; i = i->next)
            keep(o, i->piece);
    }
}

/* --- Writing --- */

char *emit_stem(struct unit *unit)
{
    const char *name = unit->source->name;
    const char *slash = strrchr(name, '/');
    char *stem =
        arena_format(unit->arena, "%s", slash != NULL ? slash + 1 : name);
    char *dot = strrchr(stem, '.');

    if (dot != NULL && dot > stem)
        *dot = '\0';
    return stem;
}

/* With it the file would define all that is in it a second time. */
static void check_include(struct writer *w, const struct piece *piece)
{
    const struct directive *directive = piece->directive;
    size_t length = (size_t)(directive->end - directive->at);
    const char *header =
        arena_format(w->unit->arena, "\"%s.h\"", emit_stem(w->unit));

    if (directive->kind == D_INCLUDE &&
        memmem(directive->at, length, header, strlen(header)) != NULL)
        report_error(w->unit->source, directive->at,
                     "leave it out: what is in it stands here",
                     "the file includes its own header");
}

static void put_text(struct writer *w, const char *text, const char *end)
{
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    write_newline(w);
    buffer_add(w->out, text, (size_t)(end - text));
    w->wants_blank = false;
}

static void put_piece(struct writer *w, const struct piece *piece)
{
    const char *start =
        piece->part != NULL ? piece->part->first->text : piece->directive->at;

    if (piece->kind == PIECE_COROUTINE)
        emit_begin(w, piece->part->coroutine);
    w->wants_blank = piece->is_behind_blank || piece->kind == PIECE_COROUTINE;
    w->line = 0;
    if (piece->comment != NULL)
        put_text(w, piece->comment, start);
    if (piece->kind == PIECE_COROUTINE) {
        emit_async_declarations(w);
    } else if (piece->kind == PIECE_TYPE) {
        write_newline(w);
        write_source(w, piece->part->first, piece->part->last);
        write_trailing_comments(w, piece->part->last + 1);
    } else {
        check_include(w, piece);
        put_text(w, start, piece->directive->end);
    }
}

/* Of what stands there without need, what names something that does not */
static bool is_needless(const struct piece *piece)
{
    return !piece->is_kept && piece->kind == PIECE_TYPE &&
           find_missing(piece) != NULL;
}

/* A blank line stays before what is left of what was behind it. */
static void put_pieces(struct outline *o, bool all)
{
    bool is_behind_blank = true;

    for (struct piece *i = o->pieces; i != NULL; i = i->next) {
        is_behind_blank |= i->is_behind_blank;
        if (all ? is_needless(i) : !i->is_kept)
            continue;
        i->is_behind_blank = is_behind_blank;
        put_piece(o->w, i);
        is_behind_blank = i->kind == PIECE_COROUTINE;
    }
}

void emit_outline(struct writer *w, bool all)
{
    struct outline o = {.w = w,
                        .arena = w->unit->arena,
                        .directive = w->unit->tokens.directives};

    o.end = &o.pieces;
    collect(&o);
    find_needed(&o, all);
    put_pieces(&o, all);
    free(o.needed);
}
