#include "prototype.h"

#include <string.h>

#include "diagnostic.h"

enum {
    CHAR,
    SHORT,
    INT,
    LONG,
    SIGNED,
    UNSIGNED,
    OTHER, /* and those behind it */
    WORDS = OTHER + 6,
};

/* What types are made of; void is no other than its place */
static const char *const words[WORDS] = {
    [CHAR] = "char",
    [SHORT] = "short",
    [INT] = "int",
    [LONG] = "long",
    [SIGNED] = "signed __signed__",
    [UNSIGNED] = "unsigned",
    [OTHER] = "void",
    "float",
    "double",
    "_Bool bool",
    "struct union",
    "enum",
};

struct type {
    int count[WORDS];
    const struct name *tag;
    int pointers;
    bool is_unknown; /* only a compiler knows it: a typedef, a function, ... */
};

static void add_word(struct type *type, const struct token *token)
{
    for (int i = 0; i < WORDS; i++) {
        if (is_among(token->name, words[i])) {
            type->count[i]++;
            return;
        }
    }
    type->is_unknown = true;
}

static void add_token(struct type *type, const struct token *token)
{
    if (token->type == T_NAME && is_tag(token))
        type->tag = token->name;
    else if (token->type == T_NAME)
        type->is_unknown = true;
    else if (token->type >= K_STRUCT && token->type <= K_AUTO_TYPE)
        add_word(type, token);
    else if (token->type == '*')
        type->pointers++;
    else if (token->type == '(')
        type->is_unknown = true;
}

/* Adds what stands from first to last, without the name that is declared. */
static void add_tokens(struct type *type, struct token *first,
                       const struct token *last, const struct token *name)
{
    int subscripts = 0;

    for (; first <= last; first++) {
        if (first->type == '[') {
            type->pointers++; /* which a parameter becomes */
            type->is_unknown |= ++subscripts > 1;
            first = first->match;
        } else if (first->type == K_ATTRIBUTE) {
            first = group_end(first + 1);
        } else if (first != name) {
            add_token(type, first);
        }
    }
}

/* unsigned is unsigned int, long int is long, and so on (C17, 6.7.2). */
static void make_plain(struct type *type)
{
    int *count = type->count;

    if (count[SIGNED] > 0 && count[CHAR] == 0) {
        count[SIGNED] = 0;
        count[INT] = 1;
    }
    if (count[SHORT] + count[LONG] + count[UNSIGNED] > 0)
        count[INT] = 0;
}

static bool may_be_same(struct type *a, struct type *b)
{
    make_plain(a);
    make_plain(b);
    return a->is_unknown || b->is_unknown ||
           (a->pointers == b->pointers && a->tag == b->tag &&
            memcmp(a->count, b->count, sizeof(a->count)) == 0);
}

static struct type type_of(const struct declarator *d)
{
    struct type type = {0};

    add_tokens(&type, d->declaration->first, d->declaration->specifiers_last,
               NULL);
    add_tokens(&type, d->first, d->last, d->name);
    return type;
}

static struct type output_of(const struct coroutine *c)
{
    struct type type = {0};

    add_tokens(&type, c->type, c->name - 1, NULL);
    return type;
}

static bool is_same_output(const struct coroutine *a, const struct coroutine *b)
{
    struct type first, second;

    if (a->type == NULL || b->type == NULL)
        return true; /* that is reported */
    first = output_of(a);
    second = output_of(b);
    return may_be_same(&first, &second);
}

void prototype_check(struct unit *unit, const struct coroutine *before,
                     const struct coroutine *now)
{
    const struct declarator *a = before->parameters, *b = now->parameters;
    const char *name = coroutine_name(now);
    int line = before->name->line, number = 1;

    if (!is_same_output(before, now))
        report_error(unit->source, now->type->text, NULL,
                     "the output of '%s' is of another type in line %d", name,
                     line);
    for (; a != NULL && b != NULL; a = a->next, b = b->next, number++) {
        struct type first = type_of(a), second = type_of(b);

        if (!may_be_same(&first, &second))
            report_error(unit->source, b->declaration->first->text, NULL,
                         "parameter %d of '%s' is of another type in line %d",
                         number, name, line);
    }
    if (a != NULL || b != NULL)
        report_error(unit->source, now->open->text, NULL,
                     "'%s' has %s parameters in line %d", name,
                     a != NULL ? "more" : "fewer", line);
}
