#include <string.h>

#include "parse.h"

/*
 * What macros of the file may do that is not seen where they are used: jump, or
 * use variables.  Those of headers are known by their capitals at most.
 */

enum {
    MAX_MACROS = 1000 /* that use each other */
};

static const char lower_case[] = "abcdefghijklmnopqrstuvwxyz";
static const char upper_case[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Ours we know better than by capitals. */
bool parse_may_be_macro(const struct token *token)
{
    const struct name *name = token->name;

    if (token->type != T_NAME)
        return false;
    if (name->macro != NULL)
        return name->macro->has_parameters || token[1].type != '(';
    return name->length > 1 && strpbrk(name->text, lower_case) == NULL &&
           strpbrk(name->text, upper_case) != NULL;
}

/* May it take the address of its argument?  Of a header's we know nothing. */
bool parse_may_take_address(const struct name *name)
{
    const struct macro *macro = name->macro;

    if (macro == NULL)
        return true;
    for (int i = 0; i < macro->count; i++) {
        const struct token *token = &macro->body[i];

        if (token->type == '&' ||
            (token->type == T_NAME &&
             (token->name->macro != NULL ||
              strpbrk(token->name->text, lower_case) == NULL)))
            return true;
    }
    return false;
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

/* The same of a whole macro, and of those that it uses */
static const char *jump_of_macro(struct macro *macro, int depth)
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
    for (int i = 0; i < macro->count && macro->jump == NULL; i++) {
        const struct token *token = &macro->body[i];

        macro->jump = jump_in_macro(token, has_loop, has_switch);
        if (token->type == T_NAME && token->name->macro != NULL &&
            macro->jump == NULL && depth < MAX_MACROS)
            macro->jump = jump_of_macro(token->name->macro, depth + 1);
    }
    return macro->jump;
}

/* --- Variables --- */

static void note_use(struct parser *p, struct token *user,
                     struct symbol *symbol, enum role role)
{
    struct hidden_use *use = arena_alloc(p->unit->arena, sizeof(*use));

    *use = (struct hidden_use){symbol, role, user->hidden};
    user->hidden = use;
}

static bool is_paste(const struct macro *macro, int i)
{
    const struct token *token = &macro->body[i];

    return i >= 0 && i < macro->count && token->length == 2 &&
           token->text[0] == '#' && token->text[1] == '#';
}

/* The length of a piece that the name may go on with here; 0: this is none */
static size_t piece_length(const struct token *token, const struct name *name,
                           size_t at)
{
    if ((token->type == T_NAME || token->type == T_NUMBER) &&
        token->length < name->length &&
        strncmp(token->text, name->text + at, token->length) == 0)
        return token->length;
    return 0;
}

/*
 * Can the macro paste this together, of what it is given and of what stands
 * beside a ## in it?  Which argument a piece comes from is not looked at.
 */
static bool can_paste(struct parser *p, const struct token *user,
                      const struct macro *macro, const struct name *name)
{
    const struct token *close = user[1].type == '(' ? user[1].match : NULL;
    bool *may_end = arena_alloc(p->unit->arena, name->length + 1);

    may_end[0] = true; /* the pieces before, at this octet */
    for (size_t at = 0; at < name->length; at++) {
        if (!may_end[at])
            continue;
        for (const struct token *i = user + 1; close != NULL && i < close; i++)
            may_end[at + piece_length(i, name, at)] = true;
        for (int i = 0; i < macro->count; i++) {
            const struct token *token = &macro->body[i];

            if (is_paste(macro, i - 1) || is_paste(macro, i + 1))
                may_end[at + piece_length(token, name, at)] = true;
        }
    }
    return may_end[name->length];
}

/* Notes the variables whose names a macro may paste together. */
static void note_pasted(struct parser *p, struct token *user,
                        const struct macro *macro)
{
    bool pastes = false, has_address = false;

    for (int i = 0; i < macro->count; i++) {
        pastes |= is_paste(macro, i);
        has_address |= macro->body[i].type == '&';
    }
    for (const struct scope *scope = p->scope; pastes && scope != NULL;
         scope = scope->outer) {
        for (struct symbol *s = scope->symbols; s != NULL; s = s->next) {
            if (s->kind == SYMBOL_VARIABLE &&
                can_paste(p, user, macro, s->name))
                note_use(p, user, s,
                         s->dimensions > 0 || has_address ? ROLE_ESCAPE
                                                          : ROLE_USE);
        }
    }
}

/*
 * Notes the variables of the coroutine that a macro names in its body.  Each
 * macro is looked into once: if each used the next one twice, there would soon
 * be millions of them.
 */
static void note_hidden(struct parser *p, struct token *user,
                        struct macro *macro, int depth)
{
    if (macro->noted_for == user || depth > MAX_MACROS)
        return;
    macro->noted_for = user;
    note_pasted(p, user, macro);
    for (int i = 0; i < macro->count; i++) {
        const struct token *token = &macro->body[i];
        struct symbol *symbol =
            token->type == T_NAME ? token->name->ordinary : NULL;
        if (token->type == T_NAME && token->name->macro != NULL)
            note_hidden(p, user, token->name->macro, depth + 1);
        if (symbol == NULL || !symbol->is_local ||
            symbol->kind != SYMBOL_VARIABLE)
            continue;
        note_use(p, user, symbol,
                 symbol->dimensions > 0 ||
                         (i > 0 && macro->body[i - 1].type == '&')
                     ? ROLE_ESCAPE
                     : ROLE_USE);
    }
}

void parse_check_macro(struct parser *p, struct token *token)
{
    const char *jump = NULL;

    for (struct macro *m = token->name->macro; m != NULL; m = m->before) {
        if (jump == NULL)
            jump = jump_of_macro(m, 0);
        note_hidden(p, token, m, 0);
    }
    if (jump != NULL)
        parse_error(p, token, "write it out here",
                    "macro '%s' has %s %s in it, which is not seen",
                    token->name->text, *jump == 'a' ? "an" : "a", jump);
}
