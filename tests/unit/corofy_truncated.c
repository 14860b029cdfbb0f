/* Cuts the source of every case of corofy at every octet. */
#define _GNU_SOURCE
#include "ch07-coroutines/corofy/corofy.h"
#include "check.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SECONDS_MAX = 120, /* for all cuts of one case */
};

/* The cut that is being tried, which a crash shall not take along */
static volatile size_t *cut;

/* The file's octets in memory of just that size, to be freed */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "re");
    char *text;
    long end;

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

static struct corofy_options options_beside(const char *path)
{
    struct corofy_options options = {0};
    char *name, *text;
    size_t size;

    CHECK(asprintf(&name, "%.*s/options", (int)(strrchr(path, '/') - path),
                   path) > 0);
    text = read_file(name, &size);
    if (text) {
        options.stack = strstr(text, "--stack") != NULL;
        options.waker = strstr(text, "--waker") != NULL;
        options.pin = strstr(text, "--pin") != NULL;
        options.annotate = strstr(text, "--annotate") != NULL;
        options.line = strstr(text, "--line") != NULL;
    }
    free(text);
    free(name);
    return options;
}

/* There is output, or there are errors and no output. */
static void translate(const char *text, size_t size,
                      const struct corofy_options *options)
{
    char *said, *output = NULL;
    size_t said_size, output_size = size;
    FILE *diagnostics = open_memstream(&said, &said_size);
    /* A sanitizer sees what is read beyond the end. */
    char *exact = malloc(size > 0 ? size : 1);
    int status;

    CHECK(diagnostics != NULL && exact != NULL);
    memcpy(exact, text, size);
    status = corofy_translate("in.co", exact, size, options, diagnostics,
                              &output, &output_size);
    fclose(diagnostics);
    if (status == 0) {
        CHECK(output != NULL && output[output_size] == 0);
    } else {
        CHECK_EQ(status, -1);
        CHECK(output == NULL && output_size == size);
        CHECK(strstr(said, "error: ") != NULL);
    }
    free(output);
    free(exact);
    free(said);
}

/* Emulators and valgrind take long: there, every 29th cut is tried. */
static size_t step_size(void)
{
    const char *run = getenv("RUN");

    return run && *run ? 29 : 1;
}

static _Noreturn void cut_everywhere(const char *path)
{
    struct corofy_options options = options_beside(path);
    size_t size;
    char *text = read_file(path, &size);

    alarm(SECONDS_MAX);
    for (*cut = 0; *cut <= size; *cut += step_size())
        translate(text, *cut, &options);
    free(text);
    exit(0);
}

static void check_case(const char *path)
{
    pid_t child;
    int status;

    fflush(stdout);
    child = fork();
    CHECK(child >= 0);
    if (child == 0)
        cut_everywhere(path);
    CHECK(waitpid(child, &status, 0) == child);
    if (status != 0)
        check_fail(__FILE__, __LINE__, "%s, first %zu octets: status 0x%x",
                   path, *cut, status);
}

static void check_cases(const char *pattern)
{
    glob_t paths;

    cut = mmap(NULL, sizeof(*cut), PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(cut != MAP_FAILED);
    CHECK_EQ(glob(pattern, 0, NULL, &paths), 0);
    for (size_t i = 0; i < paths.gl_pathc; i++)
        check_case(paths.gl_pathv[i]);
    globfree(&paths);
    munmap((void *)cut, sizeof(*cut));
}

TEST(waits)
{
    check_cases("tests/corofy/wait-*/in.co");
}

TEST(control_flow)
{
    check_cases("tests/corofy/[b-l]*/in.co");
}

TEST(all_others)
{
    check_cases("tests/corofy/[amn-vx-z]*/in.co");
}
