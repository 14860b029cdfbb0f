#include "parse_expression.h"

#include "parse_macro.h"
#include "parse_name.h"
#include "parse_operand.h"

/*
 * Only what decides on the order of waits is parsed by precedence: the comma,
 * assignments, ?:, || and &&.  What binds more tightly is one operand, a run of
 * tokens, as C leaves open in which order its parts are evaluated.
 */

struct expression *parse_new_expression(struct parser *p,
                                        enum expression_kind kind,
                                        struct token *first)
{
    struct expression *e = arena_alloc(p->unit->arena, sizeof(*e));

    e->kind = kind;
    e->first = first;
    return e;
}

void parse_add_waits(struct expression *e, struct expression *child)
{
    struct expression **end = &e->children;

    if (!child->waits)
        return;
    e->waits = true;
    while (*end != NULL)
        end = &(*end)->next;
    *end = child->kind == EXPRESSION_PLAIN ? child->children : child;
}

/* `wait` is a keyword where it is called and means nothing else here. */
static bool is_wait(const struct parser *p)
{
    const struct symbol *symbol = p->at->name->ordinary;

    return spells(p->at, WORD_WAIT) && (symbol == NULL || !symbol->is_local) &&
           (p->at[1].type == '(' || p->at[1].type == T_NAME);
}

void parse_check_wait(struct parser *p, const struct token *token)
{
    if (p->enclosing.no_wait != NULL)
        parse_error(p, token,
                    p->enclosing.in_macro
                        ? "write out what the macro does: corofy does not see "
                          "it"
                        : "wait before it, and keep the output in a variable",
                    "a wait cannot stand in %s", p->enclosing.no_wait);
    else if (p->enclosing.macro != NULL)
        report_warning(p->unit->source, token->text,
                       "if it is a macro: it is given the output, and the wait "
                       "is done once, before",
                       "a wait in an argument of '%s', which may be a macro",
                       p->enclosing.macro->text);
}

void parse_check_no_wait(struct parser *p, const struct token *first,
                         const struct token *last)
{
    for (const struct token *i = first; i < last; i++) {
        if (spells(i, WORD_WAIT) && i[1].type == '(')
            parse_check_wait(p, i);
    }
}

static struct expression *read_initializer(struct parser *p);
static bool read_operand_part(struct parser *p, struct expression *e);

/* --- Operands --- */

/* `reason` says why a wait cannot stand between the brackets here. */
static void read_without_wait(struct parser *p, const char *reason)
{
    struct enclosing outside = p->enclosing;
    struct token *close = p->at->match;

    p->enclosing.no_wait = reason;
    p->enclosing.is_conditional = true;
    p->at++;
    while (p->at < close) {
        if (parse_starts_type(p->at))
            p->read_type_name(p, close);
        else
            parse_assignment(p);
        if (p->at < close)
            p->at++; /* a comma or a colon */
    }
    p->at = close + 1;
    p->enclosing = outside;
}

static bool is_prefix(int type)
{
    return type == '*' || type == '&' || type == '-' || type == '+' ||
           type == '!' || type == '~' || type == P_INCREMENT ||
           type == K_SIZEOF || type == K_QUALIFIER;
}

static bool is_postfix(int type)
{
    return type == '[' || type == '(' || type == '{' || type == '.' ||
           type == P_ARROW || type == P_INCREMENT;
}

/*
 * unary-expression: sizeof unary-expression | sizeof ( type-name ) (C17 6.5.3)
 *
 * _Alignof, too, is a K_SIZEOF.
 */
static void read_sizeof(struct parser *p)
{
    struct enclosing outside = p->enclosing;
    struct expression *e;

    while (is_prefix(p->at->type))
        p->at++;
    e = parse_new_expression(p, EXPRESSION_PLAIN, p->at);
    p->enclosing.no_wait = "sizeof";
    p->enclosing.is_unevaluated = true;
    while (read_operand_part(p, e) && is_postfix(p->at->type))
        ;
    p->enclosing = outside;
}

/*
 * offsetof ( type-name , member-designator ) (C17 7.19)
 *
 * The member's name means nothing else.
 */
static void read_offsetof(struct parser *p)
{
    struct token *close = p->at[1].match;

    p->at++;
    if (!parse_accept(p, '('))
        return;
    if (parse_starts_type(p->at))
        p->read_type_name(p, close);
    while (p->at < close) {
        if (p->at->type == '[')
            read_without_wait(p, "offsetof"); /* data[n] uses n */
        else
            p->at++;
    }
    p->at = close + 1;
}

/*
 * primary-expression: ( compound-statement ) (GNU C)
 *
 * Its value is that of the last statement.
 */
static void read_statement_expression(struct parser *p)
{
    struct enclosing outside = p->enclosing;
    struct token *close = p->at->match;
    struct statement block = {.pending = p->pending};

    p->enclosing = (struct enclosing){
        .no_wait = "a statement expression",
        .macro = outside.macro,
        .takes_address = outside.takes_address,
        .is_unevaluated = outside.is_unevaluated,
        .is_conditional = true,
        .inside = "a statement expression",
    };
    p->at++;
    p->read_block(p, &block);
    p->enclosing = outside;
    p->at = close + 1;
}

static void check_ambiguity(struct parser *p, struct token *open)
{
    if (parse_may_be_cast(open - 1) && !parse_starts_type(open[-1].match + 1))
        parse_error(p, open,
                    "a function needs no parentheses around its name; a type "
                    "is made known by --typedef",
                    "is this a call or a cast?  The order of the waits depends "
                    "on it");
}

/*
 * argument: assignment-expression (C17 6.5.2) | type-name | block
 *
 * Macros may be given types, and statements in braces, too.  Does it wait?
 */
static bool read_argument(struct parser *p, struct expression *e,
                          struct token *close)
{
    struct token *first = p->at;

    if (p->at->type == '{') {
        p->enclosing.no_wait = "a block that a macro is given";
        p->enclosing.in_macro = true;
        parse_check_no_wait(p, first, p->at->match);
        p->at = p->at->match + 1;
    } else if (parse_starts_type(p->at)) {
        p->read_type_name(p, find_comma(p->at, close));
    } else {
        struct expression *argument = parse_assignment(p);

        parse_add_waits(e, argument);
        return argument->waits;
    }
    parse_names_between(p, first);
    return false;
}

/* postfix-expression: postfix-expression ( [argument, ...] ) (C17 6.5.2) */
static void read_arguments(struct parser *p, struct expression *e)
{
    struct enclosing outside = p->enclosing;
    struct token *open = p->at, *close = p->at->match;
    const struct token *called = open - 1;
    int count = 0;
    bool waits = false;

    while (called->type == ')') /* as in macro(...)(...) */
        called = called->match - 1;
    if (parse_may_be_macro(called)) {
        p->enclosing.macro = called->name;
        p->enclosing.takes_address |= called->name->macro == NULL;
    }
    p->enclosing.takes_address |= called->takes_address;
    if (is_name(open - 1, "__builtin_choose_expr __builtin_constant_p"))
        p->enclosing.no_wait = "what is not evaluated";
    p->enclosing.is_conditional |=
        p->enclosing.macro != NULL || p->enclosing.no_wait != NULL;
    p->at++;
    while (p->at < close) {
        waits |= read_argument(p, e, close);
        count++;
        if (!parse_accept(p, ',') && p->at < close) {
            parse_expected(p, "',' or ')'");
            p->at = close;
        }
    }
    if (waits && count > 1)
        check_ambiguity(p, open);
    p->at = close + 1;
    p->enclosing = outside;
}

/* ( expression ) (C17 6.5.1) | [ expression ] (C17 6.5.2) */
static void read_group(struct parser *p, struct expression *e)
{
    struct token *close = p->at->match;

    p->at++;
    if (p->at < close)
        parse_add_waits(e, parse_expression(p));
    if (p->at < close)
        parse_expected(p, close->type == ')' ? "')'" : "']'");
    p->at = close + 1;
}

/* Is ( behind what may be called, and not behind a cast? */
static bool is_call(const struct parser *p, const struct expression *e)
{
    struct token *before = p->at - 1;

    if (before < e->first || !parse_ends_operand(before))
        return false;
    return before->type != ')' || !(parse_starts_type(p->at + 1) ||
                                    (parse_may_be_cast(before) &&
                                     parse_starts_type(before->match + 1)));
}

/* (type), (expression), ({...}) or the arguments of a call */
static void read_parentheses(struct parser *p, struct expression *e)
{
    struct token *open = p->at, *close = p->at->match;

    if (is_call(p, e)) {
        read_arguments(p, e);
    } else if (open[1].type == '{') {
        read_statement_expression(p);
    } else if (parse_starts_type(open + 1)) {
        int dimensions;

        p->at++;
        dimensions = p->read_type_name(p, close);
        p->at = close + 1;
        parse_note_literal(p, open, dimensions);
    } else {
        read_group(p, e);
        if (p->at->type == '{') /* a type whose name we did not know */
            parse_note_literal(p, open, close[-1].type == ']');
    }
}

/* Is { behind a ( ) that is no list of arguments, and so may be a type? */
static bool is_literal(const struct parser *p, const struct expression *e)
{
    struct token *open = p->at[-1].match;

    return p->at[-1].type == ')' && (open == e->first || open[-1].type == ')' ||
                                     !parse_ends_operand(open - 1));
}

/* One step of an operand; false where it ends. */
static bool read_operand_part(struct parser *p, struct expression *e)
{
    switch (p->at->type) {
    case T_NAME:
        if (is_wait(p))
            parse_add_waits(e, p->read_wait(p));
        else
            parse_name(p);
        return true;
    case '(':
        read_parentheses(p, e);
        return true;
    case '[':
        read_group(p, e);
        return true;
    case '{':
        if (!is_literal(p, e))
            return false;
        parse_add_waits(e, read_initializer(p));
        return true;
    case '.':
    case P_ARROW:
        p->at += p->at[1].type == T_NAME ? 2 : 1;
        return true;
    case K_SIZEOF:
        read_sizeof(p);
        return true;
    case K_GENERIC:
        p->at++;
        if (p->at->type == '(')
            read_without_wait(p, "_Generic");
        return true;
    case K_OFFSETOF:
        read_offsetof(p);
        return true;
    case P_AND_AND:
        if (p->at > e->first && parse_ends_operand(p->at - 1))
            return false;
        parse_error(p, p->at, "use a switch",
                    "a coroutine cannot take the address of a label");
        p->at++;
        return true;
    case T_END:
    case ')':
    case ']':
    case '}':
    case ';':
    case ',':
    case ':':
    case '?':
    case P_ASSIGN:
    case P_OR_OR:
        return false;
    default:
        if (p->at->type >= K_FIRST && p->at->type != K_QUALIFIER)
            return false; /* but __extension__ may begin an operand */
        p->at++;
        return true;
    }
}

/* Can an operand not be followed by another, other than in a macro's hands? */
static bool is_whole_operand(const struct token *token)
{
    switch (token->type) {
    case T_NAME:
        return !is_name(token, PART_OPERATORS);
    case T_NUMBER:
    case T_CHARACTER:
    case ']':
    case '}':
        return true;
    case ')':
        return !parse_may_be_cast(token);
    }
    return false;
}

static bool begins_operand(int type)
{
    return type == T_NAME || type == T_NUMBER || type == T_CHARACTER ||
           type == K_SIZEOF || type == K_GENERIC || type == K_OFFSETOF;
}

/* operand: from primary- to inclusive-OR-expression (C17 6.5.1 to 6.5.12) */
static struct expression *read_operand(struct parser *p)
{
    struct expression *e = parse_new_expression(p, EXPRESSION_PLAIN, p->at);

    if (parse_nest(p)) {
        do {
            if (p->unseen == NULL && p->at > e->first &&
                begins_operand(p->at->type) && is_whole_operand(p->at - 1))
                p->unseen = p->at;
        } while (read_operand_part(p, e));
    }
    p->nesting--;
    e->last = p->at - 1;
    return e;
}

/* --- Operators that decide on the order --- */

/*
 * left and right, joined by an operator.  If only the left one waits there is
 * nothing special to it: it comes first anyhow.
 */
static struct expression *join(struct parser *p, enum expression_kind kind,
                               struct expression *left,
                               struct expression *right)
{
    struct expression *e =
        parse_new_expression(p, EXPRESSION_PLAIN, left->first);

    e->last = right->last;
    if (right->waits || (left->waits && kind == EXPRESSION_COMMA)) {
        e->kind = kind;
        e->waits = true;
        e->children = left;
        left->next = right;
    } else {
        parse_add_waits(e, left);
    }
    return e;
}

static struct expression *read_logical(struct parser *p, int type);

/* Of && and ||, of which && binds more tightly */
static struct expression *read_logical_operand(struct parser *p, int type)
{
    return type == P_OR_OR ? read_logical(p, P_AND_AND) : read_operand(p);
}

/*
 * logical-AND-expression: operand [&& operand]... (C17 6.5.13)
 * logical-OR-expression: logical-AND [|| logical-AND]... (C17 6.5.14)
 */
static struct expression *read_logical(struct parser *p, int type)
{
    struct enclosing outside = p->enclosing;
    struct expression *left = read_logical_operand(p, type);
    int depth = 0;

    p->enclosing.is_conditional = true;
    while (p->at->type == type && parse_nest(p)) {
        depth++;
        p->at++;
        left = join(p, EXPRESSION_LOGICAL, left, read_logical_operand(p, type));
        left->is_or = type == P_OR_OR;
    }
    p->nesting -= depth;
    p->enclosing = outside;
    return left;
}

/*
 * conditional-expression: logical-OR [? expression : conditional] (C17 6.5.15)
 * | logical-OR ? : conditional (GNU C)
 */
static struct expression *read_conditional(struct parser *p)
{
    struct expression *condition = read_logical(p, P_OR_OR);
    struct enclosing outside = p->enclosing;
    struct expression *yes, *no, *e;
    struct token *question = p->at;

    if (p->at->type != '?' || !parse_nest(p))
        return condition;
    p->at++;
    p->enclosing.is_conditional = true;
    yes = parse_expression(p);
    if (!parse_accept(p, ':'))
        parse_expected(p, "':'");
    no = read_conditional(p);
    p->nesting--;
    p->enclosing = outside;
    if (no->waits && question[1].type == ':')
        parse_error(p, question,
                    "keep the first operand's value in a variable before: "
                    "a ? a : b",
                    "a wait in an ?: whose second operand is left out");
    e = join(p, EXPRESSION_CONDITIONAL, condition, no);
    if (!yes->waits && !no->waits)
        return e;
    e->kind = EXPRESSION_CONDITIONAL;
    e->waits = true;
    e->children = condition;
    condition->next = yes;
    yes->next = no;
    return e;
}

/* x = ...: x gets a new value, and nothing of the old one is needed. */
static void mark_assignment(struct parser *p, const struct expression *left)
{
    struct token *token = left->first;

    if (left->first != left->last || token->role != ROLE_USE ||
        p->at->text[0] != '=')
        return;
    token->role = p->enclosing.is_conditional ? ROLE_SET : ROLE_KILL;
}

/* assignment-expression: conditional [operator assignment] (C17 6.5.16) */
struct expression *parse_assignment(struct parser *p)
{
    struct expression *left = read_conditional(p);
    struct expression *right, *e;

    if (p->at->type != P_ASSIGN)
        return left;
    mark_assignment(p, left);
    p->at++;
    right = parse_nest(p) ? parse_assignment(p)
                          : parse_new_expression(p, EXPRESSION_PLAIN, p->at);
    p->nesting--;
    e = parse_new_expression(p, EXPRESSION_PLAIN, left->first);
    e->last = right->last;
    parse_add_waits(e, left);
    parse_add_waits(e, right);
    return e;
}

/* expression: assignment-expression [, assignment]... (C17 6.5.17) */
struct expression *parse_expression(struct parser *p)
{
    struct expression *left = parse_assignment(p);
    int depth = 0;

    while (p->at->type == ',' && parse_nest(p)) {
        depth++;
        p->at++;
        left = join(p, EXPRESSION_COMMA, left, parse_assignment(p));
    }
    p->nesting -= depth;
    return left;
}

/* [designation: ([ constant-expression ] | . identifier)... =] (C17 6.7.9) */
static void read_designators(struct parser *p)
{
    while (p->at->type == '[' || p->at->type == '.') {
        if (p->at->type == '[')
            read_without_wait(p, "a designator");
        else
            p->at += 2;
    }
    if (p->at->type == P_ASSIGN)
        p->at++;
}

/*
 * initializer: assignment-expression
 * | { [designation] initializer, ... } (C17 6.7.9)
 */
static struct expression *read_initializer(struct parser *p)
{
    struct expression *e;
    struct token *close = p->at->match;

    if (p->at->type != '{')
        return parse_assignment(p);
    e = parse_new_expression(p, EXPRESSION_PLAIN, p->at);
    p->at++;
    while (p->at < close && parse_nest(p)) {
        read_designators(p);
        parse_add_waits(e, read_initializer(p));
        p->nesting--;
        if (!parse_accept(p, ',') && p->at < close) {
            parse_expected(p, "',' or '}'");
            p->at = close;
        }
    }
    p->at = close + 1;
    e->last = close;
    return e;
}

/* MACRO or MACRO(...) */
static bool may_end_macro(const struct token *last)
{
    if (last->type == ')' && last->match != NULL)
        last = last->match - 1;
    return parse_may_be_macro(last);
}

/*
 * Where two operands stand side by side there is a macro between them, or what
 * looks like one of them is a macro, or something is missing.
 */
static struct expression *read_whole(
    struct parser *p, struct expression *(*parse)(struct parser *))
{
    struct expression *e;

    p->unseen = NULL;
    e = parse(p);
    if (!e->waits || p->unseen == NULL)
        return e;
    if (begins_line(p->unseen) && !may_end_macro(p->unseen - 1))
        parse_expected_semicolon(p, p->unseen);
    else
        parse_error(p, p->unseen,
                    "if there is a macro here, write it out: what it does with "
                    "the wait is not seen",
                    "expected ';' or an operator");
    return e;
}

struct expression *parse_whole_expression(struct parser *p)
{
    return read_whole(p, parse_expression);
}

struct expression *parse_whole_initializer(struct parser *p)
{
    return read_whole(p, read_initializer);
}
