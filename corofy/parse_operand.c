#include "parse_operand.h"

/* --- Operands --- */

enum {
    MAX_CASTS = 100 /* that we look at, one behind the other */
};

bool parse_ends_operand(const struct token *token)
{
    switch (token->type) {
    case P_INCREMENT:
    case T_NAME:
    case T_NUMBER:
    case T_STRING:
    case T_CHARACTER:
    case ']':
    case '}':
    case ')':
        return true;
    }
    return false;
}

/* A type, or a name that may be one of a header's */
static bool holds_type(const struct token *open)
{
    const struct token *token = open + 1;

    return parse_starts_type(token) ||
           (token->type == T_NAME && token->symbol == NULL &&
            token->name->ordinary == NULL && token->name->macro == NULL &&
            (token + 1 == open->match || token[1].type == '*' ||
             token[1].type >= K_DECLARES));
}

bool parse_may_be_cast(const struct token *close)
{
    const struct token *open = close->match;
    int before = 0; /* casts may follow each other */

    if (open == NULL || close->type != ')' || !holds_type(open))
        return false;
    while (open[-1].type == ')' && holds_type(open[-1].match) &&
           ++before < MAX_CASTS)
        open = open[-1].match;
    if (!parse_ends_operand(open - 1) && open[-1].type != K_SIZEOF)
        return true;
    return close->match[-1].type == ')' && parse_starts_type(close->match + 1);
}

static bool is_address_of(const struct token *token)
{
    return token->type == '&' &&
           (!parse_ends_operand(token - 1) || parse_may_be_cast(token - 1));
}

int parse_count_subscripts(const struct token *token)
{
    int n = 0;

    while (token[1].type == '[' && token[1].match != NULL) {
        token = token[1].match;
        n++;
    }
    return n;
}

bool parse_names_array(const struct token *token, const struct symbol *symbol)
{
    return symbol->kind == SYMBOL_VARIABLE && !symbol->is_parameter &&
           symbol->dimensions > parse_count_subscripts(token);
}

/* --- What becomes an address --- */

enum {
    MANY = 1000 /* dimensions: how many we do not know */
};

/* Does this file define the struct that a type is, from first to last? */
static bool has_known_members(const struct token *first,
                              const struct token *last)
{
    for (const struct token *token = first; token <= last; token++) {
        if (token->type == '{')
            return true;
        if (token->type == T_NAME && token->name->seen_tag != NULL &&
            is_tag(token))
            return true;
    }
    return false;
}

/* Takes in ( ), __real__ and what else is around it and changes nothing. */
static bool widen(struct part *part)
{
    struct token *before = part->first - 1;
    bool is_group =
        before->type == '(' && before->match == part->last + 1 &&
        (!parse_ends_operand(before - 1) || parse_may_be_cast(before - 1));

    if (!is_group && before->type != K_QUALIFIER &&
        !is_name(before, PART_OPERATORS))
        return false;
    part->first--;
    part->last += is_group;
    return true;
}

/* .member, which may be an array unless this file shows that it is none */
static bool select_member(struct part *part)
{
    const struct name *name;

    if (part->last[1].type != '.')
        return false;
    name = part->last[2].name;
    part->dimensions =
        part->is_known && name != NULL && !name->is_array ? 0 : MANY;
    part->is_known = false;
    part->last += 2;
    return true;
}

bool parse_take_in(struct part *part)
{
    for (;;) {
        if (widen(part) || select_member(part))
            continue;
        if (part->last[1].type != '[' || part->last[1].match == NULL)
            return true;
        if (part->dimensions == 0)
            return false;
        part->dimensions--;
        part->last = part->last[1].match;
    }
}

bool parse_becomes_address(struct part part)
{
    if (!parse_take_in(&part))
        return false;
    switch (part.last[1].type) {
    case P_ASSIGN:
    case P_INCREMENT:
        return false; /* so it is no array */
    case P_ARROW:
        return part.dimensions > 0;
    }
    return part.dimensions > 0 || is_address_of(part.first - 1);
}

struct part parse_variable_part(struct token *token,
                                const struct symbol *symbol)
{
    const struct declaration *d = symbol->declaration;

    return (struct part){
        .first = token,
        .last = token,
        .dimensions = symbol->is_parameter ? 0 : symbol->dimensions,
        .is_known =
            d != NULL && has_known_members(d->first, d->specifiers_last),
    };
}

struct part parse_literal_part(struct token *open, int dimensions)
{
    struct token *close = open->match;

    return (struct part){
        .first = open,
        .last = close[1].match,
        .dimensions = dimensions,
        .is_known = has_known_members(open, close),
    };
}
