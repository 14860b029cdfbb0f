#include "parse_wait.h"

#include "parse_expression.h"

static struct wait *new_wait(struct parser *p, struct token *token)
{
    struct wait *wait = arena_alloc(p->unit->arena, sizeof(*wait));

    wait->number = ++p->coroutine->wait_count;
    wait->token = token;
    wait->pending = p->pending;
    *p->coroutine->waits_end = wait;
    p->coroutine->waits_end = &wait->next;
    p->scope->last_wait = token;
    return wait;
}

/* Which future an await is for: its name tells all that is called of it. */
static void note_future(struct parser *p, struct wait *wait)
{
    struct token *token = wait->token + 2, *close = wait->token[1].match - 1;

    if (is_name(token, "box") && token[1].type == '(' &&
        token[1].match == close) {
        wait->is_boxed = true;
        token += 2;
        close--;
    }
    if (spells(token, WORD_WAIT))
        parse_error(p, token,
                    "keep the output in a variable; one that is a struct "
                    "future is awaited by await(future(f))",
                    "a wait where a future is named");
    else if (!is_ordinary(token) || is_name(token, "box") ||
             (wait->is_boxed && is_name(token, "future")) ||
             token[1].type != '(' || token[1].match != close ||
             token->symbol != NULL)
        parse_error(p, wait->token,
                    "await(x(...)) for a struct x, await(box(x(...))) to have "
                    "it on the heap, await(future(f)) for a struct future f",
                    "this is no call of a future by its name");
    else if (token->name->macro != NULL)
        parse_error(p, token, "write it out here",
                    "macro '%s' where a future is named", token->name->text);
    wait->future = token;
}

/* wait-expression: wait ( assignment-expression ) (ours) */
struct expression *parse_wait(struct parser *p)
{
    struct token *token = p->at;
    struct token *close = token[1].match;
    struct expression *e = parse_new_expression(p, EXPRESSION_WAIT, token);

    if (token[1].type != '(') {
        parse_error(p, token, p->unit->form->wait_hint,
                    "%s needs parentheses around its future",
                    token->name->text);
        p->at++;
        return e;
    }
    parse_check_wait(p, token);
    p->at += 2;
    if (p->at == close)
        parse_error(p, token, p->unit->form->wait_hint, "%s has no future",
                    token->name->text);
    e->children = parse_assignment(p);
    if (p->at->type == ',')
        parse_error(p, p->at, "make one future of them, with join_all()",
                    "%s takes one future", token->name->text);
    else if (p->at < close)
        parse_expected(p, "')'");
    e->last = close;
    e->waits = true;
    e->wait = new_wait(p, token);
    if (p->unit->form->holds_children && close > token + 2 && p->at == close)
        note_future(p, e->wait);
    p->at = close + 1;
    return e;
}
