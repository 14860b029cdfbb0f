#include "emit_wait.h"

#include "emit_common.h"
#include "scope.h"

/* The depth of the statements that are cases of the switch in poll() */
enum {
    CASE_DEPTH = 2
};

void emit_wait_comments(struct writer *w, const struct step *step)
{
    const struct statement *s = w->statement;

    if (step->next != NULL || step->wait->target == TARGET_OUTPUT ||
        s == NULL ||
        (s->kind != STATEMENT_EXPRESSION && s->kind != STATEMENT_DECLARATION))
        return;
    write_lost_comments(w, s->first, s->last, s->kind == STATEMENT_DECLARATION);
    write_trailing_comments(w, s->last + 1);
}

void emit_wait_label(struct writer *w, struct wait *wait)
{
    const char *stem = w->unit->wait_word->text;

    if (w->depth > CASE_DEPTH) {
        wait->label = scope_unused(
            w->unit, arena_format(w->unit->arena, "%s%d", stem, wait->number));
        write_label(w, "%s:", wait->label);
    } else {
        write_lines(w, "/* fall through */");
        write_label(w, "case %s:", emit_state_of(w, wait));
    }
}

void emit_target(struct writer *w, const struct wait *wait)
{
    if (wait->target == TARGET_NOBODY)
        write_text(w, "NULL");
    else if (wait->target == TARGET_RESULT)
        write_text(w, "$output");
    else
        write_text(w, "&%s", write_name_of(wait->variable));
}

void emit_resumptions(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        if (wait->label == NULL)
            continue;
        write_arm_start(w, wait->token->arm);
        write_label(w, "case %s:", emit_state_of(w, wait));
        write_lines(w, "goto %s;", wait->label);
        write_arm_end(w, wait->token->arm);
    }
}
