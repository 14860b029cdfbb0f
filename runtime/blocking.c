#define _GNU_SOURCE /* pthread_cond_clockwait */
#include "blocking.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "calls.h"
#include "runtime.h"

/* Where a job stands in the pool */
enum {
    QUEUED,
    RUNNING,
    LEFT, /* it runs, and its future has been dropped */
    DONE
};

/* And where its future stands, which only the runtime's thread asks */
enum {
    NEW,
    SUBMITTED,
    OVER
};

struct blocking_pool {
    pthread_mutex_t lock;
    /* lock protects all that follows, and the jobs */
    pthread_cond_t work;  /* there is a job, or the pool ends */
    pthread_cond_t ended; /* a job has, or the last thread */
    struct list_link queue;
    unsigned queued;
    unsigned idle;    /* threads that wait for work */
    unsigned busy;    /* threads with a job */
    unsigned threads; /* all that have not come to their end */
    bool is_ending;
    bool is_left; /* the last thread frees it */
    unsigned started;
    unsigned limit;
    pthread_t ids[]; /* of the started */
};

/* --- The pool ---------------------------------------------------------------
 */

/* If there is no memory the runtime has none, and each poll will tell. */
static void make_pool(void)
{
    struct runtime *runtime = runtime_here;
    struct blocking_pool *pool;

    if (runtime == NULL)
        panic("to run a function in a thread before runtime_init()");
    if (runtime->pool != NULL)
        return;
    pool = call_alloc(sizeof(*pool) +
                      runtime->blocking_threads * sizeof(pool->ids[0]));
    if (pool == NULL)
        return;
    *pool = (struct blocking_pool){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .work = PTHREAD_COND_INITIALIZER,
        .ended = PTHREAD_COND_INITIALIZER,
        .limit = runtime->blocking_threads,
    };
    list_init(&pool->queue);
    runtime->pool = pool;
}

static void free_pool(struct blocking_pool *pool)
{
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->ended);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

void blocking_limit(unsigned threads, int64_t end_ms)
{
    struct runtime *runtime = runtime_here;

    if (runtime == NULL || runtime->pool != NULL || threads == 0)
        panic("blocking_limit() %s", runtime == NULL ? "before runtime_init()"
                                     : threads == 0
                                         ? "to no threads"
                                         : "of a pool that is in use");
    runtime->blocking_threads = threads;
    runtime->blocking_end_ms = end_ms;
}

/* --- A thread of it ---------------------------------------------------------
 */

static void release(void (*function)(void *argument), void *argument)
{
    if (function != NULL)
        function(argument);
}

/* With the lock, which it gives back.  Once a job is done, its future may go.
 */
static void end_job(struct blocking_pool *pool, struct blocking_job *job)
{
    struct waker waker = job->waker;

    if (job->state == LEFT) {
        pthread_mutex_unlock(&pool->lock);
        release(job->release, job->argument);
        free(job);
        return;
    }
    job->waker = (struct waker){NULL, NULL};
    job->state = DONE;
    pthread_cond_broadcast(&pool->ended);
    pthread_mutex_unlock(&pool->lock);
    waker_wake(&waker);
}

/* With the lock, as it is again in the end */
static void run_job(struct blocking_pool *pool)
{
    struct blocking_job *job =
        list_entry(list_pop(&pool->queue), struct blocking_job, link);

    pool->queued--;
    pool->busy++;
    job->state = RUNNING;
    pthread_mutex_unlock(&pool->lock);
    job->function(job->argument);
    pthread_mutex_lock(&pool->lock);
    end_job(pool, job);
    pthread_mutex_lock(&pool->lock);
    pool->busy--;
}

static void *run_jobs(void *data)
{
    struct blocking_pool *pool = data;
    bool is_last;

    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->queued == 0 && !pool->is_ending) {
            pool->idle++;
            pthread_cond_wait(&pool->work, &pool->lock);
            pool->idle--;
        }
        if (pool->queued == 0)
            break;
        run_job(pool);
    }
    pool->threads--;
    pthread_cond_broadcast(&pool->ended);
    is_last = pool->is_left && pool->threads == 0;
    pthread_mutex_unlock(&pool->lock);
    if (is_last)
        free_pool(pool);
    return NULL;
}

/* With the lock: a thread more.  0 or -errno */
static int start_thread(struct blocking_pool *pool)
{
    int err = call_thread_create(&pool->ids[pool->started], run_jobs, pool);

    if (err < 0)
        return err;
    pool->started++;
    pool->threads++;
    return 0;
}

/* --- A job ------------------------------------------------------------------
 */

/* If there is no thread to be had, those that there are will do. */
static int submit(struct blocking_pool *pool, struct blocking_job *job,
                  const struct waker *waker)
{
    int err = 0;

    pthread_mutex_lock(&pool->lock);
    if (pool->queued >= pool->idle && pool->started < pool->limit)
        err = start_thread(pool);
    if (err < 0 && pool->started == 0) {
        pthread_mutex_unlock(&pool->lock);
        return err;
    }
    job->waker = waker_clone(waker);
    job->state = QUEUED;
    list_append(&pool->queue, &job->link);
    pool->queued++;
    pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    return 0;
}

/* Is it done?  If not, this waker is woken when it is. */
static bool is_done(struct blocking_pool *pool, struct blocking_job *job,
                    const struct waker *waker)
{
    bool done;

    pthread_mutex_lock(&pool->lock);
    done = job->state == DONE;
    if (!done)
        waker_keep(&job->waker, waker);
    pthread_mutex_unlock(&pool->lock);
    return done;
}

/*
 * Takes a job out of the pool, and waits for its end if it runs.  With
 * may_leave it does not wait; false: the thread has the job.
 */
static bool take_back(struct blocking_pool *pool, struct blocking_job *job,
                      bool may_leave)
{
    struct waker waker;
    bool is_back;

    pthread_mutex_lock(&pool->lock);
    if (job->state == QUEUED) {
        list_remove(&job->link);
        pool->queued--;
    } else if (may_leave && job->state == RUNNING) {
        job->state = LEFT;
    }
    while (job->state == RUNNING)
        pthread_cond_wait(&pool->ended, &pool->lock);
    waker = job->waker;
    job->waker = (struct waker){NULL, NULL};
    is_back = job->state != LEFT;
    pthread_mutex_unlock(&pool->lock);
    waker_drop(&waker);
    runtime_here->inhibited--;
    return is_back;
}

/* --- The futures ------------------------------------------------------------
 */

static int begin(struct runtime *runtime, struct blocking_job *job,
                 const struct waker *waker)
{
    int err =
        runtime->pool != NULL ? submit(runtime->pool, job, waker) : -ENOMEM;

    if (err < 0)
        return err;
    job->stage = SUBMITTED;
    runtime->inhibited++;
    runtime_trace(TRACE_BLOCKING, runtime->running, 0, NULL);
    return 0;
}

static struct poll poll_job(struct blocking_job *job, struct context *cx,
                            int *output)
{
    struct runtime *runtime = runtime_here;
    int err = 0;

    if (!runtime_spend(cx))
        return POLL_PENDING;
    if (job->stage == OVER)
        panic("a function that has ended was awaited again");
    if (job->stage == NEW) {
        err = begin(runtime, job, cx->waker);
        if (err == 0)
            return runtime_pending();
    } else {
        if (!is_done(runtime->pool, job, cx->waker))
            return runtime_pending();
        runtime->inhibited--;
        runtime_trace(TRACE_BLOCKED, runtime->running, 0, NULL);
    }
    job->stage = OVER;
    if (output != NULL)
        *output = err;
    return POLL_READY;
}

void blocking_run_init(struct blocking_run *self,
                       void (*function)(void *argument), void *argument)
{
    make_pool();
    self->job =
        (struct blocking_job){.function = function, .argument = argument};
}

struct poll blocking_run_poll(struct blocking_run *self, struct context *cx,
                              blocking_run_output *output)
{
    return poll_job(&self->job, cx, output);
}

void blocking_run_drop(struct blocking_run *self)
{
    if (self->job.stage == SUBMITTED)
        take_back(runtime_here->pool, &self->job, false);
    self->job.stage = OVER;
}

void blocking_give_init(struct blocking_give *self,
                        void (*function)(void *argument), void *argument,
                        void (*release)(void *argument))
{
    make_pool();
    *self = (struct blocking_give){
        .job = call_alloc(sizeof(*self->job)),
        .argument = argument,
        .release = release,
    };
    if (self->job != NULL)
        *self->job = (struct blocking_job){
            .function = function, .argument = argument, .release = release};
}

struct poll blocking_give_poll(struct blocking_give *self, struct context *cx,
                               blocking_give_output *output)
{
    struct poll poll = POLL_READY;

    if (self->is_over)
        panic("a function that has ended was awaited again");
    if (self->job != NULL)
        poll = poll_job(self->job, cx, output);
    else if (output != NULL)
        *output = -ENOMEM;
    if (poll.is_ready) {
        free(self->job);
        self->is_over = true;
    }
    return poll;
}

void blocking_give_drop(struct blocking_give *self)
{
    struct blocking_job *job = self->job;

    if (self->is_over)
        return;
    self->is_over = true;
    if (job != NULL && job->stage == SUBMITTED &&
        !take_back(runtime_here->pool, job, true))
        return;
    release(self->release, self->argument);
    free(job);
}

/* --- The end ----------------------------------------------------------------
 */

static struct timespec time_in(int64_t ms)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += ms / 1000;
    time.tv_nsec += ms % 1000 * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_sec++;
        time.tv_nsec -= 1000000000;
    }
    return time;
}

/*
 * With the lock: waits until all threads have come to their end, or when it is
 * late all that have no job.  Have all?
 */
static bool wait_for_threads(struct blocking_pool *pool, int64_t end_ms)
{
    struct timespec end = time_in(end_ms);
    bool is_late = false;

    while (pool->threads > (is_late ? pool->busy : 0)) {
        if (end_ms < 0 || is_late)
            pthread_cond_wait(&pool->ended, &pool->lock);
        else
            is_late = pthread_cond_clockwait(&pool->ended, &pool->lock,
                                             CLOCK_MONOTONIC, &end) != 0;
    }
    return pool->threads == 0;
}

void blocking_end(struct runtime *runtime)
{
    struct blocking_pool *pool = runtime->pool;
    bool is_over;

    if (pool == NULL)
        return;
    runtime->pool = NULL;
    pthread_mutex_lock(&pool->lock);
    pool->is_ending = true;
    pthread_cond_broadcast(&pool->work);
    is_over = wait_for_threads(pool, runtime->blocking_end_ms);
    pool->is_left = !is_over;
    for (unsigned i = 0; !is_over && i < pool->started; i++)
        pthread_detach(pool->ids[i]);
    pthread_mutex_unlock(&pool->lock);
    if (!is_over)
        return;
    for (unsigned i = 0; i < pool->started; i++)
        pthread_join(pool->ids[i], NULL);
    free_pool(pool);
}
