#include "parse_statement.h"

#include "parse_declaration.h"
#include "parse_expression.h"
#include "parse_macro.h"

/* A goto or a label */
struct jump {
    struct statement *statement;
    struct jump *next;
};

static struct statement *read_statement(struct parser *p);

static void expect_semicolon(struct parser *p, struct statement *s)
{
    if (p->at->type != ';')
        parse_expected_semicolon(p, p->at);
    s->last = parse_skip(p);
}

/* ( expression ) of an if, a while and so on; without it all is left out. */
static bool read_condition(struct parser *p, struct statement *s)
{
    struct token *close = p->at->match;

    if (!parse_accept(p, '(')) {
        parse_expected(p, "'('");
        parse_skip(p);
        return false;
    }
    s->expression = parse_whole_expression(p);
    if (p->at != close)
        parse_expected(p, "')'");
    p->at = close + 1;
    s->waits |= s->expression->waits;
    return true;
}

static bool is_pragma(const struct parser *p)
{
    return is_name(p->at, "_Pragma") && p->at[1].type == '(';
}

/* `defer` is a keyword where a statement begins and it means nothing else. */
static bool is_defer(const struct parser *p)
{
    return spells(p->at, WORD_DEFER) && p->at->name->ordinary == NULL &&
           p->at[1].type != ':' && p->at[1].type != P_ASSIGN;
}

/*
 * Is it a defer where there is none?  `defer puts("late");` could declare a
 * function.
 */
static bool is_other_defer(const struct parser *p)
{
    int next = p->at[1].type;

    return p->unit->form->defer == NULL && is_name(p->at, "defer") &&
           parse_is_unknown(p->at) &&
           (next == '{' || (next >= K_FIRST && next < K_SIZEOF) ||
            (next == T_NAME && p->at[2].type == '('));
}

/* A jump from where no defer, or another one, is pending would pass it by. */
static void refuse_jump_over(struct parser *p, const struct token *token,
                             const struct defer *defer)
{
    parse_error(p, token,
                "put the defer, and what it is for, into a block of its own",
                "this %s jumps over the defer in line %d", token->name->text,
                defer->statement->first->line);
}

/* What a header or a label belongs to */
static struct statement *read_body(struct parser *p, struct statement *s)
{
    struct statement *body;
    struct defer *outside = p->pending;

    if (s->kind != STATEMENT_LABEL && parse_starts_declaration(p))
        parse_error(p, p->at, "put it into braces",
                    "a declaration where a statement must stand");
    else if (is_pragma(p))
        parse_error(p, p->at, "put it into braces",
                    "a _Pragma where a statement must stand");
    body = read_statement(p);
    if (s->kind != STATEMENT_LABEL && p->pending != outside) {
        parse_error(p, p->pending->statement->first,
                    "put it into braces, at whose end it will run",
                    "a defer outside of a block");
        p->pending = outside;
    }
    s->waits |= body->waits;
    return body;
}

static void read_loop_body(struct parser *p, struct statement *s)
{
    struct enclosing outside = p->enclosing;

    s->loop = outside.loop;
    p->enclosing.loop = p->enclosing.breakable = s;
    s->body = read_body(p, s);
    p->enclosing = outside;
}

/* if-statement: if ( expression ) statement [else statement] (C17 6.8.4) */
static void read_if(struct parser *p, struct statement *s)
{
    p->at++;
    if (!read_condition(p, s))
        return;
    s->body = read_body(p, s);
    if (parse_accept(p, K_ELSE))
        s->otherwise = read_body(p, s);
}

/* while-statement: while ( expression ) statement (C17 6.8.5) */
static void read_while(struct parser *p, struct statement *s)
{
    p->at++;
    if (read_condition(p, s))
        read_loop_body(p, s);
}

/* do-statement: do statement while ( expression ) ; (C17 6.8.5) */
static void read_do(struct parser *p, struct statement *s)
{
    p->at++;
    read_loop_body(p, s);
    if (!parse_accept(p, K_WHILE)) {
        parse_expected(p, "'while' after the body of a do");
        return;
    }
    if (read_condition(p, s))
        expect_semicolon(p, s);
}

static struct expression *read_for_part(struct parser *p, struct statement *s,
                                        int end)
{
    struct expression *e = NULL;

    if (p->at->type != end)
        e = parse_whole_expression(p);
    if (e != NULL)
        s->waits |= e->waits;
    if (!parse_accept(p, end))
        parse_expected(p, end == ';' ? "';'" : "')'");
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

static int count_semicolons(struct token *open)
{
    int count = 0;

    for (struct token *i = open + 1; i < open->match; i = group_end(i) + 1)
        count += i->type == ';';
    return count;
}

/* header: (declaration | [expression] ;) [expression] ; [expression] */
static void read_for_header(struct parser *p, struct statement *s)
{
    struct token *close = p->at[-1].match;
    int count = count_semicolons(p->at - 1);

    if (count != 2) {
        parse_error(p, s->first, "for (int i = 0; i < n; i++)",
                    "a for has two ';' between its parentheses, and not %d",
                    count);
        p->at = close + 1;
        return;
    }
    if (parse_starts_declaration(p)) {
        s->declaration = parse_declaration(p);
        s->waits |= declaration_waits(s->declaration);
    } else {
        s->start = read_for_part(p, s, ';');
    }
    s->expression = read_for_part(p, s, ';');
    s->step = read_for_part(p, s, ')');
    p->at = close + 1;
}

/* for-statement: for ( header ) statement (C17 6.8.5) */
static void read_for(struct parser *p, struct statement *s)
{
    struct scope *scope = p->scope;

    p->at++;
    p->scope = scope_enter(p->unit, scope, p->at);
    if (parse_accept(p, '(')) {
        read_for_header(p, s);
        read_loop_body(p, s);
    } else {
        parse_expected(p, "'('");
        parse_skip(p);
    }
    scope_leave(p->scope, p->at - 1);
    p->scope = scope;
}

/* switch-statement: switch ( expression ) statement (C17 6.8.4) */
static void read_switch(struct parser *p, struct statement *s)
{
    struct enclosing outside = p->enclosing;

    p->at++;
    if (!read_condition(p, s))
        return;
    p->enclosing.breakable = s;
    p->enclosing.in_switch = true;
    p->enclosing.case_pending = p->pending;
    s->body = read_body(p, s);
    p->enclosing = outside;
}

/*
 * labeled-statement: case constant-expression : statement (C17 6.8.1)
 * | default : statement | case constant ... constant : statement (GNU C)
 */
static void read_case(struct parser *p, struct statement *s)
{
    struct enclosing outside = p->enclosing;

    if (!p->enclosing.in_switch)
        parse_error(p, p->at, NULL, "a %s outside of a switch",
                    p->at->name->text);
    else if (p->pending != p->enclosing.case_pending)
        refuse_jump_over(p, p->at, p->pending);
    p->enclosing.no_wait = "a case label";
    if (parse_accept(p, K_CASE)) {
        parse_assignment(p);
        if (parse_accept(p, P_ELLIPSIS))
            parse_assignment(p);
    } else {
        p->at++;
    }
    p->enclosing = outside;
    s->colon = p->at;
    if (!parse_accept(p, ':'))
        parse_expected(p, "':'");
    s->body = read_body(p, s);
}

/* The label of this name in the coroutine; NULL: there is none as yet */
static struct statement **label_of(struct parser *p, const struct name *name)
{
    return name_note(p->unit->arena, &p->labels, name,
                     sizeof(struct statement *));
}

static void add_jump(struct parser *p, struct statement *s)
{
    struct jump *jump = arena_alloc(p->unit->arena, sizeof(*jump));

    *jump = (struct jump){s, p->jumps};
    p->jumps = jump;
    s->label = p->at->name;
    p->at++;
}

/* labeled-statement: identifier : statement (C17 6.8.1) */
static void read_label(struct parser *p, struct statement *s)
{
    struct statement **label = label_of(p, p->at->name);

    parse_check_macro(p, p->at);
    if (p->enclosing.inside != NULL)
        parse_error(p, p->at, NULL, "a label in %s", p->enclosing.inside);
    if (*label != NULL)
        parse_check_twice(p, (*label)->first, p->at);
    *label = s;
    add_jump(p, s);
    p->at = parse_skip_attributes(p->at + 1);
    s->colon = p->at - 1; /* or what belongs to it */
    s->body = read_body(p, s);
}

/* jump-statement: goto identifier ; (C17 6.8.6) */
static void read_goto(struct parser *p, struct statement *s)
{
    p->at++;
    if (p->enclosing.inside != NULL)
        parse_error(p, s->first, NULL, "a goto in %s", p->enclosing.inside);
    if (p->at->type == T_NAME && p->enclosing.inside != NULL) {
        p->at++;
    } else if (p->at->type == T_NAME) {
        add_jump(p, s);
    } else if (p->at->type == '*') {
        parse_error(p, p->at, "use a switch",
                    "a coroutine cannot jump to a computed place");
        s->last = parse_skip(p);
        return;
    }
    expect_semicolon(p, s);
}

/*
 * A goto may leave the scopes of defers, which then run, but not enter one; nor
 * go back in one to before its defer.
 */
static void check_goto(struct parser *p, struct statement *s)
{
    const struct statement *label = s->target;
    const struct defer *defer = s->pending;

    s->pending_end = label->pending;
    while (defer != NULL && defer != label->pending &&
           (label->first < defer->scope->first ||
            label->first > defer->scope->last))
        defer = defer->outer;
    if (defer != label->pending)
        refuse_jump_over(p, s->first, defer != NULL ? defer : label->pending);
}

void parse_check_jumps(struct parser *p)
{
    for (const struct jump *j = p->jumps; j != NULL; j = j->next) {
        struct statement *s = j->statement;

        s->target = *label_of(p, s->label);
        if (s->target == NULL)
            parse_error(p, s->first + 1, "one in a macro is not seen",
                        "no label '%s' in this coroutine", s->label->text);
        else if (s->kind == STATEMENT_GOTO)
            check_goto(p, s);
    }
    for (const struct jump *j = p->jumps; j != NULL; j = j->next)
        *label_of(p, j->statement->label) = NULL;
    p->jumps = NULL;
}

/*
 * A continue of a loop that waits at its end is no continue in poll().  In a
 * macro's block it is not known whether it belongs to that loop.
 */
static void check_continue(struct parser *p, struct statement *s)
{
    const struct statement *outer = p->enclosing.loop->loop;

    p->enclosing.loop->has_continue = true;
    if (p->enclosing.loop->kind == STATEMENT_MACRO && outer != NULL &&
        (outer->kind == STATEMENT_DO || outer->waits))
        parse_error(p, s->first, "write the macro out",
                    "a continue in a block that a macro begins, within a loop");
}

/* jump-statement: break ; | continue ; (C17 6.8.6) */
static void read_jump(struct parser *p, struct statement *s)
{
    bool is_break = s->kind == STATEMENT_BREAK;
    const struct statement *left =
        is_break ? p->enclosing.breakable : p->enclosing.loop;

    p->at++;
    if (left == NULL)
        parse_error(p, s->first, NULL, "%s %s", is_break ? "break" : "continue",
                    p->enclosing.inside != NULL
                        ? arena_format(p->unit->arena, "that leaves %s",
                                       p->enclosing.inside)
                        : "outside of a loop");
    else if (!is_break)
        check_continue(p, s);
    s->loop = p->enclosing.loop;
    if (left != NULL)
        s->pending_end = left->pending;
    expect_semicolon(p, s);
}

static void check_return(struct parser *p, const struct statement *s)
{
    const struct coroutine *c = p->coroutine;
    const struct form *form = p->unit->form;

    if (c->type == NULL)
        return; /* that is reported */
    if (s->expression != NULL && !c->returns_value)
        parse_error(p, s->expression->first, form->value_in_void_hint,
                    "a void coroutine returns a value");
    if (s->expression == NULL && c->returns_value)
        parse_error(p, s->first, form->no_value_hint, "%s",
                    form->no_value_error);
}

/* jump-statement: return [expression] ; (C17 6.8.6) */
static void read_return(struct parser *p, struct statement *s)
{
    p->at++;
    if (p->enclosing.inside != NULL)
        parse_error(p, s->first, NULL, "a return in %s", p->enclosing.inside);
    if (p->at->type != ';') {
        s->expression = parse_whole_expression(p);
        s->waits = s->expression->waits;
    }
    check_return(p, s);
    expect_semicolon(p, s);
}

/*
 * asm-statement: asm [qualifier...] ( string [: operand, ...]... ) ; (GNU C)
 *
 * The operands may be addresses, as those of a macro may.
 */
static void read_asm(struct parser *p, struct statement *s)
{
    struct enclosing outside = p->enclosing;
    static const struct name assembly = {.text = "asm"};
    struct token *close;

    while (p->at->type != '(' && p->at->type != ';' && p->at->type != T_END) {
        if (p->at->type == K_GOTO)
            parse_error(p, p->at, "use a switch",
                        "a coroutine cannot jump out of assembly");
        p->at++;
    }
    close = p->at->match;
    p->enclosing.no_wait = "an asm statement";
    p->enclosing.macro = &assembly;
    p->enclosing.takes_address = true;
    while (close != NULL && p->at < close) {
        p->at++; /* the (, a comma or a colon */
        if (p->at->type == '[')
            p->at = p->at->match + 1; /* the operand's own name */
        parse_assignment(p);
    }
    if (close != NULL)
        p->at = close + 1;
    p->enclosing = outside;
    expect_semicolon(p, s);
}

/* A call that is dropped makes a future that nobody polls, nor frees. */
static void check_dropped(struct parser *p, const struct statement *s)
{
    bool is_cast = s->first->type == '(' && s->first[1].type == K_VOID &&
                   s->first[2].type == ')';
    const struct token *call = is_cast ? s->first + 3 : s->first;

    if (!p->unit->form->holds_children && call->type == T_NAME &&
        call->name->ordinary != NULL &&
        call->name->ordinary->kind == SYMBOL_COROUTINE && call[1].type == '(' &&
        call[1].match == s->last - 1)
        report_warning(p->unit->source, call->text,
                       "wait(...) for it, or keep it",
                       "calling coroutine '%s' only makes a future, which is "
                       "dropped here and never runs",
                       call->name->text);
}

/* A statement that no call can stand right before, but a macro */
static bool begins_body(int type)
{
    return type == '{' || type == K_IF || type == K_FOR || type == K_WHILE ||
           type == K_DO || type == K_SWITCH || type == K_RETURN ||
           type == K_GOTO || type == K_BREAK || type == K_CONTINUE;
}

/*
 * macro-statement: macro ( ... ) statement (ours)
 *
 * It may be a loop, and its variables are not known here.
 */
static void read_macro(struct parser *p, struct statement *s)
{
    struct enclosing outside = p->enclosing;

    s->kind = STATEMENT_MACRO;
    if (s->waits)
        parse_error(p, s->first, "write it out here",
                    "a wait in a macro that begins a block");
    p->enclosing.no_wait = "a block that a macro begins";
    p->enclosing.in_macro = true;
    read_loop_body(p, s);
    p->enclosing = outside;
}

/*
 * `MACRO(x) type name` and `MACRO name =`: a declaration that is not seen would
 * not be kept.  unseen is an operand right behind another.
 */
static bool refuse_declaration(struct parser *p, struct token *first,
                               const struct token *unseen)
{
    int before = unseen[-1].type, next = unseen[1].type;

    for (struct token *i = first; i < unseen; i++) {
        if (i->type == P_ASSIGN || group_end(i) > unseen)
            return false;
    }
    if (!parse_is_unknown(unseen) || (before != ')' && before != T_NAME) ||
        (next != T_NAME && next != ';' && next != '[' && next != P_ASSIGN))
        return false;
    parse_error(p, unseen,
                next == T_NAME
                    ? "if a macro stands before it, put a ; behind the "
                      "macro, or write it out"
                    : "if a macro before it is the type: write that out, or "
                      "give it a name by a typedef or a tag in the file",
                "expected ';' before '%s'", unseen->name->text);
    return true;
}

/* Is it a statement without its ;, and no macro that begins a block? */
static bool lacks_semicolon(const struct parser *p, const struct statement *s)
{
    return spells(s->first, WORD_WAIT) ||
           (s->waits && begins_line(p->at) && p->at->type != '{');
}

/* expression-statement: [expression] ; (C17 6.8.3) */
static void read_expression_statement(struct parser *p, struct statement *s)
{
    if (is_pragma(p)) {
        p->at = p->at[1].match + 1;
        return; /* no ; belongs to it */
    }
    if (p->at->type != ';') {
        s->expression = parse_whole_expression(p);
        s->waits = s->expression->waits;
        if (p->unseen != NULL && !s->waits &&
            refuse_declaration(p, s->first, p->unseen)) {
            parse_skip(p);
            return;
        }
    }
    if (p->at[-1].type == ')' && begins_body(p->at->type) &&
        !lacks_semicolon(p, s)) {
        read_macro(p, s);
        return;
    }
    expect_semicolon(p, s);
    check_dropped(p, s);
}

/* Of what is written in several places there must be no variable of its own. */
static void check_statics(struct parser *p, const struct statement *deferred)
{
    for (const struct token *i = deferred->first; i <= deferred->last; i++) {
        if (i->type == K_STATIC)
            parse_error(p, i, "declare it in the file",
                        "a static variable in a defer");
    }
}

/*
 * defer-statement: defer statement (ours, --async)
 *
 * It runs later, and then all of it at once.
 */
static void read_defer(struct parser *p, struct statement *s)
{
    struct enclosing outside = p->enclosing;
    struct defer *defer = arena_alloc(p->unit->arena, sizeof(*defer));

    if (outside.inside != NULL)
        parse_error(p, s->first, NULL, "a defer in %s", outside.inside);
    p->enclosing = (struct enclosing){
        .no_wait = "a defer: it may run in drop(), which cannot wait",
        .inside = "a defer",
        .is_conditional = true,
    };
    p->at++;
    s->body = read_body(p, s);
    p->enclosing = outside;
    check_statics(p, s->body);
    *defer = (struct defer){.statement = s,
                            .scope = p->scope,
                            .outer = p->pending,
                            .next = p->coroutine->defers};
    p->coroutine->defers = defer;
    if (outside.inside == NULL)
        p->pending = defer;
}

/* block-item: declaration (C17 6.8.2) */
static void read_declaration_statement(struct parser *p, struct statement *s)
{
    s->declaration = parse_declaration(p);
    s->declaration->is_body = p->scope == p->coroutine->scope;
    s->waits = declaration_waits(s->declaration);
    s->last = p->at - 1;
}

/* compound-statement: { [block-item-list] } (C17 6.8.2) */
static void read_block_statement(struct parser *p, struct statement *s)
{
    struct token *close = p->at->match;

    p->at++;
    parse_block(p, s);
    p->at = close + 1;
    for (const struct statement *i = s->body; i != NULL; i = i->next)
        s->waits |= i->waits;
}

/* What a statement begins with, if that is enough to know it */
static const struct {
    int token;
    enum statement_kind kind;
    void (*parse)(struct parser *p, struct statement *s);
} beginnings[] = {
    {'{', STATEMENT_BLOCK, read_block_statement},
    {K_IF, STATEMENT_IF, read_if},
    {K_WHILE, STATEMENT_WHILE, read_while},
    {K_DO, STATEMENT_DO, read_do},
    {K_FOR, STATEMENT_FOR, read_for},
    {K_SWITCH, STATEMENT_SWITCH, read_switch},
    {K_CASE, STATEMENT_LABEL, read_case},
    {K_DEFAULT, STATEMENT_LABEL, read_case},
    {K_GOTO, STATEMENT_GOTO, read_goto},
    {K_BREAK, STATEMENT_BREAK, read_jump},
    {K_CONTINUE, STATEMENT_CONTINUE, read_jump},
    {K_RETURN, STATEMENT_RETURN, read_return},
    {K_ASM, STATEMENT_ASM, read_asm},
};

static void read_kind(struct parser *p, struct statement *s)
{
    if (is_other_defer(p))
        parse_error(p, p->at++, "corofy --async",
                    "`defer` is no word without --async");
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++) {
        if (beginnings[i].token == p->at->type) {
            s->kind = beginnings[i].kind;
            beginnings[i].parse(p, s);
            return;
        }
    }
    if (p->at->type == T_NAME && p->at[1].type == ':') {
        s->kind = STATEMENT_LABEL;
        read_label(p, s);
    } else if (is_defer(p)) {
        s->kind = STATEMENT_DEFER;
        read_defer(p, s);
    } else if (parse_starts_declaration(p)) {
        s->kind = STATEMENT_DECLARATION;
        read_declaration_statement(p, s);
    } else {
        s->kind = STATEMENT_EXPRESSION;
        read_expression_statement(p, s);
    }
}

/*
 * The arms of an #if must hold whole statements, so that each can be taken or
 * left; within a statement that is only copied they may stand as they like.
 */
static void check_arms(struct parser *p, const struct statement *s)
{
    const struct arm *first = s->first->arm;
    const struct arm *last = s->last->arm;

    if (first == last)
        return;
    if (last == NULL || (first != NULL && first->outer == last))
        last = first;
    report_directive(p->unit->source, last->text);
}

/*
 * block-item: declaration | statement (C17 6.8.2)
 * statement: labeled- | compound- | expression- | if- | switch- | while- | do-
 * | for- | jump-statement (C17 6.8) | asm- | macro- | defer-statement
 */
static struct statement *read_statement(struct parser *p)
{
    struct statement *s;
    struct token *start = p->at;

    if (parse_accept(p, K_ELSE))
        parse_error(p, start, NULL, "an else without an if");
    s = arena_alloc(p->unit->arena, sizeof(*s));
    s->first = p->at;
    s->pending = p->pending;
    if (parse_nest(p))
        read_kind(p, s);
    p->nesting--;
    if (p->at == start)
        p->at++;
    s->last = p->at - 1;
    if (!p->gave_up)
        check_arms(p, s);
    return s;
}

/* block-item-list: block-item... (C17 6.8.2) */
void parse_block(struct parser *p, struct statement *block)
{
    struct scope *scope = p->scope;
    struct statement **end = &block->body;
    struct token *close = p->at[-1].match;

    p->scope = scope_enter(p->unit, scope, p->at);
    if (p->coroutine->scope == NULL)
        p->coroutine->scope = p->scope;
    while (p->at < close) {
        *end = read_statement(p);
        end = &(*end)->next;
    }
    for (const struct statement *s = block->body; s != NULL; s = s->next)
        parse_check_declared(p, s, close);
    scope_leave(p->scope, close);
    p->scope = scope;
    block->pending_end = p->pending;
    p->pending = block->pending;
}
