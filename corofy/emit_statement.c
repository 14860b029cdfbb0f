#include <string.h>

#include "emit.h"
#include "order.h"
#include "place.h"
#include "scope.h"

/* The depth of the statements that are cases of the switch in poll() */
enum {
    CASE_DEPTH = 2
};

static void emit_statement(struct writer *w, struct statement *s);

/* --- Expressions --- */

static void put_between(struct writer *w, struct token **at,
                        struct token *before)
{
    if (*at < before)
        write_source(w, *at, before - 1);
}

/* Tokens up to the child, the child, and on: with the blanks between them */
static void put_plain(struct writer *w, const struct expression *e)
{
    struct token *at = e->first;

    for (const struct expression *c = e->children; c != NULL; c = c->next) {
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

/* As a condition: gcc and clang have warnings for ((a == b)). */
static void put_condition(struct writer *w, const struct expression *e)
{
    struct expression inner = *e;

    if (e->kind == EXPRESSION_PLAIN && e->first->type == '(' &&
        e->first->match == e->last && !assigns(e)) {
        inner.first++;
        inner.last--;
    }
    emit_rest(w, &inner);
}

static void put_target(struct writer *w, const struct wait *wait)
{
    if (wait->target == TARGET_NOBODY)
        write_text(w, "NULL");
    else if (wait->target == TARGET_RESULT)
        write_text(w, "$output");
    else
        write_text(w, "&%s", write_name_of(wait->variable));
}

/* Comments of a statement of which there is only the polling left */
static void put_last_comments(struct writer *w)
{
    const struct statement *s = w->statement;

    if (s == NULL ||
        (s->kind != STATEMENT_EXPRESSION && s->kind != STATEMENT_DECLARATION))
        return;
    write_lost_comments(w, s->first, s->last, s->kind == STATEMENT_DECLARATION);
    write_trailing_comments(w, s->last + 1);
}

/* Where it is resumed */
static void put_wait_label(struct writer *w, struct wait *wait)
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

static void put_wait(struct writer *w, const struct step *step)
{
    struct wait *wait = step->wait;

    write_lines(w, "$self->child = ");
    emit_rest(w, step->expression);
    write_text(w, ";");
    if (step->next == NULL && wait->target != TARGET_OUTPUT)
        put_last_comments(w);
    write_lines(w, "$self->state = %s;", emit_state_of(w, wait));
    put_wait_label(w, wait);
    write_lines(w, "if (future_poll(&$self->child, ");
    if (w->unit->options->waker)
        write_text(w, "$waker, ");
    put_target(w, wait);
    write_text(w, ") == POLL_NOT_READY)");
    write_lines(w, "    return POLL_NOT_READY;");
}

/* The future is made in its place, or on the heap. */
static void put_child_start(struct writer *w, const struct step *step)
{
    const struct wait *wait = step->wait;
    const char *name = wait->future->name->text;
    struct expression arguments = *step->expression;

    arguments.first = wait->future + 2;
    arguments.last = wait->future[1].match - 1;
    if (wait->is_boxed)
        write_lines(w, "$self->%s = %s_new(", wait->member, name);
    else
        write_lines(w, "%s_init(&$self->%s", name, wait->member);
    if (arguments.first <= arguments.last) {
        write_text(w, wait->is_boxed ? "" : ", ");
        emit_rest(w, &arguments);
    }
    write_text(w, ");");
}

static void put_await(struct writer *w, const struct step *step)
{
    struct wait *wait = step->wait;
    const char *name = wait->is_boxed ? "future" : wait->future->name->text;

    put_child_start(w, step);
    if (step->next == NULL && wait->target != TARGET_OUTPUT)
        put_last_comments(w);
    put_wait_label(w, wait);
    write_lines(w, "if (!%s_poll(&$self->%s, $cx, ", name, wait->member);
    put_target(w, wait);
    write_text(w, ").is_ready) {");
    write_lines(w,
                "    $self->state = %s;\n"
                "    return POLL_PENDING;\n"
                "}\n"
                "%s_drop(&$self->%s);",
                emit_state_of(w, wait), name, wait->member);
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
    put_condition(w, step->expression);
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
            if (w->unit->options->async)
                put_await(w, step);
            else
                put_wait(w, step);
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

static void emit_effects(struct writer *w, struct expression *e)
{
    put_steps(w, order_statement(w->unit, w->coroutine, e));
}

/* --- Statements within statements --- */

/* Is there nothing left of it in its place? */
static bool is_gone(const struct statement *s)
{
    return s->kind == STATEMENT_DEFER ||
           (s->kind == STATEMENT_DECLARATION && emit_is_gone(s->declaration));
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
static void emit_statements(struct writer *w, struct statement *first,
                            struct token *close)
{
    for (struct statement *s = first; s != NULL; s = s->next) {
        bool outdents =
            s->kind == STATEMENT_LABEL &&
            (s->label != NULL || is_case_like_switch(s->first, close));

        w->depth -= outdents;
        write_space_before(w, s->first);
        if (!is_gone(s))
            emit_statement(w, s);
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
static void emit_inside(struct writer *w, struct statement *s)
{
    if (s->kind == STATEMENT_BLOCK) {
        emit_statements(w, s->body, s->last);
        put_block_end(w, s);
    } else {
        write_space_before(w, s->first);
        emit_statement(w, s);
    }
}

/* Is it a block, or more than one statement when it is translated? */
static bool is_braced(const struct statement *s)
{
    return s->kind == STATEMENT_BLOCK ||
           (s->changes && (s->kind != STATEMENT_CONTINUE || leaves_defers(s)));
}

/* The body behind a header: as it is, or in braces */
static void emit_body_of(struct writer *w, struct statement *s)
{
    if (is_braced(s)) {
        open_block(w, " {");
        emit_inside(w, s);
        if (s->kind != STATEMENT_BLOCK)
            write_trailing_comments(w, s->last + 1);
        close_block(w);
    } else {
        w->depth++;
        write_space_before(w, s->first);
        w->wants_blank = false;
        emit_statement(w, s);
        w->depth--;
    }
}

/* --- Statements --- */

static void emit_if(struct writer *w, struct statement *s)
{
    struct statement *otherwise = s->otherwise;
    size_t length;
    write_text(w, "if (");
    emit_rest(w, s->expression);
    write_text(w, ")");
    emit_body_of(w, s->body);
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
        emit_if(w, otherwise);
    } else {
        emit_body_of(w, otherwise);
    }
}

/* Leaves a loop whose condition has waits, unless it is true. */
static void put_break_unless(struct writer *w, struct expression *e)
{
    emit_value_steps(w, e);
    write_at(w, e->first);
    write_lines(w, "if (!(");
    put_condition(w, e);
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
static void emit_body_before(struct writer *w, struct statement *s)
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
    emit_inside(w, s->body);
    if (has_block)
        close_block(w);
    if (s->has_continue && has_arms(s->body))
        write_label(w, "%s: __attribute__((unused));", s->continue_label);
    else if (s->has_continue)
        write_label(w, "%s:;", s->continue_label);
}

static void emit_do(struct writer *w, struct statement *s)
{
    if (s->expression->waits) {
        open_block(w, "do {");
        emit_body_before(w, s);
        emit_value_steps(w, s->expression);
        w->depth--;
        write_lines(w, "} while (");
    } else {
        write_text(w, "do");
        emit_body_of(w, s->body);
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

static void emit_loop(struct writer *w, struct statement *s, bool in_place)
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
        emit_body_of(w, s->body);
        return;
    }
    open_block(w, " {");
    if (waits)
        put_break_unless(w, s->expression);
    if (step_waits) {
        emit_body_before(w, s);
        emit_effects(w, s->step);
    } else {
        emit_inside(w, s->body);
    }
    close_block(w);
}

static void emit_while(struct writer *w, struct statement *s)
{
    if (s->expression->waits) {
        emit_loop(w, s, true);
        return;
    }
    write_text(w, "while (");
    emit_rest(w, s->expression);
    write_text(w, ")");
    emit_body_of(w, s->body);
}

static void emit_for(struct writer *w, struct statement *s)
{
    bool in_place = starts_in_place(s), has_block = declares_around(s);

    if (has_block) {
        write_newline(w);
        open_block(w, "{");
        emit_here(w, s->declaration);
        w->wants_blank = true;
    }
    if (!in_place && s->declaration != NULL)
        emit_assignments(w, s->declaration);
    else if (!in_place)
        emit_effects(w, s->start);
    write_at(w, s->first);
    write_newline(w);
    emit_loop(w, s, in_place);
    if (has_block)
        close_block(w);
}

static void emit_switch(struct writer *w, struct statement *s)
{
    write_text(w, "switch (");
    emit_rest(w, s->expression);
    write_text(w, ")");
    emit_body_of(w, s->body);
}

static void emit_label(struct writer *w, struct statement *s)
{
    bool indents = s->body->kind != STATEMENT_LABEL;

    write_source(w, s->first, s->colon);
    w->depth += indents;
    write_block_start(w);
    write_space_before(w, s->body->first);
    if (is_gone(s->body) ||
        (s->body->kind == STATEMENT_EXPRESSION && s->body->expression == NULL))
        write_text(w, ";");
    else
        emit_statement(w, s->body);
    w->depth -= indents;
}

static void put_ready(struct writer *w)
{
    write_lines(w, "$self->state = $NAME_RESOLVED;\n"
                   "return POLL_READY;");
}

static void put_end(struct writer *w, const struct defer *pending)
{
    if (!w->unit->options->async)
        write_lines(w, "*$output = NULL;");
    emit_defers(w, pending, NULL);
    put_ready(w);
}

static void emit_return(struct writer *w, struct statement *s)
{
    if (s->expression == NULL) {
        put_end(w, s->pending);
        return;
    }
    emit_value_steps(w, s->expression);
    write_at(w, s->first);
    if (!s->expression->is_aimed) {
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

static void emit_changed(struct writer *w, struct statement *s)
{
    switch (s->kind) {
    case STATEMENT_BLOCK:
        open_block(w, "{");
        emit_statements(w, s->body, s->last);
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
        emit_if(w, s);
        break;
    case STATEMENT_WHILE:
        emit_while(w, s);
        break;
    case STATEMENT_DO:
        emit_do(w, s);
        break;
    case STATEMENT_FOR:
        emit_for(w, s);
        break;
    case STATEMENT_SWITCH:
        emit_switch(w, s);
        break;
    case STATEMENT_MACRO:
        emit_rest(w, s->expression);
        emit_body_of(w, s->body);
        break;
    case STATEMENT_LABEL:
        emit_label(w, s);
        break;
    case STATEMENT_RETURN:
        emit_return(w, s);
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

static void emit_statement(struct writer *w, struct statement *s)
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
    emit_changed(w, s);
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

static void put_resumptions(struct writer *w)
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

void emit_body(struct writer *w)
{
    struct statement *body = w->coroutine->body;

    mark_changes(body);
    write_label(w, "case $NAME_START:");
    emit_statements(w, body->body, body->last);
    if (!ends_by_return(body) && w->unit->options->async &&
        w->coroutine->returns_value)
        write_panic(w, "ended without a return");
    else if (!ends_by_return(body))
        put_end(w, body->pending_end);
    put_resumptions(w);
    if (w->unit->options->async) {
        write_label(w, "case $NAME_RUNNING:");
        write_panic(w, "was polled while it runs");
    }
    write_label(w, "case $NAME_RESOLVED:");
    write_lines(w, "break;");
}
