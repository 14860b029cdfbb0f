#ifndef DUMP_H
#define DUMP_H

#include <stdio.h>

#include "runtime.h"

/*
 * Where all tasks of this thread's runtime wait, as a tree for each: it looks
 * at them and polls nothing.  What a future awaits is known of those that have
 * an x_about, as corofy writes it for each coroutine.  The tasks of a set stand
 * below the task whose it is.
 *
 *     runtime: 2 tasks, 0 ready, 1 timer, the next in 400 ms
 *     #1 block_on
 *       hello (hello.co:21) waits in line 25
 *         count (hello.co:9) waits in line 14
 *           sleep_ms
 *     #2 count (hello.co:9) waits in line 14
 *       sleep_ms
 */
void runtime_dump(FILE *file);

/*
 * From now on this signal makes one on stderr, at the next turn: it ends the
 * sleep.  0 or -errno.  At runtime_fini() the signal does again what it did
 * before.  One runtime of a program may have this; of a second: -EBUSY.
 */
int runtime_dump_on(int signal);

/* For the runtime: makes one, if it was asked for; and runtime_fini() */
void dump_if_wanted(struct runtime *runtime);
void dump_off(struct runtime *runtime);

/* The line of its source in which a task waits, or 0 */
int task_line(struct task *task);

/* For what ends the program: where a task stands, in a line, into text. */
void task_where(struct task *task, char *text, size_t size);

#endif
