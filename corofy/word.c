#include "word.h"

enum {
    MAX_DEPTH = 100 /* of macros that use each other */
};

static int type_of_name(const struct name *name, int depth);

/*
 * What two words are together, T_END being none and T_NAME more than the parser
 * could know by one type: attributes change nothing, a qualifier may stand with
 * a type or a storage class, but these not with each other.
 */
static int join(int a, int b)
{
    bool is_type = a == K_TYPE || a == K_CHAR || a == K_VOID;
    bool is_storage =
        a == K_STATIC || a == K_EXTERN || a == K_INLINE || a == K_AUTO;

    if (a == T_END || a == b || a == K_ATTRIBUTES)
        return b;
    if (b == K_ATTRIBUTES)
        return a;
    if (a == K_CONST || a == K_QUALIFIER)
        return b == K_CONST || b == K_QUALIFIER ? K_QUALIFIER
               : b == K_CHAR || b == K_VOID     ? K_TYPE
                                                : b;
    if (is_type && (b == K_CONST || b == K_QUALIFIER || b == K_TYPE ||
                    b == K_CHAR || b == K_VOID))
        return K_TYPE;
    if (is_storage && (b == K_CONST || b == K_QUALIFIER))
        return a;
    if (a == K_INLINE && (b == K_STATIC || b == K_EXTERN))
        return b;
    return is_storage && b == K_INLINE ? a : T_NAME;
}

/*
 * The last token of __attribute__((...)) from i on; count if that is more than
 * an attribute of a declaration, or less.
 */
static int attribute_end(const struct macro *macro, int i)
{
    int depth = 0;

    while (++i < macro->count) {
        const struct token *token = &macro->body[i];

        depth += (token->type == '(') - (token->type == ')');
        if (is_name(token, "fallthrough __fallthrough__"))
            break; /* which is a statement */
        if (depth == 0)
            return token->type == ')' ? i : macro->count;
    }
    return macro->count;
}

/* The type of a token that may stand for all of the macro; else T_NAME */
static int type_of_macro(const struct macro *macro, int depth)
{
    int type = T_END;

    for (int i = 0; i < macro->count && type != T_NAME; i++) {
        const struct token *token = &macro->body[i];

        switch (token->type) {
        case K_ATTRIBUTE:
            i = attribute_end(macro, i);
            type = i < macro->count ? join(type, K_ATTRIBUTES) : T_NAME;
            break;
        case K_QUALIFIER:
            type = is_among(token->name, "__extension__ _Atomic")
                       ? T_NAME
                       : join(type, K_QUALIFIER);
            break;
        case K_CONST:
        case K_TYPE:
        case K_CHAR:
        case K_VOID:
        case K_STATIC:
        case K_EXTERN:
        case K_INLINE:
        case K_AUTO:
            type = join(type, token->type);
            break;
        case T_NAME:
            type = join(type, type_of_name(token->name, depth + 1));
            break;
        default:
            type = T_NAME;
        }
    }
    return macro->has_parameters && type != K_ATTRIBUTES ? T_NAME : type;
}

/*
 * Of all definitions of a macro, as in the arms of an #if.  One of them may be
 * empty.
 */
static int type_of_name(const struct name *name, int depth)
{
    int type = T_END;

    if (name->macro == NULL || name->word != WORD_NONE || depth > MAX_DEPTH)
        return T_NAME;
    for (const struct macro *i = name->macro; i != NULL; i = i->before) {
        int other = type_of_macro(i, depth);

        if (other == T_NAME || i->has_parameters != name->macro->has_parameters)
            return T_NAME;
        if (other != T_END && type != T_END && other != type)
            return T_NAME;
        type = other != T_END ? other : type;
    }
    return type != T_END ? type : T_NAME;
}

/* Where it is defined first */
static const char *first_definition(const struct macro *macro)
{
    while (macro->before != NULL)
        macro = macro->before;
    return macro->at;
}

/* Names that #undef takes back for good are left alone. */
static void forget_undefined(const struct tokens *tokens)
{
    for (const struct directive *i = tokens->directives; i != NULL;
         i = i->next) {
        if (i->kind == D_UNDEF && i->macro != NULL && i->macro->macro != NULL &&
            i->macro->macro->at < i->at)
            i->macro->stands_for = T_NAME;
    }
}

/* struct NAME tag {: what can stand there but a macro, of a header perhaps? */
static bool is_before_tag(const struct token *token)
{
    int before = token[-1].type;

    return (before == K_STRUCT || before == K_ENUM) &&
           token[1].type == T_NAME && token[2].type == '{';
}

/* In another arm of an #if the name may be that of a typedef: `int name;` */
static bool is_declared(const struct token *token)
{
    int type = token->name->stands_for;

    return type >= K_TYPE && type <= K_VOID &&
           (token[1].type == ';' || token[1].type == P_ASSIGN);
}

static void mark(struct token *token)
{
    const struct macro *macro = token->name->macro;

    if (is_before_tag(token))
        token->type = K_ATTRIBUTES;
    if (macro == NULL || token->text < first_definition(macro) ||
        token->name->stands_for == T_NAME || is_declared(token))
        return;
    if (!macro->has_parameters)
        token->type = token->name->stands_for;
    else if (token[1].type == '(')
        token->type = K_ATTRIBUTE;
}

void words_mark(struct tokens *tokens)
{
    for (struct name *i = tokens->macros; i != NULL; i = i->next_macro)
        i->stands_for = type_of_name(i, 0);
    forget_undefined(tokens);
    for (struct token *i = tokens->list + 1; i < tokens->end; i++) {
        if (i->type == T_NAME)
            mark(i);
    }
}
