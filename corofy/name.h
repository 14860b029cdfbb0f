#ifndef NAME_H
#define NAME_H

#include <stdbool.h>
#include <stddef.h>

struct tokens;

/*
 * Words that are keywords only where they can be.  How they are spelled depends
 * on the options: see make_words() in corofy.c.
 */
enum word {
    WORD_NONE,
    WORD_COROUTINE, /* coroutine, or async */
    WORD_WAIT,      /* wait, or await */
    WORD_DEFER,
};

/* A spelling.  Equal spellings are the same struct. */
struct name {
    const char *text;
    size_t length;
    int keyword; /* T_NAME or K_... */
    enum word word;
    struct name *next;

    struct symbol *ordinary; /* what it means here; see scope.h */
    struct symbol *tag;
    struct statement *label; /* of the coroutine at hand */
    const char *seen;        /* the first place in the text, and of a tag */
    const char *seen_tag;
    bool is_array; /* something of this name may be an array */

    /* Numbers of notings, each of a coroutine's names (see scope.h): the last
     */
    int used_in;        /* of a coroutine that has the name, not as a tag */
    int global_use;     /* of one that uses it for what it does not declare */
    int global_tag_use; /* of one that does that as a tag */

    int kept_in;             /* the last coroutine whose stack has it */
    int kept_count;          /* how many variables of this name it has there */
    int deferred_in;         /* the last coroutine with a defer that has it */
    struct symbol *deferred; /* what it means there, at one place */
    bool is_deferred_twice;  /* at another one it means something else */
    struct coroutine *coroutine;  /* of this file, that is defined so */
    struct coroutine *declared;   /* the first that is, perhaps a prototype */
    struct coroutine *needed_for; /* whose generated code has this name */
    bool is_generated;            /* the code of some coroutine has it */
    struct macro *macro;          /* of this file, if it is one */
    int stands_for;               /* as a macro, one of K_..., or T_NAME */
    struct name *next_macro;      /* the next name that is one */
    struct macro *parameter_of;   /* the last macro with such a parameter */

    /* in a header: */
    struct definer *definers; /* what in it defines the name */
    bool is_needed;
    const char *exported; /* what it is called there, or NULL: the same */
};

/* What a coroutine of this name, and what belongs to it, is called */
static inline const char *name_exported(const struct name *name)
{
    return name->exported != NULL ? name->exported : name->text;
}

/* Makes the names of a text, of which there are only the keywords yet */
void names_init(struct tokens *tokens);

/* The struct of a spelling */
struct name *name_of(struct tokens *tokens, const char *text, size_t length);

/*
 * May it be a slip for the word?  Up to two letters are wrong, missing, too
 * many, or have changed places.
 */
bool is_slip(const struct name *name, const char *word);

/*
 * Writes letters that are given by their numbers, as \u00e9, as they are: in a
 * name both are the same.  Returns the new length.
 */
size_t decode_universal(char *text);

#endif
