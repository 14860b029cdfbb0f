#include "child.h"

/* Does one hold the other, however many are between them? */
static bool holds(struct coroutine *c, const struct coroutine *other, int walk)
{
    if (c->walk == walk)
        return false;
    c->walk = walk;
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        struct coroutine *child = child_of(wait);

        if (child != NULL && !wait->is_boxed &&
            (child == other || holds(child, other, walk)))
            return true;
    }
    return false;
}

/* Of one that is defined here or below */
static void refuse_size(struct unit *unit, struct coroutine *c,
                        struct coroutine *child, const struct wait *wait)
{
    const char *name = coroutine_name(child);
    const char *box = arena_format(
        unit->arena, "await(box(%s(...))) keeps it on the heap", name);

    if (child == c)
        report_error(unit->source, wait->future->text, box,
                     "'%s' would be a part of itself", name);
    else if (holds(child, c, c->id))
        report_error(unit->source, wait->future->text, box,
                     "'%s' would be a part of itself, by way of '%s'",
                     coroutine_name(c), name);
    else
        report_error(unit->source, wait->future->text,
                     "define it above, where its size will be known",
                     "'%s' is defined below, in line %d", name,
                     child->name->line);
}

/* A function of this file that has no struct of its name */
static void refuse_function(struct unit *unit, const struct wait *wait)
{
    const struct name *name = wait->future->name;

    if (!is_name(wait->future, "future") && name->ordinary != NULL &&
        name->ordinary->kind == SYMBOL_FUNCTION && name->tag == NULL &&
        name->seen_tag == NULL)
        report_error(unit->source, wait->future->text,
                     "call it as it is, or make it a coroutine",
                     "'%s' is a function, and no future", name->text);
}

/* What is on the heap may be a future of any kind. */
static void refuse_output(struct unit *unit, const struct wait *wait)
{
    if (is_name(wait->future, "future") && wait->target != TARGET_NOBODY)
        report_error(unit->source, wait->future->text,
                     "await it in a statement of its own, or by its name: "
                     "await(x(...)), await(box(x(...)))",
                     "corofy does not know the output of a struct future");
}

void child_check(struct unit *unit, struct coroutine *c)
{
    for (struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        struct coroutine *child = child_of(wait);

        if (child == NULL) {
            refuse_function(unit, wait);
            refuse_output(unit, wait);
            continue;
        }
        if (child->id >= c->id && !wait->is_boxed)
            refuse_size(unit, c, child, wait);
        if (!child->returns_value && wait->target == TARGET_OUTPUT)
            report_error(unit->source, wait->future->text,
                         "await it in a statement of its own",
                         "'%s' has no output", coroutine_name(child));
    }
}

static bool is_awaited(const struct token *token)
{
    if (token[-1].type == '(' && is_name(token - 2, "box"))
        token -= 2;
    return spells(token - 1, WORD_WAIT) ||
           (token[-1].type == '(' && spells(token - 2, WORD_WAIT));
}

/* Is it called, and not by an await? */
static bool is_plain_call(const struct token *token)
{
    const struct symbol *symbol =
        is_ordinary(token) ? token->name->ordinary : NULL;

    return symbol != NULL && symbol->kind == SYMBOL_COROUTINE &&
           token->symbol == NULL && token[1].type == '(' && !is_awaited(token);
}

/* type name(...); outside of coroutines */
static bool is_prototype(const struct file_part *part,
                         const struct token *token)
{
    return part->coroutine == NULL && part->last->type == ';' &&
           token > part->first && token[1].match + 1 == part->last;
}

static void check_calls_in(struct unit *unit, const struct file_part *part)
{
    const struct coroutine *c = part->coroutine;
    const struct token *i = c != NULL ? c->close : part->first;

    for (; i <= part->last; i++) {
        if (!is_plain_call(i))
            continue;
        if (is_prototype(part, i)) {
            report_error(unit->source, i->text,
                         "a prototype of a coroutine is marked, too",
                         "the prototype of coroutine '%s' lacks `async`",
                         i->name->text);
            continue;
        }
        report_error(unit->source, i->text,
                     arena_format(unit->arena,
                                  "await(%s(...)) in a coroutine; elsewhere "
                                  "%s_new(...) makes one on the heap",
                                  i->name->text, i->name->text),
                     "'%s' is a future, and cannot be called", i->name->text);
    }
}

void child_check_calls(struct unit *unit)
{
    for (const struct file_part *part = unit->parts; part != NULL;
         part = part->next) {
        if (part->coroutine == NULL || !part->coroutine->failed)
            check_calls_in(unit, part);
    }
}
