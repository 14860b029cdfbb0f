#include "workers.h"
#include "listener.h"
#include "process.h"
#include "server.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct worker {
    struct server server;
    pthread_t thread;
    int err; /* of server_run */
};

static int open_worker(struct workers *workers, struct process *process,
                       int listener)
{
    struct server *server = &workers->all[workers->count].server;
    int err;

    if (listener < 0)
        return listener;
    err = server_open(server, process, listener);
    if (err == 0)
        workers->count++;
    return err;
}

static void close_all(struct workers *workers)
{
    for (int i = 0; i < workers->count; i++)
        server_close(&workers->all[i].server);
    free(workers->all);
}

int workers_open(struct workers *workers, struct process *process, int listener,
                 int count)
{
    int err = -ENOMEM;

    workers->count = 0;
    workers->all = calloc((size_t)count, sizeof(*workers->all));
    if (workers->all != NULL)
        err = open_worker(workers, process, listener);
    else
        close(listener);
    while (err == 0 && workers->count < count)
        err = open_worker(workers, process, listener_copy(listener));
    if (err == 0)
        err = server_watch_signals(&workers->all[0].server);
    if (err < 0)
        close_all(workers);
    return err;
}

/* One that fails takes the others along: half a server helps nobody */
static void run_worker(struct worker *worker)
{
    worker->err = server_run(&worker->server);
    if (worker->err < 0)
        process_stop(worker->server.process);
}

static void *thread_main(void *worker)
{
    run_worker(worker);
    return NULL;
}

/* Returns how many threads run, besides this one */
static int start_threads(struct workers *workers)
{
    for (int i = 1; i < workers->count; i++) {
        struct worker *worker = &workers->all[i];
        int err = pthread_create(&worker->thread, NULL, thread_main, worker);

        if (err != 0) {
            worker->err = -err;
            process_stop(worker->server.process);
            return i - 1;
        }
    }
    return workers->count - 1;
}

int workers_run(struct workers *workers)
{
    int threads = start_threads(workers);
    int err = 0;

    run_worker(&workers->all[0]);
    for (int i = 1; i <= threads; i++)
        pthread_join(workers->all[i].thread, NULL);
    for (int i = 0; i < workers->count && err == 0; i++)
        err = workers->all[i].err;
    close_all(workers);
    return err;
}
