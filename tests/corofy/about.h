/*
 * The types of x_about, and a dump of what a future awaits, as a debugger would
 * show it.  Included by cases before the first coroutine.
 */
#ifndef ABOUT_H
#define ABOUT_H

#define COROFY_RUNTIME

#include <stddef.h>
#include <stdint.h>

/* Where a future is that another one awaits */
enum future_held {
    FUTURE_HERE,     /* at the offset */
    FUTURE_POINTED,  /* there is a pointer to it, perhaps NULL */
    FUTURE_BOXED,    /* there is a struct future */
    FUTURE_ELSEWHERE /* not in the struct */
};

struct future_child {
    const char *name;
    const struct future_about *about; /* NULL: nothing is known of it */
    enum future_held held;
    size_t offset;
};

/* A state in which it waits */
struct future_site {
    int line; /* 0: it does not wait in this state */
    int child_count;
    const struct future_child *children;
    size_t running;      /* a set of those that still run: its offset */
    size_t running_size; /* 0: all do */
};

struct future_about {
    const char *name;
    const char *file;
    int line;
    int (*state)(const void *self);
    int resolved;                    /* the last state */
    const struct future_site *sites; /* by state */
};

static inline bool runs(const struct future_site *site, const void *self,
                        int child)
{
    const unsigned char *set = (const unsigned char *)self + site->running;

    return site->running_size == 0 || (set[child / 8] >> child % 8 & 1) != 0;
}

/* A line for each future, indented by who awaits it */
static inline void show_tree(const char *name, const struct future_about *about,
                             const void *self, int depth)
{
    const struct future_site *site;
    int state;

    printf("%*s%s", 2 * depth, "", name);
    if (about == NULL || self == NULL) {
        puts(self == NULL ? ": nowhere to be seen" : "");
        return;
    }
    state = about->state(self);
    site = &about->sites[state];
    printf(" (%s:%d) %s", about->file, about->line,
           state == 0                 ? "has not begun"
           : state == about->resolved ? "is ready"
           : site->line == 0          ? "runs"
                                      : "waits");
    if (site->line != 0)
        printf(" in line %d", site->line);
    puts("");
    for (int i = 0; i < site->child_count; i++) {
        const struct future_child *child = &site->children[i];
        const char *place = (const char *)self + child->offset;

        if (!runs(site, self, i))
            continue;
        if (child->held == FUTURE_POINTED)
            place = *(const char *const *)place;
        else if (child->held == FUTURE_BOXED)
            place = ((const struct future *)place)->self;
        else if (child->held == FUTURE_ELSEWHERE)
            place = NULL;
        show_tree(child->name, child->about, place, depth + 1);
    }
}

#endif
