#include "emit_sizes.h"

#include "emit_common.h"
#include "emit_outline.h"
#include "flow.h"
#include "layout.h"
#include "place.h"

/*
 * A program that prints what each future keeps and why: only a compiler knows
 * sizes.
 */

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
    if (symbol->running != NULL)
        write_text(w, "which futures still run");
    else if (symbol->output_of != NULL)
        write_text(w, "an output that is used after another");
    else if (symbol->is_truth)
        write_text(w, "which way the expression in line %d went",
                   symbol->token->line);
    else if (symbol->used_at == NULL)
        write_text(w, "a parameter");
    else if (symbol->escapes)
        write_text(w, "its address is taken in line %d", symbol->used_at->line);
    else if (spells(symbol->used_at, WORD_WAIT)) /* that of several futures */
        write_text(w, "assigned in line %d", symbol->used_at->line);
    else
        write_text(w, "used in line %d", symbol->used_at->line);
}

static void put_symbol_at(struct writer *w, const struct symbol *symbol,
                          const unsigned long *place)
{
    if (symbol->member == NULL ||
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
            if (place_of(d) == PLACE_STACK)
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
    for (const struct awaited *a = wait->futures; a != NULL;
         a = a->next_future) {
        if (!is_owned(a))
            continue;
        put_part_size(w, a->future->text, a->member);
        write_text(w, "%s\");", is_boxed(a) ? "awaited, in a box" : "awaited");
    }
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
    for (int i = 1; i <= w->coroutine->turn_count; i++)
        write_lines(w,
                    "corofy_part(\"turn%d\", sizeof(uint8_t), \"who is "
                    "first in a select_fair\");",
                    i);
}

static void put_sizes(struct writer *w, struct coroutine *c)
{
    unsigned long *start = arena_alloc(
        w->unit->arena, node_words(c->node_count) * sizeof(unsigned long));

    add_node(start, 0);
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

/* In the #if in which the coroutine stands */
static void put_sizes_in_arm(struct writer *w, struct coroutine *c)
{
    buffer_print(w->out, "\n");
    emit_begin(w, c);
    w->coroutine = NULL; /* of which no arm is written for one around it */
    write_arm_start(w, c->name->arm);
    w->coroutine = c;
    put_sizes(w, c);
    w->coroutine = NULL;
    write_arm_end(w, c->name->arm);
}

void emit_sizes(struct writer *w)
{
    emit_outline(w, true);
    buffer_print(w->out, "\n\n");
    buffer_print(w->out, program);
    for (struct coroutine *c = w->unit->coroutines; c != NULL; c = c->next) {
        if (!c->is_prototype)
            put_sizes_in_arm(w, c);
    }
    buffer_print(w->out, "\n    return 0;\n}\n");
}
