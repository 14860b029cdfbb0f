#ifndef LIST_H
#define LIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Lists whose links are members of what is in them: a ring, with the list
 * itself as one of its links.  To add and to remove takes no memory, and no
 * search.
 *
 * A link may be moved by nobody while it is in a list.
 */
struct list_link {
    struct list_link *next;
    struct list_link *previous;
};

/* What holds a link, by the name of that member */
#define list_entry(link, type, member) \
    ((type *)((char *)(link)-offsetof(type, member)))

/* A list without entries; or a link that is in no list */
static inline void list_init(struct list_link *list)
{
    list->next = list->previous = list;
}

static inline bool list_is_empty(const struct list_link *list)
{
    return list->next == list;
}

/* At the end, or before another link */
static inline void list_append(struct list_link *list, struct list_link *link)
{
    link->next = list;
    link->previous = list->previous;
    list->previous->next = link;
    list->previous = link;
}

/* Out of whatever list it is in; it is in none then. */
static inline void list_remove(struct list_link *link)
{
    link->previous->next = link->next;
    link->next->previous = link->previous;
    list_init(link);
}

/* Takes the first out, which there must be. */
static inline struct list_link *list_pop(struct list_link *list)
{
    struct list_link *first = list->next;

    list_remove(first);
    return first;
}

/* All of them go from one list to the end of another. */
static inline void list_move_all(struct list_link *from, struct list_link *to)
{
    if (list_is_empty(from))
        return;
    from->next->previous = to->previous;
    to->previous->next = from->next;
    from->previous->next = to;
    to->previous = from->previous;
    list_init(from);
}

#endif
