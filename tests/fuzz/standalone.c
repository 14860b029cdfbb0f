/*
 * The main() of a fuzz target without a fuzzer: runs it on each file that is
 * an argument, or in a folder that is one, else on standard input.  Prints how
 * many that were.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    DATA_MAX = 1 << 20,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count;

static void fail(const char *path)
{
    perror(path);
    exit(2);
}

/* Closes file */
static void run_file(FILE *file, const char *path)
{
    static uint8_t data[DATA_MAX];
    size_t size = fread(data, 1, sizeof(data), file);

    if (ferror(file))
        fail(path);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    count++;
}

static void run_path(const char *path)
{
    struct dirent *entry;
    DIR *folder = opendir(path);
    FILE *file = folder == NULL ? fopen(path, "re") : NULL;

    if (file != NULL)
        run_file(file, path);
    else if (folder == NULL)
        fail(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char *inner;

        if (entry->d_name[0] == '.')
            continue;
        if (asprintf(&inner, "%s/%s", path, entry->d_name) < 0)
            abort();
        run_path(inner);
        free(inner);
    }
    if (folder != NULL)
        closedir(folder);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    if (argc < 2)
        run_file(stdin, "standard input");
    printf("%d inputs\n", count);
    return 0;
}
