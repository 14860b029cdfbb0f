#ifndef TREE_H
#define TREE_H

#include "corofy.h"
#include "form.h"
#include "token.h"

/*
 * What the parser makes of a coroutine: statements as they stand, declarations
 * with their parts, and of expressions just as much as it takes to say in which
 * order waits are evaluated.  Everything knows its tokens, from first to last,
 * so that what need not change is copied from the text.
 */

/* --- Names --- */

enum symbol_kind {
    SYMBOL_VARIABLE,
    SYMBOL_FUNCTION,
    SYMBOL_COROUTINE,
    SYMBOL_TYPEDEF,
    SYMBOL_ENUMERATOR,
    SYMBOL_TAG,
};

/* What a name means in some scope */
struct symbol {
    enum symbol_kind kind;
    struct name *name;
    struct token *token;      /* where it is declared; NULL: by no token */
    struct token *defined_at; /* where it is defined, too; or NULL */
    bool is_local;            /* to a coroutine, parameters too */
    bool is_parameter;
    struct scope *scope;
    struct symbol *outer;   /* what the name meant in the scope around */
    struct symbol *next;    /* in the same scope */
    const char *emitted;    /* what to write in place of the name, or NULL */
    struct symbol *renamed; /* the next that is written under another name */
    const char *member;     /* what it is called in the coroutine's struct */
    const char *type;       /* and its type before that, which has to know it */
    bool hides;             /* what its own declaration uses before it */
    bool is_in_expression;  /* a type's, that is defined in one */
    bool is_truth;          /* a temporary: which way an expression went */
    struct wait *output_of; /* a temporary: the output of a wait, or NULL */
    struct awaited *result; /* a temporary: of an await, what it is that of */
    struct wait *running;   /* a temporary: the set of that name, or NULL */

    struct declaration *declaration;
    struct declarator *declarator;
    int dimensions; /* how many [] lead from it to what is no array */
    bool is_function_type;

    /* of variables: what flow.c finds out */
    struct occurrence *occurrences;
    struct wait *lives_across;   /* one of the waits, or NULL */
    const struct token *used_at; /* a token that shows it */
    bool escapes;                /* lives there as its address may be kept */
    bool is_pinned;              /* or would, if it did not anyhow */
    unsigned long *in_use;       /* a set of nodes; see flow.h */
};

/* A variable that the body of a macro names, where the macro is used */
struct hidden_use {
    struct symbol *symbol;
    enum role role;
    struct hidden_use *next;
};

struct scope {
    struct scope *outer;
    struct symbol *symbols;
    struct token *first; /* between these its names mean something */
    struct token *last;
    struct token *last_wait; /* in it and in those within, or NULL */
};

/* --- Expressions --- */

enum expression_kind {
    EXPRESSION_PLAIN,       /* children: what in it has waits, in order */
    EXPRESSION_WAIT,        /* wait(child) */
    EXPRESSION_LOGICAL,     /* child && child, child || child: waits right */
    EXPRESSION_CONDITIONAL, /* child ? child : child: waits in the last two */
    EXPRESSION_COMMA,       /* child, child: waits in one of them */
};

struct expression {
    enum expression_kind kind;
    struct token *first;
    struct token *last;
    bool waits; /* there is a wait in it */
    bool is_or; /* of EXPRESSION_LOGICAL */
    struct expression *children;
    struct expression *next;
    struct wait *wait;
    struct symbol *truth; /* which way a logical or a conditional one went */
    bool is_direct_wait;  /* all of it is a wait, whose output is not kept first
                           */
    struct step *steps;   /* as order.c has made them */
};

/* Where the output of a wait goes */
enum wait_target {
    TARGET_OUTPUT,   /* into a variable of ours */
    TARGET_VARIABLE, /* into one of the coroutine's */
    TARGET_RESULT,   /* it is returned */
    TARGET_NOBODY,
};

struct wait {
    int number; /* from 1 */
    struct token *token;
    enum wait_target target;
    struct symbol *variable; /* of TARGET_OUTPUT and TARGET_VARIABLE */
    const char *label;       /* it is resumed by a goto; NULL: by a case */

    /* of an await: */
    struct awaited *awaited;
    struct awaited *futures; /* all that are in it, by next_future */
    int future_count;
    struct symbol *running; /* a set of those that still run; NULL: all do */
    unsigned long *in_use;  /* as in a symbol */
    struct defer *pending;  /* what runs if the coroutine is dropped here */
    struct wait *next;
};

enum awaited_kind {
    AWAITED_CALL,     /* x(...): a part of the coroutine */
    AWAITED_BOX,      /* box(x(...)): on the heap */
    AWAITED_FUTURE,   /* future(f), future(f, type): on the heap already */
    AWAITED_VARIABLE, /* f: elsewhere, where it stays */
    AWAITED_TIMER,    /* what a timeout waits for, too: sleep_ms(...) */

    /* from here on: several */
    AWAITED_JOIN,
    AWAITED_TRY_JOIN,
    AWAITED_SELECT,
    AWAITED_SELECT_FAIR,
    AWAITED_TIMEOUT, /* of what it is for, and a timer */
};

/*
 * What an await is for: a future, or several.  As these may be of several
 * themselves it is a tree; the futures are its leaves.
 */
struct awaited {
    enum awaited_kind kind;
    struct token *token; /* the name or the word with which it begins */
    struct wait *wait;
    struct awaited *parent;    /* NULL: the await is for this one */
    int position;              /* among the parent's operands, from 0 */
    struct awaited *next;      /* of these */
    struct expression *lvalue; /* what its output is assigned to, or NULL */
    struct symbol *output; /* a temporary for that, if anything is done to it */

    /* of several: */
    struct awaited *operands;
    int turn; /* of a select_fair: its number among these, from 1 */

    /* of a future: */
    struct name *future; /* its name, which tells all that is called of it */
    struct expression *arguments; /* what it is made of */
    struct token *type_first;     /* its output's, if that is written */
    struct token *type_last;
    bool is_pointer;       /* the variable is one */
    int number;            /* in the await, from 0 */
    const char *member;    /* what is called that holds it */
    unsigned long *in_use; /* as in a symbol */
    struct awaited *next_future;
};

static inline bool is_several(const struct awaited *a)
{
    return a->kind >= AWAITED_JOIN;
}

/* Does the first that is ready end it? */
static inline bool is_race(const struct awaited *a)
{
    return a->kind >= AWAITED_SELECT;
}

/* Is it made by the await, which has to drop it as well? */
static inline bool is_owned(const struct awaited *a)
{
    return !is_several(a) && a->kind != AWAITED_VARIABLE;
}

/* Is it a struct future? */
static inline bool is_boxed(const struct awaited *a)
{
    return a->kind == AWAITED_BOX || a->kind == AWAITED_FUTURE;
}

/* --- Declarations --- */

struct declarator {
    struct token *first;
    struct token *last;      /* without the initializer */
    struct token *name;      /* NULL if there is none */
    int pointers;            /* how many * before the name */
    int dimensions;          /* how many [] right behind it */
    struct token *open_size; /* the [ of a first [] without a size, or NULL */
    bool is_function;
    bool is_variable_length;
    bool is_variable_within; /* and not only in its first [] */
    bool has_cleanup;
    struct token *initializer; /* the first token of it, or NULL */
    struct token *initializer_last;
    struct expression *value; /* the initializer */
    struct symbol *symbol;
    struct declaration *declaration;
    struct declarator *next;
};

struct declaration {
    struct token *first;
    struct token *last; /* with the ; of a declaration in a block */
    struct token *specifiers_last;
    bool is_typedef;
    bool is_static; /* or _Thread_local */
    bool is_extern;
    bool is_auto_type;
    bool is_char;        /* nothing but char and storage classes */
    bool is_assert;      /* _Static_assert */
    bool is_opaque;      /* there is a cleanup attribute among its specifiers */
    int type_dimensions; /* as in a symbol: of the type by itself */
    bool may_be_array;   /* the type is one, or we do not know it */
    bool is_function_type;
    struct token *type_keyword; /* of a struct, union or enum that it defines */
    struct token *type_tag;     /* NULL if there is none */
    struct token *type_open;    /* its { */
    struct token *type_last;    /* its }, or the last of attributes behind it */
    struct symbol *announced;   /* all of it is `struct tag;`: the tag */
    struct declarator *declarators;
    struct scope *scope;
    bool is_body;             /* in the outermost block of the coroutine */
    bool is_outside;          /* its types are needed before the coroutine */
    bool has_marked_types;    /* place.c knows the types that it needs */
    bool is_jumped_over;      /* a resumption jumps over its initializers */
    const char *type_name;    /* given by us, of a type without a tag */
    struct declaration *next; /* in the same coroutine */
    struct declaration *previous;
};

/* Not in the frame of a call of poll(), so that it lives for ever */
static inline bool is_elsewhere(const struct declaration *declaration)
{
    return declaration->is_static || declaration->is_extern;
}

/* --- Statements --- */

enum statement_kind {
    STATEMENT_BLOCK,
    STATEMENT_EXPRESSION,
    STATEMENT_DECLARATION,
    STATEMENT_IF,
    STATEMENT_WHILE,
    STATEMENT_DO,
    STATEMENT_FOR,
    STATEMENT_MACRO, /* name(...) statement: a loop hidden in a macro */
    STATEMENT_SWITCH,
    STATEMENT_LABEL, /* case and default too */
    STATEMENT_GOTO,
    STATEMENT_BREAK,
    STATEMENT_CONTINUE,
    STATEMENT_RETURN,
    STATEMENT_ASM,
    STATEMENT_DEFER,
};

/*
 * The defers that are pending somewhere, the latest first.  No jump passes one
 * by, so that each place of the text has its list.
 */
struct defer {
    struct statement *statement; /* body: what is deferred */
    struct scope *scope;         /* at whose end it runs */
    struct defer *outer;
    bool is_dropped;    /* drop() may run it */
    struct defer *next; /* in the coroutine, in no order */
};

struct statement {
    enum statement_kind kind;
    struct token *first;
    struct token *last;
    struct statement *next; /* in the same block */
    struct statement *body; /* of a block: the first in it */
    struct statement *otherwise;
    struct expression *expression; /* its value, condition, ... */
    struct expression *start;      /* of a for: its first and third part */
    struct expression *step;
    struct declaration *declaration; /* a for's, too */
    struct statement *loop;     /* the innermost around a loop or a continue */
    struct defer *pending;      /* where it begins, and where it goes on: */
    struct defer *pending_end;  /* behind a block, or where a jump leads */
    struct name *label;         /* of a goto and a label; NULL: case */
    struct statement *target;   /* the label of that name in the coroutine */
    int node;                   /* of a label: see flow.c */
    struct token *colon;        /* of a label */
    const char *continue_label; /* of a loop: where its continue goes */
    bool has_continue;
    bool waits;
    bool changes; /* it is not copied as it stands */
};

/* --- Coroutines --- */

struct coroutine {
    struct coroutine *next;
    int id;   /* from 1 */
    int walk; /* the last one that came here; see child.c */
    struct token *first;
    struct token *last;
    struct token *name;
    struct token *type; /* where it begins; NULL: it cannot be returned */
    bool returns_value; /* it is not void */
    bool is_prototype;
    bool has_slip; /* a call whose name is nearly that of a wait */
    bool failed;   /* there are errors in it: it is not looked at any more */
    struct token *open; /* the ( and ) of its parameters */
    struct token *close;
    struct declarator *parameters; /* linked by next */
    struct declarator **parameters_end;
    struct layout *layout; /* what its struct holds; see layout.h */
    int alignment;         /* of that, as far as it is known */
    bool has_start;        /* some parameter is in self->start */
    bool has_stack;        /* anything is in self->stack */
    bool has_stack_parameter;
    struct statement *body;
    struct scope *scope;
    struct declaration *declarations; /* all of the body, in order */
    struct declaration *last_declaration;
    struct wait *waits;
    struct wait **waits_end;
    struct defer *defers;
    struct defer *pending; /* those that the body begins with: from init on */
    int wait_count;
    struct symbol *renamed;     /* linked by renamed */
    struct symbol *temporaries; /* linked by next */
    struct symbol **temporaries_end;
    int node_count;  /* of which in_use are sets */
    int turn_count;  /* races that each time begin with another one */
    int truth_count; /* names that have been made up: truth1, ... */
    int continue_count;
    int type_count;
};

static inline const char *coroutine_name(const struct coroutine *c)
{
    return c->name->name->text;
}

/* A declaration, a function or a coroutine, at the level of the file */
struct file_part {
    struct token *first;
    struct token *last;
    struct coroutine *coroutine; /* or NULL */
    struct file_part *next;
};

/* One file that is translated */
struct unit {
    struct source *source;
    struct arena *arena;
    const struct corofy_options *options;
    const struct form *form;
    const struct name *coroutine_word; /* how these are spelled */
    const struct name *wait_word;
    struct tokens tokens;
    struct coroutine *coroutines;
    struct file_part *parts;  /* all of the file */
    int notings;              /* how often names were noted: scope.h */
    struct name_notes needed; /* what clash.c knows of names, and place.c */
    struct name_notes placed;
};

#endif
