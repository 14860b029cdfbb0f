#include "timer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

/* What is compared stands in the heap itself: sifting touches no timer twice */
struct timer_slot {
    uint64_t due_ns;
    uint64_t order; /* breaks ties: who was set first goes first */
    struct timer *timer;
};

void timers_init(struct timers *timers)
{
    *timers = (struct timers){0};
}

void timers_fini(struct timers *timers)
{
    free(timers->slots);
}

int timers_reserve(struct timers *timers, size_t count)
{
    struct timer_slot *slots;
    size_t capacity = timers->capacity > 0 ? timers->capacity : 16;

    if (count <= timers->capacity)
        return 0;
    while (capacity < count)
        capacity *= 2;
    slots = realloc(timers->slots, capacity * sizeof(*slots));
    if (slots == NULL)
        return -ENOMEM;
    timers->slots = slots;
    timers->capacity = capacity;
    return 0;
}

uint64_t timers_next(const struct timers *timers)
{
    return timers->count > 0 ? timers->slots[0].due_ns : TIMER_NEVER;
}

uint64_t timer_due(const struct timers *timers, const struct timer *timer)
{
    return timer->place > 0 ? timers->slots[timer->place - 1].due_ns
                            : TIMER_NEVER;
}

static bool is_before(const struct timer_slot *a, const struct timer_slot *b)
{
    if (a->due_ns != b->due_ns)
        return a->due_ns < b->due_ns;
    return a->order < b->order;
}

static void put(struct timers *timers, size_t i, struct timer_slot slot)
{
    timers->slots[i] = slot;
    slot.timer->place = i + 1;
}

/* Place i is a hole: finds where above it slot belongs, and puts it there */
static void sift_up(struct timers *timers, size_t i, struct timer_slot slot)
{
    while (i > 0 && is_before(&slot, &timers->slots[(i - 1) / 2])) {
        put(timers, i, timers->slots[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    put(timers, i, slot);
}

/* The same below it */
static void sift_down(struct timers *timers, size_t i, struct timer_slot slot)
{
    const struct timer_slot *slots = timers->slots;
    size_t child;

    for (; (child = 2 * i + 1) < timers->count; i = child) {
        if (child + 1 < timers->count &&
            is_before(&slots[child + 1], &slots[child]))
            child++;
        if (!is_before(&slots[child], &slot))
            break;
        put(timers, i, slots[child]);
    }
    put(timers, i, slot);
}

/* Place i is a hole; slot may belong above it, there, or below it */
static void sift(struct timers *timers, size_t i, struct timer_slot slot)
{
    if (i > 0 && is_before(&slot, &timers->slots[(i - 1) / 2]))
        sift_up(timers, i, slot);
    else
        sift_down(timers, i, slot);
}

void timer_set(struct timers *timers, struct timer *timer, uint64_t due_ns)
{
    struct timer_slot slot = {due_ns, timers->next_order++, timer};

    if (timer->place > 0)
        sift(timers, timer->place - 1, slot);
    else
        sift_up(timers, timers->count++, slot);
}

void timer_cancel(struct timers *timers, struct timer *timer)
{
    size_t i = timer->place - 1;

    if (timer->place == 0)
        return;
    timer->place = 0;
    /* The last one fills the hole, unless it is the hole */
    if (i < --timers->count)
        sift(timers, i, timers->slots[timers->count]);
}

struct timer *timers_take(struct timers *timers, uint64_t now_ns)
{
    struct timer *timer;

    if (timers_next(timers) > now_ns || timers->count == 0)
        return NULL;
    timer = timers->slots[0].timer;
    timer_cancel(timers, timer);
    return timer;
}
