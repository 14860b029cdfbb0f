#ifndef COROFY_CASE_H
#define COROFY_CASE_H

/* Reading a case of corofy: see tests/corofy/README.md */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corofy/corofy.h"
#include "tests/unit/check.h"

/* A file's octets and a 0 that size does not count, to be freed; NULL: there is
 * none of this name. */
static inline char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "re");
    char *text;
    long end;

    *size = 0;
    if (!file)
        return NULL;
    CHECK(fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0);
    rewind(file);
    text = malloc(end + 1);
    CHECK(text != NULL && fread(text, 1, end, file) == (size_t)end);
    text[end] = 0;
    fclose(file);
    *size = end;
    return text;
}

/* The same of another file in that one's folder */
static inline char *read_beside(const char *path, const char *name)
{
    size_t size;
    char *text, *other;

    CHECK(asprintf(&other, "%.*s/%s", (int)(strrchr(path, '/') - path), path,
                   name) > 0);
    text = read_file(other, &size);
    free(other);
    return text;
}

/* As the file `options` in a case's folder says */
static inline struct corofy_options options_beside(const char *path)
{
    struct corofy_options options = {0};
    char *text = read_beside(path, "options");

    if (text) {
        options.waker = strstr(text, "--waker") != NULL;
        options.pin = strstr(text, "--pin") != NULL;
        options.no_about = strstr(text, "--no-about") != NULL;
        options.stack = strstr(text, "--stack") != NULL || options.pin;
        options.annotate = strstr(text, "--annotate") != NULL;
        options.line = strstr(text, "--line") != NULL;
        options.async = strstr(text, "--async") != NULL;
    }
    free(text);
    return options;
}

#endif
