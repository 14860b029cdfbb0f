#include "emit_await.h"

#include <inttypes.h>
#include <stdbool.h>

#include "emit_common.h"
#include "emit_expression.h"
#include "emit_wait.h"
#include "scope.h"

/* --- Before the first poll --- */

static void put_start(struct writer *w, const struct awaited *a)
{
    const char *name = a->future->text;

    write_at(w, a->token);
    if (a->kind == AWAITED_BOX)
        write_lines(w, "$self->%s = %s_new(", a->member, name);
    else
        write_lines(w, "%s_init(&$self->%s", name, a->member);
    if (a->arguments->first <= a->arguments->last) {
        write_text(w, a->kind == AWAITED_BOX ? "" : ", ");
        emit_rest(w, a->arguments);
    }
    write_text(w, ");");
    if (a->kind != AWAITED_BOX || w->unit->options->no_about)
        return;
    write_lines(w, "if ($self->%s.vtable == NULL)", a->member);
    w->depth++;
    write_panic(w, arena_format(w->unit->arena,
                                "has no memory for the box in line %d",
                                a->token->line));
    w->depth--;
}

/*
 * A set of the futures of an await, as C has it: as long as what is kept, so
 * that ~ has all of its bits
 */
static const char *set_text(const struct writer *w, const struct wait *wait,
                            uint64_t set)
{
    return arena_format(w->unit->arena, "0x%" PRIx64 "%s", set,
                        wait->future_count > 32 ? "ull" : "u");
}

void emit_futures_start(struct writer *w, const struct wait *wait)
{
    for (const struct awaited *a = wait->futures; a != NULL;
         a = a->next_future) {
        if (is_owned(a))
            put_start(w, a);
    }
    if (wait->running != NULL)
        write_lines(w, "%s = %s;", write_name_of(wait->running),
                    set_text(w, wait, UINT64_MAX >> (64 - wait->future_count)));
}

/* --- To poll and to drop one --- */

/* Where it is */
static const char *address_of(struct writer *w, const struct awaited *a)
{
    if (is_owned(a))
        return arena_format(w->unit->arena, "&%s->%s", w->self, a->member);
    return arena_format(w->unit->arena, a->is_pointer ? "%s" : "&%s",
                        write_name_of(a->token->symbol));
}

static void put_drop(struct writer *w, const struct awaited *a)
{
    if (is_owned(a))
        write_lines(w, "%s_drop(%s);", emit_future_name(a), address_of(w, a));
}

/* A call of its poll(), up to the output */
static void put_poll(struct writer *w, const struct awaited *a)
{
    write_text(w, "%s_poll(%s, $cx, ", emit_future_name(a), address_of(w, a));
}

/* What is done if the await is not ready, in an if that is open */
static void put_pending(struct writer *w, const struct wait *wait)
{
    write_lines(w,
                "    $self->state = %s;\n"
                "    return POLL_PENDING;\n"
                "}",
                emit_state_of(w, wait));
}

static void poll_one(struct writer *w, const struct awaited *a)
{
    write_lines(w, "if (");
    if (a->is_pointer) {
        write_text(w, "%s == NULL ||", address_of(w, a));
        write_lines(w, "    ");
    }
    write_text(w, "!");
    put_poll(w, a);
    emit_target(w, a->wait);
    write_text(w, ").is_ready) {");
    put_pending(w, a->wait);
    put_drop(w, a);
}

/* --- What the two kinds of several have in common --- */

/* Begins an if, or goes on with it in a line of its own. */
static void put_and(struct writer *w, bool *has_condition)
{
    if (*has_condition) {
        write_text(w, " &&");
        write_lines(w, "    ");
    } else {
        write_lines(w, "if (");
    }
    *has_condition = true;
}

/* The last part of the condition: it is polled, and ready. */
static void put_poll_condition(struct writer *w, const struct awaited *a,
                               bool has_condition)
{
    if (a->is_pointer) {
        put_and(w, &has_condition);
        write_text(w, "%s != NULL", address_of(w, a));
    }
    put_and(w, &has_condition);
    put_poll(w, a);
    if (a->output != NULL)
        write_text(w, "&%s).is_ready)", write_name_of(a->output));
    else
        write_text(w, "NULL).is_ready)");
}

static void open_if(struct writer *w, const char *condition)
{
    write_lines(w, "if (%s) {", condition);
    w->depth++;
}

static void close_if(struct writer *w)
{
    w->depth--;
    write_lines(w, "}");
}

/* Has an operand before it perhaps ended what both are in, in this poll? */
static bool comes_after(const struct awaited *a)
{
    return a->parent != NULL && a->position > 0 &&
           a->parent->kind != AWAITED_JOIN &&
           a->parent->kind != AWAITED_SELECT_FAIR;
}

/* Is there nothing in it but pointers, so that perhaps none ever is ready? */
static bool has_only_pointers(const struct awaited *a)
{
    const struct awaited *i = a->operands;

    while (i != NULL && i->is_pointer)
        i = i->next;
    return i == NULL;
}

/* All of its pointers are NULL. */
static const char *without_any(struct writer *w, const struct awaited *a)
{
    const char *text = "";

    for (const struct awaited *i = a->operands; i != NULL; i = i->next)
        text = arena_format(w->unit->arena, "%s%s == NULL%s", text,
                            address_of(w, i), i->next != NULL ? " && " : "");
    return text;
}

/* A race has been won, or nobody can win it. */
static const char *end_of_race(struct writer *w, const struct awaited *race)
{
    const char *result = write_name_of(race->output);

    if (!has_only_pointers(race))
        return arena_format(w->unit->arena, "%s >= 0", result);
    return arena_format(w->unit->arena, "%s >= 0 || (%s)", result,
                        without_any(w, race));
}

/* Polls one of them, if none of the others was ready before. */
typedef void poll_operand(struct writer *w, const struct awaited *a);

static void poll_in_order(struct writer *w, const struct awaited *several,
                          poll_operand *poll)
{
    for (const struct awaited *a = several->operands; a != NULL; a = a->next)
        poll(w, a);
}

/* Each time another one is first. */
static void poll_by_turns(struct writer *w, const struct awaited *race,
                          poll_operand *poll)
{
    const char *tried = scope_unused(w->unit, "tried");
    int count = 0;

    for (const struct awaited *a = race->operands; a != NULL; a = a->next)
        count++;
    write_lines(w, "$self->turn%d++;", race->turn);
    write_lines(w, "for (int %s = 0; %s < %d && %s < 0; %s++) {", tried, tried,
                count, write_name_of(race->output), tried);
    w->depth++;
    write_lines(w, "switch (($self->turn%d + %s) %% %d) {", race->turn, tried,
                count);
    for (const struct awaited *a = race->operands; a != NULL; a = a->next) {
        write_lines(w, "case %d:", a->position);
        w->depth++;
        poll(w, a);
        write_lines(w, "break;");
        w->depth--;
    }
    write_lines(w, "}");
    close_if(w);
}

/* Until one is ready: its position is the result. */
static void poll_race(struct writer *w, const struct awaited *race,
                      poll_operand *poll)
{
    write_lines(w, "%s = -1;", write_name_of(race->output));
    if (race->kind == AWAITED_SELECT_FAIR)
        poll_by_turns(w, race, poll);
    else
        poll_in_order(w, race, poll);
}

static void put_position(struct writer *w, const struct awaited *a)
{
    write_lines(w, "%s = %d;", write_name_of(a->parent->output), a->position);
}

/* The value of what is ready: of a timeout it is 0 or an error. */
static const char *value_of(struct writer *w, const struct awaited *a)
{
    return arena_format(w->unit->arena,
                        a->kind == AWAITED_TIMEOUT ? "%s == 0 ? 0 : -ETIMEDOUT"
                                                   : "%s",
                        write_name_of(a->output));
}

static void assign(struct writer *w, const struct awaited *a)
{
    if (a->lvalue == NULL)
        return;
    write_at(w, a->lvalue->first);
    write_newline(w);
    emit_rest(w, a->lvalue);
    write_text(w, " = %s;", value_of(w, a));
}

/* Of an await of several, which is ready */
static void put_value(struct writer *w, const struct wait *wait)
{
    const struct awaited *a = wait->awaited;

    if (a->kind == AWAITED_TIMEOUT && wait->target != TARGET_NOBODY)
        write_lines(w, "%s = %s;", write_name_of(a->output), value_of(w, a));
}

/* --- Races: the first that is ready ends all --- */

static void poll_racer(struct writer *w, const struct awaited *a);

static void poll_inner_race(struct writer *w, const struct awaited *race)
{
    poll_race(w, race, poll_racer);
    write_lines(w, "if (%s)", end_of_race(w, race));
    w->depth++;
    put_position(w, race);
    w->depth--;
}

static void poll_racer(struct writer *w, const struct awaited *a)
{
    const char *none = arena_format(w->unit->arena, "%s < 0",
                                    write_name_of(a->parent->output));
    bool has_condition = false;

    if (is_several(a) && comes_after(a)) {
        open_if(w, none);
        poll_inner_race(w, a);
        close_if(w);
    } else if (is_several(a)) {
        poll_inner_race(w, a);
    } else {
        if (comes_after(a)) {
            put_and(w, &has_condition);
            write_text(w, "%s", none);
        }
        put_poll_condition(w, a, has_condition);
        w->depth++;
        put_position(w, a);
        w->depth--;
    }
}

/* It has won, and so has the race that it is in, and so on. */
static const char *won_by(struct writer *w, const struct awaited *a)
{
    const struct awaited *race = a->parent;
    const char *here = arena_format(w->unit->arena, "%s == %d",
                                    write_name_of(race->output), a->position);

    if (race->parent == NULL)
        return here;
    return arena_format(w->unit->arena, "%s && %s", won_by(w, race), here);
}

static void assign_winner(struct writer *w, const struct awaited *race)
{
    for (const struct awaited *a = race->operands; a != NULL; a = a->next) {
        assign_winner(w, a);
        if (a->lvalue == NULL)
            continue;
        write_lines(w, "if (%s)", won_by(w, a));
        w->depth++;
        assign(w, a);
        w->depth--;
    }
}

/* In the order in which they are polled */
static void drop_all(struct writer *w, const struct awaited *a)
{
    for (const struct awaited *i = a->operands; i != NULL; i = i->next)
        drop_all(w, i);
    put_drop(w, a);
}

static void poll_races(struct writer *w, const struct wait *wait)
{
    const struct awaited *race = wait->awaited;
    const char *result = write_name_of(race->output);

    poll_race(w, race, poll_racer);
    if (has_only_pointers(race))
        write_lines(w, "if (%s < 0 && !(%s)) {", result, without_any(w, race));
    else
        write_lines(w, "if (%s < 0) {", result);
    put_pending(w, wait);
    drop_all(w, race);
    assign_winner(w, race);
}

/* --- Joins, perhaps with races: some are ready before others --- */

static uint64_t futures_in(const struct awaited *a)
{
    uint64_t set = 0;

    if (!is_several(a))
        return UINT64_C(1) << a->number;
    for (const struct awaited *i = a->operands; i != NULL; i = i->next)
        set |= futures_in(i);
    return set;
}

/* Some of it still run (!=), or none (==). */
static const char *running_in(const struct writer *w, const struct awaited *a,
                              const char *comparison)
{
    const char *running = write_name_of(a->wait->running);

    if (a->parent == NULL)
        return arena_format(w->unit->arena, "%s %s 0", running, comparison);
    return arena_format(w->unit->arena, "(%s & %s) %s 0", running,
                        set_text(w, a->wait, futures_in(a)), comparison);
}

static void stop_running(struct writer *w, const struct awaited *a)
{
    const char *running = write_name_of(a->wait->running);

    if (a->parent == NULL)
        write_lines(w, "%s = 0;", running);
    else
        write_lines(w, "%s &= ~%s;", running,
                    set_text(w, a->wait, futures_in(a)));
}

static void drop_running(struct writer *w, const struct awaited *a)
{
    for (const struct awaited *i = a->operands; i != NULL; i = i->next)
        drop_running(w, i);
    if (!is_owned(a))
        return;
    write_lines(w, "if (%s)", running_in(w, a, "!="));
    w->depth++;
    put_drop(w, a);
    w->depth--;
}

/* The condition under which it is polled, if there is one but its pointer */
static bool put_condition(struct writer *w, const struct awaited *a)
{
    bool has_condition = false;

    if (comes_after(a)) {
        put_and(w, &has_condition);
        write_text(w, "%s %s 0", write_name_of(a->parent->output),
                   is_race(a->parent) ? "<" : "==");
    }
    if (a->parent != NULL && a->kind != AWAITED_JOIN) {
        put_and(w, &has_condition);
        write_text(w, "%s", running_in(w, a, "!="));
    }
    return has_condition;
}

/* It is ready: its value is assigned, and its parent makes something of it. */
static void note_ready(struct writer *w, const struct awaited *a)
{
    const struct awaited *parent = a->parent;

    assign(w, a);
    if (parent != NULL && is_race(parent)) {
        put_position(w, a);
    } else if (parent != NULL && parent->kind == AWAITED_TRY_JOIN) {
        bool is_timeout = a->kind == AWAITED_TIMEOUT;

        write_lines(w, "if (%s %s 0)", write_name_of(a->output),
                    is_timeout ? "!=" : "<");
        write_lines(w, "    %s = %s;", write_name_of(parent->output),
                    is_timeout ? "-ETIMEDOUT" : write_name_of(a->output));
    }
}

static void end_early(struct writer *w, const struct awaited *a)
{
    drop_running(w, a);
    stop_running(w, a);
}

static poll_operand poll_joined;

static void poll_joined_race(struct writer *w, const struct awaited *race)
{
    poll_race(w, race, poll_joined);
    open_if(w, end_of_race(w, race));
    end_early(w, race);
    note_ready(w, race);
    close_if(w);
}

static void poll_join(struct writer *w, const struct awaited *a)
{
    if (a->kind == AWAITED_TRY_JOIN)
        write_lines(w, "%s = 0;", write_name_of(a->output));
    poll_in_order(w, a, poll_joined);
    if (a->kind == AWAITED_TRY_JOIN) {
        open_if(w, arena_format(w->unit->arena, "%s < 0",
                                write_name_of(a->output)));
        end_early(w, a);
        close_if(w);
    }
    if (a->lvalue == NULL &&
        (a->parent == NULL || a->parent->kind == AWAITED_JOIN))
        return; /* nobody wants to know */
    open_if(w, running_in(w, a, "=="));
    note_ready(w, a);
    close_if(w);
}

static void poll_joined(struct writer *w, const struct awaited *a)
{
    bool has_condition = put_condition(w, a);

    if (!is_several(a)) {
        put_poll_condition(w, a, has_condition);
        write_text(w, " {");
        w->depth++;
        stop_running(w, a);
        put_drop(w, a);
        note_ready(w, a);
        close_if(w);
        return;
    }
    if (has_condition) {
        write_text(w, ") {");
        w->depth++;
    }
    if (is_race(a))
        poll_joined_race(w, a);
    else
        poll_join(w, a);
    if (has_condition)
        close_if(w);
}

static void poll_joins(struct writer *w, const struct wait *wait)
{
    poll_joined(w, wait->awaited);
    write_lines(w, "if (%s) {", running_in(w, wait->awaited, "!="));
    put_pending(w, wait);
}

/* --- The whole --- */

void emit_futures_poll(struct writer *w, struct wait *wait)
{
    if (!is_several(wait->awaited)) {
        poll_one(w, wait->awaited);
        return;
    }
    if (wait->running == NULL)
        poll_races(w, wait);
    else
        poll_joins(w, wait);
    put_value(w, wait);
}

void emit_futures_drop(struct writer *w, const struct wait *wait)
{
    if (wait->running == NULL)
        drop_all(w, wait->awaited);
    else
        drop_running(w, wait->awaited);
}
