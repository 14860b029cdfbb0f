#ifndef FIBERS_BASIS_H
#define FIBERS_BASIS_H

/*
 * What tests of fibers stand on.  Who includes this says before what a step's
 * fibers are, as in fibers.h.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/apart.h"
#include "tests/unit/check.h"
#include "tests/unit/patience.h"
#include "tests/unit/record.h"

enum {
    FIBERS = 3, /* as many as step c can have at once */
};

static _Thread_local int started; /* fibers of a test, which thus get numbers */

static inline void spawn_three(void (*f)(void))
{
    CHECK_EQ(set_up(), 0);
    started = 0;
    for (int i = 0; i < FIBERS; i++)
        CHECK_EQ(spawn(f), 0);
}

static inline void run_three(void (*f)(void))
{
    spawn_three(f);
    run();
    CHECK_EQ(started, FIBERS);
    tear_down();
}

/* --- What fibers did, in order --- */

static inline void note_three_turns(void)
{
    char self = (char)('a' + started++);

    for (int i = 0; i < 3; i++) {
        if (i > 0)
            yield();
        note(self);
    }
}

/* --- Misuse --- */

/* For misuse that needs one fiber */
static inline void run_one(void (*f)(void))
{
    CHECK_EQ(set_up(), 0);
    CHECK_EQ(spawn(f), 0);
    run();
}

#endif
