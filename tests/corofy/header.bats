# corofy --async for several files: --header, and the sizes that --sizes tells
# needs: corofy

load ../lib/helper

setup() {
    [[ $B = /* ]] || B=$PWD/$B
    COROFY=$B/corofy
    FUTURES=$PWD/ch10-final/a-rust-futures
    mkdir "$BATS_TEST_TMPDIR/work" # bats has files of its own beside it
    cd "$BATS_TEST_TMPDIR/work" || return
    pause_h > pause.h
    library > fetch.co
    user > main.co
}

# corofy [ARGUMENT...]
corofy() {
    # shellcheck disable=SC2086
    try $RUN "$COROFY" --async "$@"
}

# compile ARGUMENT...
compile() {
    # shellcheck disable=SC2046,SC2086  # lists of words
    $COMPILER -std=gnu17 -Wall -Wextra -Werror $(sanitizer_flags) -I "$FUTURES" -I . "$@"
}

sanitizer_flags() {
    [ -z "$SANITIZE" ] || echo "-g -fsanitize=$SANITIZE"
}

succeeds() {
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
}

# A future that is not ready once
pause_h() {
    cat << 'END'
#ifndef PAUSE_H
#define PAUSE_H
#include "future.h"
typedef void pause_output;
struct pause {
    bool has_paused;
};
static inline void pause_init(struct pause *self)
{
    self->has_paused = false;
}
static inline struct poll pause_poll(struct pause *self, struct context *cx, void *output)
{
    struct poll poll = {self->has_paused};

    (void)output;
    waker_wake_by_ref(cx->waker);
    self->has_paused = true;
    return poll;
}
static inline void pause_drop(struct pause *self)
{
    (void)self;
}
#endif
END
}

# What a header needs of its file: types, macros, directives, static coroutines
library() {
    cat << 'END'
/* What this comment says is not in the header. */

#include "pause.h"
#define LENGTH 4
#ifdef WIDE
typedef long number;
#else
typedef int number;
#endif

struct triple {
    number values[LENGTH - 1];
};

enum { FIRST, SECOND };

static int calls;
int counted = 0;

static number increment(number n)
{
#define HIDDEN 1
    calls++;
    return n + HIDDEN;
}

static async number next(number n)
{
    await(pause());
    return increment(n);
}

async struct triple fetch(number n)
{
    struct local {
        number first, last;
    } local = {n, n};
    static int turns;

    for (int i = 1; i < LENGTH; i++, turns++)
        local.last = await(next(local.last));
    return (struct triple){{local.last, local.first + SECOND, FIRST}};
}
END
}

user() {
    cat << 'END'
#include <stdio.h>
#include "fetch.h"

async int sum(int n)
{
    struct triple t = await(fetch(n));

    return (int)(t.values[0] + t.values[1] + t.values[2]) + (int)await(fetch(10)).values[0];
}

int main(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct sum future;
    int output = 0, polls = 1;

    for (sum_init(&future, 1); !sum_poll(&future, &cx, &output).is_ready; polls++)
        ;
    sum_drop(&future);
    printf("%d in %d polls\n", output, polls);
    return 0;
}
END
}

@test "corofy: --header makes what another file needs to await by value" {
    corofy --header fetch.co
    succeeds
    [ -z "$output" ]
    [ ! -e fetch.c ]
    corofy fetch.co
    succeeds
    corofy main.co
    succeeds
    compile -o program fetch.c main.c "$FUTURES/error.c"
    # shellcheck disable=SC2086
    try $RUN ./program
    succeeds
    [ "$output" = "19 in 7 polls" ]
}

@test "corofy: a header stands alone, and may be included twice" {
    corofy --header fetch.co
    succeeds
    printf '#include "fetch.h"\n#include "fetch.h"\nstruct fetch fetch;\n' > twice.c
    compile -c -o twice.o twice.c
    compile -DWIDE -c -o twice.o twice.c
    [ "$(sed -n 2p fetch.h)" = "#ifndef FETCH_H" ]
    [ "$(tail -n 1 fetch.h)" = "#endif" ]
}

@test "corofy: a header holds nothing of functions, and no function that is static" {
    corofy --header fetch.co
    succeeds
    run ! grep -E 'increment|calls|counted|comment|next_(init|poll|drop|new)|HIDDEN' fetch.h
    grep -q '^struct fetch_next {$' fetch.h # which is a part of struct fetch
    grep -q '^void fetch_init(struct fetch \*self, number n);$' fetch.h
    grep -q '^struct future fetch_new(number n);$' fetch.h
}

# private_and_public: a file of which others need a part
private_and_public() {
    cat << 'END'
/*
 * files: reads files
 */
#define _GNU_SOURCE
#include <stdio.h>
#include "pause.h" /* of tests */
#define TRACE(text) puts(text)
#undef TRACE

/* How long a line may be */
#define LINE_MAX_LENGTH (WORDS * WORD)
# /* of a line */ define WORDS 16
#define WORD (1 + LENGTH_OF_WORD)
#ifdef LONG_WORDS
%:define LENGTH_OF_WORD 15
#else

#define LENGTH_OF_WORD 7 // and a zero
#endif

#ifdef DEBUG
#include <assert.h>
#define LOG(text) puts(text)
#else
#if 1
#define LOG(text)
#endif
#endif

struct private_part {
    int n;
};
typedef struct private_part private_array[2];
enum private_kind { PRIVATE, MORE_PRIVATE };

/* What is said of no line */

/* One line,
   of many */
struct line;
enum { ROOM = sizeof(struct line *) };
struct line {
    char text[LINE_MAX_LENGTH], room[ROOM];
};
typedef int number, *(*pointers[2])(number); /* numbers */
struct held;

static int private_function(struct private_part *part)
{
#define IN_FUNCTION 3
    return part->n + MORE_PRIVATE + (int)sizeof(private_array);
}

/* Private as well */
static async int unused_by_others(struct private_part part)
{
    await(pause());
    LOG("unused");
    return private_function(&part);
}

/* Not its contract: a blank line follows. */

static async struct line *helper(struct line *line)
{
    struct private_here {
        int sum[IN_FUNCTION];
    } here = {{0}};

    await(pause());
    here.sum[2]++;
    return here.sum[2] == 1 ? line : NULL;
}

struct pair {
    struct helper first;
    helper_output output;
};

/*
 * Reads a line.  LOG() and struct private_part are nobody's business.
 */
async number read_line(struct line line, pointers *all)
{
    struct pair pair = {.output = NULL};

    (void)all;
    pair.output = await(helper(&line));
    if (await(helper(&line)) != pair.output)
        return 0;
    return await(box(unused_by_others((struct private_part){1})));
}

// Waits
// for nothing
async void other(struct held *held);
END
}

@test "corofy: a header has what others need and what that needs, with its comments" {
    private_and_public > files.co
    corofy --header files.co
    succeeds
    diff - files.h << 'END'
/* corofy made this of files.co: edit that */
#ifndef FILES_H
#define FILES_H

/*
 * files: reads files
 */
#define _GNU_SOURCE
#include <stdio.h>
#include "pause.h" /* of tests */

/* How long a line may be */
#define LINE_MAX_LENGTH (WORDS * WORD)
# /* of a line */ define WORDS 16
#define WORD (1 + LENGTH_OF_WORD)
#ifdef LONG_WORDS
%:define LENGTH_OF_WORD 15
#else

#define LENGTH_OF_WORD 7 // and a zero
#endif

#ifdef DEBUG
#include <assert.h>
#else
#endif

/* One line,
   of many */
struct line;
enum { ROOM = sizeof(struct line *) };
struct line {
    char text[LINE_MAX_LENGTH], room[ROOM];
};
typedef int number, *(*pointers[2])(number); /* numbers */
struct held;

#define IN_FUNCTION 3

struct files_helper_private_here {
    int sum[IN_FUNCTION];
};

typedef struct line *files_helper_output;

enum files_helper_state {
    FILES_HELPER_START,
    FILES_HELPER_AWAIT1_LINE70,
    FILES_HELPER_RUNNING,
    FILES_HELPER_RESOLVED,
} __attribute__((packed));

struct files_helper {
    struct line *line;
    struct files_helper_private_here here;
    struct pause await1;
    enum files_helper_state state;
};

struct pair {
    struct files_helper first;
    files_helper_output output;
};

/*
 * Reads a line.  LOG() and struct private_part are nobody's business.
 */
typedef number read_line_output;

enum read_line_state {
    READ_LINE_START,
    READ_LINE_AWAIT1_LINE88,
    READ_LINE_AWAIT2_LINE89,
    READ_LINE_AWAIT3_LINE91,
    READ_LINE_RUNNING,
    READ_LINE_RESOLVED,
} __attribute__((packed));

struct read_line {
    struct line line;
    union {
        struct {
            union {
                pointers *all;
                struct files_helper await1;
                struct files_helper await2;
            };
            struct pair pair;
        };
        struct future await3;
    };
    uintptr_t pinned : 56; /* see future_place() */
    enum read_line_state state : 8;
};

void read_line_init(struct read_line *self, struct line line, pointers *all);
struct poll read_line_poll(struct read_line *self, struct context *cx,
                           read_line_output *output);
void read_line_drop(struct read_line *self);
struct future read_line_new(struct line line, pointers *all);
#ifdef COROFY_RUNTIME
struct task *read_line_spawn(struct line line, pointers *all);
FUTURE_JOIN(read_line)
#endif

// Waits
// for nothing
typedef void other_output;
struct other;
void other_init(struct other *self, struct held *held);
struct poll other_poll(struct other *self, struct context *cx,
                       other_output *output);
void other_drop(struct other *self);
struct future other_new(struct held *held);

#endif
END
}

@test "corofy: static coroutines of one name in two files are different ones" {
    local file
    for file in one two; do
        cat > "$file.co" << END
#include <stdio.h>
#include "pause.h"
static async int helper(int n)
{
    await(pause());
    return n;
}
async int $file(int n)
{
    int first = await(helper(n));

    return first + await(helper(1));
}
END
        corofy "$file.co"
        succeeds
        corofy --header "$file.co"
        succeeds
    done
    cat > both.co << 'END'
#include <stdio.h>
#include "one.h"
#include "two.h"
async int sum(int n)
{
    int first = await(one(n));

    return first + await(two(n));
}
END
    sed -n '/^int main/,$p' main.co >> both.co
    corofy both.co
    succeeds
    compile -o program one.c two.c both.c "$FUTURES/error.c"
    # shellcheck disable=SC2086
    try $RUN ./program
    succeeds
    [ "$output" = "4 in 5 polls" ]
    # a name that the file has already is not given twice
    sed 's/async int one/struct one_helper { int n; };\n&/' one.co > other.co
    mv other.co one.co
    corofy --header one.co
    succeeds
    grep -q '^struct one_helper_ {$' one.h
}

# Of each line the declaration before | defines t, which the parameter behind it needs.
declarations_of_t() {
    cat << 'END'
typedef int t; | t x
int typedef t; | t x
__extension__ typedef int t; | t x
typedef int *a, t; | t x
typedef int a, *t; | t x
typedef int t, a; | t x
typedef int t[3]; | t x
typedef int a[2], t[3], b; | t x
typedef int t(int); | t *x
typedef int (*t)(int); | t x
typedef int (t)[2]; | t x
typedef int t __attribute__((aligned(8))); | t x
typedef int a __attribute__((aligned(8))), t; | t x
typedef struct { int t; } a, t; | t x
typedef struct t { int a; } b; | struct t *x
typedef enum { A, t } b; | int (*x)[t]
struct t { int a; }; | struct t *x
struct t { int a; } __attribute__((packed)); | struct t *x
__extension__ struct t { int a; }; | struct t *x
union t { int a; char b; }; | union t *x
enum t { A, B }; | enum t x
enum a { A, t }; | int (*x)[t]
enum a { A, t, }; | int (*x)[t]
enum a { t = 3, B }; | int (*x)[t]
enum { A = 1, t = A + 2, B }; | int (*x)[t]
enum { A, B, t = 4 }; | int (*x)[t]
struct a { int b[2]; enum { A, t = 2 } c; }; | int (*x)[t]
END
}

@test "corofy: a header finds whatever a declaration defines, and leaves out what none needs" {
    local declaration parameter
    while IFS='|' read -r declaration parameter; do
        printf '%s\n' '#include "pause.h"' 'struct z { int y, x; };' 'struct y { int x; };' "$declaration" 'typedef int z, *y;' 'enum { X, Y };' \
            'static int hits;' 'static int private(void)' '{' '    return ++hits;' '}' 'typedef int last;' \
            "async void f($parameter)" '{' '    (void)x;' '    await(pause(1));' '}' > one.co
        corofy --header one.co
        succeeds
        echo "--- $declaration"
        cat one.h
        compile -Wno-error -fsyntax-only -x c one.h # `int typedef` is odd, but C
        grep -qxF "${declaration% }" one.h
        run ! grep -E '\<([XYyz]|hits|private|last)\>' one.h
    done <<< "$(declarations_of_t)"
}

# What stands in the directives of a type is needed as what it names is.
@test "corofy: a header has the macros that an #if within a type asks for" {
    local sign
    for sign in '#' '%:'; do
        printf '%s\n' '#include "pause.h"' '#define WIDE 1' '#define NARROW 0' 'struct t {' '    int a;' "${sign}if WIDE" \
            '    long b;' '#endif' '};' 'async void f(struct t x)' '{' '    (void)x;' '    await(pause(1));' '}' > one.co
        corofy --header one.co
        succeeds
        grep -x '#define WIDE 1' one.h
        run ! grep NARROW one.h
    done
}

@test "corofy: a header holds types with attributes, and no variable of a type" {
    cat > types.co << 'END'
#include "pause.h"
struct packed { char c; int n; } __attribute__((packed));
typedef struct __attribute__((packed)) { char c; int n; } packed;
__extension__ struct marked { long n; };
struct packed variable = {'c', 1};
async packed elsewhere(struct marked marked);
static async int unseen(void);
async int f(struct packed a, packed b, struct marked c)
{
    await(pause());
    return a.n + b.n + (int)c.n + variable.n;
}
END
    corofy --header types.co
    succeeds
    {
        printf '#include "types.h"\n'
        printf '_Static_assert(sizeof(struct packed) == 5 && sizeof(packed) == 5, "");\n'
        printf 'struct packed variable;\n'
    } > types.c
    compile -c -o types.o types.c
    run ! grep unseen types.h
}

# tagged_types: attributes, and macros for them, before a tag and behind a }
tagged_types() {
    cat << 'END'
#include "pause.h"
#include "macros.h"
#define PACKED __attribute__((packed))
#define ALIGNED(n) __attribute__((aligned(n)))
struct __attribute__((packed)) bits { char c; int n; };
struct PACKED word { char c; int n; };
struct OF_HEADER other { char c; int n; };
union __attribute__((aligned(16))) wide { char c; };
enum __attribute__((packed)) level { LOW, HIGH };
struct behind { char c; int n; } PACKED ALIGNED(2);
typedef struct PACKED { char c; int n; } PACKED type;
#ifdef WIDE
#define number long
#else
typedef int number;
#endif
async int f(struct bits a, struct word b, struct other c, union wide d, enum level e, struct behind f, type g, number h)
{
    await(pause());
    return a.n + b.n + c.n + d.c + e + f.n + g.n + (int)h;
}
END
}

@test "corofy: a header holds types with attributes before the tag, and with macros for them" {
    tagged_types > types.co
    echo '#define OF_HEADER __attribute__((packed))' > macros.h
    corofy --header types.co
    succeeds
    {
        printf '#include "types.h"\n'
        printf '_Static_assert(sizeof(struct %s) == 5, "");\n' bits word other
        printf '_Static_assert(sizeof(struct behind) == 6 && sizeof(type) == 5, "");\n'
        printf '_Static_assert(sizeof(union wide) == 16 && sizeof(enum level) == 1, "");\n'
    } > types.c
    compile -c -o types.o types.c
    compile -DWIDE -c -o types.o types.c
    corofy --sizes types.co
    succeeds
    echo "$output" > sizes.c
    compile -o sizes sizes.c "$FUTURES/error.c"
}

@test "corofy: a header has all of an #if that parts the head of a function" {
    cat > arms.co << 'END'
#include "pause.h"
#ifdef WIDE
static long plain(long n)
#else
static int plain(int n)
#endif
{
    return n;
}
async int f(int n)
{
    await(pause());
    return plain(n);
}
END
    corofy --header arms.co
    succeeds
    printf '#include "arms.h"\nstruct f f;\n' > arms.c
    compile -c -o arms.o arms.c
}

@test "corofy: a coroutine that must not move has more states than an octet" {
    local waits
    for waits in 253 254; do
        {
            printf '#include "pause.h"\nasync int f(int n)\n{\n    int *p = &n;\n'
            yes '    await(pause());' | head -n "$waits"
            printf '    return *p;\n}\n'
        } > long.co
        corofy long.co
        succeeds
        compile -c -o long.o long.c
    done
    grep -q '^    enum f_state state;$' long.c
}

@test "corofy: the name of a header's guard comes from its file" {
    mkdir a.b
    cp fetch.co a.b/9-lives.co
    corofy --header a.b/9-lives.co
    succeeds
    [ "$(sed -n 2p a.b/9-lives.h)" = "#ifndef H_9_LIVES_H" ]
    cp fetch.co .hidden # whose name has no end that could be left out
    corofy --header .hidden hidden.h
    succeeds
    [ "$(sed -n 2p hidden.h)" = "#ifndef H__HIDDEN_H" ]
    corofy --header - < fetch.co
    succeeds
    [ "${lines[1]}" = "#ifndef H__STDIN__H" ]
}

@test "corofy: a file that includes its own header cannot have one" {
    { echo '#include "fetch.h"' && library; } > own.co
    mv own.co fetch.co
    corofy --header fetch.co
    [ "$status" -eq 1 ]
    [[ ${stderr_lines[0]} == "fetch.co:1:1: error: "*"own header"* ]]
    [ ! -e fetch.h ]
}

@test "corofy: --header and --sizes tell errors as ever, and leave no file" {
    echo 'async void broken(void) { await(); }' > fetch.co
    local option
    for option in --header --sizes; do
        corofy "$option" fetch.co out
        [ "$status" -eq 1 ]
        [[ ${stderr_lines[0]} == "fetch.co:1:27: error: "* ]]
        [ ! -e out ]
    done
}

# A header has no variables, whose sizes a type of its could be.
@test "corofy: --header and --sizes refuse types that name what they leave out" {
    local option
    cat > sized.co << 'END'
#include <stddef.h>
#include "pause.h"
static const char *const names[] = {"a", "b"};
enum { COUNT = sizeof(names) / sizeof(names[0]), NEXT };
enum { UNUSED = sizeof(names) };
struct member { char text[4]; int names; };
enum { OFFSET = offsetof(struct member, names) };
static async int keep(int n)
{
    int counts[COUNT] = {n};
    char more[sizeof(names)] = "", plain[OFFSET] = "";
    await(pause());
    return counts[0] + more[0] + plain[0];
}
async int get(int names)
{
    return await(keep(names));
}
END
    for option in --header --sizes; do
        corofy "$option" sized.co
        [ "$status" -eq 1 ]
        [ "$(grep -c 'error: a type that is needed outside of this file names .names.,' <<< "$stderr")" -eq 2 ]
        grep -q '^sized.co:4:23: ' <<< "$stderr"
        grep -q '^sized.co:11:22: ' <<< "$stderr"
    done
    sed -i 's/COUNT\]/2]/; s/more\[.*]/more[16]/' sized.co
    corofy --header sized.co
    succeeds
    compile -fsyntax-only -x c sized.h
    corofy --sizes sized.co
    succeeds
    echo "$output" > sizes.c
    compile -o sizes sizes.c "$FUTURES/error.c"
}

@test "corofy: --sizes tells of each coroutine in the #if in which it stands" {
    cat > arms.co << 'END'
#include "pause.h"
#ifdef WIDE
async long f(long n)
{
    await(pause());
    return n;
}
#else
async int f(int n)
{
    await(pause());
    return n;
}
#ifndef WITHOUT_G
async void g(void)
{
}
#endif
#endif
END
    corofy --sizes arms.co
    succeeds
    echo "$output" > sizes.c
    local flags expected
    while IFS=: read -r flags expected; do
        # shellcheck disable=SC2086  # a list
        compile $flags -o sizes sizes.c "$FUTURES/error.c"
        # shellcheck disable=SC2086
        try $RUN ./sizes
        succeeds
        [ "$(grep -E -o '^.*octets$|[0-9]  n:' <<< "$output" | sort -u | tr '\n' ,)" = "$expected" ]
    done << 'END'
-DWIDE:8  n:,f: 16 octets,
:4  n:,f: 12 octets,g: 1 octets,
-DWITHOUT_G:4  n:,f: 12 octets,
END
}

@test "corofy: --sizes makes a program that prints what futures keep" {
    corofy --sizes fetch.co
    succeeds
    [ ! -e fetch.c ]
    echo "$output" > sizes.c
    compile -o sizes sizes.c "$FUTURES/error.c"
    # shellcheck disable=SC2086
    try $RUN ./sizes
    succeeds
    diff - <(echo "$output") << 'END'
next: 8 octets
    before the first poll
       4  n: used in line 30
    at the await in line 29
       1  pause: awaited
       4  n: used in line 30
    always
       1  state: where it goes on
    the largest: at the await in line 29, 5 octets, and in it n
fetch: 24 octets
    before the first poll
       4  n: a parameter
    at the await in line 41
       8  next: awaited
       8  local: used in line 42
       4  i: used in line 40
    always
       1  state: where it goes on
    the largest: at the await in line 41, 20 octets, and in it next
END
}

# two.co: two at once, and a future that is elsewhere
make_two() {
    cat > two.co << 'END'
#include "future.h"
#include "give.h"

async int two(struct give *other)
{
    int a = 0, b = 0;

    await(join(a = give(1), b = give(2)));
    await(select_fair(give(a), other, give(b)));
    return a + b;
}
END
    cat > give.h << 'END'
typedef int give_output;
struct give {
    char n;
};
void give_init(struct give *self, int n);
struct poll give_poll(struct give *self, struct context *cx, int *output);
void give_drop(struct give *self);
END
}

@test "corofy: --sizes tells of each of several at once, and who of them still runs" {
    make_two
    corofy --sizes two.co
    succeeds
    echo "$output" > sizes.c
    compile -o sizes sizes.c "$FUTURES/error.c"
    # shellcheck disable=SC2086
    try $RUN ./sizes
    succeeds
    diff - <(echo "$output") << 'END'
two: 24 octets
    before the first poll
       8  other: used in line 9
    at the await in line 8
       1  give: awaited
       1  give: awaited
       8  other: used in line 9
       4  a: assigned in line 8
       4  b: assigned in line 8
       1  running1: which futures still run
    at the await in line 9
       1  give: awaited
       1  give: awaited
       8  other: used in line 9
       4  a: assigned in line 8
       4  b: assigned in line 8
    always
       1  state: where it goes on
       1  turn1: who is first in a select_fair
    the largest: at the await in line 8, 19 octets, and in it other
END
}

@test "corofy: --header has what several at once need" {
    make_two
    corofy --header two.co
    succeeds
    compile -c -o object -x c - << 'END'
#include "two.h"

_Static_assert(sizeof(struct two) >= 2 * sizeof(struct give), "no room for two");
END
}
