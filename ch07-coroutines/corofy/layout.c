#include "layout.h"

#include <stdlib.h>

#include "child.h"
#include "flow.h"
#include "place.h"

struct list {
    struct unit *unit;
    struct coroutine *coroutine;
    struct layout **items;
    size_t count;
    size_t capacity;
};

/* --- Alignment --- */

/* The alignment of a type by one of its words; 0: by that one nobody knows */
static int alignment_of_word(const struct token *token)
{
    if (token->name == NULL || token->type == K_STRUCT)
        return 0;
    if (is_among(token->name, "char bool _Bool int8_t uint8_t"))
        return 1;
    if (is_among(token->name, "short int16_t uint16_t"))
        return 2;
    if (is_among(token->name,
                 "enum int signed unsigned float int32_t uint32_t"))
        return 4;
    return 0;
}

/* What it is on 64-bit CPUs, if its own words tell; else 8 */
static int alignment_of(const struct declarator *d)
{
    const struct declaration *declaration = d->declaration;
    bool is_pointer = d->pointers > 0 || d->is_function ||
                      (d->symbol->is_parameter && d->dimensions > 0);
    int result = 8;

    for (struct token *i = declaration->first;
         i <= declaration->specifiers_last && !is_pointer; i++) {
        int alignment = alignment_of_word(i);

        if (i->name != NULL &&
            is_among(i->name, "long double _Complex __complex__"))
            return 8;
        if (alignment > 0 && alignment < result)
            result = alignment;
        i = group_end(i);
    }
    return is_pointer ? 8 : result;
}

/* --- What is kept --- */

static struct layout *add_item(struct list *list, enum layout_kind kind,
                               const struct token *token,
                               const unsigned long *in_use)
{
    struct layout *item = arena_alloc(list->unit->arena, sizeof(*item));

    item->kind = kind;
    item->token = token;
    item->in_use = in_use;
    item->alignment = 8;
    list->items =
        grow(list->items, list->count, &list->capacity, sizeof(*list->items));
    return list->items[list->count++] = item;
}

static void add_variables(struct list *list, const struct declarator *d)
{
    for (; d != NULL; d = d->next) {
        struct layout *item;

        if (!d->symbol->is_parameter && place_of(d) != PLACE_STACK)
            continue;
        item = add_item(list, LAYOUT_VARIABLE, d->name, d->symbol->in_use);
        item->declarator = d;
        item->alignment = alignment_of(d);
        item->size = d->dimensions == 0 ? item->alignment : 0;
    }
}

/* A future of this file has been laid out before; a box is two pointers. */
static int alignment_of_child(const struct wait *wait)
{
    const struct coroutine *c = child_of(wait);

    return c != NULL && !wait->is_boxed ? c->alignment : 8;
}

static void add_all(struct list *list)
{
    const struct coroutine *c = list->coroutine;
    struct layout *item;

    add_variables(list, c->parameters);
    for (const struct declaration *d = c->declarations; d != NULL; d = d->next)
        add_variables(list, d->declarators);
    for (const struct symbol *s = c->temporaries; s != NULL; s = s->next) {
        if (s->lives_across == NULL)
            continue;
        item = add_item(list, LAYOUT_TEMPORARY, s->token, s->in_use);
        item->temporary = s;
        item->size = item->alignment = s->is_truth ? 4 : 8;
    }
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next) {
        item = add_item(list, LAYOUT_CHILD, wait->token, wait->in_use);
        item->wait = wait;
        item->alignment = alignment_of_child(wait);
    }
}

/* --- How it is arranged --- */

static bool is_linked(const struct list *list, const struct layout *a,
                      const struct layout *b)
{
    return nodes_meet(a->in_use, b->in_use, list->coroutine->node_count);
}

static void swap(struct layout **a, struct layout **b)
{
    struct layout *was = *a;

    *a = *b;
    *b = was;
}

/*
 * Brings to the front all that lead from the first one to each other, by links,
 * or by links that are missing.  Returns how many these are.
 */
static size_t take_group(const struct list *list, struct layout **items,
                         size_t count, bool by_links)
{
    size_t taken = 1;

    for (size_t i = 0; i < taken; i++) {
        for (size_t j = taken; j < count; j++) {
            if (is_linked(list, items[i], items[j]) == by_links)
                swap(&items[taken++], &items[j]);
        }
    }
    return taken;
}

static bool stands_before(const struct layout *whole, const struct layout *a,
                          const struct layout *b)
{
    if (whole->kind == LAYOUT_STRUCT && a->alignment != b->alignment)
        return a->alignment > b->alignment;
    return a->token <= b->token;
}

/* A struct in a struct is as good as its members in it, a union as well. */
static void add_member(struct layout *whole, struct layout *member)
{
    struct layout **at = &whole->members;

    if (member->kind == whole->kind) {
        for (struct layout *next, *i = member->members; i != NULL; i = next) {
            next = i->next;
            add_member(whole, i);
        }
        return;
    }
    while (*at != NULL && stands_before(whole, *at, member))
        at = &(*at)->next;
    member->next = *at;
    *at = member;
    if (member->alignment > whole->alignment)
        whole->alignment = member->alignment;
    if (whole->token == NULL || member->token < whole->token)
        whole->token = member->token;
}

static struct layout *new_whole(const struct list *list, enum layout_kind kind)
{
    struct layout *whole = arena_alloc(list->unit->arena, sizeof(*whole));

    whole->kind = kind;
    return whole;
}

static struct layout *arrange(const struct list *list, struct layout **items,
                              size_t count);

/* By groups, the first of which are the first `taken` */
static struct layout *arrange_groups(const struct list *list,
                                     struct layout **items, size_t count,
                                     size_t taken, enum layout_kind kind)
{
    struct layout *whole = new_whole(list, kind);

    for (;;) {
        add_member(whole, arrange(list, items, taken));
        items += taken;
        count -= taken;
        if (count == 0)
            return whole;
        taken = take_group(list, items, count, kind == LAYOUT_UNION);
    }
}

static int count_uses(const struct list *list, const struct layout *item)
{
    size_t words = node_words(list->coroutine->node_count);
    int count = 0;

    for (size_t i = 0; i < words; i++)
        count += __builtin_popcountl(item->in_use[i]);
    return count;
}

static void bring_longest_to_front(const struct list *list,
                                   struct layout **items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (count_uses(list, items[i]) > count_uses(list, items[0]))
            swap(&items[0], &items[i]);
    }
}

static struct layout *arrange(const struct list *list, struct layout **items,
                              size_t count)
{
    struct layout *whole;
    size_t taken;

    if (count == 1)
        return items[0];
    taken = take_group(list, items, count, true);
    if (taken < count)
        return arrange_groups(list, items, count, taken, LAYOUT_UNION);
    taken = take_group(list, items, count, false);
    if (taken < count)
        return arrange_groups(list, items, count, taken, LAYOUT_STRUCT);
    bring_longest_to_front(list, items, count);
    whole = new_whole(list, LAYOUT_STRUCT);
    add_member(whole, items[0]);
    add_member(whole, arrange(list, items + 1, count - 1));
    return whole;
}

/* --- The ends of structs --- */

enum {
    WORD = 8 /* octets, to which structs are filled up */
};

/* How many octets of small numbers there are behind its last whole word */
static int tail_size(const struct layout *whole)
{
    int size = 0;

    for (const struct layout *i = whole->members; i != NULL; i = i->next)
        size += i->alignment < WORD ? i->size : 0;
    return size % WORD;
}

/*
 * Takes out of a struct in a union the number without which it would end with a
 * whole word, if there is one, and it is not larger than room.
 */
static struct layout *take_tail(struct layout *arm, int room)
{
    int size = arm->kind == LAYOUT_STRUCT ? tail_size(arm) : 0;

    if (size == 0 || size > room)
        return NULL;
    for (struct layout **at = &arm->members; *at != NULL; at = &(*at)->next) {
        struct layout *tail = *at;

        if (tail->size != size)
            continue;
        *at = tail->next;
        tail->next = NULL;
        return tail;
    }
    return NULL;
}

/*
 * The state stands behind all else.  If there is a union in front of it, the
 * structs in that are filled up to whole words first.  So what these end with
 * goes into another union, beside the state, in what would be filled up anyhow.
 */
static void share_tail(const struct list *list, struct layout *whole)
{
    struct layout *tails = new_whole(list, LAYOUT_UNION);
    struct layout *arms = whole->members;

    while (arms != NULL &&
           (arms->kind != LAYOUT_UNION || arms->alignment < WORD))
        arms = arms->next;
    for (struct layout *arm = arms != NULL ? arms->members : NULL; arm != NULL;
         arm = arm->next) {
        struct layout *tail = take_tail(arm, WORD - 1 - tail_size(whole));

        if (tail != NULL)
            add_member(tails, tail);
    }
    if (tails->members != NULL)
        add_member(whole,
                   tails->members->next != NULL ? tails : tails->members);
}

struct layout *layout_of(struct unit *unit, struct coroutine *coroutine)
{
    struct list list = {.unit = unit, .coroutine = coroutine};
    struct layout *whole = new_whole(&list, LAYOUT_STRUCT);

    whole->alignment = 1;
    add_all(&list);
    if (list.count > 0)
        add_member(whole, arrange(&list, list.items, list.count));
    free(list.items);
    if (layout_pinned_by(coroutine) != NULL)
        whole->alignment = WORD; /* of the state and where it was */
    else
        share_tail(&list, whole);
    coroutine->alignment = whole->alignment;
    return whole;
}

static const struct symbol *pinned_by(const struct declarator *d)
{
    while (d != NULL && !d->symbol->is_pinned)
        d = d->next;
    return d != NULL ? d->symbol : NULL;
}

const struct symbol *layout_pinned_by(const struct coroutine *coroutine)
{
    const struct symbol *symbol = pinned_by(coroutine->parameters);

    for (const struct declaration *d = coroutine->declarations;
         d != NULL && symbol == NULL; d = d->next)
        symbol = pinned_by(d->declarators);
    return symbol;
}
