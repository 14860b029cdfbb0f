#include "wheel.h"

static struct wheel_entry *entry_of(struct list_link *link)
{
    return list_entry(link, struct wheel_entry, link);
}

void wheel_init(struct wheel *wheel, int64_t now)
{
    for (int level = 0; level < WHEEL_LEVELS; level++) {
        wheel->occupied[level] = 0;
        for (int slot = 0; slot < WHEEL_SLOTS; slot++)
            list_init(&wheel->slots[level][slot]);
    }
    wheel->tick = now >> WHEEL_TICK;
    list_init(&wheel->due);
    wheel->count = 0;
}

/* Rounded up, so that nothing is early */
static int64_t tick_of(int64_t at)
{
    return (at >> WHEEL_TICK) + ((at & ((1 << WHEEL_TICK) - 1)) != 0);
}

/* The digit of a tick that a level is about */
static int slot_of(int64_t tick, int level)
{
    return (int)(tick >> WHEEL_DIGIT * level) & (WHEEL_SLOTS - 1);
}

/* Behind those that are due earlier, or at the same time */
static void add_due(struct wheel *wheel, struct wheel_entry *entry)
{
    struct list_link *before = wheel->due.previous;

    while (before != &wheel->due && entry_of(before)->at > entry->at)
        before = before->previous;
    list_append(before->next, &entry->link);
}

static void place(struct wheel *wheel, struct wheel_entry *entry)
{
    int64_t tick = tick_of(entry->at);
    int level, slot;

    if (tick <= wheel->tick) {
        add_due(wheel, entry);
        return;
    }
    /* the highest bit in which they differ; there is one */
    level =
        (63 - __builtin_clzll((uint64_t)(tick ^ wheel->tick))) / WHEEL_DIGIT;
    slot = slot_of(tick, level);
    list_append(&wheel->slots[level][slot], &entry->link);
    wheel->occupied[level] |= UINT64_C(1) << slot;
}

void wheel_add(struct wheel *wheel, struct wheel_entry *entry, int64_t at)
{
    entry->at = at;
    wheel->count++;
    place(wheel, entry);
}

/* Was it the last in its slot?  What is left of a ring then is that slot. */
static void note_empty(struct wheel *wheel, struct list_link *left)
{
    struct list_link *slots = wheel->slots[0];

    if (list_is_empty(left) && left >= slots &&
        left < slots + WHEEL_LEVELS * WHEEL_SLOTS) {
        size_t slot = (size_t)(left - slots);

        wheel->occupied[slot / WHEEL_SLOTS] &=
            ~(UINT64_C(1) << slot % WHEEL_SLOTS);
    }
}

void wheel_remove(struct wheel *wheel, struct wheel_entry *entry)
{
    struct list_link *left = entry->link.next;

    list_remove(&entry->link);
    note_empty(wheel, left);
    wheel->count--;
}

/*
 * The lowest level with entries, where the earliest are: all of a level are
 * before those of the next.  WHEEL_LEVELS: there is none.
 */
static int first_level(const struct wheel *wheel)
{
    int level = 0;

    while (level < WHEEL_LEVELS && wheel->occupied[level] == 0)
        level++;
    return level;
}

/* The next slot of a level: none of them lies before the present one. */
static int first_slot(const struct wheel *wheel, int level)
{
    return __builtin_ctzll(wheel->occupied[level]);
}

/* The first tick of a slot, as far as the digits above are those of the present
 */
static int64_t tick_of_slot(const struct wheel *wheel, int level, int slot)
{
    int above = WHEEL_DIGIT * (level + 1);
    int64_t base = above < 63 ? wheel->tick >> above << above : 0;

    return base | (int64_t)slot << WHEEL_DIGIT * level;
}

/* Makes the slot's first tick the present, and its entries go where they
 * belong. */
static void open_slot(struct wheel *wheel, int level, int slot)
{
    struct list_link entries;

    list_init(&entries);
    list_move_all(&wheel->slots[level][slot], &entries);
    wheel->occupied[level] &= ~(UINT64_C(1) << slot);
    wheel->tick = tick_of_slot(wheel, level, slot);
    while (!list_is_empty(&entries))
        place(wheel, entry_of(list_pop(&entries)));
}

static struct wheel_entry *pop_due(struct wheel *wheel)
{
    wheel->count--;
    return entry_of(list_pop(&wheel->due));
}

struct wheel_entry *wheel_pop(struct wheel *wheel, int64_t now)
{
    int64_t present = now >> WHEEL_TICK;

    while (list_is_empty(&wheel->due)) {
        int level = first_level(wheel), slot;

        if (level == WHEEL_LEVELS)
            break;
        slot = first_slot(wheel, level);
        if (tick_of_slot(wheel, level, slot) > present)
            break;
        open_slot(wheel, level, slot);
    }
    if (!list_is_empty(&wheel->due))
        return entry_of(wheel->due.next)->at <= now ? pop_due(wheel) : NULL;
    if (present > wheel->tick)
        wheel->tick = present;
    return NULL;
}

int64_t wheel_next(const struct wheel *wheel)
{
    int level = first_level(wheel);
    int64_t tick;

    if (!list_is_empty(&wheel->due))
        return entry_of(wheel->due.next)->at;
    if (level == WHEEL_LEVELS)
        return INT64_MAX;
    tick = tick_of_slot(wheel, level, first_slot(wheel, level));
    return tick > INT64_MAX >> WHEEL_TICK ? INT64_MAX : tick << WHEEL_TICK;
}

/* All of the first slot are before all others. */
int64_t wheel_first_time(const struct wheel *wheel)
{
    int level = first_level(wheel);
    const struct list_link *slot = &wheel->due;
    int64_t first = INT64_MAX;

    if (list_is_empty(slot) && level < WHEEL_LEVELS)
        slot = &wheel->slots[level][first_slot(wheel, level)];
    for (struct list_link *i = slot->next; i != slot; i = i->next)
        if (entry_of(i)->at < first)
            first = entry_of(i)->at;
    return first;
}

const struct wheel_entry *wheel_earliest(struct wheel *wheel)
{
    while (list_is_empty(&wheel->due)) {
        int level = first_level(wheel);

        if (level == WHEEL_LEVELS)
            return NULL;
        open_slot(wheel, level, first_slot(wheel, level));
    }
    return entry_of(wheel->due.next);
}

struct wheel_entry *wheel_pop_earliest(struct wheel *wheel)
{
    return wheel_earliest(wheel) != NULL ? pop_due(wheel) : NULL;
}
