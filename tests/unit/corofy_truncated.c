/* links: corofy/ all but main.c */
/*
 * Cuts the source of every case of corofy at every byte (in turns, a quarter of
 * the places each day).  The unit corofy_texts has the sources uncut.
 */
#define _GNU_SOURCE
#include "check.h"
#include "corofy/corofy.h"
#include "corofy_case.h"
#include "patience.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CHILD_CASES = 16, /* a process for each would cost as much as the rest */
};

/* What is being tried, which a crash shall not take along */
static volatile struct {
    size_t number; /* of the case */
    size_t size;   /* of it, up to the cut */
} * cut;

/* There is output, which is returned, or there are errors and no output. */
static char *translate(const char *text, size_t size,
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
    free(exact);
    free(said);
    return output;
}

/* With --async each cut is made a header and a table of sizes, too. */
static void translate_cut(const char *text, size_t size,
                          struct corofy_options options)
{
    enum corofy_output last = options.async ? COROFY_SIZES : COROFY_C;

    for (enum corofy_output i = COROFY_C; i <= last; i++) {
        options.output = i;
        free(translate(text, size, &options));
    }
}

/*
 * One translation frees less than this, so the sanitizer still sees what is
 * used afterwards.  With more, each takes new pages, which cost more than the
 * rest.
 */
const char *__asan_default_options(void)
{
    return "quarantine_size_mb=1";
}

/* Every so many-th cut is tried */
static unsigned step_size(void)
{
    if (is_set("RUN"))
        return 29;
    if (is_whole())
        return 1;
    return is_set("SANITIZE") ? 12 : 4;
}

static void cut_everywhere(const char *path)
{
    struct corofy_options options = options_beside(path);
    size_t size;
    char *text = read_file(path, &size);

    for (cut->size = find_share(step_size()); cut->size < size;
         cut->size += step_size())
        translate_cut(text, cut->size, options);
    free(text);
}

static _Noreturn void cut_some(const glob_t *paths, size_t first)
{
    check_limit_time();
    for (size_t i = first; i < paths->gl_pathc && i < first + CHILD_CASES;
         i++) {
        cut->number = i;
        cut_everywhere(paths->gl_pathv[i]);
    }
    exit(0);
}

static void check_some(const glob_t *paths, size_t first)
{
    pid_t child;
    int status;

    fflush(stdout);
    child = fork();
    CHECK(child >= 0);
    if (child == 0)
        cut_some(paths, first);
    CHECK(waitpid(child, &status, 0) == child);
    if (status != 0)
        check_fail(__FILE__, __LINE__, "%s, first %zu octets: status 0x%x",
                   paths->gl_pathv[cut->number], cut->size, status);
}

static void check_cases(const char *pattern)
{
    glob_t paths;

    cut = mmap(NULL, sizeof(*cut), PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(cut != MAP_FAILED);
    CHECK_EQ(glob(pattern, 0, NULL, &paths), 0);
    printf("# cuts: SHARE=%u of %u\n", find_share(step_size()), step_size());
    for (size_t i = 0; i < paths.gl_pathc; i += CHILD_CASES)
        check_some(&paths, i);
    globfree(&paths);
    munmap((void *)cut, sizeof(*cut));
}

TEST(waits)
{
    check_cases("tests/corofy/cases/wait-*/in.co");
}

TEST(control_flow)
{
    check_cases("tests/corofy/cases/[b-l]*/in.co");
}

TEST(async)
{
    check_cases("tests/corofy/cases/a*/in.co");
}

TEST(all_others)
{
    check_cases("tests/corofy/cases/[mn-vx-z]*/in.co");
}
