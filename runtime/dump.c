#include "dump.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "about.h"
#include "task_set.h"

/* --- A future ---------------------------------------------------------------
 */

static const struct future_site *site_of(const struct future_about *about,
                                         const void *self)
{
    return &about->sites[about->state(self)];
}

static bool still_runs(const struct future_site *site, const void *self,
                       int child)
{
    const unsigned char *set = (const unsigned char *)self + site->running;

    return site->running_size == 0 || (set[child / 8] >> child % 8 & 1) != 0;
}

static const char *state_text(const struct future_about *about,
                              const void *self)
{
    int state = about->state(self);

    if (state == 0)
        return "has not begun";
    if (state == about->resolved)
        return "is ready";
    return about->sites[state].line == 0 ? "runs" : "waits in line ";
}

static void indent(FILE *file, int depth)
{
    fprintf(file, "%*s", 2 * depth, "");
}

static void dump_future(FILE *file, const char *name,
                        const struct future_about *about, const void *self,
                        int depth);

/* One that is awaited, wherever it is held */
static void dump_child(FILE *file, const struct future_child *child,
                       const void *parent, int depth)
{
    const void *place = (const char *)parent + child->offset;
    const struct future *box = place;

    indent(file, depth);
    switch (child->held) {
    case FUTURE_HERE:
        dump_future(file, child->name, child->about, place, depth);
        return;
    case FUTURE_POINTED:
        dump_future(file, child->name, child->about,
                    *(const void *const *)place, depth);
        return;
    case FUTURE_BOXED:
        dump_future(file, child->name,
                    box->vtable != NULL ? box->vtable->about : NULL, box->self,
                    depth);
        return;
    case FUTURE_ELSEWHERE:
        dump_future(file, child->name, NULL, NULL, depth);
    }
}

/* What comes behind the indent, and the lines of those that it awaits */
static void dump_future(FILE *file, const char *name,
                        const struct future_about *about, const void *self,
                        int depth)
{
    const struct future_site *site;

    if (about == NULL || self == NULL) {
        fprintf(file, "%s\n", name);
        return;
    }
    site = site_of(about, self);
    fprintf(file, "%s (%s:%d) %s", about->name, about->file, about->line,
            state_text(about, self));
    if (site->line != 0)
        fprintf(file, "%d", site->line);
    fputc('\n', file);
    for (int i = 0; i < site->child_count; i++)
        if (still_runs(site, self, i))
            dump_child(file, &site->children[i], self, depth + 1);
}

/* --- A task -----------------------------------------------------------------
 */

/* What it polls: its own future, or one on the heap that this holds */
static void find_future(struct task *task, const struct future_about **about,
                        const void **self)
{
    const struct future *box = task_future(task);

    *about = task->vtable->about;
    *self = box;
    if (task->vtable->is_boxed && !task_is_done(task) && box->vtable != NULL) {
        *about = box->vtable->about;
        *self = box->self;
    }
}

static void dump_sets(FILE *file, const struct task *owner, int depth);

static void dump_task(FILE *file, struct task *task, int depth)
{
    const struct future_about *about;
    const void *self;

    find_future(task, &about, &self);
    indent(file, depth);
    fprintf(file, "#%" PRIu32 " ", task->id);
    if (task_is_done(task))
        fprintf(file, "%s is done, and not joined\n", task_name(task));
    else
        dump_future(file, task_name(task), about, self, depth);
    if (task->sets > 0)
        dump_sets(file, task, depth + 1);
}

static void dump_tasks(FILE *file, const struct list_link *tasks, int depth)
{
    for (struct list_link *i = tasks->next; i != tasks; i = i->next)
        dump_task(file, list_entry(i, struct task, all), depth);
}

/* The tasks in all sets of a task; NULL: in those that were made outside */
static void dump_sets(FILE *file, const struct task *owner, int depth)
{
    const struct list_link *sets = &runtime_here->sets;

    for (struct list_link *i = sets->next; i != sets; i = i->next) {
        const struct task_set *set = list_entry(i, struct task_set, all);

        if (set->owner != owner)
            continue;
        dump_tasks(file, &set->done, depth);
        dump_tasks(file, &set->running, depth);
    }
}

int task_line(struct task *task)
{
    const struct future_about *about;
    const void *self;

    find_future(task, &about, &self);
    return about != NULL ? site_of(about, self)->line : 0;
}

void task_where(struct task *task, char *text, size_t size)
{
    const struct future_about *about;
    const void *self;
    const struct future_site *site;

    find_future(task, &about, &self);
    if (about == NULL) {
        snprintf(text, size, "%s", task_name(task));
        return;
    }
    site = site_of(about, self);
    if (site->line != 0)
        snprintf(text, size, "%s, in line %d of %s", about->name, site->line,
                 about->file);
    else
        snprintf(text, size, "%s (%s:%d)", about->name, about->file,
                 about->line);
}

/* --- All --------------------------------------------------------------------
 */

static size_t count_ready(const struct runtime *runtime)
{
    size_t count = 0;

    for (const struct task *i = runtime->ready; i != NULL; i = i->next)
        count++;
    for (const struct task *i = runtime->round; i != NULL; i = i->next)
        count++;
    return count;
}

void runtime_dump(FILE *file)
{
    struct runtime *runtime = runtime_here;
    int64_t next;

    if (runtime == NULL) {
        fputs("no runtime in this thread\n", file);
        return;
    }
    next = wheel_first_time(&runtime->timers);
    fprintf(file, "runtime: %zu tasks, %zu ready, %zu timers", runtime->pending,
            count_ready(runtime), runtime->timers.count);
    if (next != INT64_MAX)
        fprintf(file, ", the next in %" PRId64 " ms",
                next > runtime->now ? (next - runtime->now) / 1000000 : 0);
    fprintf(file, "%s\n", runtime->is_paused ? ", virtual time" : "");
    dump_tasks(file, &runtime->tasks, 0);
    dump_sets(file, NULL, 0);
}

/* --- By a signal ------------------------------------------------------------
 */

static struct {
    struct runtime *_Atomic runtime; /* whose it is, or NULL */
    int signal;
    struct sigaction before;
    volatile sig_atomic_t event; /* to ring */
    volatile sig_atomic_t is_wanted;
} on_signal;

static void want_dump(int signal)
{
    int saved = errno;
    uint64_t one = 1;

    (void)signal;
    on_signal.is_wanted = 1;
    if (write(on_signal.event, &one, sizeof(one)) < 0)
        on_signal.is_wanted = 1; /* it rings already */
    errno = saved;
}

int runtime_dump_on(int signal)
{
    struct sigaction action = {.sa_handler = want_dump, .sa_flags = SA_RESTART};
    struct runtime *none = NULL;
    int err;

    if (!atomic_compare_exchange_strong(&on_signal.runtime, &none,
                                        runtime_here))
        return -EBUSY;
    on_signal.signal = signal;
    on_signal.event = runtime_here->inbox->event;
    err = sigaction(signal, &action, &on_signal.before) < 0 ? -errno : 0;
    if (err < 0)
        atomic_store(&on_signal.runtime, NULL);
    return err;
}

void dump_if_wanted(struct runtime *runtime)
{
    if (!on_signal.is_wanted || atomic_load(&on_signal.runtime) != runtime)
        return;
    on_signal.is_wanted = 0;
    runtime_dump(stderr);
}

void dump_off(struct runtime *runtime)
{
    if (atomic_load(&on_signal.runtime) != runtime)
        return;
    sigaction(on_signal.signal, &on_signal.before, NULL);
    on_signal.is_wanted = 0;
    atomic_store(&on_signal.runtime, NULL);
}
