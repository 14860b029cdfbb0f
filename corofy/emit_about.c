#include "emit_about.h"

#include <string.h>

#include "child.h"
#include "emit_common.h"

/* --- What is awaited --- */

/* Does the file have an x_about of its own for a future x? */
static bool has_own_about(struct writer *w, const struct awaited *a)
{
    const char *text =
        arena_format(w->unit->arena, "%s_about", name_exported(a->future));

    return name_of(&w->unit->tokens.names, text, strlen(text))->seen != NULL;
}

/* Nothing but its vtable knows what future(f) is. */
static bool has_about(const struct awaited *a)
{
    return a->kind != AWAITED_FUTURE;
}

/*
 * The table of one in another file, or of one written by hand, may be missing;
 * that of a coroutine below, or of this one, comes later.
 */
static void put_declaration(struct writer *w, const struct awaited *a)
{
    const struct coroutine *child = child_of(a);
    const char *name = name_exported(a->future);

    if (!has_about(a) || has_own_about(w, a) ||
        (child != NULL && child->id < w->coroutine->id))
        return;
    write_arm_start(w, a->token->arm);
    if (child == NULL)
        write_lines(w,
                    "extern const struct future_about %s_about "
                    "__attribute__((weak));",
                    name);
    else
        write_lines(w, "%s const struct future_about %s_about;",
                    emit_is_static(child) ? "static" : "extern", name);
    write_arm_end(w, a->token->arm);
}

static void put_declarations(struct writer *w)
{
    for (const struct wait *wait = w->coroutine->waits; wait != NULL;
         wait = wait->next) {
        for (const struct awaited *a = wait->futures; a != NULL;
             a = a->next_future)
            put_declaration(w, a);
    }
}

static const char *held_as(const struct awaited *a)
{
    if (is_boxed(a))
        return "FUTURE_BOXED";
    if (is_owned(a))
        return "FUTURE_HERE";
    if (a->token->symbol->member == NULL)
        return "FUTURE_ELSEWHERE";
    return a->is_pointer ? "FUTURE_POINTED" : "FUTURE_HERE";
}

static void put_child(struct writer *w, const struct awaited *a)
{
    const char *name = a->future->text;
    const char *member = is_owned(a) ? a->member : a->token->symbol->member;

    write_lines(w, "{\"%s\", ", name);
    if (has_about(a))
        write_text(w, "&%s_about, ", name_exported(a->future));
    else
        write_text(w, "NULL, ");
    write_text(w, "%s, ", held_as(a));
    if (member != NULL)
        write_text(w, "offsetof(struct $name, %s)},", member);
    else
        write_text(w, "0},");
}

/* --- The table --- */

/* Where it waits, and for what */
static void put_site(struct writer *w, const struct wait *wait)
{
    write_arm_start(w, wait->token->arm);
    write_lines(w, "[%s] = {", emit_state_of(w, wait));
    w->depth++;
    write_lines(w, ".line = %d,", wait->token->line);
    write_lines(w, ".child_count = %d,", wait->future_count);
    write_lines(w, ".children = (const struct future_child[]){");
    w->depth++;
    for (const struct awaited *a = wait->futures; a != NULL; a = a->next_future)
        put_child(w, a);
    w->depth--;
    write_lines(w, "},");
    if (wait->running != NULL) {
        const char *member = wait->running->member;

        write_lines(w, ".running = offsetof(struct $name, %s),", member);
        write_lines(w, ".running_size = sizeof(((struct $name *)0)->%s),",
                    member);
    }
    w->depth--;
    write_lines(w, "},");
    write_arm_end(w, wait->token->arm);
}

static void put_table(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    write_lines(w, "%sconst struct future_about $name_about = {",
                emit_is_static(c) ? "__attribute__((unused)) static " : "");
    w->depth++;
    write_lines(w, ".name = \"$name\",");
    write_lines(w, ".file = \"");
    write_file_name(w, false);
    write_text(w, "\",");
    write_lines(w,
                ".line = %d,\n"
                ".state = $name_about_state,\n"
                ".resolved = $NAME_RESOLVED,",
                c->name->line);
    write_lines(w, ".sites = (const struct future_site[$NAME_RESOLVED + 1]){");
    w->depth++;
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next)
        put_site(w, wait);
    w->depth--;
    write_lines(w, "},");
    w->depth--;
    write_lines(w, "};");
}

void emit_about(struct writer *w)
{
    w->line = 0;
    write_lines(w, "#ifdef COROFY_RUNTIME");
    put_declarations(w);
    write_lines(w, "static int $name_about_state(const void *self)\n"
                   "{\n"
                   "    return ((const struct $name *)self)->state;\n"
                   "}\n");
    put_table(w);
    write_lines(w, "#endif");
}
