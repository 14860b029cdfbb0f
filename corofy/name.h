#ifndef NAME_H
#define NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"
#include "token_type.h"

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
    size_t number; /* from 0, in the order in which names are met */
    const char *text;
    size_t length;
    enum token_type keyword; /* T_NAME or K_... */
    enum word word;
    struct name *next;

    struct symbol *ordinary; /* what it means here; see scope.h */
    struct symbol *tag;
    const char *seen; /* the first place in the text, and of a tag */
    const char *seen_tag;
    bool is_array; /* something of this name may be an array */

    /* The last coroutine, by the number of its noting (see scope.h), which */
    int used_in;        /* has the name, not as a tag */
    int global_use;     /* uses it for something that it does not declare */
    int global_tag_use; /* does that with it as a tag */

    struct coroutine *coroutine; /* of this file, that is defined so */
    struct coroutine *declared;  /* the first that is, perhaps a prototype */
    bool is_generated;           /* the code of some coroutine has it */
    struct macro *macro;         /* of this file, if it is one */
    int stands_for;              /* as a macro, one of K_..., or T_NAME */
    struct name *next_macro;     /* the next name that is one */
    struct macro *parameter_of;  /* the last macro with such a parameter */

    const char *exported; /* what it is called in a header, or NULL: the same */
};

/* What a coroutine of this name, and what belongs to it, is called */
static inline const char *name_exported(const struct name *name)
{
    return name->exported != NULL ? name->exported : name->text;
}

/* All names of a text */
struct names {
    struct arena *arena;
    struct name **slots; /* hash table */
    size_t count;
    size_t longest;
};

/* At first there are only the keywords. */
void names_init(struct names *names, struct arena *arena);

/*
 * What a single phase knows of names, apart from struct name: an item for each
 * name by its number; NULL if nobody has asked for it.  All zero is an empty
 * list.
 */
struct name_notes {
    void **items;
    size_t count;
};

/* A name's item of size octets, which are zero at first.  It never moves. */
void *name_note(struct arena *arena, struct name_notes *notes,
                const struct name *name, size_t size);

/* The struct of a spelling */
struct name *name_of(struct names *names, const char *text, size_t length);

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
