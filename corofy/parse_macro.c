#include "parse_macro.h"

#include <string.h>

#include "parse_operand.h"

/*
 * What macros of the file may do that is not seen where they are used: jump, or
 * use variables.  Those of headers are known by their capitals at most.
 */

static const char lower_case[] = "abcdefghijklmnopqrstuvwxyz";
static const char upper_case[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Names in capitals that are no macros of a header */
static const char predefined[] = "__VA_ARGS__ __VA_OPT__ __FILE__ __LINE__ "
                                 "__COUNTER__ __DATE__ __TIME__";

/* Is it a name such as macros of headers have? */
static bool is_capital(const struct token *token)
{
    return token->type == T_NAME && token->name->macro == NULL &&
           token->name->length > 1 &&
           strpbrk(token->name->text, lower_case) == NULL &&
           strpbrk(token->name->text, upper_case) != NULL &&
           !is_among(token->name, predefined);
}

/* Ours we know better than by capitals. */
bool parse_may_be_macro(const struct token *token)
{
    const struct name *name = token->name;

    if (token->type != T_NAME)
        return false;
    if (name->macro != NULL)
        return name->macro->has_parameters || token[1].type != '(';
    return is_capital(token);
}

/* --- Jumps --- */

/* What a token of a macro does to the statements around it; NULL: nothing */
static const char *jump_in_macro(const struct token *token, bool has_loop,
                                 bool has_switch)
{
    int next;

    switch (token->type) {
    case K_RETURN:
    case K_GOTO:
        break;
    case K_CONTINUE:
        if (has_loop)
            return NULL;
        break;
    case K_BREAK:
    case K_CASE:
        if (has_loop || has_switch)
            return NULL;
        break;
    case T_NAME:
        next = token[1].type;
        if (spells(token, WORD_WAIT) && (next == '(' || next == T_END))
            break;
        if (spells(token, WORD_DEFER) && (next == T_NAME || next == '{'))
            break;
        return NULL;
    default:
        return NULL;
    }
    return token->name->text;
}

/* The same of a whole macro, but not of those that it uses */
static const char *jump_of_macro(struct macro *macro)
{
    bool has_loop = false, has_switch = false;

    if (macro->is_known)
        return macro->jump;
    macro->is_known = true;
    for (int i = 0; i < macro->count; i++) {
        int type = macro->body[i].type;

        has_loop |= type == K_FOR || type == K_WHILE || type == K_DO;
        has_switch |= type == K_SWITCH;
    }
    for (int i = 0; i < macro->count && macro->jump == NULL; i++)
        macro->jump = jump_in_macro(&macro->body[i], has_loop, has_switch);
    return macro->jump;
}

/* --- What a use of a macro may become --- */

enum {
    MAX_MACROS = 20 /* of which one uses the other, until we give up */
};

/* Is that a parameter of the macro? */
static bool is_parameter(const struct token *token)
{
    return token->text == NULL;
}

/*
 * All macros of the file that come into it: the one that is used; those that a
 * macro's text or the arguments name; and those whose names a macro may paste
 * together of what stands in all of these.
 */
struct expansion {
    struct parser *p;
    struct token *user;
    struct token *last;  /* of its arguments, or the user */
    struct macro *first; /* each is there once */
    struct macro **end;
    bool in_arguments; /* where the macros are found that are added now */
    bool pastes;
    bool makes_name;    /* of a macro, whose arguments may follow */
    bool calls;         /* what it is given, as in f(x) of a parameter f */
    bool takes_address; /* perhaps of an argument */
};

/* The macro, and its definitions before */
static void add_macro(struct expansion *x, struct macro *macro)
{
    for (; macro != NULL; macro = macro->before) {
        if (macro->used_by == x->user)
            continue;
        macro->used_by = x->user;
        macro->in_arguments = x->in_arguments;
        macro->next_used = NULL;
        *x->end = macro;
        x->end = &macro->next_used;
    }
}

/*
 * Adds what the macros from this one on name, and what that names in turn; and
 * notes what they do with it.
 */
static void add_named(struct expansion *x, const struct macro *macro)
{
    for (; macro != NULL; macro = macro->next_used) {
        for (int i = 0; i < macro->count; i++) {
            const struct token *token = &macro->body[i];

            x->pastes |= token->type == P_PASTE;
            x->calls |= is_parameter(token) && i + 1 < macro->count &&
                        token[1].type == '(';
            if (token->type != T_NAME || token->name->macro == NULL)
                continue;
            add_macro(x, token->name->macro);
            x->makes_name |= i + 1 == macro->count || token[1].type != '(';
        }
    }
}

/* Adds what the arguments name, and what these in turn. */
static void add_arguments(struct expansion *x)
{
    struct macro **from = x->end;

    x->in_arguments = true;
    for (const struct token *i = x->user + 1; i <= x->last; i++) {
        if (i->type != T_NAME || i->name->macro == NULL)
            continue;
        add_macro(x, i->name->macro);
        x->makes_name |= i[1].type != '(';
    }
    add_named(x, *from);
    x->in_arguments = false;
}

/* Notes how far the name is there, if this is what stands next in it. */
static void add_piece(const struct expansion *x, const struct token *token,
                      const struct name *name, size_t at)
{
    const char *text = token->text;
    size_t length = token->length;

    if (token->type == T_NAME) {
        text = token->name->text;
        length = token->name->length;
    } else if (token->type != T_NUMBER) {
        return;
    }
    if (length < name->length && length <= name->length - at &&
        memcmp(text, name->text + at, length) == 0)
        x->p->reached[at + length] = true;
}

/*
 * Can a name be pasted together of what stands there?  Which macro gets which
 * piece is not looked at.
 */
static bool can_paste(const struct expansion *x, const struct name *name)
{
    memset(x->p->reached, 0, name->length + 1);
    x->p->reached[0] = true;
    for (size_t at = 0; at < name->length; at++) {
        if (!x->p->reached[at])
            continue;
        for (const struct token *i = x->user + 1; i <= x->last; i++)
            add_piece(x, i, name, at);
        for (const struct macro *m = x->first; m != NULL; m = m->next_used) {
            for (int i = 0; i < m->count; i++)
                add_piece(x, &m->body[i], name, at);
        }
    }
    return x->p->reached[name->length];
}

/*
 * Adds macros whose names may be pasted together, until there is none any more:
 * the text of a new one may be a piece as well.
 */
static void add_pasted(struct expansion *x)
{
    struct tokens *tokens = &x->p->unit->tokens;
    struct macro **from;

    do {
        from = x->end;
        for (struct name *i = tokens->macros; i != NULL; i = i->next_macro) {
            if (i->macro->used_by == x->user || !can_paste(x, i))
                continue;
            add_macro(x, i->macro);
            x->makes_name = true;
        }
        add_named(x, *from);
    } while (*from != NULL);
}

/* Finds all that there is, and how far the arguments go. */
static void expand(struct expansion *x)
{
    if (x->p->reached == NULL)
        x->p->reached = arena_alloc(x->p->unit->arena,
                                    x->p->unit->tokens.names.longest + 1);
    add_macro(x, x->user->name->macro);
    add_named(x, x->first);
    do {
        if (x->last[1].type == '(') {
            x->calls |= x->last != x->user; /* as in macro(f)(x) */
            x->last = x->last[1].match;
        }
        add_arguments(x);
        if (x->pastes)
            add_pasted(x);
    } while (x->makes_name && x->last[1].type == '(');
}

/* --- Variables --- */

/* Does the ) of a macro's text end a cast, by what is in the parentheses? */
static bool ends_cast(const struct macro *macro, int i)
{
    int last = i - 1, depth = 0;
    const struct token *first;

    do {
        depth += (macro->body[i].type == ')') - (macro->body[i].type == '(');
    } while (depth > 0 && i-- > 0);
    if (i < 0 || i == last)
        return false;
    first = &macro->body[i + 1];
    if (parse_starts_type(first) || macro->body[last].type == '*')
        return true;
    return i + 1 == last && first->type == T_NAME && first->name->length > 2 &&
           strcmp(first->name->text + first->name->length - 2, "_t") == 0;
}

/* Is it the operator that takes an address, and not the one of bits? */
static bool is_address_of(const struct macro *macro, int i)
{
    const struct token *before;

    if (macro->body[i].type != '&')
        return false;
    if (i == 0)
        return true;
    before = &macro->body[i - 1];
    if (before->type == ')')
        return ends_cast(macro, i - 1);
    return !is_parameter(before) && !parse_ends_operand(before);
}

/* May the address be taken of what the use is given, or of what it names? */
static bool takes_address(const struct expansion *x)
{
    for (const struct macro *m = x->first; m != NULL; m = m->next_used) {
        for (int i = 0; i < m->count && (x->calls || !m->in_arguments); i++) {
            if (is_address_of(m, i) || is_capital(&m->body[i]))
                return true;
        }
    }
    for (const struct token *i = x->user + 1; x->calls && i <= x->last; i++) {
        if (is_capital(i) && i[1].type != '(')
            return true;
    }
    return false;
}

static void note_use(const struct expansion *x, struct symbol *symbol)
{
    struct hidden_use *use = arena_alloc(x->p->unit->arena, sizeof(*use));
    bool escapes = symbol->dimensions > 0 || x->takes_address;

    *use = (struct hidden_use){symbol, escapes ? ROLE_ESCAPE : ROLE_USE,
                               x->user->hidden};
    x->user->hidden = use;
}

/* Notes the variables of the coroutine that a macro names. */
static void note_named(const struct expansion *x, const struct macro *macro)
{
    for (int i = 0; i < macro->count; i++) {
        const struct token *token = &macro->body[i];
        struct symbol *symbol =
            is_ordinary(token) ? token->name->ordinary : NULL;

        if (symbol != NULL && symbol->is_local &&
            symbol->kind == SYMBOL_VARIABLE)
            note_use(x, symbol);
    }
}

/* Notes the variables whose names may be pasted together. */
static void note_pasted(const struct expansion *x)
{
    for (const struct scope *scope = x->p->scope; scope != NULL;
         scope = scope->outer) {
        for (struct symbol *s = scope->symbols; s != NULL; s = s->next) {
            if (s->kind == SYMBOL_VARIABLE && can_paste(x, s->name))
                note_use(x, s);
        }
    }
}

/* --- Compound literals --- */

/* Is it a compound literal that begins with this { behind its type? */
static bool opens_literal(const struct token *brace)
{
    const struct token *open = brace[-1].match;

    if (brace->type != '{' || brace->match < brace || brace[-1].type != ')' ||
        open == NULL || open[1].type == '{')
        return false;
    return open[-1].type == ')' || open[-1].type == K_RETURN ||
           open[-1].type == K_SIZEOF ||
           (!parse_ends_operand(open - 1) &&
            (open[-1].type < K_FIRST || open[-1].type == K_QUALIFIER));
}

/* What is in a block of the macro, or in the head of its for, lives no longer.
 */
static bool is_in_block(const struct token *token)
{
    for (token--; token->type != T_END; token--) {
        if (token->match != NULL && token->match < token)
            token = token->match;
        else if (token->type == '(' && token[-1].type == K_FOR)
            return true;
        else if (token->type == '{' && token[-1].type != P_ASSIGN &&
                 token[-1].type != ',' && token[-1].type != '{' &&
                 !opens_literal(token))
            return true;
    }
    return false;
}

/* Is it in sizeof( ), or right behind it? */
static bool is_in_sizeof(const struct token *token)
{
    for (token--; token->type != T_END; token--) {
        if (token->type == K_SIZEOF)
            return true;
        if (token->match != NULL && token->match < token)
            token = token->match;
        else if (token->type != '(' && token->type != '*')
            return false;
    }
    return false;
}

/* Does the macro nothing with what it is given but take the size of it? */
static bool only_measures(const struct macro *macro)
{
    for (; macro != NULL; macro = macro->before) {
        for (int i = 0; i < macro->count; i++) {
            if (macro->body[i].type == P_PASTE ||
                (is_parameter(&macro->body[i]) &&
                 !is_in_sizeof(&macro->body[i])))
                return false;
        }
    }
    return true;
}

bool parse_is_measured(struct part part)
{
    const struct token *open = part.first - 1, *name = open - 1;

    return open->type == '(' && open->match == part.last + 1 &&
           name->type == T_NAME && name->name->macro != NULL &&
           name->name->macro->has_parameters &&
           only_measures(name->name->macro);
}

static int count_dimensions(const struct token *open)
{
    int dimensions = 0;

    for (const struct token *i = open; i < open->match; i++) {
        const struct symbol *symbol =
            i->type == T_NAME ? i->name->ordinary : NULL;

        dimensions += i->type == '[';
        if (symbol != NULL && symbol->kind == SYMBOL_TYPEDEF)
            dimensions += symbol->dimensions;
    }
    return dimensions;
}

static bool value_escapes(const struct expansion *x, const struct macro *macro,
                          struct part part, int depth);

/* Does a part of the macro's text become an address, there or around it? */
static bool part_escapes(const struct expansion *x, const struct macro *macro,
                         struct part part, int depth)
{
    if (is_in_block(part.first) || !parse_take_in(&part) ||
        parse_is_measured(part) || part.first[-1].type == K_SIZEOF ||
        part.first[-1].type == K_TYPEOF)
        return false;
    if (part.first[-1].type == T_END && part.last[1].type == T_END)
        return value_escapes(x, macro, part, depth);
    return parse_becomes_address(part);
}

static bool names_macro(const struct token *token, const struct macro *macro)
{
    const struct macro *i = token->type == T_NAME ? token->name->macro : NULL;

    while (i != NULL && i != macro)
        i = i->before;
    return i != NULL;
}

/* The same of all of its text, wherever the macro is used */
static bool value_escapes(const struct expansion *x, const struct macro *macro,
                          struct part part, int depth)
{
    if (names_macro(x->user, macro)) {
        part.first = x->user;
        part.last = x->last;
        if (parse_take_in(&part) && !parse_is_measured(part) &&
            parse_becomes_address(part))
            return true;
    }
    for (const struct macro *m = x->first; m != NULL && depth > 0;
         m = m->next_used) {
        for (int i = 0; i < m->count; i++) {
            part.first = part.last = &m->body[i];
            if (!names_macro(part.first, macro))
                continue;
            if (part.last[1].type == '(' && part.last[1].match != NULL)
                part.last = part.last[1].match;
            if (part_escapes(x, m, part, depth - 1))
                return true;
        }
    }
    return depth == 0;
}

/* Is there a literal in the macro whose address may be kept? */
static bool makes_literal(const struct expansion *x, const struct macro *macro)
{
    for (int i = 1; i < macro->count; i++) {
        struct token *brace = &macro->body[i], *open;

        if (!opens_literal(brace))
            continue;
        open = brace[-1].match;
        if (part_escapes(x, macro,
                         parse_literal_part(open, count_dimensions(open)),
                         MAX_MACROS))
            return true;
    }
    return false;
}

/* Notes a literal that has no name, and so no place on the stack. */
static void note_literal(const struct expansion *x)
{
    struct symbol *symbol = arena_alloc(x->p->unit->arena, sizeof(*symbol));
    struct hidden_use *use = arena_alloc(x->p->unit->arena, sizeof(*use));

    *symbol = (struct symbol){.kind = SYMBOL_VARIABLE,
                              .token = x->user,
                              .is_local = true,
                              .scope = x->p->scope};
    *use = (struct hidden_use){symbol, ROLE_ESCAPE, x->user->hidden};
    x->user->hidden = use;
}

/* What a macro calls, as if it were called here */
static void check_calls(const struct expansion *x, const struct macro *macro)
{
    for (int i = 0; i < macro->count; i++) {
        const char *hint = parse_forbidden(&macro->body[i]);

        if (hint != NULL)
            parse_error(x->p, x->user, hint,
                        "macro '%s' calls %s(), which cannot be used in a "
                        "coroutine",
                        x->user->name->text, macro->body[i].name->text);
    }
}

void parse_check_macro(struct parser *p, struct token *token)
{
    struct expansion x = {.p = p, .user = token, .last = token};
    const char *jump = NULL;

    if (token->name->macro == NULL)
        return;
    x.end = &x.first;
    expand(&x);
    token->takes_address = x.takes_address = takes_address(&x);
    if (x.pastes)
        note_pasted(&x);
    for (struct macro *m = x.first; m != NULL; m = m->next_used) {
        if (m->in_arguments)
            continue; /* which are users of their own */
        note_named(&x, m);
        check_calls(&x, m);
        if (!p->enclosing.is_unevaluated && makes_literal(&x, m))
            note_literal(&x);
        jump = jump != NULL ? jump : jump_of_macro(m);
    }
    if (jump != NULL)
        parse_error(p, token, "write it out here",
                    "macro '%s' has %s %s in it, which is not seen",
                    token->name->text, *jump == 'a' ? "an" : "a", jump);
}

/* --- Variables that macros declare --- */

static const struct token *skip_qualifiers(const struct token *token)
{
    while (token->type == K_CONST || token->type == K_QUALIFIER)
        token++;
    return token;
}

static bool is_name_or_parameter(const struct token *token)
{
    return token->type == T_NAME || is_parameter(token);
}

/* Does the macro's text begin as a declaration of what no other call keeps? */
static bool begins_declaration(const struct macro *macro)
{
    const struct token *first = skip_qualifiers(macro->body), *i = first + 1;

    if (macro->count == 0)
        return false;
    if (first->type >= K_STRUCT && first->type <= K_AUTO_TYPE)
        return true;
    if (!is_name_or_parameter(first) || first + 1 >= macro->body + macro->count)
        return false;
    i = skip_qualifiers(i);
    if (is_name_or_parameter(i))
        return true;
    while (i->type == '*')
        i = skip_qualifiers(i + 1);
    return i > first + 1 && is_name_or_parameter(i) && i[1].type == P_ASSIGN;
}

/* May the macro, used at user, declare something of this name? */
static bool may_declare(const struct token *user, const struct name *name)
{
    const struct macro *macro = user->name->macro;

    for (const struct token *i = user + 1;
         user[1].type == '(' && i < user[1].match; i++) {
        if (i->name == name && (i[-1].type == '(' || i[-1].type == ',') &&
            (i[1].type == ')' || i[1].type == ','))
            return true;
    }
    for (int i = 0; i < macro->count; i++) {
        if (macro->body[i].name == name && is_ordinary(&macro->body[i]))
            return true;
    }
    return false;
}

/* A name that the file says nothing of, and no function nor macro of a header
 */
static bool may_be_variable(const struct token *token)
{
    return is_ordinary(token) && parse_is_unknown(token) &&
           token[1].type != '(' && !is_capital(token) && token->symbol == NULL;
}

/*
 * Where what is behind the wait begins: in a loop that may be all of it, which
 * begins behind the statement.
 */
static const struct token *behind_wait(const struct statement *s,
                                       const struct wait *wait)
{
    for (const struct token *i = s->last; i < wait->token; i++) {
        if (i->type == K_FOR || i->type == K_WHILE || i->type == K_DO)
            return i;
    }
    return wait->token[1].match != NULL ? wait->token[1].match : wait->token;
}

void parse_check_declared(struct parser *p, const struct statement *s,
                          const struct token *close)
{
    const struct wait *wait = p->coroutine->waits;

    if (s->kind != STATEMENT_EXPRESSION || s->first->type != T_NAME ||
        s->first->name->macro == NULL ||
        !begins_declaration(s->first->name->macro))
        return;
    while (wait != NULL && wait->token < s->first)
        wait = wait->next;
    if (wait == NULL)
        return;
    for (const struct token *i = behind_wait(s, wait); i < close; i++) {
        if (!may_be_variable(i) || !may_declare(s->first, i->name))
            continue;
        parse_error(p, s->first, "write it out here",
                    "macro '%s' declares '%s', which is used behind the wait "
                    "in line %d and not kept",
                    s->first->name->text, i->name->text, wait->token->line);
        return;
    }
}
