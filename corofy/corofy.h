#ifndef COROFY_H
#define COROFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Makes plain C of C with coroutines: every function that is marked with
 * `coroutine` becomes a state machine that is polled, every `wait(future)` in
 * it a state.  All else stays as it is, octet by octet.
 */

/* So each output begins; the name of what it was made of follows. */
#define COROFY_BANNER "/* corofy made this of "

enum corofy_output {
    COROFY_C,      /* the file, translated */
    COROFY_HEADER, /* what others need to await its coroutines (async) */
    COROFY_SIZES,  /* a program that prints what these keep, and why (async) */
};

struct corofy_options {
    enum corofy_output output;
    bool waker;    /* poll() is given a waker, and hands it on */
    bool stack;    /* what lives across a wait is kept in the coroutine */
    bool pin;      /* poll() takes a pin, and a moved coroutine panics */
    bool async;    /* async, await and defer: typed futures, held by value */
    bool annotate; /* the source of a coroutine stands above it as a comment */
    bool no_about; /* no tables of what coroutines await (async) */
    bool line; /* #line directives: debuggers and compilers show the source */

    /* names of types that no declaration in the file tells */
    const char *const *typedefs;
    size_t typedef_count;
};

/*
 * Translates size octets of text; name stands for it in messages and, without
 * its folders, in the banner.
 *
 * 0: *output is what the caller will free, output_size octets and a 0 that
 * they do not count; there may be warnings on diagnostics.  -1: the errors, all
 * that were found, are on diagnostics, and *output is untouched.  The same
 * text and options give the same output.  Ends the program when there is no
 * memory.  Any thread may call it.
 */
int corofy_translate(const char *name, const char *text, size_t size,
                     const struct corofy_options *options, FILE *diagnostics,
                     char **output, size_t *output_size);

#endif
