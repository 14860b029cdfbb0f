#ifndef FORM_H
#define FORM_H

#include <stdbool.h>

struct coroutine;
struct step;
struct wait;
struct writer;

/*
 * There are two forms in which corofy takes and writes coroutines.  The boxed
 * form is that of chapters 7 to 9: a coroutine is a `struct future` on the
 * heap, and its output is a string.  The form of chapter 10 (--async) gives
 * each coroutine a struct of its own, which holds by value what it awaits.
 *
 * This is all in which they differ.  form.c has the two tables side by side.
 */
struct form {
    /* How the keywords are spelled.  defer NULL: there is none */
    const char *coroutine;
    const char *wait;
    const char *defer;
    bool wait_is_ours; /* no header has a function of that name */

    /* The keyword of the other form, and what is said where it stands */
    const char *other_coroutine;
    const char *other_coroutine_hint;
    const char *other_coroutine_error;

    /* An output has the type that the coroutine returns, and not char *. */
    bool has_typed_outputs;
    const char *no_type_hint;
    const char *value_in_void_hint;
    const char *no_value_hint;
    const char *no_value_error;

    /*
     * What is awaited is held by value.  So an await says by its name what it
     * is for, and variables may share storage (see layout.h).
     */
    bool holds_children;
    const char *wait_hint;

    /* Lists that end with NULL: names that the code uses, what is behind the
       coroutine's name in names that it defines, and how many of the latter
       there are without options, with --stack and with --pin */
    const char *const *used;
    const char *const *suffixes;
    int suffix_counts[3];

    /* What a local or a member is called, other than self and state: calls
       check() for each, after all places are known */
    void (*check_members)(struct writer *w,
                          void (*check)(struct writer *w, const char *name));

    /* States: there is one while poll() runs; they take one octet */
    bool has_running_state;
    bool packs_states;
    const char *(*state_of)(struct writer *w, const struct wait *wait);

    /* All that is made of a coroutine, of a prototype, and of a wait in it */
    void (*write_coroutine)(struct writer *w);
    void (*write_prototype)(struct writer *w);
    void (*write_wait)(struct writer *w, const struct step *step);
};

extern const struct form form_boxed;
extern const struct form form_async;

#endif
