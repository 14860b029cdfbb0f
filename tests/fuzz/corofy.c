/*
 * Fuzzes corofy: of any text it makes output or says why not, twice the same;
 * and its output, in which no coroutine is left, it leaves as it is, below a
 * line that says of what it was made.
 *
 * The first octet of the data chooses the options, the rest is the text.
 */
#define _GNU_SOURCE
#include "../../corofy/corofy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct result {
    int status;
    char *output, *said;
    size_t output_size, said_size;
};

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    abort();
}

static struct result translate(const char *text, size_t size,
                               const struct corofy_options *options)
{
    struct result r = {0};
    FILE *diagnostics = open_memstream(&r.said, &r.said_size);

    if (!diagnostics)
        fail("open_memstream");
    r.status = corofy_translate("in.co", text, size, options, diagnostics,
                                &r.output, &r.output_size);
    fclose(diagnostics);
    if (r.status == 0 && (!r.output || r.output[r.output_size] != 0))
        fail("neither an error nor output");
    if (r.status != 0 && (r.output || !strstr(r.said, "error: ")))
        fail("an error that is none");
    return r;
}

static void free_result(struct result *r)
{
    free(r->output);
    free(r->said);
}

static bool equal(const struct result *a, const struct result *b)
{
    return a->status == b->status && a->said_size == b->said_size &&
           memcmp(a->said, b->said, a->said_size) == 0 &&
           a->output_size == b->output_size &&
           (!a->output || memcmp(a->output, b->output, a->output_size) == 0);
}

/* Is all of b behind the first line of a, which says of what a was made? */
static bool ends_in(const struct result *a, const struct result *b)
{
    const char *rest = strchr(a->output, '\n') + 1;
    size_t size = a->output_size - (size_t)(rest - a->output);

    return size == b->output_size && memcmp(rest, b->output, size) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t flags = size > 0 ? data[0] : 0;
    struct corofy_options options = {
        .waker = flags & 1,
        .stack = flags & 2 || flags & 4,
        .pin = flags & 4,
        .annotate = flags & 8,
        .line = flags & 16,
        .async = flags & 32,
        .output = flags & 32 ? flags >> 6 & 1 : 0,
    };
    const char *text = (const char *)data + 1;
    struct result once, again;

    if (size == 0)
        return 0;
    once = translate(text, size - 1, &options);
    again = translate(text, size - 1, &options);
    if (!equal(&once, &again))
        fail("not the same twice");
    free_result(&again);
    if (once.status == 0 && options.output == COROFY_C) {
        options.line = false; /* which adds to any text */
        again = translate(once.output, once.output_size, &options);
        if (again.status == 0 && !ends_in(&again, &once))
            fail("the output is changed when it is translated again");
        free_result(&again);
    }
    free_result(&once);
    return 0;
}
