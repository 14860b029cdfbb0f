#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "parse_macro.h"

struct edge {
    int to;
    bool is_never; /* the condition of a loop that always holds leads here */
    struct edge *next;
};

/* What a node does with a variable */
struct occurrence {
    struct symbol *symbol;
    enum role role;
    int node;
    struct token *token;
    struct occurrence *next; /* of the same symbol */
};

struct node {
    struct token *token; /* about where it stands */
    struct wait *wait;
    struct wait *child; /* whose future there is here, or futures: */
    int combination;    /* those that runs_here() says */
    int next_made;      /* if not 0: only those before that one are there */
    struct edge *to;
    struct edge *from;
    int visit;   /* the last walk that came here */
    int killing; /* the last symbol that gets a new value here */
};

/* Where break and continue lead, innermost first */
struct target {
    int on_break;
    int on_continue; /* -1: that of the loop around */
    int on_case;     /* where a switch decides; -1 for loops */
    bool has_default;
    struct target *outer;
};

struct flow {
    struct unit *unit;
    struct coroutine *coroutine;
    struct node *nodes;
    size_t count;
    size_t capacity;
    int arms; /* of expressions around */
    bool in_drop;
    bool is_never; /* what is connected now, as in an edge */
    int current;   /* the node that leads to the next; -1: none does */
    struct target *target;
    struct symbol **list; /* those that occur */
    size_t symbol_count;
    size_t symbol_capacity;
    int visits;
    int *stack;            /* of nodes to visit */
    unsigned long *in_use; /* where those that are visited are noted, or NULL */
};

enum {
    NOWHERE = -1
};

/* --- The graph --- */

static void add_edge(struct flow *f, struct edge **list, int to)
{
    struct edge *edge = arena_alloc(f->unit->arena, sizeof(*edge));

    edge->to = to;
    edge->is_never = f->is_never;
    edge->next = *list;
    *list = edge;
}

static void connect(struct flow *f, int from, int to)
{
    if (from == NOWHERE || to == NOWHERE)
        return;
    add_edge(f, &f->nodes[from].to, to);
    add_edge(f, &f->nodes[to].from, from);
}

/* A node that nothing leads to as yet */
static int new_node(struct flow *f, struct token *token)
{
    f->nodes = grow(f->nodes, f->count, &f->capacity, sizeof(*f->nodes));
    f->nodes[f->count] = (struct node){.token = token};
    return (int)f->count++;
}

static void go_to(struct flow *f, int node)
{
    connect(f, f->current, node);
    f->current = node;
}

static int next_node(struct flow *f, struct token *token)
{
    go_to(f, new_node(f, token));
    return f->current;
}

/* Notes what the current node does with a variable. */
static void note_occurrence(struct flow *f, struct symbol *symbol,
                            enum role role, struct token *token)
{
    struct occurrence *o;

    if (role == ROLE_NONE || f->current == NOWHERE)
        return;
    o = arena_alloc(f->unit->arena, sizeof(*o));
    *o = (struct occurrence){
        .symbol = symbol,
        .role = role,
        .node = f->current,
        .token = token,
        .next = symbol->occurrences,
    };
    if (symbol->occurrences == NULL) {
        f->list = grow(f->list, f->symbol_count, &f->symbol_capacity,
                       sizeof(*f->list));
        f->list[f->symbol_count++] = symbol;
    }
    symbol->occurrences = o;
}

/* --- Expressions --- */

/*
 * What a token does with its variable.  In an arm of an #if nothing is sure to
 * happen.  And drop() needs all variables of a defer, if only to set or to
 * measure them.
 */
static enum role role_here(const struct flow *f, const struct token *token)
{
    if (f->in_drop && token->role != ROLE_ESCAPE)
        return ROLE_USE;
    if (token->role == ROLE_KILL &&
        token->arm != f->coroutine->body->first->arm)
        return ROLE_SET;
    return token->role;
}

static void note_token(struct flow *f, struct token *token)
{
    for (const struct hidden_use *use = token->hidden; use != NULL;
         use = use->next)
        note_occurrence(f, use->symbol, use->role, token);
    if (token->symbol == NULL || token->symbol->kind != SYMBOL_VARIABLE ||
        (token->symbol->declaration != NULL &&
         is_elsewhere(token->symbol->declaration)))
        return;
    note_occurrence(f, token->symbol, role_here(f, token), token);
}

/*
 * Notes what the rest of an expression does with variables, after its steps.
 * Among its children may be those of others, as in put_plain().
 */
static void note_rest(struct flow *f, const struct expression *e)
{
    struct token *at = e->first;

    if (e->kind == EXPRESSION_WAIT) {
        if (e->wait->target == TARGET_OUTPUT)
            note_occurrence(f, e->wait->variable, ROLE_USE, e->first);
        return;
    }
    if (e->kind != EXPRESSION_PLAIN) {
        if (e->truth != NULL)
            note_occurrence(f, e->truth, ROLE_USE, e->first);
        for (e = e->children->next; e != NULL; e = e->next)
            note_rest(f, e);
        return;
    }
    for (const struct expression *c = e->children; c != NULL; c = c->next) {
        if (c->last < e->first || c->last > e->last)
            continue;
        for (; at < c->first; at++)
            note_token(f, at);
        note_rest(f, c);
        at = c->last + 1;
    }
    for (; at <= e->last; at++)
        note_token(f, at);
}

static void evaluate(struct flow *f, const struct expression *e)
{
    next_node(f, e->first);
    note_rest(f, e);
}

/* Of a literal: what it is called in messages */
static const char *describe_literal(const struct flow *f,
                                    const struct symbol *symbol)
{
    if (symbol->token->type == '(')
        return "this literal";
    return arena_format(f->unit->arena, "the literal in macro '%s'",
                        symbol->token->name->text);
}

/* An arm becomes a block, and what it makes lives no longer than that. */
static void check_literals(struct flow *f, const struct expression *e)
{
    for (struct token *i = e->first; i <= e->last; i++) {
        const struct symbol *symbol = i->symbol;

        for (const struct hidden_use *use = i->hidden; use != NULL;
             use = use->next)
            symbol = use->symbol->name == NULL ? use->symbol : symbol;
        if (symbol != NULL && symbol->name == NULL)
            report_error(f->unit->source, i->text,
                         "give it a name: declare a variable",
                         "the address of %s may be used after the operand, "
                         "which becomes a block, and it does not live that "
                         "long",
                         describe_literal(f, symbol));
    }
}

static void run_defers(struct flow *f, const struct defer *from,
                       const struct defer *to);

/* Notes the first wait, and the first use of what it must keep. */
static void note_life(struct symbol *symbol, struct wait *wait,
                      const struct token *token)
{
    if (symbol->lives_across == NULL ||
        wait->token < symbol->lives_across->token ||
        (wait == symbol->lives_across && token < symbol->used_at)) {
        symbol->lives_across = wait;
        symbol->used_at = token;
    }
}

/* What is left of the coroutine if it is dropped at this node */
static void run_drop(struct flow *f, const struct wait *wait)
{
    int node = f->current;

    f->in_drop = true;
    run_defers(f, wait->pending, NULL);
    f->in_drop = false;
    f->current = node;
}

static void wait_for_one(struct flow *f, struct wait *wait)
{
    int node = next_node(f, wait->token);

    f->nodes[node].wait = f->nodes[node].child = wait;
    if (wait->awaited != NULL && wait->awaited->kind == AWAITED_VARIABLE) {
        note_token(f, wait->awaited->token);
        connect(f, node, node); /* each poll needs it */
    }
    run_drop(f, wait);
    node = next_node(f, wait->token);
    f->nodes[node].child = wait;
}

/* --- Several at once --- */

/*
 * While it is awaited, each future is running or ready, and what it gives has
 * its storage from then on.  So that an output may lie where the future was,
 * but no two futures in one place, the wait has a node for each of some
 * combinations: all run, none does, and for each bit of their numbers those
 * that have it, and those that have not.  Of any two futures there is one for
 * each of the four states.
 */
static bool runs_here(const struct awaited *future, int combination)
{
    int bit = combination / 2 - 1;

    if (combination < 2)
        return combination == 0;
    return (future->number >> bit & 1) == (combination & 1);
}

static int combination_count(const struct wait *wait)
{
    int count = 2;

    if (wait->running == NULL)
        return 1;
    for (int rest = wait->future_count - 1; rest > 0; rest /= 2)
        count += 2;
    return count;
}

/* The variable that an await assigns to, and not only to a part of it */
static struct symbol *assigned_by(const struct awaited *a)
{
    const struct expression *e = a->lvalue;
    struct symbol *symbol =
        e != NULL && e->first == e->last ? e->first->symbol : NULL;

    if (symbol == NULL ||
        (symbol->declaration != NULL && is_elsewhere(symbol->declaration)))
        return NULL;
    return symbol;
}

/* It has its value from here to the end of the wait. */
static void note_kept(struct flow *f, struct symbol *symbol, struct wait *wait)
{
    note_occurrence(f, symbol, ROLE_SET, wait->token);
    note_life(symbol, wait, wait->token);
}

/* What polls need, and what they may set, with all that is in it */
static void note_polls(struct flow *f, const struct awaited *a, int combination)
{
    struct symbol *symbol = assigned_by(a);

    if (a->kind == AWAITED_VARIABLE)
        note_token(f, a->token);
    if (symbol != NULL && a->wait->running != NULL &&
        (is_several(a) || !runs_here(a, combination)))
        note_kept(f, symbol, a->wait);
    else if (symbol == NULL && a->lvalue != NULL)
        note_token(f, a->lvalue->first);
    for (const struct awaited *i = a->operands; i != NULL; i = i->next)
        note_polls(f, i, combination);
}

/* Behind a wait that ends only when all have been assigned to */
static void kill_joined(struct flow *f, const struct awaited *a)
{
    struct symbol *symbol = assigned_by(a);

    if (symbol != NULL)
        note_occurrence(f, symbol, ROLE_KILL, a->token);
    for (const struct awaited *i = a->operands;
         i != NULL && a->kind == AWAITED_JOIN; i = i->next)
        kill_joined(f, i);
}

/* The end of a race: one future is ready, and with it those whose part it is.
 */
static void run_end_of_race(struct flow *f, const struct awaited *future)
{
    next_node(f, future->wait->token);
    for (const struct awaited *a = future; a != NULL; a = a->parent) {
        struct symbol *symbol = assigned_by(a);

        if (symbol != NULL)
            note_occurrence(f, symbol, ROLE_KILL, a->token);
        else if (a->lvalue != NULL)
            note_token(f, a->lvalue->first);
    }
}

static void run_race(struct flow *f, const struct wait *wait)
{
    int start = f->current, end = new_node(f, wait->token);

    for (const struct awaited *a = wait->futures; a != NULL;
         a = a->next_future) {
        f->current = start;
        run_end_of_race(f, a);
        connect(f, f->current, end);
        if (a->is_pointer) /* perhaps none of them can be */
            connect(f, start, end);
    }
    f->current = end;
}

/*
 * They are made one after the other: the first stand there already when the
 * arguments of the next are evaluated.
 */
static void make_several(struct flow *f, struct wait *wait)
{
    for (const struct awaited *a = wait->futures; a != NULL;
         a = a->next_future) {
        int node;

        if (!is_owned(a) || a->number == 0)
            continue;
        node = next_node(f, wait->token);
        f->nodes[node].child = wait;
        f->nodes[node].next_made = a->number;
        note_rest(f, a->arguments);
    }
}

static void wait_for_several(struct flow *f, struct wait *wait)
{
    int count = combination_count(wait), start = f->current;
    int end = new_node(f, wait->token);

    for (int i = 0; i < count; i++) {
        int node;

        f->current = start;
        node = next_node(f, wait->token);
        connect(f, node, node); /* each poll needs it */
        connect(f, node, end);
        f->nodes[node].wait = f->nodes[node].child = wait;
        f->nodes[node].combination = i;
        if (wait->running != NULL)
            note_kept(f, wait->running, wait);
        if (wait->variable != NULL)
            note_occurrence(f, wait->variable, ROLE_SET, wait->token);
        note_polls(f, wait->awaited, i);
    }
    f->current = end;
    run_drop(f, wait);
    if (wait->running == NULL)
        run_race(f, wait);
    next_node(f, wait->token);
    kill_joined(f, wait->awaited);
}

static void wait_for(struct flow *f, const struct step *step)
{
    struct wait *wait = step->wait;

    evaluate(f, step->expression);
    if (wait->awaited != NULL && is_several(wait->awaited)) {
        make_several(f, wait);
        wait_for_several(f, wait);
    } else {
        wait_for_one(f, wait);
    }
    if (wait->variable != NULL)
        note_occurrence(f, wait->variable, ROLE_KILL, wait->token);
}

static void run_steps(struct flow *f, const struct step *step);

/* Behind a branch, what the arm that was skipped would have set is of no use.
 */
static void kill_skipped(struct flow *f, const struct step *step)
{
    for (; step != NULL; step = step->next) {
        if (step->kind == STEP_WAIT && step->wait->target == TARGET_OUTPUT)
            note_occurrence(f, step->wait->variable, ROLE_KILL,
                            step->wait->token);
        if (step->truth != NULL)
            note_occurrence(f, step->truth, ROLE_KILL, step->expression->first);
        kill_skipped(f, step->yes);
        kill_skipped(f, step->no);
    }
}

/* One of the arms; the other one is skipped. */
static void run_arm(struct flow *f, const struct step *arm,
                    const struct step *other, struct symbol *truth)
{
    struct token *token = f->nodes[f->current].token;

    f->arms++;
    run_steps(f, arm);
    f->arms--;
    next_node(f, token);
    kill_skipped(f, other);
    if (truth != NULL)
        note_occurrence(f, truth, ROLE_KILL, token);
}

static void run_branch(struct flow *f, const struct step *step)
{
    int condition, end;

    evaluate(f, step->expression);
    condition = f->current;
    run_arm(f, step->yes, step->no, step->truth);
    end = new_node(f, f->nodes[condition].token);
    connect(f, f->current, end);
    f->current = condition;
    run_arm(f, step->no, step->yes, step->truth);
    go_to(f, end);
}

static void run_steps(struct flow *f, const struct step *step)
{
    for (; step != NULL; step = step->next) {
        switch (step->kind) {
        case STEP_EVALUATE:
            evaluate(f, step->expression);
            if (f->arms > 0)
                check_literals(f, step->expression);
            break;
        case STEP_WAIT:
            wait_for(f, step);
            break;
        case STEP_BRANCH:
            run_branch(f, step);
            break;
        }
    }
}

static void run_statement_expression(struct flow *f, struct expression *e)
{
    if (e != NULL)
        run_steps(f, order_statement(f->unit, f->coroutine, e));
}

static void run_value(struct flow *f, struct expression *e)
{
    if (e == NULL)
        return;
    run_steps(f, order_value(f->unit, f->coroutine, e));
    evaluate(f, e);
}

/* --- Declarations --- */

/*
 * What a type needs to be known: in its brackets are values, also where it is
 * that of a typedef (C17, 6.7.6.2p5).
 */
static void note_type(struct flow *f, struct token *first,
                      const struct token *last)
{
    next_node(f, first);
    for (; first <= last; first++) {
        if (first->symbol == NULL || first->symbol->name != NULL)
            note_token(f, first); /* a literal is refused elsewhere */
    }
}

static void run_declaration(struct flow *f, struct declaration *declaration)
{
    note_type(f, declaration->first, declaration->specifiers_last);
    for (struct declarator *d = declaration->declarators; d != NULL;
         d = d->next) {
        if (!d->is_function)
            note_type(f, d->first, d->last);
        if (declaration->is_typedef || is_elsewhere(declaration) ||
            d->is_function)
            continue;
        if (d->value != NULL &&
            order_direct_wait(f->unit, d->value, TARGET_VARIABLE, d)) {
            run_steps(f, order_value(f->unit, f->coroutine, d->value));
        } else if (d->value != NULL) {
            run_value(f, d->value);
            /* C has no copy into what overlaps the original (C17, 6.5.16.1) */
            note_occurrence(f, d->symbol, ROLE_SET, d->name);
        }
        next_node(f, d->name);
        note_occurrence(f, d->symbol, d->value != NULL ? ROLE_KILL : ROLE_BEGIN,
                        d->name);
    }
}

/* --- Statements --- */

static void run_statement(struct flow *f, struct statement *s);

/* Those that are pending, the latest first, until `to` is */
static void run_defers(struct flow *f, const struct defer *from,
                       const struct defer *to)
{
    for (; from != to && f->current != NOWHERE; from = from->outer)
        run_statement(f, from->statement->body);
}

/* Made where it is first needed, by the label or by a goto */
static int label_node(struct flow *f, struct statement *label)
{
    if (label->node == 0) /* which is the first one's, where it begins */
        label->node = new_node(f, NULL);
    return label->node;
}

static void run_if(struct flow *f, struct statement *s)
{
    int condition, end;

    run_value(f, s->expression);
    condition = f->current;
    run_statement(f, s->body);
    end = new_node(f, s->last);
    connect(f, f->current, end);
    f->current = condition;
    if (s->otherwise != NULL)
        run_statement(f, s->otherwise);
    go_to(f, end);
}

/* The part of a loop that is done again: first is where it begins. */
static void run_loop_body(struct flow *f, struct statement *s, int on_continue,
                          int end)
{
    struct target target = {.on_break = end,
                            .on_continue = on_continue,
                            .on_case = NOWHERE,
                            .outer = f->target};

    f->target = &target;
    run_statement(f, s->body);
    f->target = target.outer;
}

/* Does one see that the condition of a loop always holds? */
static bool is_always_true(const struct expression *e)
{
    return e != NULL && e->first == e->last &&
           ((e->first->type == T_NUMBER && *e->first->text != '0') ||
            is_name(e->first, "true"));
}

/* Where its condition is false */
static void leave_loop(struct flow *f, const struct statement *s, int end)
{
    f->is_never = is_always_true(s->expression);
    connect(f, f->current, end);
    f->is_never = false;
}

static void run_do(struct flow *f, struct statement *s)
{
    int start = next_node(f, s->first);
    int again = new_node(f, s->last);
    int end = new_node(f, s->last);

    run_loop_body(f, s, again, end);
    go_to(f, again);
    run_value(f, s->expression);
    connect(f, f->current, start);
    leave_loop(f, s, end);
    f->current = end;
}

/*
 * A while is a for with less in it.  What a for declares means something from
 * its ( on, so that its nodes stand there.
 */
static void run_for(struct flow *f, struct statement *s)
{
    struct token *open = s->first + 1;
    int start, step = new_node(f, open), end = new_node(f, s->last);

    if (s->declaration != NULL)
        run_declaration(f, s->declaration);
    run_statement_expression(f, s->start);
    start = next_node(f, open);
    run_value(f, s->expression);
    if (s->expression != NULL)
        leave_loop(f, s, end);
    run_loop_body(f, s, step, end);
    go_to(f, step);
    run_statement_expression(f, s->step);
    connect(f, f->current, start);
    f->current = end;
}

/* A loop that a macro hides: once, never, or again */
static void run_macro(struct flow *f, struct statement *s)
{
    int start = next_node(f, s->first);
    int end = new_node(f, s->last);

    run_value(f, s->expression);
    connect(f, start, end);
    connect(f, f->current, end);
    run_loop_body(f, s, start, end);
    connect(f, f->current, start);
    go_to(f, end);
}

static void run_switch(struct flow *f, struct statement *s)
{
    struct target target = {.on_break = new_node(f, s->last),
                            .on_continue = NOWHERE,
                            .outer = f->target};

    run_value(f, s->expression);
    target.on_case = next_node(f, s->first);
    if (f->target != NULL)
        target.on_continue = f->target->on_continue;
    f->target = &target;
    f->current = NOWHERE;
    run_statement(f, s->body);
    f->target = target.outer;
    if (!target.has_default)
        connect(f, target.on_case, target.on_break);
    go_to(f, target.on_break);
}

static void run_label(struct flow *f, struct statement *s)
{
    struct target *target = f->target;

    if (s->label != NULL) {
        go_to(f, label_node(f, s->target));
        f->nodes[f->current].token = s->first;
    } else {
        while (target != NULL && target->on_case == NOWHERE)
            target = target->outer;
        next_node(f, s->first);
        if (target != NULL) {
            connect(f, target->on_case, f->current);
            target->has_default |=
                s->first->type == K_DEFAULT && s->first->arm == NULL;
        }
    }
    run_statement(f, s->body);
}

static void run_return(struct flow *f, struct statement *s)
{
    if (s->expression != NULL &&
        order_direct_wait(f->unit, s->expression, TARGET_RESULT, NULL))
        run_steps(f, order_value(f->unit, f->coroutine, s->expression));
    else
        run_value(f, s->expression);
    run_defers(f, s->pending, NULL);
    f->current = NOWHERE;
}

static void run_asm(struct flow *f, struct statement *s)
{
    next_node(f, s->first);
    for (struct token *i = s->first; i <= s->last; i++)
        note_token(f, i);
}

static void run_jump(struct flow *f, struct statement *s)
{
    run_defers(f, s->pending, s->pending_end);
    if (s->target != NULL)
        connect(f, f->current, label_node(f, s->target));
    else if (s->kind == STATEMENT_BREAK && f->target != NULL)
        connect(f, f->current, f->target->on_break);
    else if (s->kind == STATEMENT_CONTINUE && f->target != NULL)
        connect(f, f->current, f->target->on_continue);
    f->current = NOWHERE;
}

static void run_kind(struct flow *f, struct statement *s)
{
    switch (s->kind) {
    case STATEMENT_BLOCK:
        for (struct statement *i = s->body; i != NULL; i = i->next)
            run_statement(f, i);
        run_defers(f, s->pending_end, s->pending);
        break;
    case STATEMENT_EXPRESSION:
        run_statement_expression(f, s->expression);
        break;
    case STATEMENT_DECLARATION:
        run_declaration(f, s->declaration);
        break;
    case STATEMENT_IF:
        run_if(f, s);
        break;
    case STATEMENT_DO:
        run_do(f, s);
        break;
    case STATEMENT_WHILE:
    case STATEMENT_FOR:
        run_for(f, s);
        break;
    case STATEMENT_MACRO:
        run_macro(f, s);
        break;
    case STATEMENT_SWITCH:
        run_switch(f, s);
        break;
    case STATEMENT_LABEL:
        run_label(f, s);
        break;
    case STATEMENT_GOTO:
    case STATEMENT_BREAK:
    case STATEMENT_CONTINUE:
        run_jump(f, s);
        break;
    case STATEMENT_RETURN:
        run_return(f, s);
        break;
    case STATEMENT_ASM:
        run_asm(f, s);
        break;
    case STATEMENT_DEFER:
        break; /* it runs where its scope is left */
    }
}

/* What stands in an arm of an #if may as well not be there. */
static void run_statement(struct flow *f, struct statement *s)
{
    const struct arm *outside = f->coroutine->body->first->arm;
    int before;

    if (s->first->arm == outside) {
        run_kind(f, s);
        return;
    }
    before = next_node(f, s->first);
    run_kind(f, s);
    next_node(f, s->last);
    connect(f, before, f->current);
}

/* --- Liveness --- */

static void push(struct flow *f, int *depth, int node)
{
    if (f->nodes[node].visit == f->visits)
        return;
    f->nodes[node].visit = f->visits;
    f->stack[(*depth)++] = node;
}

static const struct node *pop(struct flow *f, int *depth)
{
    return &f->nodes[f->stack[--*depth]];
}

/* Notes that the value of the variable at hand matters behind this node. */
static void note_in_use(struct flow *f, const struct node *node)
{
    if (f->in_use != NULL)
        add_node(f->in_use, (int)(node - f->nodes));
}

/* From a use back to where the value comes from */
static void walk_back(struct flow *f, const struct occurrence *use)
{
    int depth = 0;

    for (const struct edge *e = f->nodes[use->node].from; e != NULL;
         e = e->next)
        push(f, &depth, e->to);
    while (depth > 0) {
        const struct node *node = pop(f, &depth);

        note_in_use(f, node);
        if (node->wait != NULL)
            note_life(use->symbol, node->wait, use->token);
        if (node->killing == f->visits)
            continue; /* the variable gets a new value here */
        for (const struct edge *e = node->from; e != NULL; e = e->next)
            push(f, &depth, e->to);
    }
}

static bool is_in_scope(const struct symbol *symbol, const struct node *node)
{
    return node->token >= symbol->scope->first &&
           node->token <= symbol->scope->last;
}

/* From where an address is taken on to the end of the scope */
static void walk_on(struct flow *f, const struct occurrence *escape)
{
    struct symbol *symbol = escape->symbol;
    int depth = 0;

    push(f, &depth, escape->node);
    while (depth > 0) {
        const struct node *node = pop(f, &depth);

        if (!is_in_scope(symbol, node))
            continue;
        note_in_use(f, node);
        if (node->wait != NULL) {
            symbol->escapes |= symbol->lives_across == NULL;
            symbol->is_pinned = true;
            note_life(symbol, node->wait, escape->token);
        }
        for (const struct edge *e = node->to; e != NULL; e = e->next)
            push(f, &depth, e->to);
    }
}

/*
 * All uses of a variable share one walk, so that each node is seen once: which
 * use it is that a wait is crossed for matters only to a message.
 */
static void find_life(struct flow *f, struct symbol *symbol)
{
    f->visits++;
    for (const struct occurrence *o = symbol->occurrences; o != NULL;
         o = o->next) {
        if (o->role == ROLE_KILL || o->role == ROLE_BEGIN)
            f->nodes[o->node].killing = f->visits;
    }
    for (const struct occurrence *o = symbol->occurrences; o != NULL;
         o = o->next) {
        if (symbol->name != NULL &&
            (o->role == ROLE_USE || o->role == ROLE_ESCAPE))
            walk_back(f, o);
    }
    f->visits++;
    for (const struct occurrence *o = symbol->occurrences; o != NULL;
         o = o->next) {
        if (o->role == ROLE_ESCAPE)
            walk_on(f, o);
    }
}

/* --- Use of storage --- */

static unsigned long *new_set(struct flow *f)
{
    return arena_alloc(f->unit->arena,
                       node_words((int)f->count) * sizeof(unsigned long));
}

/* A parameter comes with the coroutine, and is kept before it runs. */
static void note_parameters(struct flow *f)
{
    for (const struct declarator *d = f->coroutine->parameters; d != NULL;
         d = d->next)
        note_occurrence(f, d->symbol, ROLE_SET, d->name);
}

/*
 * Not where nothing was done to it since its declaration: it has no value. From
 * the last that was done to it on, up to any node where its value matters, it
 * matters everywhere; so there is no need to walk elsewhere.
 */
static void remove_valueless(struct flow *f, const struct symbol *symbol)
{
    unsigned long *reached = new_set(f);
    int depth = 0;

    f->visits++;
    for (const struct occurrence *o = symbol->occurrences; o != NULL;
         o = o->next) {
        if (o->role == ROLE_BEGIN)
            f->nodes[o->node].visit = f->visits;
    }
    for (const struct occurrence *o = symbol->occurrences; o != NULL;
         o = o->next) {
        if (o->role != ROLE_BEGIN)
            push(f, &depth, o->node);
    }
    while (depth > 0) {
        const struct node *node = pop(f, &depth);

        add_node(reached, (int)(node - f->nodes));
        for (const struct edge *e = node->to; e != NULL; e = e->next) {
            if (has_node(f->in_use, e->to))
                push(f, &depth, e->to);
        }
    }
    for (size_t w = 0; w < node_words((int)f->count); w++)
        f->in_use[w] &= reached[w];
}

/* Where the value of a variable matters, and where it gets one */
static void find_use(struct flow *f, struct symbol *symbol)
{
    f->in_use = symbol->in_use = new_set(f);
    if (symbol->kind == SYMBOL_FUNCTION) /* whose uses are not noted */
        memset(f->in_use, ~0, node_words((int)f->count) * sizeof(*f->in_use));
    find_life(f, symbol);
    if (symbol->kind == SYMBOL_VARIABLE && symbol->name != NULL)
        remove_valueless(f, symbol);
    for (const struct occurrence *o = symbol->occurrences; o != NULL;
         o = o->next)
        add_node(f->in_use, o->node);
    f->in_use = NULL;
}

static void find_uses_of_futures(struct flow *f, int node)
{
    struct wait *wait = f->nodes[node].child;

    add_node(wait->in_use, node);
    for (struct awaited *a = wait->futures; a != NULL; a = a->next_future) {
        int next = f->nodes[node].next_made;

        if (next > 0 ? a->number < next
                     : runs_here(a, f->nodes[node].combination))
            add_node(a->in_use, node);
    }
}

static void find_uses(struct flow *f)
{
    f->coroutine->node_count = (int)f->count;
    for (size_t i = 0; i < f->symbol_count; i++) {
        if (f->list[i]->lives_across != NULL || f->list[i]->is_parameter)
            find_use(f, f->list[i]);
    }
    for (struct wait *wait = f->coroutine->waits; wait != NULL;
         wait = wait->next) {
        wait->in_use = new_set(f);
        for (struct awaited *a = wait->futures; a != NULL; a = a->next_future)
            a->in_use = new_set(f);
    }
    for (size_t i = 0; i < f->count; i++) {
        if (f->nodes[i].child != NULL)
            find_uses_of_futures(f, (int)i);
    }
}

/* --- The end of a coroutine --- */

static bool is_reached(struct flow *f, int target)
{
    int depth = 0;

    f->visits++;
    push(f, &depth, 0);
    while (depth > 0) {
        const struct node *node = pop(f, &depth);

        if (node == &f->nodes[target])
            return true;
        for (const struct edge *e = node->to; e != NULL; e = e->next) {
            if (!e->is_never)
                push(f, &depth, e->to);
        }
    }
    return false;
}

/* A call that does not come back, as its name says; or a macro: who knows */
static bool ends_in_call(const struct statement *body)
{
    const struct statement *s = body->body;

    while (s != NULL && s->next != NULL)
        s = s->next;
    if (s == NULL || s->kind != STATEMENT_EXPRESSION ||
        s->first->type != T_NAME)
        return s != NULL && s->kind == STATEMENT_MACRO;
    return parse_may_be_macro(s->first) ||
           is_name(s->first, "abort exit _exit _Exit quick_exit pthread_exit "
                             "thrd_exit panic die err errx longjmp "
                             "__builtin_unreachable __builtin_trap "
                             "unreachable");
}

static void check_end(struct flow *f)
{
    struct coroutine *c = f->coroutine;

    if (f->unit->form->has_typed_outputs && c->returns_value &&
        f->current != NOWHERE && is_reached(f, f->current) &&
        !ends_in_call(c->body))
        report_warning(f->unit->source, c->last->text,
                       "return a value here, too: else poll() panics",
                       "coroutine '%s' may end without a return",
                       coroutine_name(c));
}

void flow_find_lives(struct unit *unit, struct coroutine *coroutine)
{
    struct flow f = {.unit = unit, .coroutine = coroutine, .current = NOWHERE};

    next_node(&f, coroutine->open);
    note_parameters(&f);
    run_kind(&f, coroutine->body);
    f.stack = arena_alloc(unit->arena, sizeof(*f.stack) * (f.count + 1));
    check_end(&f);
    for (size_t i = 0; i < f.symbol_count; i++) {
        struct symbol *symbol = f.list[i];

        find_life(&f, symbol);
        if (symbol->name == NULL && symbol->lives_across != NULL)
            report_error(unit->source, symbol->token->text,
                         "give it a name: declare a variable",
                         "the address of %s may be used after the wait in "
                         "line %d, and it does not live that long",
                         describe_literal(&f, symbol),
                         symbol->lives_across->token->line);
    }
    if (unit->form->holds_children)
        find_uses(&f);
    free(f.nodes);
    free(f.list);
}
