#include "child.h"

/* Is it a part of the coroutine? */
static bool is_held(const struct awaited *a)
{
    return is_owned(a) && !is_boxed(a);
}

/* Does one hold the other, however many are between them? */
static bool holds(struct coroutine *c, const struct coroutine *other, int walk)
{
    if (c->walk == walk)
        return false;
    c->walk = walk;
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        for (const struct awaited *a = wait->futures; a != NULL;
             a = a->next_future) {
            struct coroutine *child = child_of(a);

            if (child != NULL && is_held(a) &&
                (child == other || holds(child, other, walk)))
                return true;
        }
    }
    return false;
}

/* Of one that is defined here or below */
static void refuse_size(struct unit *unit, struct coroutine *c,
                        struct coroutine *child, const struct awaited *a)
{
    const char *name = coroutine_name(child);
    const char *box = arena_format(
        unit->arena, "await(box(%s(...))) keeps it on the heap", name);

    if (child == c)
        report_error(unit->source, a->token->text, box,
                     "'%s' would be a part of itself", name);
    else if (holds(child, c, c->id))
        report_error(unit->source, a->token->text, box,
                     "'%s' would be a part of itself, by way of '%s'",
                     coroutine_name(c), name);
    else
        report_error(unit->source, a->token->text,
                     "define it above, where its size will be known",
                     "'%s' is defined below, in line %d", name,
                     child->name->line);
}

/* A function of this file that has no struct of its name */
static void refuse_function(struct unit *unit, const struct awaited *a)
{
    const struct name *name = a->future;

    if (a->kind != AWAITED_FUTURE && name->ordinary != NULL &&
        name->ordinary->kind == SYMBOL_FUNCTION && name->tag == NULL &&
        name->seen_tag == NULL)
        report_error(unit->source, a->token->text,
                     "call it as it is, or make it a coroutine",
                     "'%s' is a function, and no future", name->text);
}

/* What is on the heap may be a future of any kind. */
static void refuse_output(struct unit *unit, const struct awaited *a)
{
    if (a->kind == AWAITED_FUTURE && a->type_first == NULL)
        report_error(unit->source, a->token->text,
                     "say what it is: await(future(f, type))",
                     "corofy does not know the output of a struct future");
}

/* Does anything become of its output? */
static bool is_wanted(const struct awaited *a)
{
    if (a->parent == NULL)
        return a->wait->target != TARGET_NOBODY;
    return a->lvalue != NULL || a->parent->kind == AWAITED_TRY_JOIN;
}

static void check_future(struct unit *unit, struct coroutine *c,
                         const struct awaited *a)
{
    struct coroutine *child = child_of(a);

    if (child == NULL) {
        refuse_function(unit, a);
        if (is_wanted(a))
            refuse_output(unit, a);
        return;
    }
    if (child->id >= c->id && is_held(a))
        refuse_size(unit, c, child, a);
    if (!child->returns_value && is_wanted(a))
        report_error(unit->source, a->token->text,
                     a->parent == NULL   ? "await it in a statement of its own"
                     : a->lvalue != NULL ? "without an assignment"
                                         : "join(...) does not look at outputs",
                     "'%s' has no output", coroutine_name(child));
}

void child_check(struct unit *unit, struct coroutine *c)
{
    for (struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        if (wait->awaited->kind == AWAITED_JOIN &&
            wait->target != TARGET_NOBODY)
            report_error(unit->source, wait->awaited->token->text,
                         "await it in a statement of its own; the outputs are "
                         "assigned in it: join(a = x(...), b = y(...))",
                         "a join has no output");
        for (const struct awaited *a = wait->futures; a != NULL;
             a = a->next_future)
            check_future(unit, c, a);
    }
}

static bool is_awaited(const struct token *token)
{
    if (token->is_awaited)
        return true;
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
