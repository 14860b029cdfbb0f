#ifndef MEASURE_H
#define MEASURE_H

/* What all the programs of this bench need, and no more. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    STACK_BYTES = 64 * 1024,
    RING = 1000,
    PARTS = 50,
    WARM_UP = 1000,
};

/* A program's measure, and how often it does what is measured */
struct measure {
    const char *name;
    void (*take)(long count);
};

static inline void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static inline void check_ended(long ended, long count)
{
    if (ended == count)
        return;
    fprintf(stderr, "%ld have run, and should be %ld\n", ended, count);
    exit(EXIT_FAILURE);
}

static inline double now_ns(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
        fail("clock_gettime");
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/*
 * What one of count takes, in the fastest of PARTS parts: the machine may be
 * busy with others now and then, but hardly ever during all of them.
 */
static inline double fastest_ns(void (*work)(long count), long count)
{
    long part = count < PARTS ? 1 : count / PARTS;
    double fastest = 0;

    work(part < WARM_UP ? part : WARM_UP);
    for (int i = 0; i < PARTS; i++) {
        double start = now_ns(), ns;

        work(part);
        ns = (now_ns() - start) / (double)part;
        if (i == 0 || ns < fastest)
            fastest = ns;
    }
    return fastest;
}

static inline void print(const char *measure, double value, const char *unit)
{
    printf("%s %.6g %s\n", measure, value, unit);
}

/* In octets what a file below /proc/self says in a line "FIELD: N kB" */
static inline double own_memory(const char *path, const char *field)
{
    char line[256];
    size_t length = strlen(field);
    long kb = -1;
    FILE *file = fopen(path, "r");

    if (file == NULL)
        fail(path);
    while (kb < 0 && fgets(line, sizeof(line), file) != NULL)
        if (strncmp(line, field, length) == 0)
            kb = atol(line + length);
    fclose(file);
    if (kb < 0)
        fail(field);
    return (double)kb * 1024;
}

/* Not VmRSS of status, which may be a hundred pages off: this one is counted */
static inline double resident(void)
{
    return own_memory("/proc/self/smaps_rollup", "Rss:");
}

static inline double page_tables(void)
{
    return own_memory("/proc/self/status", "VmPTE:");
}

/* The main() of a program that is called MEASURE COUNT */
static inline int take(const struct measure *measures, int argc, char **argv)
{
    if (argc == 3 && atol(argv[2]) > 0)
        for (const struct measure *m = measures; m->name != NULL; m++)
            if (strcmp(m->name, argv[1]) == 0) {
                m->take(atol(argv[2]));
                return 0;
            }
    fputs("usage: PROGRAM MEASURE COUNT, as bench/switch/run has them\n",
          stderr);
    return 2;
}

#endif
