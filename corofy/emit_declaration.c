#include "emit_declaration.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "emit_common.h"
#include "emit_expression.h"
#include "parse_token.h"
#include "place.h"
#include "scope.h"

/* --- Declarators --- */

/* Tokens with one blank between those that would run together */
static void put_tokens(struct writer *w, struct token *first,
                       struct token *last)
{
    for (struct token *i = first; i <= last; i++) {
        if (i > first && has_space_before(i))
            write_text(w, " ");
        write_token(w, i);
    }
}

static bool is_suffix(const struct token *token)
{
    return token->type == '[' || token->type == '(';
}

/* What says where a variable is, and nothing of its type */
static bool is_storage(const struct token *token)
{
    return token->type == K_STATIC || token->type == K_EXTERN ||
           token->type == K_THREAD_LOCAL;
}

/* The specifiers, without what a variable that is assigned later cannot have */
static void put_specifiers(struct writer *w, const struct declaration *d,
                           bool drops_const, bool is_literal)
{
    const char *blank = "";

    for (struct token *i = d->first; i <= d->specifiers_last; i++) {
        int type = i->type;
        struct token *close = i[1].type == '(' ? i[1].match : NULL;

        if (type == K_AUTO || (type == K_CONST && drops_const) ||
            (w->is_outside && is_storage(i)))
            continue;
        if (is_literal && type == K_ALIGNAS && close != NULL) {
            i = close;
            continue; /* a copy of the value needs no alignment */
        }
        write_text(w, "%s", blank);
        blank = " ";
        if (i == d->type_keyword) {
            write_token(w, i);
            write_text(w, " ");
            if (d->type_tag != NULL)
                write_token(w, d->type_tag);
            else
                write_text(w, "%s", d->type_name);
            i = d->type_last;
        } else if (close != NULL && close <= d->specifiers_last) {
            put_tokens(w, i, close);
            i = close;
        } else {
            write_token(w, i);
        }
    }
}

/* Is it a const between the last * and the name? */
static bool is_own_const(const struct declarator *d, const struct token *token)
{
    if (token->type != K_CONST)
        return false;
    while (token < d->name &&
           (token->type == K_CONST || token->type == K_QUALIFIER))
        token++;
    return token == d->name;
}

/* sizeof a string is the size of an array of its characters. */
static void put_size_of_string(struct writer *w, const struct declarator *d,
                               struct token *first, struct token *last)
{
    write_text(w, "sizeof(");
    put_tokens(w, first, last);
    write_text(w, ")");
    if (d->declaration->is_char)
        return;
    write_text(w, " / sizeof(*"); /* wide characters */
    put_tokens(w, first, last);
    write_text(w, ")");
}

/* A list of as many characters, designated alike, has the size wanted. */
static void put_size_of_list(struct writer *w, struct token *first,
                             struct token *last)
{
    int count = 0;
    bool designates = false;

    for (struct token *i = first + 1; i < last; i = find_comma(i, last) + 1) {
        designates |= i->type == '[';
        count++;
    }
    if (!designates) {
        write_text(w, "%d", count);
        return;
    }
    write_text(w, "sizeof((char[]){");
    for (struct token *i = first + 1; i < last; i = find_comma(i, last) + 1) {
        write_text(w, i > first + 1 ? ", " : "");
        if (i->type == '[') {
            put_tokens(w, i, i->match);
            write_text(w, " = ");
        }
        write_text(w, "0");
    }
    write_text(w, "})");
}

static bool has_named_type(const struct declaration *d)
{
    for (struct token *i = d->first; i <= d->specifiers_last; i++) {
        int type = i->type;

        if (type == K_STRUCT || type == K_TYPEOF ||
            (type == T_NAME && before_attributes(i)->type != K_ENUM))
            return true;
        i = group_end(i);
    }
    return false;
}

/* An #if may leave some of it out, and an #include bring more. */
static bool has_directives(const struct declarator *d)
{
    for (const struct token *i = d->initializer; i < d->initializer_last; i++) {
        if (has_directive(i + 1))
            return true;
    }
    return false;
}

/*
 * Is it open how many elements a list is for?  An element that is an array or
 * a struct may take several values, if no braces are around them (C17, section
 * 6.7.9); and a macro may be any number of them.
 */
static bool is_count_open(const struct declarator *d)
{
    struct token *first = d->initializer, *last = d->initializer_last;
    bool may_be_many = d->dimensions > 1 ||
                       (d->pointers == 0 && has_named_type(d->declaration));

    if (d->open_size != NULL && has_directives(d))
        return true;
    if (d->open_size == NULL || first->type != '{')
        return false;
    for (const struct token *token = first + 1; token < last; token++) {
        if (token->type == T_NAME && token->name->macro != NULL)
            return true;
    }
    for (struct token *i = first + 1; may_be_many && i < last;
         i = find_comma(i, last) + 1) {
        if (i->type != '{' && i->type != '[' && i->type != T_STRING)
            return true;
    }
    return false;
}

/* The size of an array that its initializer tells */
static void put_open_size(struct writer *w, const struct declarator *d)
{
    struct token *first = d->initializer, *last = d->initializer_last;

    if (first == NULL) {
        write_text(w, "sizeof()"); /* a compiler will ask for the size */
        return;
    }
    if (first->type == '{' && d->declaration->is_char && d->pointers == 0 &&
        d->dimensions == 1 && first[1].type == T_STRING)
        first++, last -= last[-1].type == ',' ? 2 : 1;
    if (first->type == '{')
        put_size_of_list(w, first, last);
    else
        put_size_of_string(w, d, first, last); /* a macro may be one, too */
}

/*
 * A declarator under another name; with name "" it is that of a literal, whose
 * value tells its size.
 */
static void put_declarator(struct writer *w, const struct declarator *d,
                           const char *name)
{
    for (struct token *i = d->first; i <= d->last; i++) {
        if (is_own_const(d, i))
            continue;
        if (is_attribute(i) && *name == '\0') { /* the type of a literal */
            i = parse_skip_attributes(i) - 1;
            continue;
        }
        if (i > d->first && !is_own_const(d, i - 1) &&
            !(i == d->name + 1 && is_suffix(i)) && has_space_before(i))
            write_text(w, " ");
        if (i == d->name)
            write_text(w, "%s", name);
        else
            write_token(w, i);
        if (i == d->open_size && *name != '\0')
            put_open_size(w, d);
    }
}

/* Specifiers and declarator: what the variable is, if it is not const */
static void put_variable(struct writer *w, const struct declarator *d,
                         const char *name)
{
    put_specifiers(w, d->declaration, d->pointers == 0, *name == '\0');
    if (d->first < d->last || *name != '\0')
        write_text(w, " ");
    put_declarator(w, d, name);
}

/* --- Parameters --- */

/* An array is a pointer to its first element, a function one to itself. */
static void put_parameter(struct writer *w, const struct declarator *d,
                          const char *name)
{
    const char *start = "*", *end = "";
    struct token *after = d->name + 1;

    if (d->symbol->dimensions > d->dimensions) {
        write_text(w, "__typeof__(*(");
        put_specifiers(w, d->declaration, false, false);
        write_text(w, "){0}) *%s", name);
        return;
    }
    if (!is_suffix(after) && !d->is_function) {
        put_variable(w, d, name);
        return;
    }
    if (after->type == '[')
        after = after->match + 1;
    if (after <= d->last && is_suffix(after))
        start = "(*", end = ")";
    put_specifiers(w, d->declaration, false, false);
    write_text(w, " ");
    put_tokens(w, d->first, d->name - 1);
    if (d->first < d->name && d->name[-1].type != '*')
        write_text(w, " ");
    write_text(w, "%s%s%s", start, name, end);
    put_tokens(w, after, d->last);
}

/* Either, as what it is outside of the function */
static void put_outside(struct writer *w, const struct declarator *d,
                        const char *name)
{
    w->is_outside = true;
    if (d->symbol->is_parameter)
        put_parameter(w, d, name);
    else
        put_variable(w, d, name);
    write_text(w, ";");
    w->is_outside = false;
}

void emit_parameters(struct writer *w, bool on_stack)
{
    const struct declarator *d = w->coroutine->parameters;

    for (; d != NULL; d = d->next) {
        if ((d->symbol->lives_across != NULL) != on_stack)
            continue;
        write_newline(w);
        put_outside(w, d, d->symbol->member);
    }
}

/* --- The stack --- */

/* How many bits the set of those that still run has */
static int set_bits(const struct wait *wait)
{
    int bits = 8;

    while (bits < wait->future_count)
        bits *= 2;
    return bits;
}

/* The output of what is awaited; a try_join looks at ints, and at no others. */
static void put_output_type(struct writer *w, const struct awaited *a)
{
    bool is_tried = a->parent != NULL && a->parent->kind == AWAITED_TRY_JOIN;

    if (a->type_first != NULL) {
        write_text(w, "__typeof__(");
        write_source(w, a->type_first, a->type_last);
        write_text(w, ")");
    } else if (is_several(a) || (is_tried && a->kind != AWAITED_BOX)) {
        write_text(w, "int");
    } else {
        write_text(w, "%s_output", name_exported(a->future));
    }
}

static void put_temporary(struct writer *w, const struct symbol *s,
                          const char *name)
{
    const char *initial = s->is_truth ? "0" : "NULL";

    write_arm_start(w, s->token->arm);
    if (s->running != NULL) {
        write_lines(w, "uint%d_t %s", set_bits(s->running), name);
        initial = "0";
    } else if (w->unit->form->has_typed_outputs && !s->is_truth) {
        write_newline(w);
        put_output_type(w,
                        s->result != NULL ? s->result : s->output_of->awaited);
        write_text(w, " %s", name);
        initial = "{0}";
    } else {
        write_lines(w, s->is_truth ? "int %s" : "char *%s", name);
    }
    if (name != s->member) /* no compiler sees that it is set before its use */
        write_text(w, " = %s", initial);
    write_text(w, ";");
    write_arm_end(w, s->token->arm);
}

void emit_stack(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    emit_parameters(w, true);
    for (const struct declaration *d = c->declarations; d != NULL;
         d = d->next) {
        for (const struct declarator *i = d->declarators; i != NULL;
             i = i->next) {
            if (place_of(i) != PLACE_STACK)
                continue;
            write_at(w, i->name);
            write_arm_start(w, i->name->arm);
            write_newline(w);
            put_outside(w, i, i->symbol->member);
            write_arm_end(w, i->name->arm);
        }
    }
    for (const struct symbol *s = c->temporaries; s != NULL; s = s->next) {
        if (s->lives_across != NULL)
            put_temporary(w, s, s->member);
    }
}

/* --- The struct of an async coroutine --- */

static void put_declared(struct writer *w, const struct declarator *d)
{
    write_arm_start(w, d->name->arm);
    write_newline(w);
    put_outside(w, d, d->symbol->member);
    write_arm_end(w, d->name->arm);
}

static void put_child(struct writer *w, const struct awaited *a)
{
    write_arm_start(w, a->token->arm);
    write_lines(w, "struct %s %s;", emit_future_name(a), a->member);
    write_arm_end(w, a->token->arm);
}

static void put_members(struct writer *w, const struct layout *whole)
{
    write_lines(w, whole->kind == LAYOUT_UNION ? "union {" : "struct {");
    w->depth++;
    for (const struct layout *i = whole->members; i != NULL; i = i->next)
        emit_member(w, i);
    w->depth--;
    write_lines(w, "};");
}

void emit_member(struct writer *w, const struct layout *layout)
{
    switch (layout->kind) {
    case LAYOUT_VARIABLE:
        put_declared(w, layout->declarator);
        break;
    case LAYOUT_TEMPORARY:
        put_temporary(w, layout->temporary, layout->temporary->member);
        break;
    case LAYOUT_CHILD:
        put_child(w, layout->future);
        break;
    case LAYOUT_STRUCT:
    case LAYOUT_UNION:
        if (layout->members->next == NULL)
            emit_member(w, layout->members);
        else
            put_members(w, layout);
        break;
    }
}

/* --- Types --- */

static void put_type(struct writer *w, const struct declaration *d)
{
    if (d->type_name == NULL) {
        write_source(w, d->type_keyword, d->type_last);
    } else {
        write_source(w, d->type_keyword, d->type_open - 1);
        write_text(w, " %s ", d->type_name);
        write_source(w, d->type_open, d->type_last);
    }
    write_text(w, ";");
}

/* A type that a declaration defines */
static void put_defined(struct writer *w, const struct declaration *d)
{
    write_at(w, d->first);
    write_arm_start(w, d->first->arm);
    write_newline(w);
    w->is_outside = true;
    if (d->is_typedef)
        write_source(w, d->first, d->last);
    else
        put_type(w, d);
    w->is_outside = false;
    write_arm_end(w, d->first->arm);
}

/* The types of variables whose sizes are those of others */
static void put_types_of(struct writer *w, const struct declarator *d)
{
    for (; d != NULL; d = d->next) {
        if (d->symbol->type == NULL || d->symbol->declarator != d)
            continue;
        write_at(w, d->name);
        write_arm_start(w, d->name->arm);
        write_lines(w, "typedef ");
        put_outside(w, d, d->symbol->type);
        write_arm_end(w, d->name->arm);
    }
}

void emit_outside_types(struct writer *w)
{
    const struct declaration *d = w->coroutine->declarations;
    size_t start = w->out->length;

    put_types_of(w, w->coroutine->parameters);
    for (; d != NULL; d = d->next) {
        if (d->is_outside && (d->is_typedef || d->type_keyword != NULL)) {
            w->wants_blank |= w->out->length > start;
            put_defined(w, d);
            w->wants_blank = true;
        }
        put_types_of(w, d->declarators);
    }
    w->wants_blank |= w->out->length > start;
}

/* --- In the coroutine --- */

static bool is_verbatim(const struct declaration *d)
{
    return d->is_typedef || is_elsewhere(d) || d->is_assert ||
           (d->declarators != NULL &&
            d->declarators->symbol->kind == SYMBOL_FUNCTION &&
            d->declarators->next == NULL) ||
           (d->declarators == NULL && d->type_keyword == NULL);
}

/* The variables of a place, each in a line */
static void put_variables(struct writer *w, const struct declaration *d,
                          enum place place)
{
    if (d->type_keyword != NULL && !d->is_outside) {
        write_newline(w);
        put_type(w, d);
    }
    for (const struct declarator *i = d->declarators; i != NULL; i = i->next) {
        if (place_of(i) != place)
            continue;
        write_at(w, i->name);
        write_newline(w);
        if (i->symbol->kind == SYMBOL_FUNCTION) {
            put_specifiers(w, d, false, false);
            write_text(w, " ");
            put_tokens(w, i->first, i->last);
        } else {
            put_variable(w, i, write_name_of(i->symbol));
        }
        write_text(w, ";");
    }
}

/* `struct tag;` of what has been moved out would declare another one. */
static bool is_announced_outside(const struct declaration *d)
{
    return d->announced != NULL && d->announced->declaration != NULL &&
           d->announced->declaration->is_outside;
}

/* Does anything of it, in the outermost block, stand before the switch? */
static bool is_at_top(const struct declaration *d)
{
    if (is_verbatim(d))
        return (!d->is_outside || !d->is_typedef) && !is_announced_outside(d);
    return place_has(d, PLACE_TOP) ||
           (d->type_keyword != NULL && !d->is_outside);
}

void emit_top(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (const struct declaration *d = c->declarations; d != NULL;
         d = d->next) {
        if (!d->is_body)
            continue;
        write_at(w, d->first);
        if (!is_at_top(d))
            continue;
        write_arm_start(w, d->first->arm);
        if (is_verbatim(d)) {
            write_newline(w);
            write_source(w, d->first, d->last);
        } else {
            put_variables(w, d, PLACE_TOP);
        }
        write_arm_end(w, d->first->arm);
    }
    for (const struct symbol *s = c->temporaries; s != NULL; s = s->next) {
        if (s->lives_across == NULL)
            put_temporary(w, s, s->name->text);
    }
}

/* --- Initializers --- */

/* A macro that may be a list, as PTHREAD_MUTEX_INITIALIZER is */
static bool is_list_macro(const struct declarator *d)
{
    const struct token *token = d->initializer;

    if (d->initializer != d->initializer_last || token->type != T_NAME ||
        token->symbol != NULL || d->dimensions + d->pointers > 0)
        return false;
    if (token->name->macro != NULL)
        return token->name->macro->body[0].type == '{';
    return strstr(token->name->text, "INIT") != NULL;
}

bool emit_is_simple(const struct declarator *d)
{
    const struct token *value = d->initializer;

    if (value == NULL)
        return true;
    if (is_list_macro(d) || (value->type == T_STRING && d->pointers == 0 &&
                             d->declaration->may_be_array))
        return false;
    return value->type != '{' && d->dimensions == 0;
}

static void put_literal(struct writer *w, const struct declarator *d)
{
    bool is_list = d->initializer->type == '{';

    write_text(w, "(");
    put_variable(w, d, "");
    write_text(w, is_list ? ")" : "){");
    emit_rest(w, d->value);
    write_text(w, is_list ? "" : "}");
}

/* We have counted values, but a compiler counts elements. */
static void put_check_of_count(struct writer *w, const struct declarator *d)
{
    write_lines(w, "_Static_assert(sizeof(");
    put_literal(w, d);
    write_text(w, ") == sizeof(%s), \"write the size of %.*s\");",
               write_name_of(d->symbol), (int)d->symbol->name->length,
               d->symbol->name->text);
}

static size_t octal_digits(const char *text)
{
    size_t length = strspn(text, "01234567");

    return length < 3 ? length : 3;
}

/* The octets of a string before its 0; SIZE_MAX if we do not count them */
static size_t string_length(const struct token *string)
{
    const char *text = string->text + 1;
    const char *end = string->text + string->length - 1;
    size_t length = 0;

    if (string->type != T_STRING || *string->text != '"')
        return SIZE_MAX;
    for (; text < end; length++) {
        if (*text++ != '\\')
            continue;
        if (memchr("uUN\r\n", *text, 5) != NULL)
            return SIZE_MAX;
        if (*text == 'x')
            text += 1 + strspn(text + 1, "0123456789abcdefABCDEF");
        else
            text += *text >= '0' && *text <= '7' ? octal_digits(text) : 1;
    }
    return length;
}

/*
 * Is it a string that fills the array, so that its 0 has no room?  Newer
 * compilers warn of that in a literal, but not of a string that is copied.
 */
static bool is_filled(const struct declarator *d)
{
    const struct token *size = d->name + 2, *string = d->initializer;
    size_t room, length = 0;
    char *end;

    if (d->pointers > 0 || d->dimensions != 1 || d->open_size != NULL ||
        !d->declaration->is_char)
        return false;
    room = strtoul(size->text, &end, 0);
    for (; string <= d->initializer_last; string++) {
        size_t more = string_length(string);

        if (more == SIZE_MAX)
            return false;
        length += more;
    }
    return end == size->text + size->length && size[1].type == ']' &&
           length == room;
}

void emit_assignment(struct writer *w, const struct declarator *d)
{
    const char *name = write_name_of(d->symbol);
    bool is_array = d->pointers == 0 && d->declaration->may_be_array;

    if (emit_is_simple(d)) {
        write_text(w, "%s = ", name);
        emit_rest(w, d->value);
    } else if (d->dimensions > 0) {
        write_text(w, "__builtin_memcpy(%s, ", name);
        if (is_filled(d))
            emit_rest(w, d->value);
        else
            put_literal(w, d);
        write_text(w, ", sizeof(%s))", name);
    } else if (is_array) {
        write_text(w, "__builtin_memcpy(&%s, &", name);
        put_literal(w, d);
        write_text(w, ", sizeof(%s))", name);
    } else {
        write_text(w, "%s = ", name);
        put_literal(w, d);
    }
}

/* What can only be initialized is, and copied. */
static void put_copy(struct writer *w, const struct declarator *d)
{
    const char *initial = scope_unused(w->unit, "initial");

    write_lines(w, "{\n    ");
    put_variable(w, d, initial);
    write_text(w, " = ");
    emit_rest(w, d->value);
    write_text(w, ";");
    write_lines(w, "\n    __builtin_memcpy(&%s, &%s, sizeof(%s));\n}",
                write_name_of(d->symbol), initial, initial);
}

/* An #if that ends behind the value would end nowhere. */
static void check_arms_of_value(struct writer *w, const struct declarator *d)
{
    const struct arm *first = d->initializer->arm;
    const struct arm *last = d->initializer_last->arm;

    if (first != last)
        report_directive(w->unit->source,
                         last != NULL ? last->text : first->text);
}

void emit_assignments(struct writer *w, const struct declaration *d)
{
    for (const struct declarator *i = d->declarators; i != NULL; i = i->next) {
        if (i->initializer == NULL)
            continue;
        check_arms_of_value(w, i);
        emit_value_steps(w, i->value);
        if (i->value->is_direct_wait)
            continue;
        write_at(w, i->name);
        if (is_list_macro(i)) {
            put_copy(w, i);
            continue;
        }
        write_newline(w);
        emit_assignment(w, i);
        write_text(w, ";");
        if (is_count_open(i))
            put_check_of_count(w, i);
    }
}

/* --- In its place --- */

bool emit_leaves_nothing(const struct declaration *d)
{
    if (is_verbatim(d))
        return d->is_body || d->is_outside || is_announced_outside(d);
    if (d->type_keyword != NULL && !d->is_body && !d->is_outside)
        return false;
    for (const struct declarator *i = d->declarators; i != NULL; i = i->next) {
        if (i->initializer != NULL ||
            (!d->is_body && place_of(i) == PLACE_HERE))
            return false;
    }
    return true;
}

void emit_variables(struct writer *w, const struct declaration *d)
{
    if (!d->is_body)
        put_variables(w, d, PLACE_HERE);
}

void emit_declaration(struct writer *w, const struct declaration *d)
{
    if (is_verbatim(d) || place_is_unchanged(d)) {
        write_newline(w);
        write_source(w, d->first, d->last);
        return;
    }
    emit_variables(w, d);
    emit_assignments(w, d);
}
