#include "emit_expression.h"

static void put_between(struct writer *w, struct token **at,
                        struct token *before)
{
    if (*at < before)
        write_source(w, *at, before - 1);
}

/*
 * Tokens up to the child, the child, and on: with the blanks between them.  Of
 * the arguments of one future among several, the children of those behind it
 * are in the same list.
 */
static void put_plain(struct writer *w, const struct expression *e)
{
    struct token *at = e->first;
    const struct expression *c = e->children;

    while (c != NULL && c->last < e->first)
        c = c->next;
    for (; c != NULL && c->last <= e->last; c = c->next) {
        put_between(w, &at, c->first);
        if (c->first > e->first && has_space_before(c->first))
            write_text(w, " ");
        emit_rest(w, c);
        at = c->last + 1;
        if (at <= e->last && has_space_before(at))
            write_text(w, " ");
    }
    put_between(w, &at, e->last + 1);
}

void emit_rest(struct writer *w, const struct expression *e)
{
    const struct expression *c = e->children;

    switch (e->kind) {
    case EXPRESSION_PLAIN:
        put_plain(w, e);
        break;
    case EXPRESSION_WAIT:
        write_text(w, "%s", write_name_of(e->wait->variable));
        break;
    case EXPRESSION_LOGICAL:
        write_text(w, "%s %s ", write_name_of(e->truth),
                   e->is_or ? "||" : "&&");
        emit_rest(w, c->next);
        break;
    case EXPRESSION_CONDITIONAL:
        write_text(w, "%s ? ", write_name_of(e->truth));
        emit_rest(w, c->next);
        write_text(w, " : ");
        emit_rest(w, c->next->next);
        break;
    case EXPRESSION_COMMA:
        emit_rest(w, c->next);
        break;
    }
}

static bool assigns(const struct expression *e)
{
    for (struct token *i = e->first; i < e->last; i++) {
        if (i->type == P_ASSIGN)
            return true;
    }
    return false;
}

/* gcc and clang have warnings for ((a == b)). */
void emit_condition(struct writer *w, const struct expression *e)
{
    struct expression inner = *e;

    if (e->kind == EXPRESSION_PLAIN && e->first->type == '(' &&
        e->first->match == e->last && !assigns(e)) {
        inner.first++;
        inner.last--;
    }
    emit_rest(w, &inner);
}

static void put_steps(struct writer *w, const struct step *step);

/* One arm, at the end of which it is noted which one it was */
static void put_arm(struct writer *w, const struct step *arm,
                    const struct symbol *truth, bool value)
{
    const struct statement *statement = w->statement;

    w->statement = NULL; /* it goes on behind the arm */
    write_block_start(w);
    w->depth++;
    put_steps(w, arm);
    if (truth != NULL)
        write_lines(w, "%s = %d;", write_name_of(truth), value);
    w->depth--;
    w->statement = statement;
}

static void put_branch(struct writer *w, const struct step *step)
{
    write_lines(w, step->negate ? "if (!(" : "if (");
    emit_condition(w, step->expression);
    write_text(w, step->negate ? ")) {" : ") {");
    put_arm(w, step->yes, step->truth, !step->negate);
    if (step->no != NULL || step->truth != NULL) {
        write_lines(w, "} else {");
        put_arm(w, step->no, step->truth, step->negate);
    }
    write_lines(w, "}");
}

static void put_steps(struct writer *w, const struct step *step)
{
    for (; step != NULL; step = step->next) {
        write_at(w, step->expression->first);
        switch (step->kind) {
        case STEP_EVALUATE:
            write_newline(w);
            emit_rest(w, step->expression);
            write_text(w, ";");
            break;
        case STEP_WAIT:
            w->unit->form->write_wait(w, step);
            break;
        case STEP_BRANCH:
            put_branch(w, step);
            break;
        }
    }
}

void emit_value_steps(struct writer *w, struct expression *e)
{
    if (e != NULL)
        put_steps(w, order_value(w->unit, w->coroutine, e));
}

void emit_effects(struct writer *w, struct expression *e)
{
    put_steps(w, order_statement(w->unit, w->coroutine, e));
}
