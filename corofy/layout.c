#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "flow.h"
#include "place.h"

struct list {
    struct unit *unit;
    struct coroutine *coroutine;
    struct layout **items;
    size_t count;
    size_t capacity;
    size_t *queue; /* of those in a group; see take_group() */
};

enum {
    MAX_DEPTH = 60, /* of structs and unions; clang has 256 levels for all */
    WORD = 8        /* octets, to which structs are filled up */
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

static bool is_pointer(const struct declarator *d)
{
    return d->pointers > 0 || d->is_function ||
           (d->symbol->is_parameter && d->dimensions > 0);
}

/* What it is on 64-bit CPUs, if its own words tell; else 8 */
static int alignment_of(const struct declarator *d)
{
    const struct declaration *declaration = d->declaration;
    int result = WORD;

    for (struct token *i = declaration->first;
         i <= declaration->specifiers_last && !is_pointer(d); i++) {
        int alignment = alignment_of_word(i);

        if (i->name != NULL &&
            is_among(i->name, "long double _Complex __complex__"))
            return WORD;
        if (alignment > 0 && alignment < result)
            result = alignment;
        i = group_end(i);
    }
    return result;
}

/* Of a number or a pointer; 0: it is neither, or that is not known */
static int size_of(const struct declarator *d)
{
    int alignment = alignment_of(d);

    if (is_pointer(d))
        return d->dimensions == 0 || d->symbol->is_parameter ? WORD : 0;
    return d->dimensions == 0 && alignment < WORD ? alignment : 0;
}

/* --- What is kept --- */

/* From where to where, in words of its set, and at how many nodes it is used */
static void find_extent(const struct list *list, struct layout *item)
{
    size_t words = node_words(list->coroutine->node_count);

    item->first_use = words;
    for (size_t w = 0; w < words; w++) {
        if (item->in_use[w] == 0)
            continue;
        item->use_count += __builtin_popcountl(item->in_use[w]);
        if (item->first_use == words)
            item->first_use = w;
        item->last_use = w;
    }
}

static struct layout *add_item(struct list *list, enum layout_kind kind,
                               const struct token *token,
                               const unsigned long *in_use)
{
    struct layout *item = arena_alloc(list->unit->arena, sizeof(*item));

    item->kind = kind;
    item->token = token;
    item->in_use = in_use;
    item->alignment = WORD;
    find_extent(list, item);
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
        item->size = size_of(d);
    }
}

/* A future of this file has been laid out before; a box is two pointers. */
static int alignment_of_child(const struct awaited *a)
{
    const struct coroutine *c = child_of(a);

    return c != NULL && !is_boxed(a) ? c->alignment : WORD;
}

static void add_futures(struct list *list, const struct awaited *a)
{
    for (; a != NULL; a = a->next_future) {
        struct layout *item;

        if (!is_owned(a))
            continue;
        item = add_item(list, LAYOUT_CHILD, a->token, a->in_use);
        item->future = a;
        item->alignment = alignment_of_child(a);
    }
}

/* In octets: of the set of those that still run */
static int size_of_set(const struct wait *wait)
{
    int size = 1;

    while (size * 8 < wait->future_count)
        size *= 2;
    return size;
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
        if (s->is_truth)
            item->size = item->alignment = 4;
        if (s->running != NULL)
            item->size = item->alignment = size_of_set(s->running);
    }
    for (const struct wait *wait = c->waits; wait != NULL; wait = wait->next)
        add_futures(list, wait->futures);
}

/* --- Sets of items, a bit for each; see flow.h --- */

static unsigned long *new_set(const struct list *list)
{
    return arena_alloc(list->unit->arena,
                       node_words((int)list->count) * sizeof(unsigned long));
}

/* The lowest item of a set from one on, or the number of all */
static size_t next_in(const struct list *list, const unsigned long *set,
                      size_t from)
{
    while (from < list->count) {
        unsigned long rest = set[from / NODES_IN_WORD] >> from % NODES_IN_WORD;

        if (rest != 0)
            return from + (size_t)__builtin_ctzl(rest);
        from += NODES_IN_WORD - from % NODES_IN_WORD;
    }
    return list->count;
}

static void remove_from(unsigned long *set, size_t item)
{
    set[item / NODES_IN_WORD] &= ~(1ul << item % NODES_IN_WORD);
}

static void find_links(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        list->items[i]->links = new_set(list);
    for (size_t i = 0; i < list->count; i++) {
        struct layout *a = list->items[i];

        for (size_t j = i + 1; j < list->count; j++) {
            struct layout *b = list->items[j];

            if (a->first_use > b->last_use || b->first_use > a->last_use ||
                !nodes_meet(a->in_use, b->in_use, list->coroutine->node_count))
                continue;
            add_node(a->links, (int)j);
            add_node(b->links, (int)i);
        }
    }
}

/*
 * Into group: all of the set that lead from its first one to each other, by
 * links, or by links that are missing.  Is that a part of the set only?
 */
static bool take_group(const struct list *list, const unsigned long *set,
                       unsigned long *group, bool by_links)
{
    size_t words = node_words((int)list->count), taken = 1;
    bool is_part = false;

    memset(group, 0, words * sizeof(*group));
    list->queue[0] = next_in(list, set, 0);
    add_node(group, (int)list->queue[0]);
    for (size_t i = 0; i < taken; i++) {
        const unsigned long *links = list->items[list->queue[i]]->links;

        for (size_t w = 0; w < words; w++) {
            unsigned long found =
                (by_links ? links[w] : ~links[w]) & set[w] & ~group[w];

            group[w] |= found;
            for (; found != 0; found &= found - 1)
                list->queue[taken++] =
                    w * NODES_IN_WORD + (size_t)__builtin_ctzl(found);
        }
    }
    for (size_t w = 0; w < words; w++)
        is_part |= group[w] != set[w];
    return is_part;
}

/* --- How it is arranged --- */

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

static struct layout *arrange(const struct list *list, unsigned long *set,
                              int depth);

/* By groups, the first of which is known; takes all out of the set. */
static struct layout *arrange_groups(const struct list *list,
                                     unsigned long *set, unsigned long *group,
                                     enum layout_kind kind, int depth)
{
    struct layout *whole = new_whole(list, kind);
    size_t words = node_words((int)list->count);
    bool is_part = true;

    for (;;) {
        for (size_t w = 0; w < words; w++)
            set[w] &= ~group[w];
        add_member(whole, arrange(list, group, depth + 1));
        if (!is_part)
            return whole;
        is_part = take_group(list, set, group, kind == LAYOUT_UNION);
    }
}

static size_t longest_of(const struct list *list, const unsigned long *set)
{
    size_t longest = next_in(list, set, 0);

    for (size_t i = longest; i < list->count; i = next_in(list, set, i + 1)) {
        if (list->items[i]->use_count > list->items[longest]->use_count)
            longest = i;
    }
    return longest;
}

/* A union for numbers of one size, of which none is linked with another */
static struct layout *find_slot(const struct list *list, struct layout *slots,
                                const struct layout *number, size_t index)
{
    for (; slots != NULL; slots = slots->next) {
        if (slots->size == number->size &&
            next_in(list, slots->links, index) != index)
            return slots;
    }
    return NULL;
}

static struct layout *new_slot(const struct list *list, int size)
{
    struct layout *slot = new_whole(list, LAYOUT_UNION);

    slot->size = size;
    slot->links = new_set(list);
    return slot;
}

/*
 * Numbers that overlap as the links of a chain do: each goes where it finds
 * room, in the order in which they are declared.  Takes them out of the set.
 */
static void take_numbers(const struct list *list, unsigned long *set,
                         struct layout *whole)
{
    struct layout *slots = NULL, *slot, *next;

    for (size_t i = next_in(list, set, 0); i < list->count;
         i = next_in(list, set, i + 1)) {
        struct layout *number = list->items[i];

        if (number->size == 0)
            continue;
        remove_from(set, i);
        slot = find_slot(list, slots, number, i);
        if (slot == NULL) {
            slot = new_slot(list, number->size);
            slot->next = slots;
            slots = slot;
        }
        add_member(slot, number);
        for (size_t w = 0; w < node_words((int)list->count); w++)
            slot->links[w] |= number->links[w];
    }
    for (slot = slots; slot != NULL; slot = next) {
        next = slot->next;
        add_member(whole, slot->members->next != NULL ? slot : slot->members);
    }
}

/* Compilers have their limits: all variables, and one of the children. */
static struct layout *arrange_flat(const struct list *list, unsigned long *set)
{
    struct layout *whole = new_whole(list, LAYOUT_STRUCT);
    struct layout *children = new_whole(list, LAYOUT_UNION);

    take_numbers(list, set, whole);
    for (size_t i = next_in(list, set, 0); i < list->count;
         i = next_in(list, set, i + 1)) {
        bool is_child = list->items[i]->kind == LAYOUT_CHILD;

        add_member(is_child ? children : whole, list->items[i]);
    }
    if (children->members != NULL)
        add_member(whole, children);
    return whole;
}

/* What does not fall apart: without its numbers, or without what lasts longest
 */
static struct layout *arrange_prime(const struct list *list, unsigned long *set,
                                    int depth)
{
    struct layout *whole = new_whole(list, LAYOUT_STRUCT);
    size_t longest;

    take_numbers(list, set, whole);
    if (whole->members == NULL) {
        longest = longest_of(list, set);
        remove_from(set, longest);
        add_member(whole, list->items[longest]);
    }
    if (next_in(list, set, 0) < list->count)
        add_member(whole, arrange(list, set, depth + 1));
    return whole;
}

static struct layout *arrange(const struct list *list, unsigned long *set,
                              int depth)
{
    size_t first = next_in(list, set, 0);
    unsigned long *group;

    if (next_in(list, set, first + 1) == list->count)
        return list->items[first];
    if (depth > MAX_DEPTH)
        return arrange_flat(list, set);
    group = new_set(list);
    if (take_group(list, set, group, true))
        return arrange_groups(list, set, group, LAYOUT_UNION, depth);
    if (take_group(list, set, group, false))
        return arrange_groups(list, set, group, LAYOUT_STRUCT, depth);
    return arrange_prime(list, set, depth);
}

static struct layout *arrange_all(struct list *list)
{
    unsigned long *all = new_set(list);

    list->queue =
        arena_alloc(list->unit->arena, list->count * sizeof(*list->queue));
    find_links(list);
    for (size_t i = 0; i < list->count; i++)
        add_node(all, (int)i);
    return arrange(list, all, 0);
}

/* --- The ends of structs --- */

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
    int room = WORD - 1 - list->coroutine->turn_count; /* beside the state */

    while (arms != NULL &&
           (arms->kind != LAYOUT_UNION || arms->alignment < WORD))
        arms = arms->next;
    for (struct layout *arm = arms != NULL ? arms->members : NULL; arm != NULL;
         arm = arm->next) {
        struct layout *tail = take_tail(arm, room - tail_size(whole));

        if (tail != NULL)
            add_member(tails, tail);
    }
    if (tails->members != NULL)
        add_member(whole,
                   tails->members->next != NULL ? tails : tails->members);
}

void layout_arrange(struct unit *unit, struct coroutine *coroutine)
{
    struct list list = {.unit = unit, .coroutine = coroutine};
    struct layout *whole = new_whole(&list, LAYOUT_STRUCT);

    whole->alignment = 1;
    add_all(&list);
    if (list.count > 0)
        add_member(whole, arrange_all(&list));
    free(list.items);
    if (layout_pinned_by(coroutine) != NULL)
        whole->alignment = WORD; /* of the state and where it was */
    else
        share_tail(&list, whole);
    coroutine->alignment = whole->alignment;
    coroutine->layout = whole;
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
