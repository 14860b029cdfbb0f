#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *arg);

struct start {
    void *(*run)(void *);
    void *arg;
    unsigned late;
};

static atomic_uint threads;

static void *run_late(void *arg)
{
    struct start start = *(struct start *)arg;

    free(arg);
    if (start.late & 1)
        usleep(10000);
    return start.run(start.arg);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *arg)
{
    unsigned late = (unsigned)atoi(getenv("LATE")) >> 2 * threads++;
    struct start *start = malloc(sizeof(*start));
    int err;

    *start = (struct start){run, arg, late};
    err = __real_pthread_create(thread, attributes, run_late, start);
    if (late & 2)
        usleep(10000);
    return err;
}

__attribute__((destructor)) static void report(void)
{
    fprintf(stderr, "threads: %u\n", threads);
}
