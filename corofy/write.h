#ifndef WRITE_H
#define WRITE_H

#include "tree.h"

/*
 * Writes C: lines of our own, and copies of the source with its comments and
 * directives, in which names have been replaced.
 */
struct writer {
    struct unit *unit;
    struct coroutine *coroutine;
    struct buffer *out;
    size_t start;        /* where in out the text of this coroutine begins */
    const char *newline; /* as in the source */
    bool aligns;         /* the file asks for alignments of its own */
    int depth;
    bool at_block_start; /* where no blank line belongs */
    bool wants_blank;
    bool in_comment; /* the line ends in a comment of // */
    bool is_outside; /* before poll(), where variables have a type only */

    const struct statement *statement; /* the innermost, or NULL */

    /* for #line: the line of the source that the next one comes from (0: no
       matter), and which one the compiler takes the last one for */
    int line;
    int compiler_line;
    size_t counted; /* how much of out compiler_line is about */

    /* what the functions of the coroutine call things */
    const char *name;  /* the coroutine's */
    const char *upper; /* in capitals */
    const char *self;
    const char *future; /* or the pin */
    const char *waker;
    const char *output;
    const char *storage;
    const char *cx;
    const char *state; /* the one that poll() found */
    const char *unwanted;
};

void write_init(struct writer *writer, struct unit *unit, struct buffer *out);

/*
 * In formats $name, $NAME, and the words in word_for() stand for what the
 * functions of this coroutine call these things.
 */
void write_text(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A new line, indented */
void write_newline(struct writer *writer);

/* Lines of their own, parted by newlines; the last may be gone on with. */
void write_lines(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The name of the source, without its folders, in a string of C, which is a
 * format perhaps */
void write_file_name(struct writer *writer, bool is_format);

/* panic(): what has been done to the coroutine, which is told with its line */
void write_panic(struct writer *writer, const char *what);

/* A line less indented, as labels are */
void write_label(struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Parts what has been written from start on, the head of a function, into as
 * many lines as its parameters need, which begin indent characters behind start
 */
void write_head(struct writer *writer, size_t start, size_t indent);

/* What is written next comes from the line of this token. */
void write_at(struct writer *writer, struct token *token);

/* What follows the next newline is this line of the source. */
void write_line_directive(struct writer *writer, int line);

/* Where blank lines of the source before the next line do not count */
void write_block_start(struct writer *writer);

/* What a variable is called here */
const char *write_name_of(const struct symbol *symbol);

/* A token, or what stands for it here */
void write_token(struct writer *writer, struct token *token);

/* Tokens with what is between them; continuation lines move with the first. */
void write_source(struct writer *writer, struct token *first,
                  struct token *last);

/* Comments, directives and blank lines before a statement or a closing brace */
void write_space_before(struct writer *writer, struct token *token);

/* Comments in the line that the token before this one ends */
void write_trailing_comments(struct writer *writer, struct token *token);

/*
 * Comments among the tokens that were not copied with them; of a declaration
 * the #ifs have been.  Any other directive would be lost, which is an error.
 */
void write_lost_comments(struct writer *writer, struct token *first,
                         struct token *last, bool is_declaration);

/* #if lines around something that is in an arm, and their #endif */
void write_arm_start(struct writer *writer, const struct arm *arm);
void write_arm_end(struct writer *writer, const struct arm *arm);

#endif
