/*
 * seeds FOLDER: makes inputs for the fuzz targets of the table of hostile
 * inputs, in FOLDER/request and FOLDER/percent, which are there.
 */
#define _GNU_SOURCE
#include "../fuzz/hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file with the octets of prefix, then others */
static void write_seed(const char *folder, const char *kind, int number,
                       const char *prefix, size_t prefix_size, const char *data,
                       size_t size)
{
    char *path;
    FILE *file;

    if (asprintf(&path, "%s/%s/%03d", folder, kind, number) < 0)
        abort();
    file = fopen(path, "we");
    if (file == NULL || fwrite(prefix, 1, prefix_size, file) != prefix_size ||
        fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    free(path);
}

/* The first octets of a request's input choose how it is cut */
static void write_seeds(const char *folder, int i)
{
    const char sizes[] = {2, i % 50, i % 7};
    const struct hostile *h = &hostile[i];
    const char *target = memchr(h->input, ' ', h->size), *end;

    write_seed(folder, "request", i, sizes, sizeof(sizes), h->input, h->size);
    if (target == NULL)
        return;
    target++;
    end = memchr(target, ' ', h->input + h->size - target);
    if (end != NULL)
        write_seed(folder, "percent", i, "", 0, target, end - target);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: seeds FOLDER\n");
        return 2;
    }
    for (int i = 0; i < HOSTILE_COUNT; i++)
        write_seeds(argv[1], i);
    return 0;
}
