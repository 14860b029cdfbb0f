#include "emit_statement.h"

#include <string.h>

#include "emit_declaration.h"
#include "emit_expression.h"
#include "emit_wait.h"
#include "place.h"
#include "scope.h"

static void put_statement(struct writer *w, struct statement *s);

/* --- Statements within statements --- */

/* Is there nothing left of it in its place? */
static bool leaves_nothing(const struct statement *s)
{
    return s->kind == STATEMENT_DEFER || (s->kind == STATEMENT_DECLARATION &&
                                          emit_leaves_nothing(s->declaration));
}

/* --- Defers --- */

void emit_defers(struct writer *w, const struct defer *from,
                 const struct defer *to)
{
    for (; from != to; from = from->outer) {
        const struct statement *deferred = from->statement->body;

        write_arm_start(w, deferred->first->arm);
        write_at(w, deferred->first);
        write_newline(w);
        write_source(w, deferred->first, deferred->last);
        write_arm_end(w, deferred->first->arm);
    }
}

static bool is_jump(const struct statement *s)
{
    return s->kind == STATEMENT_BREAK || s->kind == STATEMENT_CONTINUE ||
           s->kind == STATEMENT_GOTO;
}

static bool leaves_defers(const struct statement *s)
{
    return is_jump(s) && s->pending != s->pending_end;
}

/* The last statement of a block, unless it is in an #if; or NULL */
static const struct statement *last_of(const struct statement *block)
{
    const struct statement *s = block->body;

    while (s != NULL && s->next != NULL)
        s = s->next;
    return s != NULL && s->first->arm == block->first->arm ? s : NULL;
}

static bool ends_by_return(const struct statement *block)
{
    const struct statement *last = last_of(block);

    return last != NULL && last->kind == STATEMENT_RETURN;
}

/* Where a block is fallen out of, if it does not end by a jump */
static void put_block_end(struct writer *w, const struct statement *block)
{
    const struct statement *last = last_of(block);

    if (!ends_by_return(block) && (last == NULL || !is_jump(last)))
        emit_defers(w, block->pending_end, block->pending);
}

/* Is a case first in its line, and no further in than the } of its switch? */
static bool is_case_like_switch(const struct token *label,
                                const struct token *brace)
{
    long column = label->text - label->line_start;

    return column == (long)strspn(label->line_start, " \t") &&
           column <= brace->text - brace->line_start;
}

/* The statements of a block, and what stands before its } */
static void put_statements(struct writer *w, struct statement *first,
                           struct token *close)
{
    for (struct statement *s = first; s != NULL; s = s->next) {
        bool outdents =
            s->kind == STATEMENT_LABEL &&
            (s->label != NULL || is_case_like_switch(s->first, close));

        w->depth -= outdents;
        write_space_before(w, s->first);
        if (!leaves_nothing(s))
            put_statement(w, s);
        if (s->kind != STATEMENT_BLOCK && s->kind != STATEMENT_DEFER)
            write_lost_comments(w, s->first, s->last,
                                s->kind == STATEMENT_DECLARATION);
        w->depth += outdents;
    }
    write_space_before(w, close);
    w->wants_blank = false;
}

static void open_block(struct writer *w, const char *text)
{
    write_text(w, "%s", text);
    write_block_start(w);
    w->depth++;
}

static void close_block(struct writer *w)
{
    w->depth--;
    w->line = 0;
    w->wants_blank = false;
    write_block_start(w);
    write_lines(w, "}");
}

/* The body of an if or a loop, in braces that are open already */
static void put_inside(struct writer *w, struct statement *s)
{
    if (s->kind == STATEMENT_BLOCK) {
        put_statements(w, s->body, s->last);
        put_block_end(w, s);
    } else {
        write_space_before(w, s->first);
        put_statement(w, s);
    }
}

/* Is it a block, or more than one statement when it is translated? */
static bool is_braced(const struct statement *s)
{
    return s->kind == STATEMENT_BLOCK ||
           (s->changes && (s->kind != STATEMENT_CONTINUE || leaves_defers(s)));
}

/* The body behind a header: as it is, or in braces */
static void put_body_of(struct writer *w, struct statement *s)
{
    if (is_braced(s)) {
        open_block(w, " {");
        put_inside(w, s);
        if (s->kind != STATEMENT_BLOCK)
            write_trailing_comments(w, s->last + 1);
        close_block(w);
    } else {
        w->depth++;
        write_space_before(w, s->first);
        w->wants_blank = false;
        put_statement(w, s);
        w->depth--;
    }
}

/* --- Statements --- */

static void put_if(struct writer *w, struct statement *s)
{
    struct statement *otherwise = s->otherwise;
    size_t length;
    write_text(w, "if (");
    emit_rest(w, s->expression);
    write_text(w, ")");
    put_body_of(w, s->body);
    if (otherwise == NULL)
        return;
    length = w->out->length;
    write_space_before(w, otherwise->first - 1);
    w->wants_blank = false;
    if (is_braced(s->body) && w->out->length == length)
        write_text(w, " else");
    else
        write_lines(w, "else");
    if (otherwise->kind == STATEMENT_IF && !otherwise->expression->waits) {
        write_text(w, " ");
        put_if(w, otherwise);
    } else {
        put_body_of(w, otherwise);
    }
}

/* Leaves a loop whose condition has waits, unless it is true. */
static void put_break_unless(struct writer *w, struct expression *e)
{
    emit_value_steps(w, e);
    write_at(w, e->first);
    write_lines(w, "if (!(");
    emit_condition(w, e);
    write_text(w, "))");
    write_lines(w, "    break;");
}

/* Is there an #if in it, so that a continue may not be there? */
static bool has_arms(const struct statement *s)
{
    for (struct token *i = s->first; i <= s->last; i++) {
        if (i->arm != s->first->arm)
            return true;
    }
    return false;
}

/* Does a block declare anything that stays in it? */
static bool declares(const struct statement *block)
{
    if (block->kind != STATEMENT_BLOCK)
        return false;
    for (const struct statement *s = block->body; s != NULL; s = s->next) {
        if (s->kind == STATEMENT_DECLARATION &&
            (s->declaration->declarators == NULL ||
             place_has(s->declaration, PLACE_HERE)))
            return true;
    }
    return false;
}

/*
 * The body of a loop that has more to do behind it.  A continue goes there, and
 * so do waits: they must not jump over what the body declares, so that it is a
 * block of its own.
 */
static void put_body_before(struct writer *w, struct statement *s)
{
    bool has_block = s->has_continue || declares(s->body);

    if (s->has_continue)
        s->continue_label =
            scope_unused(w->unit, arena_format(w->unit->arena, "continue%d",
                                               ++w->coroutine->continue_count));
    if (has_block) {
        write_newline(w);
        open_block(w, "{");
    }
    put_inside(w, s->body);
    if (has_block)
        close_block(w);
    if (s->has_continue && has_arms(s->body))
        write_label(w, "%s: __attribute__((unused));", s->continue_label);
    else if (s->has_continue)
        write_label(w, "%s:;", s->continue_label);
}

static void put_do(struct writer *w, struct statement *s)
{
    if (s->expression->waits) {
        open_block(w, "do {");
        put_body_before(w, s);
        emit_value_steps(w, s->expression);
        w->depth--;
        write_lines(w, "} while (");
    } else {
        write_text(w, "do");
        put_body_of(w, s->body);
        if (is_braced(s->body))
            write_text(w, " while (");
        else
            write_lines(w, "while (");
    }
    emit_rest(w, s->expression);
    write_text(w, ");");
}

/* Can the first part of the for stay where it is? */
static bool starts_in_place(const struct statement *s)
{
    if (s->start != NULL)
        return !s->start->waits;
    if (s->declaration == NULL || place_is_unchanged(s->declaration))
        return true;
    for (const struct declarator *d = s->declaration->declarators; d != NULL;
         d = d->next) {
        if (!emit_is_simple(d) || (d->value != NULL && d->value->waits))
            return false;
    }
    return true;
}

/* Does the first part declare what stays there, and nowhere else? */
static bool declares_around(const struct statement *s)
{
    const struct declaration *d = s->declaration;

    return d != NULL && !place_is_unchanged(d) &&
           (d->type_keyword != NULL || place_has(d, PLACE_HERE));
}

static void put_for_start(struct writer *w, struct statement *s)
{
    const char *comma = "";

    if (s->start != NULL)
        emit_rest(w, s->start);
    if (s->declaration == NULL)
        return;
    if (place_is_unchanged(s->declaration)) {
        write_source(w, s->declaration->first, s->declaration->last - 1);
        return;
    }
    for (const struct declarator *d = s->declaration->declarators; d != NULL;
         d = d->next) {
        if (d->initializer == NULL)
            continue;
        write_text(w, "%s", comma);
        emit_assignment(w, d);
        comma = ", ";
    }
}

/*
 * The second or third part of a for, if it can be there; with --line a debugger
 * shows it where it is in the source.
 */
static void put_for_part(struct writer *w, const struct expression *e)
{
    write_text(w, ";");
    if (e == NULL || e->waits)
        return;
    if (w->unit->options->line && e->first->line != w->line) {
        write_at(w, e->first);
        write_newline(w);
        write_text(w, "    ");
    }
    write_text(w, " ");
    emit_rest(w, e);
}

static void put_loop(struct writer *w, struct statement *s, bool in_place)
{
    bool waits = s->expression != NULL && s->expression->waits;
    bool step_waits = s->step != NULL && s->step->waits;

    write_text(w, "for (");
    if (in_place)
        put_for_start(w, s);
    put_for_part(w, s->expression);
    put_for_part(w, s->step);
    write_text(w, ")");
    if (!waits && !step_waits) {
        put_body_of(w, s->body);
        return;
    }
    open_block(w, " {");
    if (waits)
        put_break_unless(w, s->expression);
    if (step_waits) {
        put_body_before(w, s);
        emit_effects(w, s->step);
    } else {
        put_inside(w, s->body);
    }
    close_block(w);
}

static void put_while(struct writer *w, struct statement *s)
{
    if (s->expression->waits) {
        put_loop(w, s, true);
        return;
    }
    write_text(w, "while (");
    emit_rest(w, s->expression);
    write_text(w, ")");
    put_body_of(w, s->body);
}

static void put_for(struct writer *w, struct statement *s)
{
    bool in_place = starts_in_place(s), has_block = declares_around(s);

    if (has_block) {
        write_newline(w);
        open_block(w, "{");
        emit_variables(w, s->declaration);
        w->wants_blank = true;
    }
    if (!in_place && s->declaration != NULL)
        emit_assignments(w, s->declaration);
    else if (!in_place)
        emit_effects(w, s->start);
    write_at(w, s->first);
    write_newline(w);
    put_loop(w, s, in_place);
    if (has_block)
        close_block(w);
}

static void put_switch(struct writer *w, struct statement *s)
{
    write_text(w, "switch (");
    emit_rest(w, s->expression);
    write_text(w, ")");
    put_body_of(w, s->body);
}

static void put_label(struct writer *w, struct statement *s)
{
    bool indents = s->body->kind != STATEMENT_LABEL;

    write_source(w, s->first, s->colon);
    w->depth += indents;
    write_block_start(w);
    write_space_before(w, s->body->first);
    if (leaves_nothing(s->body) ||
        (s->body->kind == STATEMENT_EXPRESSION && s->body->expression == NULL))
        write_text(w, ";");
    else
        put_statement(w, s->body);
    w->depth -= indents;
}

static void put_ready(struct writer *w)
{
    write_lines(w, "$self->state = $NAME_RESOLVED;\n"
                   "return POLL_READY;");
}

static void put_end(struct writer *w, const struct defer *pending)
{
    if (!w->unit->form->has_typed_outputs)
        write_lines(w, "*$output = NULL;");
    emit_defers(w, pending, NULL);
    put_ready(w);
}

static void put_return(struct writer *w, struct statement *s)
{
    if (s->expression == NULL) {
        put_end(w, s->pending);
        return;
    }
    emit_value_steps(w, s->expression);
    write_at(w, s->first);
    if (!s->expression->is_direct_wait) {
        struct token *last = s->expression->last;
        bool has_comma = find_comma(s->expression->first, last) < last;

        write_lines(w, "*$output = %s", has_comma ? "(" : "");
        emit_rest(w, s->expression);
        write_text(w, has_comma ? ");" : ";");
    }
    emit_defers(w, s->pending, NULL);
    put_ready(w);
}

/* Statements whose first line is theirs to begin */
static bool begins_own_lines(const struct statement *s)
{
    return s->kind == STATEMENT_EXPRESSION || s->kind == STATEMENT_RETURN ||
           s->kind == STATEMENT_DECLARATION || s->kind == STATEMENT_FOR ||
           leaves_defers(s);
}

/* Of a jump that leaves some, which then begins in a line of its own */
static void put_defers_before(struct writer *w, const struct statement *s)
{
    if (!leaves_defers(s))
        return;
    emit_defers(w, s->pending, s->pending_end);
    write_at(w, s->first);
    write_newline(w);
}

static void put_changed(struct writer *w, struct statement *s)
{
    switch (s->kind) {
    case STATEMENT_BLOCK:
        open_block(w, "{");
        put_statements(w, s->body, s->last);
        put_block_end(w, s);
        close_block(w);
        break;
    case STATEMENT_EXPRESSION:
        emit_effects(w, s->expression);
        break;
    case STATEMENT_DECLARATION:
        emit_declaration(w, s->declaration);
        break;
    case STATEMENT_IF:
        put_if(w, s);
        break;
    case STATEMENT_WHILE:
        put_while(w, s);
        break;
    case STATEMENT_DO:
        put_do(w, s);
        break;
    case STATEMENT_FOR:
        put_for(w, s);
        break;
    case STATEMENT_SWITCH:
        put_switch(w, s);
        break;
    case STATEMENT_MACRO:
        emit_rest(w, s->expression);
        put_body_of(w, s->body);
        break;
    case STATEMENT_LABEL:
        put_label(w, s);
        break;
    case STATEMENT_RETURN:
        put_return(w, s);
        break;
    case STATEMENT_CONTINUE:
        put_defers_before(w, s);
        if (s->loop->continue_label != NULL)
            write_text(w, "goto %s;", s->loop->continue_label);
        else
            write_text(w, "continue;");
        break;
    default:
        put_defers_before(w, s);
        write_source(w, s->first, s->last);
    }
}

static void put_statement(struct writer *w, struct statement *s)
{
    bool has_steps = s->expression != NULL && s->expression->waits &&
                     (s->kind == STATEMENT_IF || s->kind == STATEMENT_SWITCH ||
                      s->kind == STATEMENT_MACRO);

    if (!s->changes) {
        write_newline(w);
        write_source(w, s->first, s->last);
        return;
    }
    w->statement = s;
    if (has_steps)
        emit_value_steps(w, s->expression);
    write_at(w, s->first);
    if (s->kind == STATEMENT_LABEL)
        w->line = 0; /* a #line would part it from the comment before */
    if (!begins_own_lines(s))
        write_newline(w);
    put_changed(w, s);
    w->statement = NULL;
}

/* --- What changes --- */

static bool mark_changes(struct statement *s)
{
    bool inner = false;

    if (s == NULL)
        return false;
    if (s->kind == STATEMENT_BLOCK) {
        for (struct statement *i = s->body; i != NULL; i = i->next)
            inner |= mark_changes(i);
    } else {
        inner = mark_changes(s->body);
        inner |= mark_changes(s->otherwise);
    }
    s->changes =
        inner || s->waits || leaves_defers(s) || s->kind == STATEMENT_RETURN ||
        s->kind == STATEMENT_DEFER ||
        (s->kind == STATEMENT_CONTINUE && s->loop != NULL && s->loop->waits);
    if (s->declaration != NULL)
        s->changes |= !place_is_unchanged(s->declaration);
    return s->changes;
}

void emit_body(struct writer *w)
{
    struct statement *body = w->coroutine->body;

    mark_changes(body);
    write_label(w, "case $NAME_START:");
    put_statements(w, body->body, body->last);
    if (!ends_by_return(body) && w->unit->form->has_typed_outputs &&
        w->coroutine->returns_value)
        write_panic(w, "ended without a return");
    else if (!ends_by_return(body))
        put_end(w, body->pending_end);
    emit_resumptions(w);
    if (w->unit->form->has_running_state) {
        write_label(w, "case $NAME_RUNNING:");
        write_panic(w, "was polled while it runs");
    }
    write_label(w, "case $NAME_RESOLVED:");
    write_lines(w, "break;");
}
