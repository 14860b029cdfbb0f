#include "parse_wait.h"

#include <string.h>

#include "parse_expression.h"
#include "parse_name.h"

static void number_wait(struct parser *p, struct wait *wait)
{
    wait->number = ++p->coroutine->wait_count;
    *p->coroutine->waits_end = wait;
    p->coroutine->waits_end = &wait->next;
    p->scope->last_wait = wait->token;
}

static struct wait *new_wait(struct parser *p, struct token *token)
{
    struct wait *wait = arena_alloc(p->unit->arena, sizeof(*wait));

    wait->token = token;
    wait->pending = p->pending;
    return wait;
}

/* --- What an await is for --- */

enum {
    MAX_FUTURES = 64 /* in one await: what still runs is a set of bits */
};

static const struct word_of_several {
    const char *text;
    enum awaited_kind kind;
    const char *hint;
} words[] = {
    {"join", AWAITED_JOIN, "join(x(...), y(...))"},
    {"try_join", AWAITED_TRY_JOIN, "try_join(x(...), y(...))"},
    {"select", AWAITED_SELECT, "select(x(...), y(...))"},
    {"select_fair", AWAITED_SELECT_FAIR, "select_fair(x(...), y(...))"},
    {"timeout", AWAITED_TIMEOUT, "timeout(milliseconds, x(...))"},
    {"timeout_at", AWAITED_TIMEOUT, "timeout_at(deadline, x(...))"},
};

static const struct word_of_several *find_word(const struct token *token)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (is_name(token, words[i].text))
            return &words[i];
    }
    return NULL;
}

bool parse_is_word_of_await(const struct token *token)
{
    return find_word(token) != NULL || is_name(token, "box future");
}

static struct awaited *new_awaited(struct parser *p, struct wait *wait,
                                   struct awaited *parent)
{
    struct awaited *a = arena_alloc(p->unit->arena, sizeof(*a));

    a->token = p->at;
    a->wait = wait;
    a->parent = parent;
    return a;
}

/* It is polled after the operands that are there already. */
static void add_awaited(struct awaited *a)
{
    struct awaited **end =
        a->parent != NULL ? &a->parent->operands : &a->wait->awaited;

    for (; *end != NULL; end = &(*end)->next)
        a->position++;
    *end = a;
}

/* Numbers a future, when all of it is known. */
static void add_future(struct parser *p, struct awaited *a)
{
    struct awaited **end = &a->wait->futures;

    while (*end != NULL)
        end = &(*end)->next_future;
    *end = a;
    a->number = a->wait->future_count++;
    if (a->number == MAX_FUTURES)
        parse_error(p, a->token,
                    "put some of them into a coroutine of their own",
                    "more than %d futures in one await", MAX_FUTURES);
}

/* The tokens from first to last of an expression, with their waits */
static struct expression *part_of(struct parser *p, const struct expression *e,
                                  struct token *first, struct token *last)
{
    struct expression *part = arena_alloc(p->unit->arena, sizeof(*part));

    *part = *e;
    part->first = first;
    part->last = last;
    return part;
}

/* --- A future --- */

/* Is there one between them that is in no bracket?  0 is the end. */
static bool has_token(struct token *first, const struct token *last, int type)
{
    while (first <= last && first->type != type)
        first = group_end(first) + 1;
    return first <= last;
}

static void refuse_macro(struct parser *p, const struct token *token,
                         const char *where)
{
    parse_error(p, token, "write it out here", "macro '%s' where %s",
                token->name->text, where);
}

/* What stands there instead of a future's call by its name */
static void refuse_future(struct parser *p, const struct awaited *a,
                          struct token *first, struct token *last)
{
    if (spells(first, WORD_WAIT))
        parse_error(p, first,
                    "keep the output in a variable; one that is a struct "
                    "future is awaited by await(future(f))",
                    "a wait where a future is named");
    else if (first->name != NULL && first->name->macro != NULL)
        refuse_macro(p, first, "a future is named");
    else if (has_token(first, last, P_ASSIGN))
        parse_error(p, first,
                    "a variable, or a member of one: p->text = x(...); copy it "
                    "from there behind the await",
                    "what is assigned to in an await must have no effects");
    else if (has_token(first, last, '?'))
        parse_error(p, first,
                    "put it into a box: struct future f = a ? x_new(...) : "
                    "y_new(...); await(future(f, type))",
                    "it must be known which future is awaited");
    else
        parse_error(p, a->parent == NULL ? a->wait->token : first,
                    "await(x(...)) for a struct x, await(box(x(...))) to have "
                    "it on the heap, await(future(f)) for a struct future f, "
                    "await(f) for a variable that is a struct x",
                    "this is no call of a future by its name");
}

/* future(f, type): what is behind the comma */
static void note_type(struct awaited *a)
{
    struct token *close = a->arguments->last + 1;
    struct token *comma = find_comma(a->arguments->first, close);

    if (comma == close)
        return;
    a->arguments->last = comma - 1;
    a->type_first = comma + 1;
    a->type_last = close - 1;
}

/* x(...), box(x(...)), future(f), future(f, type) */
static struct expression *read_call(struct parser *p, struct awaited *a)
{
    struct token *token = p->at, *close;
    struct expression *e = parse_assignment(p);

    close = e->last;
    /* until a name is read; it stays if that is refused */
    a->future = a->wait->token->name;
    if (p->at->type != ')' && (p->at->type != ',' || a->parent == NULL))
        return e; /* it ends where it should not: who called us will say so */
    if (is_name(token, "box") && token[1].type == '(' &&
        token[1].match == close) {
        a->kind = AWAITED_BOX;
        token += 2;
        close--;
    }
    if (!is_ordinary(token) || is_name(token, "box") ||
        spells(token, WORD_WAIT) || token[1].type != '(' ||
        token[1].match != close || token->symbol != NULL ||
        (a->kind == AWAITED_BOX &&
         (is_name(token, "future") || find_word(token) != NULL)))
        refuse_future(p, a, token, close);
    else if (token->name->macro != NULL)
        refuse_macro(p, token, "a future is named");
    else if (is_name(token, "future"))
        a->kind = AWAITED_FUTURE;
    a->token = token;
    token->is_awaited = true;
    if (token->name != NULL)
        a->future = token->name;
    a->arguments = part_of(p, e, token + 2, close - 1);
    if (a->kind == AWAITED_FUTURE)
        note_type(a);
    return e;
}

/* The tag of a variable's struct, if it is one or a pointer to one */
static struct token *tag_of(const struct symbol *symbol)
{
    const struct declarator *d = symbol->declarator;

    if (d == NULL || d->pointers > 1 || d->dimensions > 0 || d->is_function)
        return NULL;
    for (struct token *i = d->declaration->first;
         i <= d->declaration->specifiers_last; i++) {
        if (i->type == K_STRUCT && i->length == strlen("struct"))
            return is_tag(i + 1) ? i + 1 : NULL;
    }
    return NULL;
}

/* Does a variable stand here, and nothing else? */
static bool is_variable(const struct parser *p)
{
    const struct token *token = p->at;

    return is_ordinary(token) &&
           (token[1].type == ',' || token[1].type == ')') &&
           token->name->ordinary != NULL && token->name->ordinary->is_local &&
           token->name->ordinary->kind == SYMBOL_VARIABLE;
}

static struct expression *read_variable(struct parser *p, struct awaited *a)
{
    struct symbol *symbol = p->at->name->ordinary;
    struct token *tag = tag_of(symbol);

    a->kind = AWAITED_VARIABLE;
    a->future = symbol->name;
    a->arguments = parse_new_expression(p, EXPRESSION_PLAIN, p->at);
    a->arguments->last = p->at;
    if (tag == NULL)
        parse_error(p, p->at,
                    "declare it as struct x f or as struct x *f; a struct "
                    "future is awaited by await(future(f))",
                    "variable '%s' is no future", symbol->name->text);
    else if (is_name(tag, "future"))
        parse_error(p, p->at, "await(future(f)), or await(future(f, type))",
                    "'%s' is a struct future, whose output is not known",
                    symbol->name->text);
    else
        a->future = tag->name;
    a->is_pointer = symbol->declarator != NULL && symbol->declarator->pointers;
    parse_name(p);
    return a->arguments;
}

static struct expression *read_future(struct parser *p, struct awaited *a)
{
    struct expression *e =
        is_variable(p) ? read_variable(p, a) : read_call(p, a);

    add_future(p, a);
    return e;
}

/* --- Several --- */

static struct expression *read_awaited(struct parser *p, struct wait *wait,
                                       struct awaited *parent,
                                       struct expression *whole);

/* Where an lvalue ends that has no effects, before its =; or NULL */
static struct token *lvalue_end(struct token *token)
{
    if (!is_ordinary(token))
        return NULL;
    while ((token[1].type == '.' || token[1].type == P_ARROW) &&
           token[2].type == T_NAME)
        token += 2;
    return token[1].type == P_ASSIGN && token[1].length == 1 ? token : NULL;
}

/*
 * lvalue: identifier [. identifier | -> identifier]...
 *
 * When it gets its value is for flow.c to say.
 */
static void read_lvalue(struct parser *p, struct awaited *a)
{
    struct token *first = p->at, *last = lvalue_end(first);

    if (last == NULL)
        return;
    if (a->parent == NULL)
        parse_error(p, first,
                    arena_format(p->unit->arena, "%.*s = await(...)",
                                 (int)(last->text + last->length - first->text),
                                 first->text),
                    "an assignment in an await of one");
    else if (first->name->macro != NULL)
        refuse_macro(p, first, "a variable is assigned to");
    a->lvalue = parse_new_expression(p, EXPRESSION_PLAIN, first);
    a->lvalue->last = last;
    parse_name(p);
    if (first == last)
        first->role = ROLE_NONE;
    p->at = last + 2;
    a->token = p->at;
}

/*
 * It is the second operand of its timeout, for what is ready in the same poll
 * is in time; but the time stands before the first, and is evaluated before it.
 */
static struct awaited *new_timer(struct parser *p, struct awaited *timeout,
                                 struct expression *time)
{
    const char *name =
        is_name(timeout->token, "timeout") ? "sleep_ms" : "sleep_until";
    struct awaited *timer = new_awaited(p, timeout->wait, timeout);

    timer->kind = AWAITED_TIMER;
    timer->token = timeout->token;
    timer->future = name_of(&p->unit->tokens.names, name, strlen(name));
    timer->arguments = part_of(p, time, time->first, time->last);
    add_future(p, timer);
    return timer;
}

static void read_operands(struct parser *p, struct awaited *a,
                          struct expression *whole, struct token *close)
{
    while (p->at < close && parse_nest(p)) {
        read_awaited(p, a->wait, a, whole);
        p->nesting--;
        if (!parse_accept(p, ',') && p->at < close) {
            parse_expected(p, "',' or ')'");
            p->at = close;
        }
    }
}

static void check_operands(struct parser *p, const struct awaited *a,
                           const char *hint)
{
    if (a->operands == NULL)
        parse_error(p, a->token, hint, "%s has no future",
                    a->token->name->text);
    else if (a->kind == AWAITED_TIMEOUT && a->operands->next != NULL)
        parse_error(p, a->operands->next->token, hint, "%s takes one future",
                    a->token->name->text);
    for (const struct awaited *i = a->operands; i != NULL; i = i->next) {
        if (a->kind == AWAITED_TRY_JOIN && i->kind == AWAITED_JOIN)
            parse_error(p, i->token, "try_join(...), whose output is an int",
                        "a join has no output that try_join could look at");
        if (i->kind == AWAITED_JOIN && i->lvalue != NULL)
            parse_error(p, i->lvalue->first, "join(...) alone",
                        "a join has no output");
    }
}

/* Copies of it stand where no #if of the source can be. */
static void check_arms(struct parser *p, const struct awaited *a)
{
    for (const struct token *i = a->token; i <= a->token[1].match; i++) {
        if (i->arm != a->token->arm) {
            parse_error(p, i, "write the await twice, in either arm",
                        "an #if among the futures of an await");
            return;
        }
    }
}

/* word ( [milliseconds ,] operand, ... ) */
static void read_several(struct parser *p, struct awaited *a,
                         const struct word_of_several *word,
                         struct expression *whole)
{
    struct token *close = p->at[1].match;
    struct awaited *timer = NULL;

    a->kind = word->kind;
    if (a->kind == AWAITED_SELECT_FAIR)
        a->turn = ++p->coroutine->turn_count;
    p->at += 2;
    if (a->kind == AWAITED_TIMEOUT && p->at < close) {
        struct expression *time = parse_assignment(p);

        parse_add_waits(whole, time);
        timer = new_timer(p, a, time);
        if (!parse_accept(p, ','))
            p->at = close;
    }
    read_operands(p, a, whole, close);
    check_operands(p, a, word->hint);
    if (a->parent == NULL)
        check_arms(p, a);
    if (timer != NULL)
        add_awaited(timer);
    p->at = close + 1;
}

/*
 * operand: [lvalue =] awaited
 * awaited: word ( operand, ... ) | x ( [argument, ...] )
 * | box ( x ( [argument, ...] ) ) | future ( expression [, type-name] )
 * | identifier
 *
 * What in it has waits is added to the whole.  Returns what there is of it, if
 * it is one future.
 */
static struct expression *read_awaited(struct parser *p, struct wait *wait,
                                       struct awaited *parent,
                                       struct expression *whole)
{
    struct awaited *a = new_awaited(p, wait, parent);
    const struct word_of_several *word;
    struct expression *e;

    add_awaited(a);
    read_lvalue(p, a);
    word = find_word(p->at);
    if (word != NULL && p->at[1].type == '(') {
        read_several(p, a, word, whole);
        return NULL;
    }
    e = read_future(p, a);
    parse_add_waits(whole, e);
    return e;
}

/* --- The wait --- */

/* What is evaluated before the future is there, or the futures are */
static struct expression *read_inside(struct parser *p, struct wait *wait)
{
    struct expression *whole, *single;
    struct token *first = p->at;

    if (!p->unit->form->holds_children || p->at == wait->token[1].match)
        return parse_assignment(p);
    whole = parse_new_expression(p, EXPRESSION_PLAIN, first);
    single = read_awaited(p, wait, NULL, whole);
    whole->last = p->at - 1;
    return single != NULL ? single : whole;
}

/* wait-expression: wait ( assignment-expression | awaited ) (ours) */
struct expression *parse_wait(struct parser *p)
{
    const struct form *form = p->unit->form;
    struct token *token = p->at;
    struct token *close = token[1].match;
    struct expression *e = parse_new_expression(p, EXPRESSION_WAIT, token);

    if (token[1].type != '(') {
        parse_error(p, token, form->wait_hint,
                    "%s needs parentheses around its future",
                    token->name->text);
        p->at++;
        return e;
    }
    parse_check_wait(p, token);
    p->at += 2;
    if (p->at == close)
        parse_error(p, token, form->wait_hint, "%s has no future",
                    token->name->text);
    e->wait = new_wait(p, token);
    e->children = read_inside(p, e->wait);
    if (p->at->type == ',')
        parse_error(p, p->at, form->several_hint, "%s takes one future",
                    token->name->text);
    else if (p->at < close)
        parse_expected(p, "')'");
    e->last = close;
    e->waits = true;
    number_wait(p, e->wait);
    p->at = close + 1;
    return e;
}
