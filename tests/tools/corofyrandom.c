/*
 * corofyrandom [--plain] SEED [COUNT]: prints a C program with coroutines, made
 * of COUNT random ones, with the seeds SEED, SEED + 1...  With --plain no
 * variable lives across a wait, so that corofy needs no --stack for it.
 *
 * With --async the coroutines are those of chapter 10: of several types, boxed
 * where they are recursive, with defers, and they await several futures at
 * once.
 * --oracle prints the same program for gcc alone, in which a defer is a
 * function that gcc calls where its scope ends, and what is awaited at once
 * runs one after the other.
 *
 * Programs grow from the rules in the tables below.  A rule is C with slots: $
 * and a letter, which grammar[] and the functions slot_of_...() explain.  The
 * smallest level of what an expression's slot takes may follow: $e4 is in
 * parentheses unless it is unary.
 *
 * C defines what the programs do, wherever coroutines wait.  What it leaves
 * open must not matter, above all the order of operands.  So one operand at
 * most may have side effects that others could notice, which a right says that
 * each expression is given:
 *
 *   OWN   may read all, and change two things: the victim, one variable that
 *         was chosen for the whole full expression, and what is shared, which
 *         is all that a pointer or another function could get at
 *   READ  may read all; no operand beside it changes anything
 *   NONE  may read what is neither the victim nor shared
 *
 * All may count(), and wait for what does no more than that: it is quiet.  A
 * loop ends when the fuel is spent, or after so many turns.
 *
 * Of futures that are awaited at once all but one are quiet, and which of them
 * are ready, and when, is known: see enum fate.  What may be dropped before it
 * is ready is even hushed: what it does counts nothing.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a rule's fields few matter to its kind. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    SCOPES_MAX = 7,
    TURNS_MAX = 9, /* of loops in loops, of which each has some waits */
    WAITS_MAX = 4, /* in a full expression */
    COST_MAX = 400 /* statements that a coroutine may run, roughly */
};

/* What main() was asked for */
static bool is_plain, is_async, is_oracle;

/* --- Chance --- */

static unsigned long long chance_state;

static unsigned below(unsigned limit)
{
    chance_state = chance_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(chance_state >> 33) % limit;
}

static bool percent(unsigned probability)
{
    return below(100) < probability;
}

/* --- Output --- */

static int indentation;

/* How untidy a text is has a chance of its own: that changes no program. */
static unsigned untidiness; /* in percent */
static unsigned long long layout_state;

static bool untidy(unsigned probability)
{
    layout_state = layout_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(layout_state >> 33) % 100 * 100 <
           probability * untidiness;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* A blank, or what is as good; none where the tokens beside it stay two. */
static void put_blank(char before, char after)
{
    bool may_join = is_word(before) != is_word(after) &&
                    strchr("\"'#\n", before) == NULL &&
                    strchr("\"'#\n", after) == NULL;

    if (may_join && untidy(50))
        return;
    if (before == '/' || after == '/')
        putchar(' '); /* what else follows would begin a comment */
    else if (untidy(10))
        printf("/* wait( */");
    else if (untidy(5))
        printf(" \\\n ");
    else if (untidy(5))
        printf(" // ; }\n ");
    else
        putchar(' ');
}

/* Where no statement began that goes on in the next line */
static void end_line(char last)
{
    if (last == '{' && untidy(10))
        printf("\n#line %u", 10 + (unsigned)(layout_state >> 60));
    else if (untidy(5))
        printf(" // \"");
    putchar('\n');
}

/* Is c in a string, a comment or a directive, which stay as they are? */
static bool is_fixed(char last, char c)
{
    static char until; /* the character that ends it */

    if (until == 0 && (c == '"' || c == '\''))
        until = c;
    else if (until == 0 && last == '\n' && c == '#')
        until = '\n';
    else if (until == 0 && last == '/' && c == '*')
        until = '/';
    else if (c == until && last != '\\' && (c != '/' || last == '*'))
        until = 0;
    else
        return until != 0;
    return true;
}

static void put(char c)
{
    static char last = '\n', before_blank;
    static bool was_fixed;
    bool fixed = is_fixed(last, c);

    if (last == '\n' && c != '\n' && c != '#')
        printf("%*s", 4 * indentation, "");
    if (last == ' ' && !was_fixed)
        put_blank(before_blank, c);
    if (c == '\n' && !fixed)
        end_line(last);
    else if (c != ' ' || fixed)
        putchar(c);
    if (c == ' ')
        before_blank = last;
    last = c;
    was_fixed = fixed;
}

static void put_text(const char *text)
{
    while (*text)
        put(*text++);
}

static void put_number(unsigned long number)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%lu", number);
    put_text(digits);
}

/* --- Names and scopes --- */

enum kind {
    WORD, /* unsigned */
    NUMBER,
    PAIR,
    LINK, /* to a struct pair that nothing else leads to */
    TEXT,
    ARRAY, /* of unsigned */
    POINTER,
    FUNCTION, /* pointer to a function like mix() */
    CONSTANT, /* of an enum */
    TYPE,     /* typedef name of unsigned */
    TAG,
    OWNED,       /* text, or NULL, that a defer frees */
    AWAITED,     /* a future that is never ready, by value or pointer */
    NULL_FUTURE, /* a pointer to a future, which is NULL */
    NOTHING,     /* for its rule alone to touch */
};

/* Which programs a rule is for */
enum form {
    ALL,
    TODAY, /* chapters 7 to 9 */
    ASYNC, /* chapter 10 */
};

struct rule {
    unsigned weight;
    const char *text;
    int level; /* of an expression */
    enum form form;

    /* of what is declared in it */
    enum kind kind;
    unsigned size; /* elements of an array; value of a CONSTANT */
    bool constant; /* it, or what it points to, must not be changed */
    bool plain;    /* is a struct pair */
    bool late;     /* gets its value by other rules */
    bool kept; /* is static: it lives across waits in a plain program, too */
};

/* What a coroutine gives */
enum result {
    NO_RESULT,
    TEXT_RESULT,
    WORD_RESULT,
    LONG_RESULT,
    PAIR_RESULT,
    INT_RESULT, /* an error, if negative */
};

static const char *const result_types[] = {
    "void ", "char *", "unsigned ", "unsigned long ", "struct pair ", "int "};

struct name {
    const char *text;
    const struct rule *rule;
    enum kind kind;
    int scope;     /* how deep it was declared; 0: at file scope */
    bool constant; /* of a shared one a pointer may still be made */
    bool shared;   /* a pointer may lead to it, or another function see it */
    bool ready;    /* has a value */
    bool used;
    bool parameter;
    enum result gives; /* of a future: its output */
};

static struct name names[300];
static size_t name_count;
static struct name *victim;

/* Few, so that they hide each other; word is a type, too. */
static const char *const pool[] = {"a", "b", "c", "d", "i", "n", "t", "x",
                                   "word", "left", "result",
                                   /* as corofy calls what is its own */
                                   "self", "state", "output", "output1"};
static const char *const labels[] = {"a", "x", "word", "end", "again", "wait1"};

enum right {
    NONE,
    READ,
    OWN,
};

static enum right right = OWN;

/* The function that is being printed */
static bool quiet, hushed, endless, fuelled, laned, failing;
static bool in_defer, uses_lane, has_waited;
static enum result gives;
static int waits;            /* that the full expression may still have */
static unsigned label_count; /* so far */
static int budget;           /* statements that are still to come */
static unsigned cost;

/* What holds until the end of a scope */
static struct context {
    int scope;
    unsigned turns; /* of all loops around, but those of fuel */
    bool no_wait;   /* a variable of a plain program has its value */
    bool flat;      /* no declarations here, which a label could skip */
    bool no_defer;  /* nor defers, which a jump backwards would */
    bool can_break, can_continue, can_return;
    unsigned exits[6]; /* labels after blocks around */
    int exit_count;
} here;

static bool declared_here(const char *text)
{
    for (struct name *n = names + name_count; n-- > names;)
        if (n->scope == here.scope && n->kind != TAG &&
            strcmp(n->text, text) == 0)
            return true;
    return false;
}

static bool visible(const char *text, const struct name *from)
{
    for (; from < names + name_count; from++)
        if (from->kind != TAG && strcmp(from->text, text) == 0)
            return true;
    return false;
}

/* A name that is free in this scope, or that hides none; NULL if none is */
static const char *free_name(bool hides)
{
    unsigned first = below(COUNT_OF(pool));

    for (size_t i = 0; i < COUNT_OF(pool); i++) {
        const char *text = pool[(first + i) % COUNT_OF(pool)];

        if (hides ? !declared_here(text) : !visible(text, names))
            return text;
    }
    return NULL;
}

/* Is there room for some more names in this scope? */
static bool has_room(void)
{
    size_t count = 0;

    for (size_t i = 0; i < name_count; i++)
        count += names[i].scope == here.scope;
    return count + 4 < COUNT_OF(pool);
}

static struct name *declare(const char *text, const struct rule *rule)
{
    struct name *n = &names[name_count++];

    if (name_count > COUNT_OF(names))
        abort();
    *n = (struct name){
        .text = text,
        .rule = rule,
        .kind = rule->kind,
        .scope = here.scope,
        .constant = rule->constant,
        .shared = (rule->kind == WORD || rule->kind == ARRAY) && percent(30) &&
                  !(is_plain && rule->late),
    };
    return n;
}

/* drop() has its own copy of a defer, and no static variable of poll(). */
static bool hidden_from_defer(const struct name *n)
{
    return in_defer && n->scope > 0 && n->rule->kept && n->kind <= ARRAY;
}

static bool may_read(const struct name *n)
{
    if (!n->ready || n->kind > CONSTANT || n->kind == FUNCTION)
        return n->ready && n->kind == FUNCTION;
    return right != NONE || (n != victim && !n->shared && n->kind != POINTER);
}

/* Can n be what this slot needs? */
static bool suits(const struct name *n, char letter)
{
    bool changes = n->ready && !n->constant && right == OWN;

    switch (letter) {
    case 'r':
        return may_read(n);
    case 'p':
        return n->kind == PAIR && n->rule->plain && may_read(n);
    case 'P':
        return n->kind == PAIR && n->rule->plain && changes;
    case 'v':
        return n == victim && changes && (n->kind == WORD || n->kind == ARRAY);
    case 'V':
        return n == victim && changes;
    case 'A': /* as a victim, or the target beside it */
        return changes && !n->shared && n->kind <= ARRAY;
    case 's':
        return changes && (n->shared || n->kind == POINTER);
    case 'g':
        return changes && n->shared && n->kind == WORD;
    case '&':
        return n->ready && !n->constant && (n->shared || n->kind == POINTER);
    case 'a':
        return n->ready && n->shared && n->kind == ARRAY;
    case 'I':
        return n->ready && n->kind == POINTER;
    case 'o':
        return !n->ready && n->kind == WORD && n->rule->late;
    case 'W':
        return n->kind == TYPE;
    default:
        abort();
    }
}

#define NAME_SLOTS "pPvVAsg&aIoW"

/* One that suits; NULL if there is none */
static struct name *pick(char letter)
{
    struct name *found[COUNT_OF(names)];
    size_t count = 0;

    for (struct name *n = names; n < names + name_count; n++)
        if (suits(n, letter) && (n->scope > 0 || !quiet) &&
            !hidden_from_defer(n) && !visible(n->text, n + 1))
            found[count++] = n;
    return count > 0 ? found[below(count)] : NULL;
}

/* --- The grammar ---------------------------------------------------------- */

enum level {
    COMMA,
    ASSIGN,
    COND,
    BINARY,
    UNARY,
};

/* All are of type unsigned, so that nothing overflows. */
static const struct rule expressions[] = {
    {22, "$r", UNARY},
    {16, "$u4 $* $u4", BINARY},
    {3, "$e4 / $du", BINARY},
    {3, "$e4 % primes[$d]", BINARY},
    {2, "$e4 << $d", BINARY},
    {2, "$e4 >> $d", BINARY},
    {3, "-($e)", UNARY},
    {2, "~($e)", UNARY},
    {8, "(unsigned)$c4", UNARY},
    {8, "$c3 ? $e : $e2", COND},
    {5, "$f1, $e1", COMMA},
    {3, "mix($u1, $u1)", UNARY},
    {2, "first($u1, $u1)", UNARY},
    {2, "both_of((struct pair){$u1, $u1})", UNARY},
    {2, "sum_of(2, $u1, $u1)", UNARY},
    {2, "(unsigned)(unsigned short)(unsigned long)$e4", UNARY},
    {2, "__extension__ $u4", UNARY},
    {2, "(unsigned)sizeof(char[1 + $p.a % 7u])", UNARY},
    {1, "(unsigned)sizeof(*(char(*)[1 + $p.b % 7u])0)", UNARY},
    {1, "JOIN(m, ix)(3u, SAME(($e1)))", UNARY},
    {2, "((unsigned[]){$u1, $u1})[1]", UNARY},
    {1, "(unsigned)sizeof($Z)", UNARY},
    {1, "$_(unsigned)strlen(__func__)", UNARY},
    {24, "take($t1)", UNARY},
    {4, "count($e1)", UNARY},
    {6, "$~note($e1)", UNARY},
    {4, "$~bump($&, $q1)", UNARY},
    {3, "$v $= $q1", ASSIGN},
    {2, "$v++", UNARY},
    {1, "--$v", UNARY},
    {2, "$s $= $q1", ASSIGN},
    {1, "$s--", UNARY},
    {6, "$w$@(later($e1))", UNARY, ASYNC},
    {14, "$w$@($C)", UNARY, ASYNC},
    {3, "$w$@(box($C))", UNARY, ASYNC},
    {6, "(unsigned)$w$@($E)", UNARY, ASYNC},
    {6, "both_of($O)", UNARY, ASYNC},
    {3, "$w$@($M)$.", UNARY, ASYNC},
    {4, "(unsigned)$w$@($2)", UNARY, ASYNC},
    {2, "$w$@($6)", UNARY, ASYNC},
    {3, "(unsigned)$w${", UNARY, ASYNC},
};

static const struct rule conditions[] = {
    {20, "$e4 % 5u < 3u", BINARY},  {12, "$e4 % 7u != $du", BINARY},
    {12, "$u4 < $u4", BINARY},      {6, "$u4 == $u4", BINARY},
    {20, "$c4 && $c4", BINARY},     {20, "$c4 || $c4", BINARY},
    {10, "!($c)", UNARY},           {2, "$w${ == 0", BINARY, ASYNC},
    {2, "$w${ < 0", BINARY, ASYNC},
};

/* Strings that are to be freed */
static const struct rule strings[] = {
    {2, "text($e1)", UNARY},
    {1, "$c3 ? $t1 : $t2", COND},
    {1, "$f1, $t1", COMMA},
    {8, "$w$@($F)", UNARY},
    {4, "$?$m ? $w$@(box($R)) : $t2", COND, ASYNC},
};

static const struct rule pairs[] = {
    {2, "(struct pair){$u1, $u1}", UNARY},
    {3, "$p", UNARY},
    {6, "$w$@($M)", UNARY},
    {3, "$w$@(pairs($u1, $u1))", UNARY},
    {1, "$c3 ? $O1 : $O2", COND},
};

static const struct rule longs[] = {
    {2, "(unsigned long)$e4 << 3", BINARY},
    {5, "$w$@($E)", UNARY},
};

/* An int that is no error, and one that is */
static const struct rule successes[] = {
    {2, "(int)($e4 % 1000u)", UNARY},
    {1, "$w$@(attempt((int)($e4 % 1000u)))", UNARY, ASYNC},
};
static const struct rule failures[] = {
    {2, "-1 - (int)($e4 % 1000u)", BINARY},
    {1, "$w$@(attempt(-1 - (int)($e4 % 1000u)))", UNARY, ASYNC},
};

/* What is waited for */
static const struct rule futures[] = {
    {4, "digits($e1)", UNARY},           {12, "$k", UNARY},
    {3, "$?$m ? $R : $F2", COND, TODAY}, {1, "($f1, $F1)", UNARY, TODAY},
    {2, "box($k)", UNARY, ASYNC},
};

/* What is done for its effect: its value, if any, may be ignored */
static const struct rule effects[] = {
    {3, "count($e1)", UNARY},
    {6, "$~note($e1)", UNARY},
    {3, "$~bump($&, $q1)", UNARY},
    {4, "$V $= $q1", ASSIGN},
    {3, "$V++", UNARY},
    {2, "++$V", UNARY},
    {2, "$s $= $q1", ASSIGN},
    {3, "$wfree($@($F))", UNARY},
    {5, "$w$@($K)", UNARY},
    {2, "$w$@(box($K))", UNARY, ASYNC},
    {3, "$w$@($C)", UNARY, ASYNC},
    {2, "$w$@($M)", UNARY, ASYNC},
    {3, "$w$}", UNARY, ASYNC},
};

static const struct rule declarators[] = {
    {8, "$N = $!$e1", .kind = WORD},
    {2, "$N[] = {$!$u1, $u1, $u1}", .kind = ARRAY, .size = 3},
    {1, "$N[4] = {$!$u1, $u1}", .kind = ARRAY, .size = 4},
    {1, "$N[] = {[1] = $!$e1}", .kind = ARRAY, .size = 2},
    {3, "$'*$N = $&", .kind = POINTER},
    {1, "(*$N)(unsigned, unsigned) = mix", .kind = FUNCTION},
    {1, "(*$N)(unsigned, unsigned) = first", .kind = FUNCTION},
};

static const struct rule declarations[] = {
    {16, "$W $D;\n"},
    {6, "$W $D, $D;\n"},
    {2, "$W $D, $D, $D;\n"},
    {3, "const $W $N = $!$e1;\n", .kind = WORD, .constant = true},
    {6, "$W $N;\n", .kind = WORD, .late = true},
    {2, "unsigned char $N = $!$e1;\n", .kind = NUMBER},
    {1, "uint64_t $N = $!$e1;\n", .kind = NUMBER},
    {1, "volatile unsigned $N = $!$e1;\n", .kind = NUMBER},
    {1, "_Alignas(32) unsigned $N = $!$e1;\n", .kind = NUMBER},
    {2, "char $N[] = \"text\";\n", .kind = TEXT, .size = 4},
    {1, "char $N[sizeof($Z)] = {'x'};\n", .kind = TEXT, .size = 1},
    {1, "char $N[] = {'w', $!$e1, 't'};\n", .kind = TEXT, .size = 3},
    {2, "struct pair $N = {$!$u1, $u1};\n", .kind = PAIR, .plain = true},
    {1, "$'struct pair $N = $p;\n", .kind = PAIR, .plain = true},
    {3, "$'struct pair $N = $!$O;\n", .kind = PAIR, .plain = true,
     .form = ASYNC},
    {1, "struct twin $N = {.b = $!$e1};\n", .kind = PAIR},
    {2, "struct pair $N[1] = {{$!$u1, $u1}};\n", .kind = LINK, .form = ASYNC},
    {3, "struct pair $3 = {$!$u1, $u1}, *$N = &$7;\n", .kind = LINK,
     .form = ASYNC},
    {1, "struct { unsigned a, b; } $N = {$!$u1, $u1};\n", .kind = PAIR},
    {1, "$^struct twin { unsigned long b; unsigned a; } $N = {$!$u1, $u1};\n",
     .kind = PAIR},
    {3, "typedef unsigned $N;\n", .kind = TYPE, .kept = true},
    {2, "enum { $N = 2 };\n", .kind = CONSTANT, .size = 2, .kept = true},
    {1, "$~$_static unsigned $N = 8;\n", .kind = WORD, .kept = true},
    {1, "$_static const unsigned $N[] = {8, 9};\n", .kind = TEXT, .size = 2,
     .constant = true, .kept = true},
};

/* Without a declaration or a label that could not stand after a label */
static const struct rule simple_statements[] = {
    {10, "$!$f;\n"},
    {2, "$!$f1, $f1;\n"},
    {10, "$!$A $= $u1;\n"},
    {5, "$!$s $= $q1;\n"},
    {5, "$~$!$|$g = take($@($x));\n"},
    {3, "$!$P = $O;\n", .form = ASYNC},
    {3, "$!$P = (struct pair){$u1, $u1};\n"},
    {2, "$P = $p;\n"},
    {4, "$I = $!$c3 ? $n : $h;\n"},
    {7, "$!$H;\n", .form = ASYNC},
};

static const struct rule statements[] = {
    {26, "$S"},
    {20, "$T"},
    {6, "$o = $!$e1;\n$y$<$;$>\ncount($n);\n$0"},
    {3, "$'$<unsigned *$N = $a;\n$z*$n++ = $!$q1;\n*$n++ += $!$q1;\n$>\n",
     .kind = NOTHING},
    {4, "$<char *$N = $!$t1;\n$z$;count(take($n));\n$>\n", .kind = NOTHING},
    {2, "$<char *$N;\n$!$f;\n$n = $!$t1;\n$z$;count(take($n));\n$>\n",
     .kind = NOTHING},
    {14, "$[const unsigned $N = $!$e1$Y;\npushed_in($1, $n);\n$\"",
     .kind = WORD, .form = ASYNC},
    {14,
     "$<const unsigned $N = $!$e1$Y;\npushed_in($1, $n);\n$\"$;if ($!$c)\n"
     "$+$J$-$;$>\n",
     .kind = WORD, .form = ASYNC},
    {8, "$<char *$N = NULL;\n$]$!$8;\n$;$>\n", .kind = OWNED, .form = ASYNC},
    {6, "$[char *$N = NULL;\n$]", .kind = OWNED, .form = ASYNC},
    {6, "$9$y$<$;$>\ncount($n);\n$0", .form = ASYNC},
    {6, "switch ($!$:) $<$G$>\n", .size = 3, .form = ASYNC},
    {5, "count((unsigned)$!$:);\n", .form = ASYNC},
    {3, "if ($!$: == 0)$B", .form = ASYNC},
    {3, "if ($!$: < 0)$Belse$B", .form = ASYNC},
    {3, "$?while (fuel && fuel-- && $!$: == 0)$L", .form = ASYNC},
    {2, "$?do$Lwhile (fuel && fuel-- && $!$: <= 0);\n", .form = ASYNC},
    {4, "$?if ($m)\n$+$!$`;\n$-", .form = ASYNC},
    {5, "$[$4", .form = ASYNC},
    {8, "$<$5$>\n", .form = ASYNC},
    {6, "$<char *$N = $!$t1;\n$]$;$>\n", .kind = NOTHING, .form = ASYNC},
    {12, "if ($!$c)\n$+$J$-"},
    {5, "if ($!$c)$B"},
    {3, "if ($!$c)$Belse$B"},
    {2, "if ($!$c)$Belse if ($!$c)$Belse$B"},
    {5, "$?while ($U)$L"},
    {3, "$?do$Lwhile ($U);\n"},
    {3, "$?for ($!$f; $U; $!$f)$L"},
    {3, "$(for (unsigned $N = 0$Y; $n < 3u; $n++, $!$f1)$L$)", .kind = WORD},
    {3, "$(for (unsigned $N = 0$Y, $D; $n < $du && $!$c4; $n++, count($l))$L$)",
     .kind = WORD},
    {2, "switch ($!$e4 % 2u) $<$G$>\n", .size = 2},
    {4, "switch ($!$e4 % 4u) $<$W $N;\n$G$>\n", .size = 4, .kind = WORD,
     .late = true},
    {3, "$?switch ($!$e4 % 4u) $<case 0:\ndo {\n$b$!$f;\ncase 1:\n$!$f;\n$;"
        "default:\n$!$f;\n$;} while ($U);\n$>\n"},
    {2, "$<$;$>\n"},
    {3, "$%$?$Q:\n$!$f;\n$,$;$/if ($U)\n$+goto $j;\n$-"},
    {2, "$?$Q:\n$!$f;\n$<$;$>\nif ($U)\n$+goto $j;\n$-"},
    {4, "$<$;if ($!$c)\n$+goto $Q;\n$-$X$;$>\n$j:\n$!$f;\n"},
    {3,
     "$?if ($!$c)\n$+goto $Q;\n$-while ($U) $<unsigned $N;\n$b$;$j:\n"
     "$n = $!$e1;\n$y$;$>\n",
     .kind = WORD},
    {3, "$%$#"},
};

static const struct rule parameters[] = {
    {6, "unsigned $N", .kind = WORD},
    {2, "const unsigned $N", .kind = WORD, .constant = true},
    {2, "unsigned char $N", .kind = NUMBER},
    {1, "unsigned long $N", .kind = NUMBER},
    {2, "struct pair $N", .kind = PAIR, .plain = true},
    {2, "const char *$N", .kind = TEXT, .size = 4, .constant = true},
    {2, "unsigned (*$N)(unsigned, unsigned)", .kind = FUNCTION},
    {3, "unsigned *$N", .kind = POINTER},
    {2, "unsigned $N[2]", .kind = ARRAY, .size = 2},
};

/* That is NULL: an operand which is never ready */
static const struct rule null_parameter = {
    .weight = 1, .text = "struct later *$N", .kind = NULL_FUTURE};

/* By the kind of a name: how it is read, changed and given */
static const char *const readings[] = {[WORD] = "$n",
                                       [NUMBER] = "(unsigned)$n",
                                       [PAIR] = "(unsigned)$n$.",
                                       [LINK] = "(unsigned)(*$n)$.",
                                       [TEXT] = "(unsigned)$n[$i]",
                                       [ARRAY] = "$n[$i]",
                                       [POINTER] = "*$n",
                                       [FUNCTION] = "$n($u1, $u1)",
                                       [CONSTANT] = "(unsigned)$n"};
static const char *const places[] = {
    [WORD] = "$n",      [NUMBER] = "$n",   [PAIR] = "$n$.",
    [LINK] = "(*$n)$.", [TEXT] = "$n[$i]", [ARRAY] = "$n[$i]",
    [POINTER] = "(*$n)"};
static const char *const arguments[] = {[WORD] = "$u1",
                                        [NUMBER] = "$u1",
                                        [PAIR] = "(struct pair){$d, $u1}",
                                        [TEXT] = "\"text\"",
                                        [ARRAY] = "$a",
                                        [POINTER] = "$&",
                                        [FUNCTION] = "mix",
                                        [NULL_FUTURE] = "NULL"};

/* --- How it grows --------------------------------------------------------- */

static void choose(const struct rule *rules, size_t count, enum level level,
                   int size);
#define RULES(rules) rules, COUNT_OF(rules)

static struct coroutine {
    bool quiet, fuelled, is_static;
    bool hushed;  /* what it does counts nothing */
    bool endless; /* and it is never ready */
    bool laned;   /* has defers that are followed: see pushed_in() */
    bool waits;   /* perhaps: it is not ready when it is polled first */
    bool failing; /* its int is negative */
    enum result gives;
    unsigned cost;
    size_t parameter_count;
    const struct rule *parameters[4];
} coroutines[5];
static size_t coroutine_count, coroutine_now;
static unsigned long seed; /* of the program that is being printed */

static bool fits(const char *text);

/* What those give that a slot of this letter calls */
static enum result result_of(char letter)
{
    switch (letter) {
    case 'K':
        return NO_RESULT;
    case 'C':
    case '6':
        return WORD_RESULT;
    case 'E':
        return LONG_RESULT;
    case 'M':
        return PAIR_RESULT;
    case '2':
        return INT_RESULT;
    default:
        return TEXT_RESULT;
    }
}

/* Is there all that it is given? */
static bool has_arguments(const struct coroutine *c)
{
    if ((c->fuelled && !fuelled) || (c->laned && !laned))
        return false;
    for (size_t i = 0; i < c->parameter_count; i++)
        if (!fits(arguments[c->parameters[i]->kind]))
            return false;
    return true;
}

static bool callable(const struct coroutine *c, char letter)
{
    if (c->gives != result_of(letter) || !has_arguments(c) || c->endless ||
        (hushed && !c->hushed) ||
        (!c->quiet && (quiet || (right != OWN && letter != 'x'))))
        return false;
    return letter == 'R' ? c->fuelled && here.turns == 1
                         : here.turns * c->cost <= COST_MAX;
}

/* One that may be called: before this one, or with fuel (R) any */
static const struct coroutine *callee(char letter)
{
    size_t limit = letter == 'R' ? coroutine_count : coroutine_now;
    size_t first = limit > 0 ? below(limit) : 0;

    for (size_t i = 0; i < limit; i++)
        if (callable(&coroutines[(first + i) % limit], letter))
            return &coroutines[(first + i) % limit];
    return NULL;
}

static bool can_jump(void)
{
    return here.can_break || here.can_return || here.exit_count > 0;
}

static bool may_wait(void)
{
    return !here.no_wait && here.turns <= TURNS_MAX && !in_defer;
}

/* Has what this slot needs, which could be missing? */
static bool has(char letter)
{
    if (strchr(NAME_SLOTS, letter) && letter != 'W')
        return pick(letter) != NULL;
    if (strchr("kKxRCEM26", letter))
        return callee(letter) != NULL;
    switch (letter) {
    case 'w':
        return waits > 0;
    case '~':
        return right == OWN && !quiet;
    case '?':
        return fuelled;
    case 'T':
        return !here.flat && has_room();
    case '%': /* not for plain programs: corofy would see a longer life */
        return !is_plain;
    case '\'':
        return free_name(false) != NULL;
    case '|':
        return !here.no_wait && here.turns <= TURNS_MAX && !in_defer;
    case 'H': /* a whole await of several */
    case ':':
    case '8':
        return may_wait();
    case '9':
        return may_wait() && pick('o');
    case '`':
        return may_wait() && here.turns == 1;
    case '5':
        return may_wait() && has_room();
    case '1':
        return laned;
    case '4':
        return !in_defer;
    case '[': /* a defer in this scope */
        return !here.flat && !here.no_defer && has_room();
    case '"':
    case ']':
    case '_': /* would be the function's that stands for a defer */
    case 'Q':
        return !in_defer;
    case 'L':
    case '<':
    case '(':
        return here.scope < SCOPES_MAX && here.turns <= TURNS_MAX;
    case 'J':
        return can_jump();
    case 'X':
        return here.exit_count < (int)COUNT_OF(here.exits);
    case '^':
        for (struct name *n = names; n < names + name_count; n++)
            if (n->kind == TAG && n->scope == here.scope)
                return false;
    }
    return true;
}

static bool fits(const char *text)
{
    while ((text = strchr(text, '$')) != NULL) {
        if (!has(*++text))
            return false;
        text++;
    }
    return true;
}

/* A rule being expanded */
struct growth {
    struct name *n;
    struct name *other; /* that its rule has declared */
    unsigned label;
    struct context outer;
    enum right index; /* the right of an index */
    int size;         /* what each operand may still grow */
};

static void expand(const struct rule *rule, struct name *n, enum right index,
                   int size);

static void read_name(struct name *n, int size)
{
    struct rule rule = {.text = readings[n->kind], .kind = NOTHING};

    if (n->kind == FUNCTION && size <= 0)
        rule.text = "$n($d, $d)";
    n->used = true;
    /* Its elements must not change while one of them is chosen. */
    expand(&rule, n, right == OWN && (n == victim || n->shared) ? READ : right,
           size);
}

static void leaf(int size)
{
    struct name *n = percent(80) ? pick('r') : NULL;

    if (!n) {
        put_number(below(percent(50) ? 10 : 100000));
        put('u');
    } else {
        read_name(n, size);
    }
}

static void unused_leaf(void)
{
    struct name *n = pick('r');
    bool used = n && n->used;

    if (n) {
        read_name(n, 0);
        n->used = used;
    } else {
        put_text("\"text\"");
    }
}

/* What a label is called; each has its own name. */
static void put_label(unsigned label)
{
    put_text(labels[label % COUNT_OF(labels)]);
    if (label >= COUNT_OF(labels))
        put_number(label / COUNT_OF(labels));
}

/* Text that grows */
struct text {
    char octets[20000];
    size_t length;
};

static __attribute__((format(printf, 2, 3))) void add(struct text *text,
                                                      const char *format, ...)
{
    size_t room = sizeof(text->octets) - text->length;
    va_list values;
    int length;

    va_start(values, format);
    length = vsnprintf(text->octets + text->length, room, format, values);
    va_end(values);
    if (length < 0 || (size_t)length >= room)
        abort();
    text->length += length;
}

/* Where it is, in a list with what is behind */
static void add_argument(struct text *text, const char *argument)
{
    add(text, "%s%s", text->octets[text->length - 1] == '(' ? "" : ", ",
        argument);
}

/* That of the function, or the one of that number that came from it */
static void add_lane(struct text *text, unsigned number)
{
    uses_lane = true;
    add_argument(text, "lane");
    if (number > 0)
        add(text, " * 8 + %u", number);
}

/* A call of it, or of its _new */
static void begin_call(struct text *text, const struct coroutine *c,
                       const char *what)
{
    add(text, "c%zu_%lu%s(", (size_t)(c - coroutines), seed, what);
}

/* The arguments that each call has */
static void add_implied(struct text *text, const struct coroutine *c,
                        unsigned lane)
{
    if (c->fuelled && !is_plain)
        add_argument(text, "fuel / 3");
    if (c->laned)
        add_lane(text, lane);
}

static void call(const struct coroutine *c, bool boxed, int size)
{
    struct text text = {.length = 0};
    bool is_new = boxed && !is_oracle;

    if (is_new)
        add(&text, "future(");
    begin_call(&text, c, is_new ? "_new" : "");
    add_implied(&text, c, 0);
    for (size_t i = 0; i < c->parameter_count; i++)
        add_argument(&text, arguments[c->parameters[i]->kind]);
    add(&text, is_new ? "), unsigned)" : ")");
    cost += here.turns * c->cost;
    expand(&(struct rule){.text = text.octets, .kind = NOTHING}, NULL, right,
           size);
}

static void begin_full_expression(void)
{
    victim = pick('A');
    waits = is_plain ? (int)below(2) : (int)below(WAITS_MAX + 1);
    if (here.no_wait || here.turns > TURNS_MAX || in_defer)
        waits = 0;
}

static struct name *declare_new(const struct rule *rule)
{
    const char *text = free_name(strncmp(rule->text, "$'", 2) != 0);
    struct name *n;

    if (!text)
        abort();
    put_text(text);
    n = declare(text, rule);
    n->shared |= rule->kept && n->kind == WORD;
    return n;
}

/* What these rules declare has its value now. */
static void declare_by(const struct rule *rules, size_t count)
{
    size_t before = name_count;

    choose(rules, count, COMMA, 1);
    for (struct name *n = names + before; n < names + name_count; n++) {
        n->ready = !n->rule->late;
        here.no_wait |= is_plain && n->ready && !n->rule->kept;
    }
}

/* --- Statements --- */

static void grow_statements(unsigned count)
{
    while (count-- > 0 && budget-- > 0) {
        cost += here.turns;
        choose(RULES(statements), COMMA, 1);
    }
}

/* Where nothing counts, what counts has another name. */
static const char *const counted[] = {"count", "later", "digits", "pairs",
                                      "attempt"};

static bool counts(const char *text)
{
    for (size_t i = 0; i < COUNT_OF(counted); i++) {
        size_t length = strlen(counted[i]);

        if (strncmp(text, counted[i], length) == 0 && text[length] == '(')
            return true;
    }
    return false;
}

/* What is no slot, at a place in a text */
static void put_code(const char *text, const char *at)
{
    if (hushed && (at == text || !is_word(at[-1])) && counts(at))
        put_text("hushed_");
    put(*at);
}

/* A call of a function that counts */
static void put_counting(const char *text)
{
    for (const char *at = text; *at; at++)
        put_code(text, at);
}

static void put_unused(const char *variable)
{
    put_text("(void)");
    put_text(variable);
    put_text(";\n");
}

/* What nobody has used would be warned of. */
static void use_the_unused(void)
{
    waits = 0;
    for (struct name *n = names; n < names + name_count; n++) {
        if (n->scope != here.scope)
            continue;
        if (n->kind == NULL_FUTURE && (is_oracle ? n->parameter : !n->used))
            put_unused(n->text);
        if (n->used || n->kind > TYPE)
            continue;
        if (!n->ready) {
            put_text(n->text);
            put_text(" = 7u;\n");
        }
        put_counting(n->kind == TYPE ? "count(sizeof(" : "count((");
        n->kind == TYPE ? put_text(n->text) : read_name(n, 0);
        put_text("));\n");
    }
}

static void enter(void)
{
    here.scope++;
    here.flat = here.no_defer = false;
}

static void leave(const struct context *outer)
{
    while (name_count > 0 && names[name_count - 1].scope == here.scope)
        name_count--;
    here = *outer;
}

static void open_block(void)
{
    put_text("{\n");
    indentation++;
    enter();
}

static void close_block(const struct context *outer)
{
    use_the_unused();
    leave(outer);
    indentation--;
    put('}');
}

/* The body of an if or a loop, with its lines' ends */
static void body(void)
{
    struct context outer = here;

    if (percent(80)) {
        put(' ');
        open_block();
        grow_statements(1 + below(4));
        close_block(&outer);
        put('\n');
    } else {
        put('\n');
        indentation++;
        choose(RULES(simple_statements), COMMA, 1);
        indentation--;
    }
}

static void loop_body(void)
{
    struct context outer = here;

    here.turns *= 3;
    here.can_break = here.can_continue = true;
    body();
    here = outer;
}

/* What the coroutine gives */
static void put_return(int size)
{
    put_text(gives == NO_RESULT ? "return" : "return ");
    begin_full_expression();
    switch (gives) {
    case NO_RESULT:
        break;
    case TEXT_RESULT:
        choose(RULES(strings), COMMA, size);
        break;
    case WORD_RESULT:
        choose(RULES(expressions), COMMA, size);
        break;
    case LONG_RESULT:
        choose(RULES(longs), COMMA, size);
        break;
    case PAIR_RESULT:
        choose(RULES(pairs), COMMA, size);
        break;
    case INT_RESULT:
        failing ? choose(RULES(failures), COMMA, size)
                : choose(RULES(successes), COMMA, size);
        break;
    }
    put_text(";\n");
}

static void jump(void)
{
    unsigned way = below(4);

    if (way == 0 && here.exit_count > 0) {
        put_text("goto ");
        put_label(here.exits[below(here.exit_count)]);
    } else if (way <= 1 && here.can_continue) {
        put_text("continue");
    } else if (way <= 2 && here.can_break) {
        put_text("break");
    } else if (here.can_return) {
        put_return(below(8));
        return;
    } else {
        put_counting("count(0)");
    }
    put_text(";\n");
}

/* The cases of a switch: the first may be any, and so may the default. */
static void groups(unsigned cases)
{
    unsigned first = below(cases), odd = below(2 * cases);

    here.can_break = here.flat = true;
    for (unsigned i = 0; i < cases; i++) {
        put_text(i == odd ? "default" : "case ");
        if (i != odd)
            put_number((first + i) % cases);
        put_text(":\n");
        choose(RULES(simple_statements), COMMA, 1);
        grow_statements(below(3));
        put_text(i + 1 == cases || percent(60) ? "break;\n"
                                               : "/* fall through */\n");
    }
}

/* corofy translates both, and must not let one disturb the other. */
static void two_arms(void)
{
    struct context outer = here;
    bool used[COUNT_OF(names)], lane_used;

    here.flat = true;
    here.can_continue = false; /* to a label that the other arm has not */
    put_text(percent(50) ? "#if 1\n" : "#if defined(__STDC__)\n");
    grow_statements(1 + below(2));
    put_text("#else\n");
    for (size_t i = 0; i < name_count; i++)
        used[i] = names[i].used;
    lane_used = uses_lane;
    grow_statements(1 + below(2));
    uses_lane = lane_used;
    for (size_t i = 0; i < name_count; i++)
        names[i].used = used[i];
    put_text("#endif\n");
    here = outer;
}

/* To undo what was done to n, and more.  gcc needs the braces. */
static void put_defer(const struct name *n, bool pushed)
{
    struct context outer = here;
    bool braces = percent(70);

    put_text(is_oracle ? "DEFER " : "defer ");
    if (braces)
        open_block();
    else if (is_oracle)
        put_text("{ ");
    put_counting(pushed ? "popped_in(" : "count(take(");
    if (pushed) {
        put_text("lane, ");
        uses_lane = true;
    }
    put_text(n->text);
    put_text(pushed ? ");\n" : "));\n");
    if (braces) {
        in_defer = true;
        here.can_return = here.can_break = here.can_continue = false;
        here.exit_count = 0;
        grow_statements(below(3));
        close_block(&outer);
        in_defer = false;
    } else if (is_oracle) {
        put('}');
    }
    put_text(braces || is_oracle ? "\n" : "");
}

/* The condition of a loop */
static void fuel_condition(void)
{
    put_text(percent(50) ? "fuel && fuel--" : "fuel && fuel-- > 0");
    if (percent(70)) {
        put_text(" && ");
        begin_full_expression();
        choose(RULES(conditions), UNARY, below(8));
    }
}

/* --- Several at once ------------------------------------------------------ */

#include "corofyrandom_futures.inc"

#include "corofyrandom_words.inc"

#include "corofyrandom_variables.inc"

/* --- Slots ---------------------------------------------------------------- */

/* The name that a slot of this letter is for */
static void name_slot(struct growth *g, char letter, enum right inner)
{
    struct name *n = pick(letter);

    if (!n) {
        put_text("unsigned"); /* for W alone all may be missing */
        return;
    }
    n->used |= !strchr("oAPVvsg", letter);
    if (n == victim && strchr("AP", letter))
        victim = NULL;
    if (letter == '&' && n->kind == WORD)
        put('&');
    if (strchr("Io", letter))
        g->n = n;
    if (strchr("vVsA", letter))
        expand(&(struct rule){.text = places[n->kind], .kind = NOTHING}, n,
               letter == 'A' ? inner : READ, g->size);
    else
        put_text(n->text);
}

/* An address that may be kept as long as n */
static void address_for(const struct name *pointer)
{
    struct name *n = pick('g');

    if (!n || n->scope > pointer->scope) {
        put_text(pointer->text);
        return;
    }
    n->used = true;
    put('&');
    put_text(n->text);
}

static void set_ready(struct name *n, bool constant)
{
    n->ready = true;
    n->constant |= constant;
    n->used |= constant;
    here.no_wait |= is_plain;
}

/* What is spelled here in one of these ways */
static const char *const spellings[][6] = {
    {"*", "+", "-", "*", "^", "|"},
    {"=", "=", "=", "+=", "^=", "-="},
    {".", ".a", ".b", ".a", ".b", ".a"},
    {"d", "1", "2", "3", "1", "2"},
};

static bool spell(char letter)
{
    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        if (spellings[i][0][0] == letter) {
            put_text(spellings[i][1 + below(5)]);
            return true;
        }
    return false;
}

/* What grows by rules that are chosen by chance */
static const struct {
    char letter;
    const struct rule *rules;
    size_t count;
} grammar[] = {
    {'e', RULES(expressions)}, /* with the right of the whole */
    {'u', RULES(expressions)}, /* in an order that C leaves open */
    {'q', RULES(expressions)}, /* only reads */
    {'c', RULES(conditions)},  {'f', RULES(effects)},
    {'t', RULES(strings)},     {'F', RULES(futures)},
    {'O', RULES(pairs)},       {'S', RULES(simple_statements)},
};

static bool grow(char letter, enum level level, int size)
{
    for (size_t i = 0; i < COUNT_OF(grammar); i++)
        if (grammar[i].letter == letter) {
            choose(grammar[i].rules, grammar[i].count, level,
                   letter == 'S' ? 1 : size);
            return true;
        }
    return false;
}

/* An index, of the array that the rule is about */
static void put_index(const struct growth *g)
{
    right = g->index;
    if (g->size <= 0) {
        put_number(below(g->n->rule->size));
        return;
    }
    choose(RULES(expressions), UNARY, g->size);
    put_text(" % ");
    put_number(g->n->rule->size);
}

/* Slots about names and labels */
static bool slot_of_name(struct growth *g, const struct rule *rule, char letter)
{
    switch (letter) {
    case 'n': /* what the rule is about */
        put_text(g->n->text);
        break;
    case 'i':
        put_index(g);
        break;
    case 'r': /* anything that can be read */
        leaf(g->size);
        break;
    case 'Z': /* not evaluated, and so not used */
        unused_leaf();
        break;
    case 'l': /* what was declared last */
        read_name(&names[name_count - 1], 0);
        break;
    case 'h':
        address_for(g->n);
        break;
    case 'N': /* a new name, which the rule is about */
        g->n = declare_new(rule);
        break;
    case '3': /* one that nothing else touches */
        g->other = declare_new(&untouched);
        break;
    case '7': /* the same */
        put_text(g->other->text);
        break;
    case 'D':
        declare_by(RULES(declarators));
        break;
    case 'T':
        declare_by(RULES(declarations));
        break;
    case '^':
        declare("twin", &twin);
        break;
    case 'Q': /* a new label */
        g->label = label_count++;
        put_label(g->label);
        break;
    case 'j': /* the same */
        put_label(g->label);
        break;
    default:
        return false;
    }
    return true;
}

/* Slots that print little, and change what follows */
static bool slot_of_context(struct growth *g, char letter)
{
    switch (letter) {
    case '!': /* begins a full expression */
        begin_full_expression();
        g->size = below(percent(70) ? 5 : 14);
        break;
    case 'w':
        waits--;
        break;
    case '|': /* waits as a whole */
        waits = is_plain ? 0 : waits;
        break;
    case 'y': /* the name has a value */
    case 'Y': /* and keeps it */
        set_ready(g->n, letter == 'Y');
        break;
    case '0': /* it has none again */
        g->n->ready = false;
        g->n->used = true;
        here = g->outer;
        break;
    case 'X': /* blocks in here may be left for the label */
        here.exits[here.exit_count++] = g->label;
        break;
    case 'b': /* a loop that is jumped into */
        here.turns *= 3;
        here.flat = here.can_break = here.can_continue = true;
        break;
    case 'z': /* there is no way out but the end */
        here.exit_count = 0;
        here.flat = true;
        here.no_wait |= is_plain;
        here.can_break = here.can_continue = here.can_return = false;
        break;
    case ',': /* a label that is jumped back to */
        here.no_defer = true;
        break;
    case '/':
        here.no_defer = g->outer.no_defer;
        break;
    case '(': /* a scope without braces */
        enter();
        break;
    case ')':
        leave(&g->outer);
        break;
    case '+':
    case '-':
        indentation += letter == '+' ? 1 : -1;
        break;
    default:
        return false;
    }
    return true;
}

/* An await that assigns to a variable before all others */
static void put_first_value(struct growth *g)
{
    g->n = pick('o');
    begin_full_expression();
    if (!put_several((struct several){.whole = true, .first = g->n}, g->size)) {
        put_text("; ");
        put_text(g->n->text);
        put_text(" = 7u");
    }
    put_text(";\n");
}

/* Slots of calls, and of awaits of several */
static bool slot_of_await(struct growth *g, char letter)
{
    switch (letter) {
    case 'k': /* a coroutine that gives text */
    case 'K': /* one that gives nothing */
    case 'C': /* a word */
    case 'E': /* a long */
    case 'M': /* a pair */
    case '2': /* an int */
    case 'x': /* any that gives text, as its effects are the last */
    case 'R': /* one after this, or itself */
        call(callee(letter), false, g->size);
        break;
    case '6': /* one that gives a word, by its _new */
        call(callee(letter), true, g->size);
        break;
    case '{': /* in an expression: an int */
        put_several((struct several){.gives_int = true}, g->size);
        break;
    case '}': /* whatever */
        put_several((struct several){0}, g->size);
        break;
    case ':': /* what is a full expression: an int */
        put_several((struct several){.whole = true, .gives_int = true},
                    g->size);
        break;
    case 'H': /* whatever */
        put_whole((struct several){0}, g->size);
        break;
    case '`': /* with one after this, or itself */
        put_whole((struct several){.recurses = true}, g->size);
        break;
    case '8': /* that assigns to what the rule is about */
        put_whole((struct several){.first = g->n}, g->size);
        break;
    case '9': /* that gives a variable its first value */
        put_first_value(g);
        break;
    case '4': /* a variable that is never ready */
        declare_awaited();
        break;
    case '5': /* one that is awaited here */
        put_reference();
        break;
    default:
        return false;
    }
    return true;
}

/* Slots of statements.  All others only ask something of has(). */
static void slot_of_statement(struct growth *g, const struct rule *rule,
                              char letter)
{
    switch (letter) {
    case '1':
        put_text("lane");
        uses_lane = true;
        break;
    case 'm': /* as long as there may be recursion */
        put_text(is_plain ? "fuel && fuel-- > 0" : "fuel > 2");
        break;
    case ';':
        grow_statements(below(4));
        break;
    case 'B':
        body();
        break;
    case 'L':
        loop_body();
        break;
    case 'U':
        fuel_condition();
        break;
    case 'J':
        jump();
        break;
    case 'G':
        groups(rule->size);
        break;
    case '#':
        two_arms();
        break;
    case '"': /* that the name was pushed */
        put_defer(g->n, true);
        break;
    case ']': /* that the name is to be freed */
        put_defer(g->n, false);
        break;
    case '@':
        has_waited = true;
        put_text(is_async && !is_oracle ? "await" : "wait");
        break;
    case '<':
        open_block();
        break;
    case '>':
        close_block(&g->outer);
        break;
    }
}

static unsigned count_operands(const char *text)
{
    unsigned count = 0;

    for (; *text; text++)
        count += text[0] == '$' && (text[1] == 'u' || text[1] == 'A');
    return count;
}

static void expand(const struct rule *rule, struct name *n, enum right index,
                   int size)
{
    unsigned operands = count_operands(rule->text), operand = 0;
    bool all_read = right == OWN && percent(30);
    unsigned owner = operands > 0 ? below(operands) : 0;
    enum right whole = right;
    struct growth g = {
        .n = n,
        .outer = here,
        .index = index,
        .size = (size - 1) / (operands > 1 ? (int)operands : 1),
    };

    for (const char *at = rule->text; *at; at++) {
        enum level level = COMMA;
        enum right inner = whole;
        char letter = at[1];

        if (*at != '$') {
            put_code(rule->text, at);
            continue;
        }
        at++;
        if (isdigit((unsigned char)at[1]))
            level = *++at - '0';
        if (letter == 'q')
            inner = READ;
        else if ((letter == 'u' || letter == 'A') && whole == OWN)
            inner = all_read ? READ : operand++ == owner ? OWN : NONE;
        if (strchr(NAME_SLOTS, letter)) {
            name_slot(&g, letter, inner);
        } else {
            right = inner;
            if (!spell(letter) && !grow(letter, level, g.size) &&
                !slot_of_name(&g, rule, letter) &&
                !slot_of_context(&g, letter) && !slot_of_await(&g, letter))
                slot_of_statement(&g, rule, letter);
            right = whole;
        }
    }
}

static unsigned weight_of(const struct rule *rule)
{
    return rule->form == (is_async ? TODAY : ASYNC) ? 0 : rule->weight;
}

/* One of the rules that fit; the first always does, and ends all growth. */
static void choose(const struct rule *rules, size_t count, enum level level,
                   int size)
{
    const struct rule *rule = rules;
    unsigned total = 0, chosen;
    bool parentheses;

    for (size_t i = 0; i < count; i++)
        total += weight_of(&rules[i]);
    for (int tries = 0; size > 0 && tries < 20; tries++) {
        chosen = below(total);
        for (rule = rules; chosen >= weight_of(rule); rule++)
            chosen -= weight_of(rule);
        if (fits(rule->text))
            break;
        rule = rules;
    }
    parentheses = rule->level < (int)level;
    put_text(parentheses ? "(" : "");
    expand(rule, NULL, right, size);
    put_text(parentheses ? ")" : "");
}

/* --- Programs --- */

static void random_coroutine(struct coroutine *c, bool top)
{
    *c = (struct coroutine){
        .quiet = !top && percent(35),
        .fuelled = top || percent(75),
        .gives = top || percent(75) ? TEXT_RESULT : NO_RESULT,
        .is_static = percent(50),
        .cost = COST_MAX, /* until it is known */
        .parameter_count = top ? 0 : below(COUNT_OF(c->parameters) + 1),
    };
    if (is_async && !top && c->gives == TEXT_RESULT)
        c->gives = TEXT_RESULT + below(5);
    if (is_async) {
        c->hushed = c->quiet && percent(60);
        c->endless = c->hushed && percent(60);
        c->laned = top || percent(50);
        c->failing = percent(30);
        c->waits = true; /* until it is known */
    }
    for (size_t i = 0; i < c->parameter_count; i++) {
        /* the last two need something shared */
        c->parameters[i] =
            &parameters[below(COUNT_OF(parameters) - 2 * c->quiet)];
        /* for all that corofy knows a member is an array, whose use is kept */
        if (is_plain && c->parameters[i]->kind == PAIR)
            c->parameters[i] = &parameters[0];
        if (is_async && percent(8))
            c->parameters[i] = &null_parameter;
    }
}

/* Up to the closing parenthesis; declares the parameters */
static void put_head(const struct coroutine *c)
{
    bool has_fuel = c->fuelled && !is_plain;
    bool has_lane = c->laned;
    struct name *n;

    bool last = c->is_static && percent(50);

    put_text(c->is_static && !last ? "static " : "");
    put_text(is_async && !is_oracle ? "async " : "coroutine ");
    put_text(last ? "static " : "");
    put_text(result_types[c->gives]);
    put('c');
    put_number(c - coroutines);
    put('_');
    put_number(seed);
    put_text(has_fuel ? "(unsigned fuel" : "(");
    put_text(has_fuel && has_lane ? ", " : "");
    put_text(has_lane ? "unsigned long lane" : "");
    for (size_t i = 0; i < c->parameter_count; i++) {
        put_text(i > 0 || has_fuel || has_lane ? ", " : "");
        declare_by(c->parameters[i], 1);
        n = &names[name_count - 1];
        /* an array is the caller's, which may be a shared one */
        n->shared = n->kind == ARRAY || (n->shared && !is_plain);
        n->parameter = true;
        n->gives = WORD_RESULT; /* of a future */
    }
    put_text(has_fuel || has_lane || c->parameter_count > 0 ? ")" : "void)");
}

/* In a plain program parameters end with the first wait. */
static void use_parameters(void)
{
    struct context outer = here;

    here.no_wait = true;
    open_block();
    grow_statements(below(4));
    close_block(&outer);
    put('\n');
    use_the_unused();
    for (struct name *n = names; n < names + name_count; n++)
        n->ready &= n->scope == 0;
    here.no_wait = false;
}

static void define(struct coroutine *c)
{
    struct context file = {0};

    here = (struct context){.scope = 1, .turns = 1};
    quiet = c->quiet;
    hushed = c->hushed;
    endless = c->endless;
    laned = c->laned;
    failing = c->failing;
    fuelled = c->fuelled;
    gives = c->gives;
    budget = 4 + (int)below(20);
    cost = label_count = 0;
    uses_lane = has_waited = false;
    put_head(c);
    here.can_return = !endless;
    here.no_wait = false;
    put_text("\n{\n");
    indentation++;
    if (is_plain)
        use_parameters();
    grow_statements(2 + below(8));
    use_the_unused();
    put_counting(c->fuelled ? "count(fuel);\n" : "");
    if (laned && (is_oracle || !uses_lane))
        put_unused("lane");
    if (endless)
        put_text(is_oracle ? "abort();\n" : "await(hushed_later_never(0u));\n");
    here.can_break = here.can_continue = false;
    here.exit_count = 0;
    if (gives != NO_RESULT)
        put_return(below(8));
    leave(&file);
    indentation--;
    put_text("}\n\n");
    c->cost = cost;
    c->waits = is_async && (has_waited || endless);
    hushed = false;
}

static void define_shared(void)
{
    static const struct rule rules[] = {{.kind = WORD, .kept = true},
                                        {.kind = ARRAY, .size = 3}};
    static char texts[2][40];

    name_count = 0;
    here = (struct context){0};
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        struct name *n = declare(texts[i], &rules[i]);

        snprintf(texts[i], sizeof(texts[i]), "shared%zu_%lu", i, seed);
        n->ready = n->shared = n->used = true;
    }
    printf("static unsigned %s = %u, %s[3] = {1, 2};\n\n", texts[0], below(9),
           texts[1]);
}

/* Coroutines that are called nowhere are mentioned, or would be warned of. */
static void start(void)
{
    const char *new = is_async && !is_oracle ? "_new" : "";

    printf("static void start_%lu(void)\n{\n", seed);
    for (size_t i = 0; i + 1 < coroutine_count; i++)
        printf("    (void)c%zu_%lu%s;\n", i, seed, new);
    printf("    (void)shared1_%lu;\n    begun(%lu);\n", seed, seed);
    printf("    char *output = run(c%zu_%lu%s(%s));\n\n", coroutine_count - 1,
           seed, new,
           is_plain   ? ""
           : is_async ? "9, 1ul"
                      : "9");
    printf("    ended(output, shared0_%lu);\n}\n\n", seed);
}

static void program(void)
{
    struct context file = {0};

    chance_state = layout_state = seed * 0x9e3779b97f4a7c15u + 1;
    below(1);
    untidiness = seed % 3 == 0 ? 100 : 0;
    define_shared();
    coroutine_count = 1 + below(is_async ? COUNT_OF(coroutines) : 4);
    several_count = 0;
    for (size_t i = 0; i < coroutine_count; i++) {
        random_coroutine(&coroutines[i], i + 1 == coroutine_count);
        enter();
        put_head(&coroutines[i]);
        put_text(";\n");
        leave(&file);
    }
    put_text("\n");
    for (coroutine_now = 0; coroutine_now < coroutine_count; coroutine_now++)
        define(&coroutines[coroutine_now]);
    start();
}

_Noreturn static void argument_error(void)
{
    fprintf(stderr,
            "usage: corofyrandom [--plain|--async|--oracle] SEED [COUNT]\n");
    exit(2);
}

static void take_option(const char *option)
{
    if (strcmp(option, "--plain") == 0)
        is_plain = true;
    else if (strcmp(option, "--async") == 0)
        is_async = true;
    else if (strcmp(option, "--oracle") == 0)
        is_async = is_oracle = true;
    else
        argument_error();
}

/* What rules use that stands in no header */
static const char top[] =
    "#include \"random.h\"\n"
    "\n"
    "#define JOIN(left, right) left##right\n"
    "#define SAME(x) (x)\n"
    "\n"
    "static __attribute__((unused)) unsigned sum_of(unsigned count, ...)\n"
    "{\n"
    "    unsigned result = 0;\n"
    "    va_list values;\n"
    "\n"
    "    va_start(values, count);\n"
    "    while (count-- > 0)\n"
    "        result = result * 3 + va_arg(values, unsigned);\n"
    "    va_end(values);\n"
    "    return result;\n"
    "}\n"
    "\n";

int main(int argc, char **argv)
{
    unsigned long from, count;

    for (; argc > 1 && argv[1][0] == '-'; argc--, argv++)
        take_option(argv[1]);
    if (argc < 2 || argc > 3)
        argument_error();
    from = strtoul(argv[1], NULL, 10);
    count = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    printf("%s", top);
    for (seed = from; seed < from + count; seed++)
        program();
    printf("int main(void)\n{\n");
    for (seed = from; seed < from + count; seed++)
        printf("    start_%lu();\n", seed);
    printf("    return 0;\n}\n");
    return 0;
}
