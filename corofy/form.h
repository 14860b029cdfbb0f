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
 * struct form holds what the phases ask for where the two differ; form.c has
 * the two tables side by side.
 */
struct form {
    /* How the keywords are spelled; defer is NULL if there is none. */
    const char *coroutine;
    const char *wait;
    const char *defer;
    bool wait_is_ours; /* libc has no function of that name, as it has wait() */

    /* The keyword of the other form, and what is said where it is used */
    const char *other_coroutine;
    const char *other_coroutine_hint;
    const char *other_coroutine_error;

    /* Does an output have the type that the coroutine returns, or is it always
       char *? */
    bool has_typed_outputs;

    /* What the parser says of types that do not fit */
    const char *no_type_hint;
    const char *value_in_void_hint;
    const char *no_value_hint;
    const char *no_value_error;

    /*
     * Is what a coroutine awaits held by value?  Then an await must say which
     * future it is, await(x(...)), so that its struct can be a member; and
     * variables may share storage (see layout.h).
     */
    bool holds_children;
    const char *wait_hint;
    const char *several_hint; /* where it has several futures */

    /*
     * Names that the generated code uses; endings of the names that it defines
     * (copy_poll, copy_drop); both lists end with NULL.  And how many of the
     * endings there are without options, with --stack, with --pin.
     */
    const char *const *used;
    const char *const *suffixes;
    int suffix_counts[3];

    /*
     * Calls check() once for each name of a member or a local in the generated
     * code but self and state.  To be called after place_variables().
     */
    void (*check_members)(struct writer *w,
                          void (*check)(struct writer *w, const char *name));

    /* States */
    bool has_running_state; /* there is one for as long as poll() runs */
    bool packs_states;      /* a state takes one byte */
    const char *(*state_of)(struct writer *w, const struct wait *wait);

    /* The output for a coroutine, for a prototype, for one wait */
    void (*write_coroutine)(struct writer *w);
    void (*write_prototype)(struct writer *w);
    void (*write_wait)(struct writer *w, const struct step *step);
};

extern const struct form form_boxed;
extern const struct form form_async;

#endif
