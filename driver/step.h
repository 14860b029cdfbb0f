#ifndef STEP_H
#define STEP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A step as the driver sees it.  The table of a chapter's steps is made from
 * its folders by scripts/table.
 */
struct step {
    const char *name;    /* of its folder: "a-epoll" */
    const char *summary; /* what is new in it: the first line of its main.c */
    const char *watch;   /* what to watch for in its output; NULL: nothing */
    const char *expect;  /* how it is meant to end: "SIGSEGV"; NULL: well */
    bool needs_server;   /* does it talk to the delayserver? */
    int (*main)(int argc, char **argv);
};

extern const char chapter_name[];
extern const struct step chapter_steps[];
extern const size_t chapter_step_count;

#endif
