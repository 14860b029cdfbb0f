#include "parse.h"

static struct statement *parse_statement(struct parser *p);

static struct statement *new_statement(struct parser *p,
                                       enum statement_kind kind)
{
    struct statement *s = arena_alloc(p->unit->arena, sizeof(*s));

    s->kind = kind;
    s->first = p->at;
    return s;
}

static void expect_semicolon(struct parser *p, struct statement *s)
{
    s->last = p->at;
    if (parse_accept(p, ';'))
        return;
    parse_error(p, p->at, NULL, "expected ';'");
    while (type_here(p) != ';' && type_here(p) != '}' && type_here(p) != T_END)
        p->at =
            token_here(p)->match > p->at ? token_here(p)->match + 1 : p->at + 1;
    parse_accept(p, ';');
    s->last = p->at - 1;
}

/* ( expression ) of an if, a while and so on */
static void parse_condition(struct parser *p, struct statement *s)
{
    int close = token_here(p)->match;

    if (type_here(p) != '(') {
        parse_error(p, p->at, NULL, "expected '('");
        return;
    }
    p->at++;
    s->expression = parse_expression(p);
    if (p->at != close)
        parse_error(p, p->at, NULL, "expected ')'");
    p->at = close + 1;
    s->waits |= s->expression->waits;
}

static struct statement *parse_body(struct parser *p, struct statement *s)
{
    struct statement *body = parse_statement(p);

    s->waits |= body->waits;
    return body;
}

static void parse_loop_body(struct parser *p, struct statement *s)
{
    struct statement *loop = p->loop, *breakable = p->breakable;

    p->loop = p->breakable = s;
    s->body = parse_body(p, s);
    p->loop = loop;
    p->breakable = breakable;
}

static void parse_if(struct parser *p, struct statement *s)
{
    p->at++;
    parse_condition(p, s);
    s->body = parse_body(p, s);
    if (parse_accept(p, K_ELSE))
        s->otherwise = parse_body(p, s);
}

static void parse_while(struct parser *p, struct statement *s)
{
    p->at++;
    parse_condition(p, s);
    parse_loop_body(p, s);
}

static void parse_do(struct parser *p, struct statement *s)
{
    p->at++;
    parse_loop_body(p, s);
    if (!parse_accept(p, K_WHILE))
        parse_error(p, p->at, NULL, "expected 'while'");
    parse_condition(p, s);
    expect_semicolon(p, s);
}

static struct expression *parse_for_part(struct parser *p, struct statement *s,
                                         int end)
{
    struct expression *e = NULL;

    if (type_here(p) != end)
        e = parse_expression(p);
    if (e != NULL)
        s->waits |= e->waits;
    if (!parse_accept(p, end))
        parse_error(p, p->at, NULL, "expected '%c'", end);
    return e;
}

static bool declaration_waits(const struct declaration *declaration)
{
    for (const struct declarator *d = declaration->declarators; d != NULL;
         d = d->next) {
        if (d->value != NULL && d->value->waits)
            return true;
    }
    return false;
}

static void parse_for(struct parser *p, struct statement *s)
{
    struct scope *scope = p->scope;
    int close = token_at(p->unit, p->at + 1)->match;

    p->at++;
    p->scope = scope_enter(p->unit, scope, p->at);
    if (!parse_accept(p, '(') || close == 0) {
        parse_error(p, p->at, NULL, "expected '('");
    } else {
        if (parse_starts_declaration(p)) {
            s->declaration = parse_declaration(p);
            s->waits |= declaration_waits(s->declaration);
        } else {
            s->start = parse_for_part(p, s, ';');
        }
        s->expression = parse_for_part(p, s, ';');
        s->step = parse_for_part(p, s, ')');
        p->at = close + 1;
    }
    parse_loop_body(p, s);
    scope_leave(p->scope, p->at - 1);
    p->scope = scope;
}

static void parse_switch(struct parser *p, struct statement *s)
{
    struct statement *breakable = p->breakable;

    p->at++;
    parse_condition(p, s);
    p->breakable = s;
    s->body = parse_body(p, s);
    p->breakable = breakable;
}

/* case ...: and default:, which are labels too */
static void parse_case(struct parser *p, struct statement *s)
{
    const char *no_wait = p->no_wait;

    p->no_wait = "a case label";
    if (parse_accept(p, K_CASE)) {
        parse_assignment(p);
        if (parse_accept(p, P_ELLIPSIS))
            parse_assignment(p);
    } else {
        p->at++;
    }
    p->no_wait = no_wait;
    s->colon = p->at;
    if (!parse_accept(p, ':'))
        parse_error(p, p->at, NULL, "expected ':'");
    s->body = parse_body(p, s);
}

static void parse_label(struct parser *p, struct statement *s)
{
    s->label = token_here(p)->name;
    p->at++;
    s->colon = p->at++;
    s->body = parse_body(p, s);
}

static void parse_goto(struct parser *p, struct statement *s)
{
    p->at++;
    if (p->statement_expression > 0)
        parse_error(p, s->first, NULL, "a goto in a statement expression");
    if (type_here(p) == '*') {
        parse_error(p, p->at, "use a switch",
                    "a coroutine cannot jump to a computed place");
        p->at++;
        parse_expression(p);
    } else if (type_here(p) == T_NAME) {
        s->label = token_here(p)->name;
        p->at++;
    }
    expect_semicolon(p, s);
}

static void parse_jump(struct parser *p, struct statement *s)
{
    const struct statement *target =
        s->kind == STATEMENT_BREAK ? p->breakable : p->loop;

    p->at++;
    if (target == NULL)
        parse_error(p, s->first, NULL, "%s %s",
                    s->kind == STATEMENT_BREAK ? "break" : "continue",
                    p->statement_expression > 0
                        ? "that leaves a statement expression"
                        : "outside of a loop");
    else if (s->kind == STATEMENT_CONTINUE)
        p->loop->has_continue = true;
    s->loop = p->loop;
    expect_semicolon(p, s);
}

static void parse_return(struct parser *p, struct statement *s)
{
    p->at++;
    if (p->statement_expression > 0)
        parse_error(p, s->first, NULL, "a return in a statement expression");
    if (type_here(p) != ';') {
        s->expression = parse_expression(p);
        s->waits = s->expression->waits;
        if (!p->coroutine->returns_string)
            parse_error(p, s->expression->first,
                        "return without a value, or make it char *",
                        "a void coroutine returns a value");
    }
    expect_semicolon(p, s);
}

static void parse_asm(struct parser *p, struct statement *s)
{
    const struct name *macro = p->macro;
    static const struct name assembly = {.text = "asm"};

    while (type_here(p) != '(' && type_here(p) != ';' && type_here(p) != T_END)
        p->at++;
    p->no_wait = "an asm statement";
    p->macro = &assembly; /* its operands may be addresses */
    if (type_here(p) == '(') {
        int close = token_here(p)->match;

        p->at++;
        while (p->at < close) {
            if (type_here(p) == ':' || type_here(p) == ',')
                p->at++;
            else
                parse_assignment(p);
        }
        p->at = close + 1;
    }
    p->no_wait = NULL;
    p->macro = macro;
    expect_semicolon(p, s);
}

/* A call that is dropped makes a future that nobody polls. */
static void check_dropped(struct parser *p, struct statement *s)
{
    const struct token *token = token_at(p->unit, s->first);
    const struct symbol *symbol =
        token->type == T_NAME ? token->name->ordinary : NULL;

    if (symbol != NULL && symbol->kind == SYMBOL_COROUTINE &&
        type_at(p, s->first + 1) == '(' &&
        token_at(p->unit, s->first + 1)->match == s->last - 1)
        report_warning(p->unit->source, token->text,
                       "wait(...) for it, or keep it",
                       "calling coroutine '%s' only makes a future, which is "
                       "dropped here and never runs",
                       token->name->text);
}

static void parse_expression_statement(struct parser *p, struct statement *s)
{
    if (type_here(p) != ';') {
        s->expression = parse_expression(p);
        s->waits = s->expression->waits;
    }
    if (type_here(p) == '{' && s->expression != NULL) {
        s->kind = STATEMENT_MACRO;
        parse_loop_body(p, s);
        return;
    }
    expect_semicolon(p, s);
    check_dropped(p, s);
}

static void parse_declaration_statement(struct parser *p, struct statement *s)
{
    s->declaration = parse_declaration(p);
    s->declaration->is_body = p->scope == p->coroutine->scope;
    s->waits = declaration_waits(s->declaration);
    s->last = p->at - 1;
}

static void parse_block_statement(struct parser *p, struct statement *s)
{
    int close = token_here(p)->match;

    p->at++;
    s->body = parse_block(p);
    p->at = close + 1;
    for (const struct statement *i = s->body; i != NULL; i = i->next)
        s->waits |= i->waits;
}

static enum statement_kind kind_here(const struct parser *p)
{
    switch (type_here(p)) {
    case '{':
        return STATEMENT_BLOCK;
    case K_IF:
        return STATEMENT_IF;
    case K_WHILE:
        return STATEMENT_WHILE;
    case K_DO:
        return STATEMENT_DO;
    case K_FOR:
        return STATEMENT_FOR;
    case K_SWITCH:
        return STATEMENT_SWITCH;
    case K_CASE:
    case K_DEFAULT:
        return STATEMENT_LABEL;
    case K_GOTO:
        return STATEMENT_GOTO;
    case K_BREAK:
        return STATEMENT_BREAK;
    case K_CONTINUE:
        return STATEMENT_CONTINUE;
    case K_RETURN:
        return STATEMENT_RETURN;
    case K_ASM:
        return STATEMENT_ASM;
    }
    if (type_here(p) == T_NAME && type_at(p, p->at + 1) == ':')
        return STATEMENT_LABEL;
    return parse_starts_declaration(p) ? STATEMENT_DECLARATION
                                       : STATEMENT_EXPRESSION;
}

static void parse_kind(struct parser *p, struct statement *s)
{
    switch (s->kind) {
    case STATEMENT_BLOCK:
        parse_block_statement(p, s);
        break;
    case STATEMENT_EXPRESSION:
    case STATEMENT_MACRO:
        parse_expression_statement(p, s);
        break;
    case STATEMENT_DECLARATION:
        parse_declaration_statement(p, s);
        break;
    case STATEMENT_IF:
        parse_if(p, s);
        break;
    case STATEMENT_WHILE:
        parse_while(p, s);
        break;
    case STATEMENT_DO:
        parse_do(p, s);
        break;
    case STATEMENT_FOR:
        parse_for(p, s);
        break;
    case STATEMENT_SWITCH:
        parse_switch(p, s);
        break;
    case STATEMENT_LABEL:
        if (type_here(p) == T_NAME)
            parse_label(p, s);
        else
            parse_case(p, s);
        break;
    case STATEMENT_GOTO:
        parse_goto(p, s);
        break;
    case STATEMENT_BREAK:
    case STATEMENT_CONTINUE:
        parse_jump(p, s);
        break;
    case STATEMENT_RETURN:
        parse_return(p, s);
        break;
    case STATEMENT_ASM:
        parse_asm(p, s);
        break;
    }
}

/*
 * The arms of an #if must hold whole statements, so that each can be taken or
 * left; within a statement that is only copied they may stand as they like.
 */
static void check_arms(struct parser *p, const struct statement *s)
{
    const struct arm *first = token_at(p->unit, s->first)->arm;
    const struct arm *last = token_at(p->unit, s->last)->arm;

    if (first == last)
        return;
    if (last == NULL || (first != NULL && first->outer == last))
        last = first;
    report_error(p->unit->source, last->text,
                 "let each arm hold whole statements",
                 "this directive stands within a statement of a coroutine");
}

static struct statement *parse_statement(struct parser *p)
{
    struct statement *s = new_statement(p, kind_here(p));
    int start = p->at;

    if (parse_nest(p))
        parse_kind(p, s);
    p->nesting--;
    if (p->at == start)
        p->at++;
    s->last = p->at - 1;
    if (!p->gave_up)
        check_arms(p, s);
    return s;
}

/* The statements from here to the } that ends the block */
struct statement *parse_block(struct parser *p)
{
    struct scope *scope = p->scope;
    struct statement *first = NULL, **end = &first;
    int close = token_at(p->unit, p->at - 1)->match;

    p->scope = scope_enter(p->unit, scope, p->at);
    if (p->coroutine->scope == NULL)
        p->coroutine->scope = p->scope;
    while (p->at < close) {
        *end = parse_statement(p);
        end = &(*end)->next;
    }
    scope_leave(p->scope, close);
    p->scope = scope;
    return first;
}
