#ifndef JOIN_ALL_H
#define JOIN_ALL_H

#include "task_set.h"

/*
 * Awaits as many futures as there are, all at once.  corofy's join() and
 * try_join() do it without memory, of those that the program names one by one;
 * here they are counted, on the heap, and each becomes a task: of a thousand
 * that wait only the one that was woken is polled.
 *
 * The futures are taken over when this is initialized.  The array is read at
 * the first poll, and so must live until then.
 */

/*
 * Each output, of size bytes, is stored at its place in outputs; with NULL
 * they are lost.  0; -ECANCELED if one has aborted its task, or -ENOMEM if
 * there is no memory or no future, with all of them dropped.  Dropped before it
 * is ready, those that are not done are dropped.
 *
 *     struct future futures[10];
 *     int numbers[10];
 *     ...
 *     await(join_all(futures, 10, numbers, sizeof(numbers[0])));
 */
typedef int join_all_output;

struct join_all {
    enum {
        JOIN_ALL_NEW,
        JOIN_ALL_RUNS,
        JOIN_ALL_DONE
    } stage;
    struct future *futures;
    size_t count;
    void *outputs;
    size_t size;
    struct task_set set;
    struct task_set_next next;
};

void join_all_init(struct join_all *self, struct future *futures, size_t count,
                   void *outputs, size_t size);
struct poll join_all_poll(struct join_all *self, struct context *cx,
                          join_all_output *output);
void join_all_drop(struct join_all *self);

/*
 * The same of futures whose output is an int: 0 once all of them are done, or
 * the first that is negative as soon as that one is, with all others dropped.
 * -ENOMEM as above.
 */
typedef int try_join_all_output;

struct try_join_all {
    struct join_all all;
};

void try_join_all_init(struct try_join_all *self, struct future *futures,
                       size_t count);
struct poll try_join_all_poll(struct try_join_all *self, struct context *cx,
                              try_join_all_output *output);
void try_join_all_drop(struct try_join_all *self);

#endif
