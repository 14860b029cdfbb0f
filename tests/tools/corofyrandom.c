/*
 * corofyrandom [--all] [--statistics] SEED [COUNT]: prints a C program with
 * coroutines, made of COUNT random ones, with the seeds SEED, SEED + 1...; or
 * how often which constructs are in it.
 *
 * C defines what they do, wherever coroutines wait.  What it leaves open must
 * not matter, above all the order of operands.  So one operand at most may have
 * side effects that others could notice, which a right says that each
 * expression is given:
 *
 *   OWN   may read all, and change two things: the victim, one variable that
 *         was chosen for the whole full expression, and what is shared, which
 *         is all that a pointer or another function could get at
 *   READ  may read all; no operand beside it changes anything
 *   NONE  may read what is neither the victim nor shared
 *
 * All may count(), and wait for what does no more than that: it is quiet.
 * Operands in an order that C defines (of && || ?: and comma) have the right of
 * the whole.  A loop ends when the coroutine's fuel is spent, or after so many
 * turns, and recursion takes fuel, too.
 *
 * With --all there is also what corofy is known not to translate yet: nested
 * #if, static variables, variables with the name of a type, literals of arrays,
 * a comma in a return, a wait in the last part of a for or the condition of a
 * do, and n-- && m.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    INDENT = 4,
    SCOPES_MAX = 7,
    WAITS_MAX = 4, /* in one full expression */
};

/* --- Chance ------------------------------------------------------------------
 */

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

/* --- Statistics --------------------------------------------------------------
 */

static struct statistic {
    char name[64];
    unsigned times, programs;
    unsigned long last; /* program in which it was seen */
} statistics[200];
static size_t statistic_count;

static bool everything;    /* --all */
static unsigned long seed; /* of the program that is being printed */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct statistic *)a)->name,
                  ((const struct statistic *)b)->name);
}

static void seen(const char *what, const char *where)
{
    struct statistic *s = statistics;
    char name[sizeof(s->name)];

    snprintf(name, sizeof(name), "%s%s", what, where);
    while (s < statistics + statistic_count && strcmp(s->name, name) != 0)
        s++;
    if (s == statistics + statistic_count) {
        if (++statistic_count > COUNT_OF(statistics))
            abort();
        strcpy(s->name, name);
    }
    s->times++;
    s->programs += s->times == 1 || s->last != seed;
    s->last = seed;
}

static void print_statistics(unsigned programs)
{
    qsort(statistics, statistic_count, sizeof(statistics[0]), by_name);
    printf("%-40s %9s %9s\n", "construct", "times", "programs");
    for (size_t i = 0; i < statistic_count; i++)
        printf("%-40s %9u %7.1f %%\n", statistics[i].name, statistics[i].times,
               100.0 * statistics[i].programs / programs);
}

/* --- Output ------------------------------------------------------------------
 */

static FILE *out;
static int indentation;

static __attribute__((format(printf, 1, 2))) void emit(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
}

static void indent(void)
{
    emit("%*s", indentation * INDENT, "");
}

/* --- Names and scopes --------------------------------------------------------
 */

enum kind {
    WORD, /* unsigned */
    BYTE,
    LONG,
    POINTER, /* to unsigned */
    ARRAY,   /* of unsigned */
    TEXT,
    PAIR,
    FUNCTION, /* pointer to a function like mix() */
    STRING,   /* to be freed: nothing but its owner touches it */
    CONSTANT, /* of an enum */
    TYPE,     /* typedef name of unsigned */
    TAG,
};

struct name {
    const char *text;
    enum kind kind;
    unsigned size;   /* elements of an array; value of a CONSTANT */
    int scope;       /* how deep it was declared; 0: at file scope */
    bool constant;   /* it, or what it points to, must not be changed */
    bool shared;     /* a pointer may lead to it, or another function see it */
    bool plain_pair; /* is a struct pair */
    bool parameter;
    bool ready; /* has a value */
    bool used;
};

static struct name names[400];
static size_t name_count;
static struct name *victim;

/* Few, so that they hide each other.  word is a type of random.h, too. */
static const char *const pool[] = {"a",    "b",    "c",      "d",     "i",
                                   "n",    "t",    "x",      "y",     "z",
                                   "word", "left", "state1", "result"};

enum right {
    NONE,
    READ,
    OWN,
};

/* The function that is being printed */
static struct {
    bool quiet, fuelled, gives_text, plain;
    int scope;
    int budget;     /* statements that it may still have */
    unsigned turns; /* of the loops around, at the most, apart from fuel */
    int waits;      /* that the full expression may still have */
    bool flat;      /* no declarations here, which a label could skip */
    bool can_break, can_continue, can_return;
    const char *exits[10]; /* labels after blocks around */
    int exit_count;
    unsigned labels;
} f;

static bool declared_here(const char *text)
{
    for (struct name *n = names + name_count; n-- > names;)
        if (n->scope == f.scope && n->kind != TAG && strcmp(n->text, text) == 0)
            return true;
    return false;
}

/* A name that is free in this scope; NULL if none is */
static const char *free_name(void)
{
    for (int tries = 0; tries < 10; tries++) {
        const char *text = pool[below(COUNT_OF(pool))];

        if (!declared_here(text) && (everything || strcmp(text, "word") != 0))
            return text;
    }
    return NULL;
}

/* From here on text is this; it is not ready. */
static struct name *declare(const char *text, enum kind kind)
{
    struct name *n = &names[name_count++];

    if (name_count > COUNT_OF(names))
        abort();
    *n = (struct name){.text = text, .kind = kind, .scope = f.scope};
    return n;
}

static bool hidden(const struct name *n)
{
    if (n->scope == 0 && f.quiet)
        return true;
    for (const struct name *m = n + 1; m < names + name_count; m++)
        if (m->kind != TAG && strcmp(m->text, n->text) == 0)
            return true;
    return false;
}

/* One of those that are fit; NULL if there is none */
static struct name *pick(bool (*fit)(const struct name *, enum right),
                         enum right right)
{
    struct name *found[COUNT_OF(names)];
    size_t count = 0;

    for (struct name *n = names; n < names + name_count; n++)
        if (fit(n, right) && !hidden(n))
            found[count++] = n;
    return count > 0 ? found[below(count)] : NULL;
}

static bool may_read(const struct name *n, enum right right)
{
    if (!n->ready || n->kind >= STRING)
        return n->kind == CONSTANT;
    return right != NONE || (n != victim && !n->shared && n->kind != POINTER);
}

/* As the victim */
static bool may_change(const struct name *n, enum right right)
{
    (void)right;
    return n->ready && !n->constant && !n->shared && n->kind < FUNCTION &&
           n->kind != POINTER;
}

/* With the right to own */
static bool may_change_shared(const struct name *n, enum right right)
{
    (void)right;
    return n->ready && !n->constant && (n->shared || n->kind == POINTER) &&
           (n->kind == WORD || n->kind == ARRAY || n->kind == POINTER);
}

static bool is_shared_word(const struct name *n, enum right right)
{
    (void)right;
    return n->ready && n->shared && n->kind == WORD;
}

static bool is_shared_array(const struct name *n, enum right right)
{
    (void)right;
    return n->ready && n->shared && !n->constant && n->kind == ARRAY;
}

static bool is_pointer(const struct name *n, enum right right)
{
    (void)right;
    return n->ready && n->kind == POINTER;
}

static bool is_type(const struct name *n, enum right right)
{
    (void)right;
    return n->kind == TYPE;
}

static bool is_pair(const struct name *n, enum right right)
{
    return n->kind == PAIR && n->plain_pair && may_read(n, right);
}

/* --- Expressions -------------------------------------------------------------
 *
 * All are of type unsigned, so that nothing overflows.
 */

/* An expression is put in parentheses where a higher level is needed. */
enum level {
    COMMA,
    ASSIGN,
    COND,
    BINARY,
    UNARY,
};

/* The full expression and the part of it in which we are */
static const char *place_of_all, *place;

static void expression(enum level level, int size, enum right right);
static void condition(enum level level, int size, enum right right);
static void effect(enum level level, int size, enum right right);
static void future(int size, enum right right);

static void within(const char *where, enum level level, int size,
                   enum right right)
{
    const char *before = place;

    place = where;
    expression(level, size, right);
    place = before;
}

static void condition_within(const char *where, enum level level, int size,
                             enum right right)
{
    const char *before = place;

    place = where;
    condition(level, size, right);
    place = before;
}

static void seen_wait(void)
{
    seen("wait in ", place_of_all);
    if (place != place_of_all)
        seen("wait in part: ", place);
}

static bool open(enum level needed, enum level given)
{
    emit("%s", given < needed ? "(" : "");
    return given < needed;
}

static void close(bool opened)
{
    emit("%s", opened ? ")" : "");
}

/* The rights of operands whose order C leaves open: one's, and all others' */
struct split {
    enum right others;
    unsigned owner;
};

static struct split split(enum right right, unsigned operands)
{
    if (right != OWN)
        return (struct split){right, operands};
    if (percent(30))
        return (struct split){READ, operands};
    return (struct split){NONE, below(operands)};
}

static enum right part(struct split split, unsigned operand)
{
    return operand == split.owner ? OWN : split.others;
}

static void operands(const char *where, unsigned count, int size,
                     enum right right)
{
    struct split s = split(right, count);

    for (unsigned i = 0; i < count; i++) {
        emit("%s", i > 0 ? ", " : "");
        within(where, ASSIGN, size / (int)count, part(s, i));
    }
}

/* An index of an array */
static void element(const struct name *n, int size, enum right right)
{
    emit("%s[", n->text);
    if (size < 0 || (size < 2 && percent(50))) {
        emit("%u", below(n->size));
    } else {
        within("index", UNARY, size - 1, right);
        /* A parameter that looks like an array is a pointer. */
        if (n->kind == ARRAY && !n->parameter && percent(30))
            emit(" %% (sizeof(%s) / sizeof(%s[0]))", n->text, n->text);
        else
            emit(" %% %uu", n->size);
    }
    emit("]");
}

static void read_name(struct name *n, int size, enum right right)
{
    /* Its elements must not change while one of them is chosen. */
    enum right inner =
        right == OWN && (n == victim || n->shared) ? READ : right;

    n->used = true;
    if (n->kind == WORD) {
        emit("%s", n->text);
    } else if (n->kind == POINTER) {
        emit(percent(70) ? "*%s" : "%s[0]", n->text);
    } else if (n->kind == FUNCTION) {
        emit("%s(", n->text);
        if (size > 0)
            operands("argument of a pointer", 2, size - 1, inner);
        else
            emit("%u, %u", below(10), below(10));
        emit(")");
    } else if (n->kind == ARRAY) {
        element(n, size, inner);
    } else if (n->kind == TEXT) {
        emit("(unsigned)");
        element(n, size, inner);
    } else {
        emit("(unsigned)%s%s", n->text,
             n->kind != PAIR ? "" : (percent(50) ? ".a" : ".b"));
    }
}

static void leaf(int size, enum right right)
{
    struct name *n = percent(75) ? pick(may_read, right) : NULL;

    if (n)
        read_name(n, size, right);
    else if (f.fuelled && percent(10))
        emit("fuel");
    else
        emit("%uu", below(percent(50) ? 10 : 100000));
}

static void lvalue(struct name *n, int size, enum right right)
{
    if (n->kind == POINTER)
        emit("*%s", n->text);
    else if (n->kind == ARRAY || n->kind == TEXT)
        element(n, size, right);
    else
        emit("%s%s", n->text,
             n->kind != PAIR ? "" : (percent(50) ? ".a" : ".b"));
}

static bool operation(enum level level, int size, enum right right)
{
    static const char *const operators[] = {"+", "-", "*", "^", "&", "|"};
    struct split s = split(right, 2);
    bool opened = open(level, BINARY);

    within(place, UNARY, size / 2, part(s, 0));
    emit(" %s ", operators[below(COUNT_OF(operators))]);
    within(place, UNARY, size / 2, part(s, 1));
    close(opened);
    return true;
}

static bool with_constant(enum level level, int size, enum right right)
{
    bool opened = open(level, BINARY);

    within(place, UNARY, size - 1, right);
    switch (below(4)) {
    case 0:
        emit(" / %uu", 2 + below(9));
        break;
    case 1:
        emit(" %% primes[%u]", below(8));
        break;
    case 2:
        emit(" << %u", below(9));
        break;
    default:
        emit(" >> %u", below(9));
    }
    close(opened);
    return true;
}

static bool unary(enum level level, int size, enum right right)
{
    static const char *const operators[] = {"-", "~", "+"};

    (void)level;
    emit("%s", operators[below(COUNT_OF(operators))]);
    emit("(");
    within(place, COMMA, size - 1, right);
    emit(")");
    return true;
}

static bool truth(enum level level, int size, enum right right)
{
    (void)level;
    emit("(unsigned)");
    condition(UNARY, size - 1, right);
    return true;
}

static bool choice(enum level level, int size, enum right right)
{
    bool opened = open(level, COND);

    seen("?:", "");
    condition_within("condition of ?:", BINARY, size / 3, right);
    emit(" ? ");
    within("operand of ?:", percent(20) ? COMMA : ASSIGN, size / 3, right);
    emit(" : ");
    within("operand of ?:", COND, size / 3, right);
    close(opened);
    return true;
}

static bool sequence(enum level level, int size, enum right right)
{
    bool opened = open(level, COMMA);
    const char *before = place;

    seen("comma", "");
    place = "left of comma";
    effect(ASSIGN, size / 2, right);
    emit(", ");
    place = before;
    within(place, ASSIGN, size / 2, right);
    close(opened);
    return true;
}

static bool call(enum level level, int size, enum right right)
{
    static const char *const begins[] = {"mix(",
                                         "first(",
                                         "both_of((struct pair){",
                                         "((struct pair){",
                                         "sum((unsigned[]){",
                                         "((unsigned[]){"};
    static const char *const ends[] = {")",    ")",     "})",
                                       "}).b", "}, 2)", "})[1]"};
    unsigned which = below(everything ? COUNT_OF(begins) : 4);

    (void)level;
    if (which >= 2)
        seen("compound literal", "");
    emit("%s", begins[which]);
    operands(which < 2 ? "argument" : "compound literal", 2, size, right);
    emit("%s", ends[which]);
    return true;
}

static bool size_of(enum level level, int size, enum right right)
{
    struct name *n = pick(may_read, READ);

    (void)level, (void)size, (void)right;
    if (percent(20))
        emit("(unsigned)strlen(__func__)");
    else if (!n || n->kind == CONSTANT || (n->kind == ARRAY && n->parameter))
        emit("(unsigned)\"abcdef\"[%u]", below(6));
    else
        emit("(unsigned)sizeof(%s)", n->text);
    seen("sizeof, __func__", "");
    return true;
}

/* What wait() gives, or another string that is to be freed */
static void string(enum level level, int size, enum right right)
{
    unsigned which = f.waits > 0 ? below(10) : 9;
    const char *before = place;
    bool opened;

    if (which == 9) {
        emit("text(");
        within("argument", ASSIGN, size, right);
        emit(")");
    } else if (which == 8) {
        opened = open(level, COND);
        condition_within("condition of ?:", BINARY, size / 3, right);
        emit(" ? ");
        string(COND, size / 3, right);
        emit(" : ");
        string(COND, size / 3, right);
        close(opened);
    } else if (which == 7) {
        opened = open(level, COMMA);
        effect(ASSIGN, size / 2, right);
        emit(", ");
        string(ASSIGN, size / 2, right);
        close(opened);
    } else {
        f.waits--;
        seen_wait();
        emit("wait(");
        place = "wait";
        future(size - 1, right);
        emit(")");
    }
    place = before;
}

static bool taken(enum level level, int size, enum right right)
{
    (void)level;
    if (f.waits <= 0)
        return false;
    emit("take(");
    string(ASSIGN, size - 1, right);
    emit(")");
    return true;
}

static bool counted(enum level level, int size, enum right right)
{
    (void)level;
    emit("%s(", right == OWN && !f.quiet && percent(70) ? "note" : "count");
    within("argument", ASSIGN, size - 1, right);
    emit(")");
    return true;
}

static bool bumped(enum level level, int size, enum right right)
{
    struct name *n =
        right == OWN && !f.quiet ? pick(may_change_shared, OWN) : NULL;

    (void)level;
    if (!n)
        return false;
    n->used = true;
    emit(n->kind == WORD ? "bump(&%s, " : "bump(%s, ", n->text);
    within("argument", ASSIGN, size - 1, READ);
    emit(")");
    return true;
}

/* n changes, by the owner, to what may be read */
static void change(struct name *n, enum level level, int size)
{
    static const char *const operators[] = {
        "=", "=", "=", "+=", "-=", "^=", "*=", "|=", "&="};
    bool opened;

    if (n->kind != TEXT && n->kind != POINTER && percent(40)) {
        bool before = percent(30);

        emit("%s", before ? (percent(50) ? "++" : "--") : "");
        lvalue(n, size / 2, READ);
        emit("%s", before ? "" : (percent(50) ? "++" : "--"));
        return;
    }
    opened = open(level, ASSIGN);
    lvalue(n, size / 2, READ);
    if (n->kind == TEXT)
        emit(" = 'a' + ");
    else
        emit(" %s ", operators[below(COUNT_OF(operators))]);
    within("assignment", n->kind == TEXT ? UNARY : ASSIGN, size / 2, READ);
    emit("%s", n->kind == TEXT ? " % 26u" : "");
    close(opened);
}

static bool changed(enum level level, int size, enum right right)
{
    struct name *n = NULL;

    if (right == OWN)
        n = percent(60) ? victim : pick(may_change_shared, OWN);
    if (!n || (n->kind != WORD && n->kind != ARRAY && n->kind != POINTER))
        return false;
    change(n, level, size);
    return true;
}

static void expression(enum level level, int size, enum right right)
{
    static const struct {
        unsigned weight;
        bool (*emit)(enum level level, int size, enum right right);
    } kinds[] = {
        {20, operation}, {10, with_constant}, {3, unary},   {8, truth},
        {8, choice},     {5, sequence},       {12, call},   {2, size_of},
        {22, taken},     {5, counted},        {6, changed}, {4, bumped},
    };

    while (size > 0) {
        unsigned chosen = below(105), i = 0;

        while (chosen >= kinds[i].weight)
            chosen -= kinds[i++].weight;
        if (kinds[i].emit(level, size, right))
            return;
    }
    leaf(size, right);
}

static void logical(enum level level, int size, enum right right)
{
    bool opened = open(level, BINARY), is_and = percent(50);

    seen(is_and ? "&&" : "||", "");
    condition_within(is_and ? "left of &&" : "left of ||", UNARY, size / 2,
                     right);
    emit(is_and ? " && " : " || ");
    condition_within(is_and ? "right of &&" : "right of ||", UNARY, size / 2,
                     right);
    close(opened);
}

static void condition(enum level level, int size, enum right right)
{
    static const char *const operators[] = {"<", "<=", ">", "!=", "=="};
    bool opened;

    if (size > 2 && percent(35)) {
        logical(level, size, right);
    } else if (size > 1 && percent(10)) {
        emit("!(");
        condition(COMMA, size - 1, right);
        emit(")");
    } else if (percent(50)) {
        opened = open(level, BINARY);
        within(place, UNARY, size - 1, right);
        emit(" %% %uu %s %uu", 5 + below(3), operators[below(5)], 1 + below(3));
        close(opened);
    } else {
        struct split s = split(right, 2);

        opened = open(level, BINARY);
        within(place, UNARY, size / 2, part(s, 0));
        emit(" %s ", operators[below(3)]);
        within(place, UNARY, size / 2 + 1, part(s, 1));
        close(opened);
    }
}

static void void_wait(int size, enum right right);

/* An expression for its side effect; its value, if any, may be ignored. */
static void effect(enum level level, int size, enum right right)
{
    struct name *n = right == OWN && percent(50) ? victim : NULL;
    const char *before = place;

    if (n)
        change(n, level, size);
    else if (f.waits > 0 && percent(30))
        void_wait(size, right);
    else if (!bumped(level, percent(30) ? size : 0, right))
        counted(level, size, right);
    place = before;
}

/* Begins a full expression. */
static void full(const char *where, const struct name *target)
{
    place = place_of_all = where;
    victim = pick(may_change, OWN);
    if (victim == target)
        victim = NULL;
    f.waits = f.turns > 9 ? 0 : below(WAITS_MAX + 1);
}

static int any_size(void)
{
    return below(percent(70) ? 5 : 14);
}

static void full_expression(const char *where, enum level level)
{
    full(where, NULL);
    expression(level, any_size(), OWN);
}

static void full_condition(const char *where)
{
    full(where, NULL);
    condition(COND, any_size(), OWN);
}

/* --- Coroutines, as those who call them see them --- */

static struct coroutine {
    bool quiet, fuelled, gives_text;
    bool is_static;
    unsigned parameter_count;
    struct name parameters[4];
} coroutines[4];
static size_t coroutine_count, coroutine_now;

static bool may_point_to(const struct name *n, enum right right)
{
    return may_change_shared(n, right) && (n->kind != ARRAY || n->scope > 0);
}

static const struct name *needed;

static bool is_large_enough(const struct name *n, enum right right)
{
    return is_shared_array(n, right) && n->size >= needed->size;
}

/* Those that this argument could be are all there: see callable(). */
static void argument(const struct name *parameter, int size, enum right right)
{
    struct name *n = NULL;

    needed = parameter;
    if (parameter->kind == POINTER)
        n = pick(may_point_to, OWN);
    else if (parameter->kind == ARRAY)
        n = pick(is_large_enough, OWN);
    else if (parameter->kind == PAIR && percent(50))
        n = pick(is_pair, right);
    if (n)
        n->used = true;
    if (n)
        emit("%s%s", n->kind == WORD ? "&" : "", n->text);
    else if (parameter->kind == FUNCTION)
        emit(percent(50) ? "mix" : "first");
    else if (parameter->kind == TEXT)
        emit("\"%.4s\"", "abcdefgh" + below(5));
    else if (parameter->kind == PAIR) {
        emit("(struct pair){");
        operands("compound literal", 2, size, right);
        emit("}");
    } else
        within("argument of a coroutine", ASSIGN, size, right);
}

static bool callable(const struct coroutine *c, bool gives_text,
                     enum right right)
{
    if (c->gives_text != gives_text || (!c->quiet && (f.quiet || right != OWN)))
        return false;
    if (c->fuelled && !f.fuelled)
        return false;
    for (unsigned i = 0; i < c->parameter_count; i++) {
        needed = &c->parameters[i];
        if ((needed->kind == POINTER && !pick(may_point_to, OWN)) ||
            (needed->kind == ARRAY && !pick(is_large_enough, OWN)))
            return false;
    }
    return true;
}

/* A coroutine that may be called here: one before this, or with fuel any */
static const struct coroutine *pick_coroutine(bool gives_text, bool any,
                                              enum right right)
{
    /* In a loop only what calls nothing else, or it would never end */
    size_t limit = f.turns > 1 ? coroutine_now > 0
                   : any       ? coroutine_count
                               : coroutine_now;
    const struct coroutine *c = &coroutines[limit > 0 ? below(limit) : 0];

    if (limit == 0 || f.turns > 3 || (any && (!c->fuelled || f.turns > 1)) ||
        !callable(c, gives_text, right))
        return NULL;
    return c;
}

static void coroutine_call(const struct coroutine *c, int size,
                           enum right right)
{
    struct split s = split(right, c->parameter_count + 1);

    seen(c->quiet ? "call, quiet" : "call, not quiet", "");
    emit("c%zu_%lu(", (size_t)(c - coroutines), seed);
    if (c->fuelled)
        emit("fuel / 3%s", c->parameter_count > 0 ? ", " : "");
    for (unsigned i = 0; i < c->parameter_count; i++) {
        emit("%s", i > 0 ? ", " : "");
        argument(&c->parameters[i], size / (int)c->parameter_count, part(s, i));
    }
    emit(")");
}

/* What wait() is for; to be decided when it runs, now and then */
static void future(int size, enum right right)
{
    const struct coroutine *c =
        percent(60) ? pick_coroutine(true, false, right) : NULL;

    if (c) {
        coroutine_call(c, size, right);
    } else if (size > 2 && f.fuelled && percent(30) &&
               (c = pick_coroutine(true, true, right)) != NULL) {
        seen("recursion", "");
        emit("fuel > 2 ? ");
        coroutine_call(c, size / 2, right);
        emit(" : ");
        future(size / 2, right);
    } else if (size > 2 && percent(8)) {
        emit("(");
        effect(ASSIGN, size / 2, right);
        emit(", ");
        future(size / 2, right);
        emit(")");
    } else {
        emit("digits(");
        within("argument of a future", ASSIGN, size - 1, right);
        emit(")");
    }
}

/* A wait whose result nobody wants */
static void void_wait(int size, enum right right)
{
    const struct coroutine *c = pick_coroutine(false, false, right);

    f.waits--;
    seen_wait();
    seen("wait whose output is dropped", "");
    place = "wait";
    emit(c ? "wait(" : "free(wait(");
    if (c)
        coroutine_call(c, size, right);
    else
        future(size, right);
    emit(c ? ")" : "))");
}

/* --- Declarations ------------------------------------------------------------
 */

static const char *word_type(void)
{
    struct name *n = percent(30) ? pick(is_type, NONE) : NULL;

    if (n)
        return n->text;
    for (n = names + name_count; n-- > names;)
        if (strcmp(n->text, "word") == 0)
            return "unsigned";
    return percent(20) ? "word" : "unsigned";
}

static void initializers(unsigned count)
{
    full("initializer list", NULL);
    emit("{");
    operands("initializer list", count, any_size(), OWN);
    emit("}");
}

static void array_declarator(struct name *n)
{
    n->size = 2 + below(3);
    if (percent(20)) {
        emit("%s[] = {[%u] = ", n->text, n->size - 1);
        full_expression("initializer list", ASSIGN);
        emit("}");
    } else {
        bool whole = percent(50);

        emit(whole ? "%s[] = " : "%s[%u] = ", n->text, n->size);
        initializers(whole ? n->size : 1 + below(n->size));
    }
}

/* A declarator after a type that is unsigned, with its initializer */
static void word_declarator(const char *text, bool constant)
{
    static const enum kind kinds[] = {POINTER, FUNCTION, ARRAY, ARRAY, WORD};
    enum kind kind = kinds[percent(50) ? 4 : below(5)];
    struct name *n = declare(text, kind), *target = pick(is_shared_word, OWN);

    if ((kind == POINTER && (!target || (target->constant && !constant))) ||
        (kind == FUNCTION && constant))
        n->kind = kind = WORD;
    if (kind == POINTER) {
        target->used = true;
        emit("*%s = &%s", text, target->text);
    } else if (kind == FUNCTION) {
        emit("(*%s)(unsigned, unsigned) = ", text);
        emit(percent(50) ? "mix" : "first");
    } else if (kind == ARRAY) {
        array_declarator(n);
    } else {
        emit("%s = ", text);
        full_expression("initializer", ASSIGN);
    }
    n->constant = constant;
    n->shared = (kind == WORD || kind == ARRAY) && percent(30);
    n->ready = true;
}

static void words(const char *text)
{
    bool constant = percent(15);

    emit("%s%s ", constant ? "const " : "", word_type());
    word_declarator(text, constant);
    while (percent(30) && (text = free_name()) != NULL) {
        seen("declarator, not the first", "");
        emit(", ");
        word_declarator(text, constant);
    }
    emit(";\n");
}

/* Of another type than unsigned */
static void number_like(const char *text)
{
    static const char *const types[] = {
        "unsigned char",     "unsigned long",         "uint64_t",
        "volatile unsigned", "_Alignas(32) unsigned", "size_t"};
    unsigned which = below(COUNT_OF(types));
    struct name *n = declare(text, which == 0 ? BYTE : LONG);

    emit("%s %s = ", types[which], text);
    full_expression("initializer", ASSIGN);
    emit(";\n");
    n->ready = true;
}

static void characters(const char *text)
{
    struct name *n = declare(text, TEXT);

    n->size = 4;
    emit("char %s[] = ", text);
    if (percent(50)) {
        emit("\"%.4s\"", "interesting" + below(8));
    } else {
        emit("{'w', 'a' + ");
        full_expression("initializer list", UNARY);
        emit(" %% 26, 'i', 't'}");
    }
    emit(";\n");
    n->ready = true;
}

static void pair_type(struct name *n)
{
    static const char *const types[] = {"struct pair", "struct twin",
                                        "struct { unsigned a; unsigned b; }"};
    unsigned which = below(4);

    for (struct name *m = names + name_count; which == 3 && m-- > names;)
        if (m->kind == TAG && m->scope == f.scope)
            which = 1;
    n->plain_pair = which == 0;
    emit("%s", which < 3 ? types[which]
                         : "struct twin { unsigned long b; unsigned a; }");
    if (which == 3)
        declare("twin", TAG);
}

static void pairs(const char *text)
{
    struct name *n = declare(text, PAIR), *other = pick(is_pair, OWN);

    pair_type(n);
    emit(" %s = ", text);
    if (n->plain_pair && other && percent(50)) {
        emit("%s", other->text);
        other->used = true;
    } else if (percent(50)) {
        initializers(2);
    } else {
        emit("{.b = ");
        full_expression("initializer list", ASSIGN);
        emit("}");
    }
    emit(";\n");
    n->ready = true;
}

static void type_names(const char *text)
{
    const char *of_type;

    emit("typedef unsigned %s;\n", text);
    declare(text, TYPE);
    of_type = free_name();
    indent();
    if (of_type) {
        emit("%s ", text);
        word_declarator(of_type, false);
        emit(";\n");
    } else {
        emit("count(sizeof(%s));\n", text);
    }
}

static void constants(const char *text)
{
    struct name *n = declare(text, CONSTANT);

    n->size = below(3);
    n->used = true;
    emit("enum { %s = %u };\n", text, n->size);
}

static void statics(const char *text)
{
    struct name *n = declare(text, WORD);

    n->shared = !f.quiet;
    n->constant = f.quiet;
    n->ready = true;
    emit("static %sunsigned %s = %u;\n", f.quiet ? "const " : "", text,
         below(9));
}

static void statements(unsigned count);

/* One that gets its value later */
static void late(const char *text)
{
    struct name *n = declare(text, WORD);

    emit("%s %s;\n", word_type(), text);
    statements(below(3));
    indent();
    emit("%s = ", text);
    full_expression("assignment", ASSIGN);
    emit(";\n");
    n->ready = true;
}

static bool declaration(void)
{
    static const struct {
        const char *name;
        void (*emit)(const char *text);
    } kinds[] = {
        {"words", words},           {"words", words},
        {"words", words},           {"other numbers", number_like},
        {"characters", characters}, {"pair", pairs},
        {"typedef", type_names},    {"enum", constants},
        {"static", statics},        {"initialized later", late},
    };
    unsigned which = below(COUNT_OF(kinds));
    const char *text = f.flat ? NULL : free_name();

    if (!text)
        return false;
    seen("declaration: ", kinds[which].name);
    indent();
    kinds[kinds[which].emit == statics && !everything ? 0 : which].emit(text);
    return true;
}

/* --- Statements --------------------------------------------------------------
 */

static void begin_scope(void)
{
    if (++f.scope > 40)
        abort();
}

/* What nobody has used would be warned of. */
static void use_the_unused(void)
{
    f.flat = true;
    for (size_t i = 0; i < name_count; i++) {
        struct name *n = &names[i];

        if (n->scope != f.scope || n->used || n->kind > FUNCTION)
            continue;
        victim = NULL;
        f.waits = 0;
        indent();
        emit("count(");
        read_name(n, 0, READ);
        emit(");\n");
    }
}

static void end_scope(void)
{
    while (name_count > 0 && names[name_count - 1].scope == f.scope)
        name_count--;
    f.scope--;
}

static void open_block(void)
{
    emit("{\n");
    indentation++;
    begin_scope();
    f.flat = false;
}

static void close_block(void)
{
    use_the_unused();
    end_scope();
    indentation--;
    indent();
    emit("}");
}

static bool assignment(void)
{
    static const char *const operators[] = {"=", "=", "=", "+=", "^=", "-="};
    struct name *n = pick(percent(60) ? may_change : may_change_shared, OWN);
    enum right right = n && (n->shared || n->kind == POINTER) ? READ : OWN;
    struct split s;

    if (!n)
        return false;
    full("assignment", n);
    if (right == READ)
        victim = NULL;
    s = n->kind == ARRAY || n->kind == TEXT ? split(right, 2)
                                            : (struct split){right, 2};
    indent();
    lvalue(n, 4, part(s, 0));
    if (n->kind == TEXT)
        emit(" = 'a' + ");
    else
        emit(" %s ", operators[below(COUNT_OF(operators))]);
    within("assignment", n->kind == TEXT ? UNARY : ASSIGN, any_size(),
           part(s, 1));
    emit(n->kind == TEXT ? " %% 26u;\n" : ";\n");
    return true;
}

static bool effects(void)
{
    indent();
    full("statement", NULL);
    effect(COMMA, any_size(), OWN);
    if (percent(10)) {
        emit(", ");
        effect(ASSIGN, any_size(), OWN);
    }
    emit(";\n");
    return true;
}

static bool pair_assignment(void)
{
    struct name *n = pick(is_pair, OWN), *other = pick(is_pair, OWN);

    if (!n || n->constant)
        return false;
    indent();
    if (n != other && percent(50)) {
        other->used = true;
        emit("%s = %s;\n", n->text, other->text);
    } else {
        full("assignment", n);
        emit("%s = (struct pair){", n->text);
        operands("compound literal", 2, any_size(), OWN);
        emit("};\n");
    }
    return true;
}

static bool pointer_assignment(void)
{
    struct name *p = pick(is_pointer, OWN), *target = pick(is_shared_word, OWN);

    if (!p || !target || target->scope > p->scope ||
        (target->constant && !p->constant))
        return false;
    target->used = true;
    indent();
    emit("%s = ", p->text);
    if (percent(50)) {
        full_condition("condition of ?:");
        emit(" ? %s : ", p->text);
    }
    emit("&%s;\n", target->text);
    seen("pointer assignment", "");
    return true;
}

/* What is waited for may change the variable that gets the result. */
static bool call_with_address(void)
{
    struct name *n = pick(is_shared_word, OWN);
    const struct coroutine *c = pick_coroutine(true, false, OWN);

    if (!n || n->constant || !c)
        return false;
    indent();
    full("assignment", NULL);
    victim = NULL;
    emit("%s = take(wait(", n->text);
    coroutine_call(c, any_size(), READ);
    emit("));\n");
    return true;
}

static bool pointer_walk(void)
{
    struct name *a = pick(is_shared_array, OWN), *p;

    if (!a)
        return false;
    seen("*p++ =", "");
    a->used = true;
    indent();
    open_block();
    p = declare("p", STRING);
    indent();
    emit("unsigned *p = %s;\n", a->text);
    for (unsigned i = 0; i < a->size; i++) {
        indent();
        emit("*%s++ %s= ", p->text, percent(30) ? "+" : "");
        full("assignment to *p++", NULL);
        victim = NULL;
        within("assignment to *p++", ASSIGN, any_size(), READ);
        emit(";\n");
    }
    close_block();
    emit("\n");
    return true;
}

/* Without any way out of it but the end */
static void closed_statements(unsigned count)
{
    bool can_break = f.can_break, can_return = f.can_return;
    bool can_continue = f.can_continue;
    int exit_count = f.exit_count;

    f.can_break = f.can_return = f.can_continue = false;
    f.exit_count = 0;
    statements(count);
    f.can_break = can_break;
    f.can_continue = can_continue;
    f.can_return = can_return;
    f.exit_count = exit_count;
}

/* A string that has an owner for some time */
static bool owned_string(void)
{
    const char *text;

    indent();
    open_block();
    text = free_name();
    declare(text, STRING);
    indent();
    if (percent(60)) {
        emit("char *%s = ", text);
        full("initializer", NULL);
        string(ASSIGN, any_size() + 1, OWN);
    } else {
        emit("char *%s;\n\n", text);
        indent();
        emit("%s = ", text);
        full("assignment", NULL);
        string(ASSIGN, any_size() + 1, OWN);
    }
    emit(";\n");
    f.flat = true; /* or its name could be hidden */
    closed_statements(below(3));
    indent();
    emit("count(take(%s));\n", text);
    close_block();
    emit("\n");
    return true;
}

static const char *new_label(void)
{
    static char numbered[100][8];
    unsigned label = f.labels++;

    if (label < COUNT_OF(pool))
        return pool[label]; /* they have a name space of their own */
    if (label >= COUNT_OF(numbered))
        abort();
    snprintf(numbered[label], sizeof(numbered[label]), "l%u", label);
    return numbered[label];
}

static void emit_label(const char *label)
{
    emit("%*s%s:\n", (indentation > 0 ? indentation - 1 : 0) * INDENT, "",
         label);
}

/* A way out of where we are, if there is one */
static bool jump(void)
{
    unsigned which = below(7);

    if (which < 3 && f.exit_count > 0) {
        emit("goto %s;\n", f.exits[below(f.exit_count)]);
        seen("goto out of blocks", "");
    } else if (which < 5 && f.can_break && percent(50)) {
        emit("break;\n");
        seen("break", "");
    } else if (which < 5 && f.can_continue) {
        emit("continue;\n");
        seen("continue", "");
    } else if (which >= 5 && f.can_return && percent(50)) {
        emit("return");
        if (f.gives_text) {
            emit(" ");
            full("return", NULL);
            string(everything ? COMMA : COND, any_size(), OWN);
        }
        emit(";\n");
        seen("early return", "");
    } else {
        return false;
    }
    return true;
}

static bool conditional_jump(void)
{
    if (!f.can_return && !f.can_break && !f.can_continue && f.exit_count == 0)
        return false;
    indent();
    emit("if (");
    full_condition("condition of if");
    emit(")\n");
    indentation++;
    indent();
    if (!jump()) {
        full("statement", NULL);
        effect(COMMA, any_size(), OWN);
        emit(";\n");
    }
    indentation--;
    return true;
}

/* The body of an if or a loop, up to where a line could go on */
static void body(bool in_braces)
{
    if (in_braces) {
        emit(" ");
        open_block();
        statements(1 + below(4));
        if (percent(15)) {
            indent();
            if (!jump())
                emit(";\n");
        }
        close_block();
    } else {
        seen("body without braces", "");
        emit("\n");
        indentation++;
        if (percent(60) || !assignment())
            effects();
        indentation--;
    }
}

static bool if_statement(void)
{
    bool braces = percent(75);

    seen("if", "");
    indent();
    emit("if (");
    full_condition("condition of if");
    emit(")");
    body(braces);
    while (percent(40)) {
        bool more = percent(40);

        seen("else", "");
        if (braces)
            emit(" ");
        else
            indent();
        emit("else");
        if (more) {
            emit(" if (");
            full_condition("condition of if");
            emit(")");
        }
        body(braces);
        if (!more)
            break;
    }
    emit("%s", braces ? "\n" : "");
    return true;
}

/* The body of a loop that turns so often, apart from fuel */
static void loop_body(bool in_braces, unsigned turns)
{
    bool can_break = f.can_break, can_continue = f.can_continue;
    unsigned outer = f.turns;

    f.turns *= turns;
    f.can_break = f.can_continue = true;
    body(in_braces);
    f.turns = outer;
    f.can_break = can_break;
    f.can_continue = can_continue;
}

static void fuel_condition(const char *where)
{
    emit(everything ? "fuel && fuel--" : "fuel && fuel-- > 0");
    if (percent(70)) {
        emit(" && ");
        full(where, NULL);
        if (!everything && strcmp(where, "condition of do") == 0)
            f.waits = 0;
        condition_within(where, UNARY, any_size(), OWN);
    }
}

static bool while_loop(void)
{
    bool braces = percent(80);

    if (!f.fuelled)
        return false;
    seen("while", "");
    indent();
    emit("while (");
    fuel_condition("condition of while");
    emit(")");
    loop_body(braces, 2);
    emit("%s", braces ? "\n" : "");
    return true;
}

static bool do_loop(void)
{
    bool braces = percent(80);

    if (!f.fuelled)
        return false;
    seen("do", "");
    indent();
    emit("do");
    loop_body(braces, 2);
    if (braces)
        emit(" ");
    else
        indent();
    emit("while (");
    fuel_condition("condition of do");
    emit(");\n");
    return true;
}

/* The loop variable is not for the body to change. */
static void for_head(const char *text, unsigned turns)
{
    struct name *n = declare(text, WORD), *end;
    const char *other;

    emit("unsigned %s = 0", text);
    n->ready = n->constant = n->used = true;
    other = percent(40) ? free_name() : NULL;
    if (other) {
        end = declare(other, WORD);
        emit(", %s = ", other);
        full_expression("first part of for", ASSIGN);
        end->ready = true;
    }
    emit("; %s < %u", text, turns);
    if (percent(40)) {
        emit(" && ");
        full("condition of for", NULL);
        condition_within("condition of for", UNARY, any_size(), OWN);
    }
    emit("; %s++", text);
    if (other)
        emit(", count(%s)", other);
    if (percent(40)) {
        emit(", ");
        full("last part of for", NULL);
        f.waits = everything ? f.waits : 0;
        effect(ASSIGN, any_size(), OWN);
    }
}

static bool for_loop(void)
{
    unsigned turns = 2 + below(2);
    bool braces = percent(80);
    const char *text;

    if (f.turns > 9)
        return false;
    seen("for", "");
    indent();
    emit("for (");
    begin_scope();
    text = free_name();
    for_head(text, turns);
    emit(")");
    loop_body(braces, turns);
    emit("%s", braces ? "\n" : "");
    end_scope();
    return true;
}

/* Without declarations, as a label after them may be jumped to */
static void flat_statements(unsigned count)
{
    bool flat = f.flat;

    f.flat = true;
    statements(count);
    f.flat = flat;
}

/* The statements after a case, up to its end; n gets its value in it. */
static void group(struct name *n, bool last)
{
    if (n && (!n->used || percent(50))) {
        indent();
        emit("%s = ", n->text);
        full_expression("assignment", ASSIGN);
        emit(";\n");
        n->ready = n->used = true;
    } else {
        effects();
    }
    flat_statements(below(3));
    if (n && n->ready) {
        indent();
        emit("count(%s);\n", n->text);
    }
    indent();
    if (last || percent(60)) {
        emit("break;\n");
    } else {
        emit("/* fall through */\n");
        seen("fall through", "");
    }
    if (n)
        n->ready = false;
}

static bool is_constant(const struct name *n, enum right right)
{
    (void)right;
    return n->kind == CONSTANT;
}

static void case_label(unsigned value, bool is_default)
{
    struct name *n = pick(is_constant, OWN);

    indentation--;
    indent();
    indentation++;
    if (is_default)
        emit("default:\n");
    else if (n && n->size == value)
        emit("case %s:\n", n->text);
    else
        emit("case %u:\n", value);
}

static void switch_head(unsigned cases)
{
    seen("switch", "");
    indent();
    emit("switch (");
    full("switch", NULL);
    within("switch", UNARY, any_size(), OWN);
    emit(" %% %uu) ", cases);
}

static bool switch_statement(void)
{
    unsigned cases = 2 + below(4), first_case = below(cases);
    unsigned default_case = below(2 * cases);
    bool can_break = f.can_break;
    struct name *n = NULL;

    switch_head(cases);
    open_block();
    f.can_break = true;
    if (percent(30)) {
        n = declare(free_name(), WORD);
        indent();
        emit("unsigned %s;\n\n", n->text);
        seen("declaration before the first case", "");
    }
    for (unsigned i = 0; i < cases; i++) {
        case_label((first_case + i) % cases, i == default_case);
        if (i + 1 == cases || percent(80))
            group(n, i + 1 == cases);
    }
    close_block();
    emit("\n");
    f.can_break = can_break;
    return true;
}

/* A loop in a switch, or the other way round: labels in the loop's body */
static bool loop_with_cases(void)
{
    bool can_break = f.can_break, can_continue = f.can_continue;
    unsigned cases = 2 + below(2);

    if (!f.fuelled)
        return false;
    seen("cases in a loop", "");
    switch_head(cases);
    open_block();
    case_label(0, false);
    indent();
    emit("do ");
    open_block();
    f.can_break = f.can_continue = true;
    effects();
    for (unsigned i = 1; i < cases; i++) {
        case_label(i, percent(20) && i + 1 == cases);
        effects();
        flat_statements(below(3));
    }
    close_block();
    emit(" while (");
    fuel_condition("condition of do");
    emit(");\n");
    close_block();
    emit("\n");
    f.can_break = can_break;
    f.can_continue = can_continue;
    return true;
}

static bool nested_block(void)
{
    indent();
    open_block();
    statements(1 + below(4));
    close_block();
    emit("\n");
    return true;
}

static void goto_if(const char *label, bool with_fuel)
{
    indent();
    emit("if (");
    if (with_fuel)
        fuel_condition("condition of if");
    else
        full_condition("condition of if");
    emit(")\n%*sgoto %s;\n", (indentation + 1) * INDENT, "", label);
}

static bool goto_back(void)
{
    const char *label = new_label();

    if (!f.fuelled)
        return false;
    seen("goto back", "");
    emit_label(label);
    effects();
    statements(1 + below(3));
    goto_if(label, true);
    return true;
}

static bool goto_out(void)
{
    const char *label = new_label();

    if (f.exit_count == COUNT_OF(f.exits))
        return false;
    seen("goto forward", "");
    indent();
    open_block();
    statements(below(2));
    goto_if(label, false);
    f.exits[f.exit_count++] = label;
    statements(1 + below(3));
    f.exit_count--;
    close_block();
    emit("\n");
    emit_label(label);
    effects();
    return true;
}

/* Into the body of a loop, where a variable gets its value after the label */
static bool goto_in(void)
{
    bool can_break = f.can_break, can_continue = f.can_continue;
    const char *label = new_label();
    struct name *n;

    if (!f.fuelled)
        return false;
    seen("goto into a loop", "");
    goto_if(label, false);
    if (percent(30))
        nested_block();
    indent();
    emit("while (");
    fuel_condition("condition of while");
    emit(") ");
    open_block();
    n = declare(free_name(), WORD);
    indent();
    emit("unsigned %s;\n\n", n->text);
    f.can_break = f.can_continue = true;
    nested_block();
    emit_label(label);
    indent();
    emit("%s = ", n->text);
    full_expression("assignment", ASSIGN);
    emit(";\n");
    n->ready = true;
    f.flat = false;
    statements(1 + below(3));
    close_block();
    emit("\n");
    f.can_break = can_break;
    f.can_continue = can_continue;
    return true;
}

/* corofy translates both, and must not let one disturb the other. */
static bool two_arms(void)
{
    static unsigned nesting;
    bool used[COUNT_OF(names)];

    if (nesting > 0 && !everything)
        return false;
    nesting++;
    seen("#if", "");
    emit("#if %s\n", percent(50) ? "1" : "defined(__STDC__)");
    flat_statements(1 + below(2));
    emit("#else\n");
    for (size_t i = 0; i < name_count; i++)
        used[i] = names[i].used;
    flat_statements(1 + below(2));
    for (size_t i = 0; i < name_count; i++)
        names[i].used = used[i];
    emit("#endif\n");
    nesting--;
    return true;
}

static void statement(void)
{
    static const struct {
        unsigned weight;
        bool (*emit)(void);
    } kinds[] = {
        {22, declaration},    {14, assignment},        {8, effects},
        {3, pair_assignment}, {4, pointer_assignment}, {4, call_with_address},
        {2, pointer_walk},    {4, owned_string},       {10, conditional_jump},
        {8, if_statement},    {4, while_loop},         {3, do_loop},
        {5, for_loop},        {5, switch_statement},   {2, loop_with_cases},
        {2, nested_block},    {2, goto_back},          {3, goto_out},
        {2, goto_in},         {2, two_arms},
    };
    unsigned chosen, i;
    bool flat = f.flat;

    do {
        chosen = below(f.scope < SCOPES_MAX ? 109 : 59);
        for (i = 0; chosen >= kinds[i].weight; i++)
            chosen -= kinds[i].weight;
    } while (!kinds[i].emit());
    f.flat = flat;
}

static void statements(unsigned count)
{
    while (count-- > 0 && f.budget-- > 0)
        statement();
}

/* --- Programs ----------------------------------------------------------------
 */

static void random_coroutine(struct coroutine *c, bool top)
{
    static const enum kind kinds[] = {WORD, WORD,  BYTE, LONG,    POINTER,
                                      PAIR, ARRAY, TEXT, FUNCTION};

    *c = (struct coroutine){
        .quiet = !top && percent(35),
        .fuelled = top || percent(75),
        .gives_text = top || percent(75),
        .is_static = percent(50),
        .parameter_count = top ? 0 : below(COUNT_OF(c->parameters) + 1),
    };
    f.scope = 1;
    for (unsigned i = 0; i < c->parameter_count; i++) {
        enum kind kind = kinds[below(COUNT_OF(kinds))];

        if (c->quiet && (kind == POINTER || kind == ARRAY))
            kind = WORD;
        c->parameters[i] = (struct name){
            .text = NULL,
            .kind = kind,
            .size = kind == TEXT ? 4 : 2,
            .scope = 1,
            .constant = kind == TEXT || percent(20),
            .shared = kind == ARRAY || (kind == WORD && percent(40)),
            .plain_pair = true,
            .parameter = true,
            .ready = true,
        };
        c->parameters[i].constant &= kind != POINTER && kind != ARRAY;
    }
}

static void parameter(const struct name *p, const char *text)
{
    static const char *const types[] = {
        [WORD] = "unsigned ",      [BYTE] = "unsigned char ",
        [LONG] = "unsigned long ", [POINTER] = "unsigned *",
        [ARRAY] = "unsigned ",     [TEXT] = "char *",
        [PAIR] = "struct pair ",   [FUNCTION] = "unsigned (*"};

    emit("%s%s%s%s", p->constant && p->kind != FUNCTION ? "const " : "",
         types[p->kind], text,
         p->kind == FUNCTION ? ")(unsigned, unsigned)"
                             : (p->kind == ARRAY ? "[2]" : ""));
}

/* Up to the closing parenthesis; in a prototype names may be missing. */
static void head(struct coroutine *c, bool named)
{
    emit(!c->is_static
             ? "coroutine "
             : (percent(50) ? "static coroutine " : "coroutine static "));
    emit("%sc%zu_%lu(%s%s", c->gives_text ? "char *" : "void ",
         (size_t)(c - coroutines), seed, c->fuelled ? "unsigned fuel" : "",
         !c->fuelled && c->parameter_count == 0 ? "void" : "");
    for (unsigned i = 0; i < c->parameter_count; i++) {
        emit("%s", c->fuelled || i > 0 ? ", " : "");
        parameter(&c->parameters[i], named ? c->parameters[i].text : "");
    }
    emit(")");
}

static void last_return(void)
{
    indent();
    emit("return ");
    full("return", NULL);
    string(everything ? COMMA : COND, any_size(), OWN);
    emit(";\n");
}

static void declare_parameters(struct coroutine *c)
{
    for (unsigned i = 0; i < c->parameter_count; i++) {
        struct name *n;

        c->parameters[i].text = free_name();
        n = declare(c->parameters[i].text, WORD);
        *n = c->parameters[i];
        n->used = false;
    }
}

static void define(struct coroutine *c)
{
    memset(&f, 0, sizeof(f));
    f.quiet = c->quiet;
    f.fuelled = c->fuelled;
    f.gives_text = c->gives_text;
    f.turns = 1;
    f.budget = 4 + (int)below(16);
    f.can_return = true;
    f.scope = 1;
    declare_parameters(c);
    head(c, true);
    emit("\n{\n");
    indentation = 1;
    statements(2 + below(8));
    use_the_unused();
    if (f.fuelled)
        emit("    count(fuel);\n");
    if (f.gives_text)
        last_return();
    end_scope();
    emit("}\n\n");
    indentation = 0;
}

static void globals(void)
{
    static char name[40];
    struct name *n;

    snprintf(name, sizeof(name), "shared_%lu", seed);
    f.scope = 0;
    f.quiet = false;
    name_count = 0;
    n = declare(name, WORD);
    n->ready = n->shared = n->used = true;
    emit("static unsigned %s = %u;\n\n", name, below(100));
}

/* Coroutines that are called nowhere are mentioned, or would be warned of. */
static void start(void)
{
    emit("static void start_%lu(void)\n{\n", seed);
    for (size_t i = 0; i + 1 < coroutine_count; i++)
        emit("    (void)c%zu_%lu;\n", i, seed);
    emit("    (void)shared_%lu;\n    begun(%lu);\n", seed, seed);
    emit("    ended(run(c%zu_%lu(6)));\n}\n\n", coroutine_count - 1, seed);
}

static void print_main(unsigned long from, unsigned long count)
{
    emit("int main(void)\n{\n");
    for (seed = from; seed < from + count; seed++)
        emit("    start_%lu();\n", seed);
    emit("    return 0;\n}\n");
}

static void program(void)
{
    chance_state = seed * 0x9e3779b97f4a7c15u + 1;
    below(1);
    globals();
    coroutine_count = 1 + below(COUNT_OF(coroutines));
    for (size_t i = 0; i < coroutine_count; i++)
        random_coroutine(&coroutines[i], i + 1 == coroutine_count);
    for (size_t i = 0; i < coroutine_count; i++) {
        head(&coroutines[i], false);
        emit(";\n");
    }
    emit("\n");
    for (coroutine_now = 0; coroutine_now < coroutine_count; coroutine_now++)
        define(&coroutines[coroutine_now]);
    start();
}

static bool option(char ***arguments, const char *name)
{
    if (!**arguments || strcmp(**arguments, name) != 0)
        return false;
    ++*arguments;
    return true;
}

int main(int argc, char **argv)
{
    char **arguments = argv + (argc > 0);
    bool statistics_only;
    unsigned long from, count;

    everything = option(&arguments, "--all");
    statistics_only = option(&arguments, "--statistics");
    if (!arguments[0] || (arguments[1] && arguments[2])) {
        fprintf(stderr,
                "usage: corofyrandom [--all] [--statistics] SEED [COUNT]\n");
        return 2;
    }
    from = strtoul(arguments[0], NULL, 10);
    count = arguments[1] ? strtoul(arguments[1], NULL, 10) : 1;
    out = statistics_only ? fopen("/dev/null", "we") : stdout;
    if (!out) {
        perror("/dev/null");
        return 1;
    }
    emit("#include \"random.h\"\n\n");
    for (seed = from; seed < from + count; seed++)
        program();
    print_main(from, count);
    if (statistics_only)
        print_statistics(count);
    return 0;
}
