#ifndef FORM_H
#define FORM_H

#include <stdbool.h>

struct coroutine;
struct step;
struct wait;
struct writer;

/*
 * corofy reads and writes coroutines in one of two forms.  In the boxed form of
 * chapters 7 to 9 a coroutine is a `struct future` on the heap, and its output
 * is a string.  In the form of chapter 10 (--async) each coroutine has a struct
 * of its own, which holds by value what it awaits.
 *
 * struct form holds everything in which the two differ; form.c has the two
 * tables side by side.
 */
struct form {
    /* How the keywords are spelled; defer is NULL if there is none. */
    const char *coroutine;
    const char *wait;
    const char *defer;
    bool wait_is_ours; /* no header has a function of that name */

    /* The keyword of the other form, and what is said where it is used */
    const char *other_coroutine;
    const char *other_coroutine_hint;
    const char *other_coroutine_error;

    /* Does an output have the type that the coroutine returns, or is it always
       char *?  And what the parser says of types that do not fit */
    bool has_typed_outputs;
    const char *no_type_hint;
    const char *value_in_void_hint;
    const char *no_value_hint;
    const char *no_value_error;

    /*
     * Is what a coroutine awaits held by value?  Then each await names its
     * future, and variables may share storage (see layout.h).
     */
    bool holds_children;
    const char *wait_hint;

    /* Names in the generated code: those that it uses, and the suffixes with
       which it defines the coroutine's name.  Both lists end with NULL.  The
       counts say how many suffixes: without options, with --stack, --pin */
    const char *const *used;
    const char *const *suffixes;
    int suffix_counts[3];

    /* Calls check() for the name of each member and local that the generated
       code has, other than self and state.  After all places are known */
    void (*check_members)(struct writer *w,
                          void (*check)(struct writer *w, const char *name));

    /* States */
    bool has_running_state; /* there is one for as long as poll() runs */
    bool packs_states;      /* a state takes one byte */
    const char *(*state_of)(struct writer *w, const struct wait *wait);

    /* Write all that is made of a coroutine, of a prototype, and of a wait */
    void (*write_coroutine)(struct writer *w);
    void (*write_prototype)(struct writer *w);
    void (*write_wait)(struct writer *w, const struct step *step);
};

extern const struct form form_boxed;
extern const struct form form_async;

#endif
