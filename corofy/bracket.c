#include "bracket.h"

#include <string.h>

/*
 * The brackets that are open at a place, innermost first.  Lists share their
 * ends, so that to keep one for later is to keep a pointer.
 */
struct open {
    struct token *token;
    const struct open *outer;
};

struct matcher {
    struct tokens *tokens;
    const struct open *open;
    const struct arm *arm; /* the one that it is in, or NULL */
};

static int closing(int type)
{
    return type == '(' ? ')' : type == '[' ? ']' : '}';
}

static void report_open(const struct matcher *m, const struct token *token,
                        const char *hint)
{
    report_error(m->tokens->source, token->text, hint, "'%c' is never closed",
                 token->type);
}

/* The bracket that should perhaps be closed first; a block seldom is. */
static const char *hint_for_close(const struct matcher *m)
{
    const struct token *open;

    if (m->open == NULL)
        return NULL;
    open = m->open->token;
    if (open->type == '{')
        return NULL;
    return arena_format(m->tokens->source->arena, "the '%c' of line %d is open",
                        open->type, open->line);
}

static void open_bracket(struct matcher *m, struct token *token)
{
    struct open *open = arena_alloc(m->tokens->source->arena, sizeof(*open));

    *open = (struct open){token, m->open};
    m->open = open;
}

/*
 * Where a parenthesis should perhaps be closed that is open at a }: before the
 * first ; or {, the last of its line, which cannot stand in it.
 */
static const struct token *find_close(const struct token *open,
                                      const struct token *last)
{
    bool is_for = open[-1].type == K_FOR;

    for (const struct token *i = open + 1; open->type != '{' && i < last; i++) {
        if ((i->type == ';' && !is_for) ||
            (i->type == '{' && begins_line(i + 1) && i[-1].type != '('))
            return i;
    }
    return last;
}

static const char *hint_for_open(const struct matcher *m,
                                 const struct token *open,
                                 const struct token *last)
{
    last = find_close(open, last);
    return arena_format(m->tokens->source->arena,
                        "close it before the '%c' of line %d", last->type,
                        last->line);
}

/* What was opened after the other half is never closed. */
static void close_bracket(struct matcher *m, struct token *token)
{
    const struct open *other = m->open;

    while (other != NULL && closing(other->token->type) != token->type)
        other = other->outer;
    if (other == NULL) {
        if (token->arm == NULL)
            report_error(m->tokens->source, token->text, hint_for_close(m),
                         "'%c' closes nothing", token->type);
        else
            token->arm->group->unbalanced = true;
        return;
    }
    for (; m->open != other; m->open = m->open->outer)
        report_open(m, m->open->token, hint_for_open(m, m->open->token, token));
    m->open = other->outer;
    token->match = other->token;
    other->token->match = token;
}

/*
 * --- Arms ---
 *
 * Each begins with what was open before its #if; behind the #endif counts what
 * the first one leaves open, as only one of them is there.
 */

static bool is_within(const struct arm *arm, const struct group *group)
{
    while (arm != NULL && arm->group != group)
        arm = arm->outer;
    return arm != NULL;
}

static void leave_arm(struct matcher *m)
{
    struct group *group = m->arm->group;

    if (m->open != group->before)
        group->unbalanced = true;
    if (!group->has_after)
        group->after = m->open;
    group->has_after = true;
    m->open = group->before;
}

static void leave_group(struct matcher *m)
{
    leave_arm(m);
    m->open = m->arm->group->after;
    m->arm = m->arm->outer;
}

/* From the arm of one token to that of the next */
static void change_arm(struct matcher *m, const struct arm *arm)
{
    if (m->arm == arm)
        return;
    while (m->arm != NULL && !is_within(arm, m->arm->group))
        leave_group(m);
    if (arm == NULL)
        return;
    if (m->arm == NULL || m->arm->group != arm->group) {
        change_arm(m, arm->outer);
        arm->group->before = m->open;
    } else if (m->arm != arm) {
        leave_arm(m);
    }
    m->arm = arm;
}

static void match(struct matcher *m, struct token *token)
{
    change_arm(m, token->arm);
    if (token->type == '(' || token->type == '[' || token->type == '{')
        open_bracket(m, token);
    else if (token->type == ')' || token->type == ']' || token->type == '}')
        close_bracket(m, token);
}

/* --- Which brace is it? --- */

/* Where the line begins that the block belongs to: that of its if (... */
static const char *line_of_block(const struct token *open)
{
    const struct token *before = open - 1;

    if (before->type == ')' && before->match != NULL)
        return before->match->line_start;
    return open->line_start;
}

static size_t indent_of(const char *line)
{
    return strspn(line, " \t");
}

/* The first block whose } is indented less than what it belongs to */
static struct token *find_by_indent(const struct token *open,
                                    struct token *last)
{
    for (const struct token *close = open + 1; close <= last; close++) {
        if (close->type == '}' && close->match != NULL && begins_line(close) &&
            indent_of(close->line_start) <
                indent_of(line_of_block(close->match)))
            return close->match;
    }
    return NULL;
}

/* A } that is missing far within is missed at the end: say where. */
static void report_open_block(const struct matcher *m, struct token *open,
                              struct token *last)
{
    const struct token *block = find_by_indent(open, last);

    if (block == NULL)
        report_open(m, open, NULL);
    else
        report_open(
            m, block,
            arena_format(m->tokens->source->arena,
                         "the '}' of line %d is that of line %d, as they "
                         "are indented",
                         block->match->line, open->line));
}

void match_brackets(struct tokens *tokens)
{
    struct matcher m = {.tokens = tokens};

    for (int i = 1; i <= tokens->count; i++) {
        match(&m, &tokens->list[i]);
        if (too_many_errors(tokens->source))
            return;
    }
    change_arm(&m, NULL);
    for (; m.open != NULL; m.open = m.open->outer) {
        if (m.open->token->type == '{')
            report_open_block(&m, m.open->token, &tokens->list[tokens->count]);
        else
            report_open(&m, m.open->token, NULL);
    }
}
