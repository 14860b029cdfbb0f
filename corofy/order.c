#include "order.h"

#include "scope.h"

struct list {
    struct unit *unit;
    struct coroutine *coroutine;
    struct step *first;
    struct step **end;
};

static struct step *add(struct list *list, enum step_kind kind,
                        struct expression *e)
{
    struct step *step = arena_alloc(list->unit->arena, sizeof(*step));

    step->kind = kind;
    step->expression = e;
    *list->end = step;
    list->end = &step->next;
    return step;
}

static struct symbol *truth_of(struct list *list, struct expression *e)
{
    struct coroutine *c = list->coroutine;

    if (e->truth == NULL) {
        e->truth = scope_temporary(
            list->unit, c,
            arena_format(list->unit->arena, "truth%d", ++c->truth_count),
            e->first);
        e->truth->is_truth = true;
    }
    return e->truth;
}

/* --- Outputs of an await of several --- */

static struct symbol *new_output(struct list *list, struct awaited *a,
                                 const char *stem, int number)
{
    struct symbol *symbol =
        scope_temporary(list->unit, list->coroutine,
                        arena_format(list->unit->arena, "%s%d_%d", stem,
                                     a->wait->number, number),
                        a->wait->token);

    symbol->result = a;
    return symbol;
}

/* What of it is looked at; results counts those that are not the await's. */
static void add_outputs(struct list *list, struct awaited *a, int *results)
{
    if (is_several(a) && a->kind != AWAITED_JOIN && a->parent != NULL)
        a->output = new_output(list, a, "result", ++*results);
    else if (!is_several(a) &&
             (a->lvalue != NULL || a->parent->kind == AWAITED_TRY_JOIN))
        a->output = new_output(list, a, "output", a->number + 1);
    for (struct awaited *i = a->operands; i != NULL; i = i->next)
        add_outputs(list, i, results);
}

/* May one future be ready, and another have to go on? */
static bool has_join(const struct awaited *a)
{
    bool found = is_several(a) && !is_race(a);

    for (const struct awaited *i = a->operands; i != NULL && !found;
         i = i->next)
        found = has_join(i);
    return found;
}

static void prepare_several(struct list *list, struct wait *wait)
{
    struct awaited *a = wait->awaited;
    int results = 0;

    if (has_join(a)) {
        wait->running = scope_temporary(
            list->unit, list->coroutine,
            arena_format(list->unit->arena, "running%d", wait->number),
            wait->token);
        wait->running->running = wait;
    }
    if (wait->variable == NULL && a->kind != AWAITED_JOIN) {
        wait->variable = scope_temporary(
            list->unit, list->coroutine,
            arena_format(list->unit->arena, "output%d", wait->number),
            wait->token);
        wait->variable->result = a;
    }
    a->output = wait->variable;
    add_outputs(list, a, &results);
}

static void add_wait(struct list *list, struct expression *e)
{
    struct wait *wait = e->wait;

    if (wait->target == TARGET_OUTPUT && wait->variable == NULL)
        wait->variable = scope_temporary(
            list->unit, list->coroutine,
            arena_format(list->unit->arena, "output%d", wait->number),
            wait->token);
    if (wait->target == TARGET_OUTPUT)
        wait->variable->output_of = wait;
    if (wait->awaited != NULL && is_several(wait->awaited))
        prepare_several(list, wait);
    add(list, STEP_WAIT, e->children)->wait = wait;
}

static void add_value(struct list *list, struct expression *e);
static void add_statement(struct list *list, struct expression *e);

/* A number, NULL or a local alone: what has no effect */
static bool is_idle(const struct expression *e)
{
    const struct token *token = e->first;

    if (e->first != e->last)
        return false;
    return token->type == T_NUMBER || token->symbol != NULL ||
           is_name(token, "NULL");
}

/* The steps of an arm */
static struct step *arm_of(const struct list *list, struct expression *e,
                           void (*add_arm)(struct list *, struct expression *))
{
    struct list arm = {list->unit, list->coroutine, NULL, &arm.first};

    if (e != NULL)
        add_arm(&arm, e);
    return arm.first;
}

/* One arm of a branch for each of what follows its condition */
static void add_branch(struct list *list, struct expression *e,
                       void (*add_arm)(struct list *, struct expression *),
                       struct symbol *truth)
{
    struct expression *condition = e->children;
    struct expression *yes = condition->next, *no = yes->next;
    bool negate = e->kind == EXPRESSION_LOGICAL && e->is_or;
    struct step *step;

    if (truth == NULL && no != NULL && is_idle(no))
        no = NULL;
    if (truth == NULL && no != NULL && is_idle(yes)) {
        yes = no;
        no = NULL;
        negate = true;
    }
    add_value(list, condition);
    step = add(list, STEP_BRANCH, condition);
    step->negate = negate;
    step->truth = truth;
    step->yes = arm_of(list, yes, add_arm);
    step->no = arm_of(list, no, add_arm);
}

static void add_value(struct list *list, struct expression *e)
{
    switch (e->kind) {
    case EXPRESSION_PLAIN:
        for (struct expression *c = e->children; c != NULL; c = c->next)
            add_value(list, c);
        break;
    case EXPRESSION_WAIT:
        add_value(list, e->children);
        add_wait(list, e);
        break;
    case EXPRESSION_LOGICAL:
    case EXPRESSION_CONDITIONAL:
        add_branch(list, e, add_value, truth_of(list, e));
        break;
    case EXPRESSION_COMMA:
        add_statement(list, e->children);
        add_value(list, e->children->next);
        break;
    }
}

/*
 * What is all of e, apart from parentheses, and from (void) where nobody wants
 * its value
 */
static struct expression *strip(struct expression *e, bool is_statement)
{
    struct expression *child = e->children;
    struct token *first = e->first, *last = e->last;

    if (e->kind != EXPRESSION_PLAIN || child == NULL || child->next != NULL)
        return e;
    while (first->type == '(') {
        if (first->match == last)
            first++, last--;
        else if (is_statement && first[1].type == K_VOID &&
                 first->match == first + 2)
            first += 3;
        else
            break;
    }
    return child->first == first && child->last == last ? child : e;
}

/*
 * Is it one of the coroutine's char *?  Then output can be put there.  What the
 * output of an await is only its header knows.
 */
static bool takes_output(const struct unit *unit, const struct declarator *d)
{
    return !unit->form->has_typed_outputs && d->declaration->is_char &&
           d->pointers == 1 && d->last == d->first + 1 &&
           !d->symbol->is_parameter;
}

/* x = wait(...) */
static bool store_directly(const struct unit *unit, struct expression *e)
{
    struct expression *child = e->children;
    struct symbol *symbol = e->first->symbol;

    if (e->kind != EXPRESSION_PLAIN || child == NULL ||
        child->kind != EXPRESSION_WAIT || child->first != e->first + 2 ||
        child->last != e->last || e->first->role != ROLE_KILL ||
        symbol->declarator == NULL || !takes_output(unit, symbol->declarator) ||
        e->first->arm != child->first->arm)
        return false;
    child->wait->target = TARGET_VARIABLE;
    child->wait->variable = symbol;
    return true;
}

static void add_statement(struct list *list, struct expression *e)
{
    e = strip(e, true);
    switch (e->kind) {
    case EXPRESSION_WAIT:
        e->wait->target = TARGET_NOBODY;
        add_value(list, e);
        break;
    case EXPRESSION_LOGICAL:
    case EXPRESSION_CONDITIONAL:
        add_branch(list, e, add_statement, NULL);
        break;
    case EXPRESSION_COMMA:
        add_statement(list, e->children);
        add_statement(list, e->children->next);
        break;
    case EXPRESSION_PLAIN:
        if (store_directly(list->unit, e)) {
            add_value(list, e->children);
        } else if (!is_idle(e)) {
            add_value(list, e);
            add(list, STEP_EVALUATE, e);
        }
        break;
    }
}

/* Made once: what follows must agree on them. */
static struct step *steps_of(struct unit *unit, struct coroutine *coroutine,
                             struct expression *e,
                             void (*add_steps)(struct list *,
                                               struct expression *))
{
    struct list list = {unit, coroutine, NULL, NULL};

    if (e->steps == NULL)
        e->steps = arm_of(&list, e, add_steps);
    return e->steps;
}

struct step *order_value(struct unit *unit, struct coroutine *coroutine,
                         struct expression *e)
{
    return steps_of(unit, coroutine, e, add_value);
}

struct step *order_statement(struct unit *unit, struct coroutine *coroutine,
                             struct expression *e)
{
    return steps_of(unit, coroutine, e, add_statement);
}

bool order_direct_wait(const struct unit *unit, struct expression *e,
                       enum wait_target target,
                       const struct declarator *variable)
{
    struct expression *whole = strip(e, false);

    e->is_direct_wait = whole->kind == EXPRESSION_WAIT &&
                        (variable != NULL ? takes_output(unit, variable)
                                          : !unit->form->has_typed_outputs);
    if (e->is_direct_wait) {
        whole->wait->target = target;
        whole->wait->variable = variable != NULL ? variable->symbol : NULL;
    }
    return e->is_direct_wait;
}
