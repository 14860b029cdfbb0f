#define _GNU_SOURCE /* memmem */
#include <ctype.h>
#include <string.h>

#include "emit.h"
#include "flow.h"
#include "parse.h"
#include "place.h"

/*
 * What other files need to hold and to await the coroutines of this one: their
 * structs, with the types that these may need, and the functions of those that
 * are not static.  All directives stay, so that all includes, macros and #ifs
 * are as they are in the file itself.
 */

/* The name of the file without what is behind its dot: fetch.co is fetch. */
static char *stem_of(const struct writer *w)
{
    const char *name = w->unit->source->name;
    const char *slash = strrchr(name, '/');
    char *stem =
        arena_format(w->unit->arena, "%s", slash != NULL ? slash + 1 : name);
    char *dot = strrchr(stem, '.');

    if (dot != NULL && dot > stem)
        *dot = '\0';
    return stem;
}

/* The macro by which the header is there once */
static char *guard_of(const struct writer *w)
{
    char *guard = arena_format(w->unit->arena, "%s_H", stem_of(w));

    for (char *p = guard; *p != '\0'; p++)
        *p =
            isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_';
    if (isalpha((unsigned char)*guard))
        return guard;
    return arena_format(w->unit->arena, "H_%s", guard); /* a name of ours */
}

/* With it the file would define all that is in it a second time. */
static void check_include(struct writer *w, const char *directive,
                          size_t length)
{
    const char *header = arena_format(w->unit->arena, "\"%s.h\"", stem_of(w));

    if (memmem(directive, length, "include", 7) != NULL &&
        memmem(directive, length, header, strlen(header)) != NULL)
        report_error(w->unit->source, directive,
                     "leave it out: what is in it stands here",
                     "the file includes its own header");
}

/* The { of what a struct or an enum is defined to be, or last */
static struct token *find_body(struct token *keyword, struct token *last)
{
    struct token *i = keyword;

    while (i < last && i->type != '{' && i->type != P_ASSIGN)
        i = group_end(i) + 1;
    return i->type == '{' ? i : last;
}

/* A type that is defined or announced, and nothing else with it */
static bool is_type(const struct file_part *part)
{
    struct token *first = part->first, *last = part->last, *body;

    if (first->name != NULL && is_among(first->name, "__extension__"))
        first++;
    if (first->type == K_TYPEDEF)
        return true;
    if ((first->type != K_STRUCT && first->type != K_ENUM) || last->type != ';')
        return false;
    body = find_body(first, last);
    return last == first + 2 ||
           (body < last && parse_skip_attributes(body->match + 1) == last);
}

static bool at_directive(const char *p)
{
    return *p == '#' || (*p == '%' && p[1] == ':');
}

/* #if and the others that belong to it: none else begins so. */
static bool is_conditional(const char *directive)
{
    const char *word = directive + strcspn(directive, "#:") + 1;

    word += strspn(word, " \t");
    return strncmp(word, "if", 2) == 0 || strncmp(word, "el", 2) == 0 ||
           strncmp(word, "endif", 5) == 0;
}

static void put_directive(struct writer *w, const char *directive,
                          const char *end)
{
    check_include(w, directive, (size_t)(end - directive));
    write_newline(w);
    buffer_add(w->out, directive,
               (size_t)(end - directive) - (end[-1] == '\r'));
}

/* All of them, or the conditional ones; returns whether there are any. */
static bool put_directives_before(struct writer *w, const struct token *token,
                                  bool all)
{
    const char *p = token->space;
    bool any = false;

    while (p < token->text) {
        if (at_directive(p)) {
            const char *end = end_of_directive(p, token->text);

            if (all || is_conditional(p)) {
                put_directive(w, p, end);
                any = true;
            }
            p = end;
        } else {
            const char *end = end_of_comment(p, token->text);

            p = end > p ? end : end_of_character(p, token->text);
        }
    }
    return any;
}

/* What begins in one arm of an #if and ends in another leaves these behind. */
static void put_arms_in(struct writer *w, const struct file_part *part)
{
    if (part->first->arm == part->last->arm)
        return;
    for (struct token *i = part->first + 1; i <= part->last; i++)
        put_directives_before(w, i, false);
}

static void put_part(struct writer *w, struct file_part *part)
{
    bool is_behind_directive = put_directives_before(w, part->first, true);

    if (part->coroutine != NULL) {
        emit_begin(w, part->coroutine);
        w->wants_blank = true;
        w->line = 0;
        emit_async_declarations(w);
    } else if (is_type(part)) {
        w->wants_blank = !is_behind_directive;
        write_newline(w);
        write_source(w, part->first, part->last);
    } else {
        put_arms_in(w, part);
    }
}

static void put_parts(struct writer *w)
{
    for (struct file_part *i = w->unit->parts; i != NULL; i = i->next)
        put_part(w, i);
    put_directives_before(w, w->unit->tokens.end, true);
}

void emit_header(struct writer *w)
{
    const char *guard = guard_of(w);

    write_lines(w, "#ifndef %s", guard);
    write_lines(w, "#define %s", guard);
    put_parts(w);
    w->wants_blank = true;
    write_lines(w, "#endif");
    buffer_print(w->out, w->newline);
}

/* --- Sizes, which only a compiler knows --- */

static const char program[] =
    "#include <stdio.h>\n"
    "\n"
    "/* What is kept at one place, and what most of that is */\n"
    "struct corofy_sum {\n"
    "    const char *place;\n"
    "    const char *part;\n"
    "    size_t part_size;\n"
    "    size_t size;\n"
    "};\n"
    "\n"
    "static struct corofy_sum corofy_here, corofy_most;\n"
    "\n"
    "static void corofy_part(const char *name, size_t size, const char *why)\n"
    "{\n"
    "    printf(\"%8zu  %s: %s\\n\", size, name, why);\n"
    "    corofy_here.size += size;\n"
    "    if (size > corofy_here.part_size) {\n"
    "        corofy_here.part = name;\n"
    "        corofy_here.part_size = size;\n"
    "    }\n"
    "}\n"
    "\n"
    "static void corofy_place(const char *place)\n"
    "{\n"
    "    if (corofy_here.size > corofy_most.size)\n"
    "        corofy_most = corofy_here;\n"
    "    corofy_here = (struct corofy_sum){.place = place};\n"
    "    if (place != NULL)\n"
    "        printf(\"    %s\\n\", place);\n"
    "}\n"
    "\n"
    "static void corofy_begin(const char *name, size_t size)\n"
    "{\n"
    "    printf(\"%s: %zu octets\\n\", name, size);\n"
    "    corofy_most = (struct corofy_sum){0};\n"
    "}\n"
    "\n"
    "static void corofy_end(void)\n"
    "{\n"
    "    corofy_place(NULL);\n"
    "    if (corofy_most.part != NULL)\n"
    "        printf(\"    the largest: %s, %zu octets, and in it %s\\n\",\n"
    "               corofy_most.place, corofy_most.size, corofy_most.part);\n"
    "}\n"
    "\n"
    "int main(void)\n"
    "{";

/* A call of corofy_part(); the reason may be gone on with. */
static void put_part_size(struct writer *w, const char *name,
                          const char *member)
{
    write_lines(w, "corofy_part(\"%s\", sizeof(((struct $name *)0)->%s), \"",
                name, member);
}

static void put_reason(struct writer *w, const struct symbol *symbol)
{
    if (symbol->output_of != NULL)
        write_text(w, "an output that is used after another");
    else if (symbol->is_truth)
        write_text(w, "which way the expression in line %d went",
                   symbol->token->line);
    else if (symbol->used_at == NULL)
        write_text(w, "a parameter");
    else if (symbol->escapes)
        write_text(w, "its address is taken in line %d", symbol->used_at->line);
    else
        write_text(w, "used in line %d", symbol->used_at->line);
}

static void put_symbol_at(struct writer *w, const struct symbol *symbol,
                          const unsigned long *place)
{
    if (symbol->member == NULL || symbol->in_use == NULL ||
        !nodes_meet(symbol->in_use, place, w->coroutine->node_count))
        return;
    write_arm_start(w, symbol->token->arm);
    put_part_size(w, symbol->name->text, symbol->member);
    put_reason(w, symbol);
    write_text(w, "\");");
    write_arm_end(w, symbol->token->arm);
}

/* All variables that are kept there */
static void put_symbols_at(struct writer *w, const unsigned long *place)
{
    const struct coroutine *c = w->coroutine;

    for (const struct declarator *d = c->parameters; d != NULL; d = d->next)
        put_symbol_at(w, d->symbol, place);
    for (const struct declaration *declaration = c->declarations;
         declaration != NULL; declaration = declaration->next) {
        for (const struct declarator *d = declaration->declarators; d != NULL;
             d = d->next) {
            if (place_of(d) == PLACE_STACK && d->symbol->declarator == d)
                put_symbol_at(w, d->symbol, place);
        }
    }
    for (const struct symbol *s = c->temporaries; s != NULL; s = s->next)
        put_symbol_at(w, s, place);
}

static void put_wait_sizes(struct writer *w, const struct wait *wait)
{
    write_arm_start(w, wait->token->arm);
    write_lines(w, "corofy_place(\"at the await in line %d\");",
                wait->token->line);
    put_part_size(w, wait->future->name->text, wait->member);
    write_text(w, "%s\");", wait->is_boxed ? "awaited, in a box" : "awaited");
    write_arm_end(w, wait->token->arm);
    put_symbols_at(w, wait->in_use);
}

static void put_state_size(struct writer *w)
{
    const struct symbol *pinned = layout_pinned_by(w->coroutine);

    write_lines(w, "corofy_place(\"always\");");
    if (pinned != NULL)
        write_lines(w,
                    "corofy_part(\"state\", sizeof(uintptr_t), \"and where it "
                    "was polled first, as the address of %s is taken\");",
                    pinned->name->text);
    else
        write_lines(w, "corofy_part(\"state\", sizeof(enum $name_state), "
                       "\"where it goes on\");");
}

static void put_sizes(struct writer *w, struct coroutine *c)
{
    unsigned long *start = arena_alloc(
        w->unit->arena, node_words(c->node_count) * sizeof(unsigned long));

    add_node(start, 0);
    emit_begin(w, c);
    w->line = 0;
    w->depth++;
    write_lines(w, "corofy_begin(\"$name\", sizeof(struct $name));");
    if (c->parameters != NULL)
        write_lines(w, "corofy_place(\"before the first poll\");");
    put_symbols_at(w, start);
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next)
        put_wait_sizes(w, wait);
    put_state_size(w);
    write_lines(w, "corofy_end();");
    w->depth--;
}

void emit_sizes(struct writer *w)
{
    put_parts(w);
    buffer_print(w->out, "\n\n");
    buffer_print(w->out, program);
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        if (!c->is_prototype)
            put_sizes(w, c);
    }
    buffer_print(w->out, "\n    return 0;\n}\n");
}
