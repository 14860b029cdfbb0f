/* corofy made this of in.co: edit that */
/*
 * Behind a wait each variable is needed only for a size: in a declarator, in a
 * type, in a cast, in sizeof.
 */
#include "case.h"

struct bytes {
    char first;
    char rest[20];
};

static char buffer[100] = "0123456789";

enum of_declarators_state {
    OF_DECLARATORS_START,
    OF_DECLARATORS_WAIT1,
    OF_DECLARATORS_RESOLVED,
};

struct of_declarators {
    struct future future;
    enum of_declarators_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_declarators_poll(struct future *future, char **output)
{
    struct of_declarators *self = (struct of_declarators *)future;

    switch (self->state) {
    case OF_DECLARATORS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_DECLARATORS_WAIT1;
        /* fall through */
    case OF_DECLARATORS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            int a[self->stack.n];
            char b[2][self->stack.m];

            a[self->stack.n - 1] = self->stack.n;
            b[1][0] = 'b';
            printf("%d %d %d\n", (int)sizeof(a), (int)sizeof(b), a[self->stack.n - 1] + b[1][0]);
        }
        *output = NULL;
        self->state = OF_DECLARATORS_RESOLVED;
        return POLL_READY;
    case OF_DECLARATORS_RESOLVED:
        break;
    }
    panic("coroutine of_declarators was polled after it was ready");
}

static void of_declarators_drop(struct future *future)
{
    struct of_declarators *self = (struct of_declarators *)future;

    future_drop(self->child);
}

static void of_declarators_free(struct future *future)
{
    of_declarators_drop(future);
    free(future);
}

void of_declarators_init(struct of_declarators *self, int n)
{
    *self = (struct of_declarators){
        .future = {of_declarators_poll, of_declarators_drop},
        .state = OF_DECLARATORS_START,
        .stack = {.n = n},
    };
}

struct future *of_declarators(int n)
{
    struct of_declarators *self = future_alloc(sizeof(*self));

    of_declarators_init(self, n);
    self->future.drop = of_declarators_free;
    return &self->future;
}

enum of_pointers_state {
    OF_POINTERS_START,
    OF_POINTERS_WAIT1,
    OF_POINTERS_RESOLVED,
};

struct of_pointers {
    struct future future;
    enum of_pointers_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_pointers_poll(struct future *future, char **output)
{
    struct of_pointers *self = (struct of_pointers *)future;

    switch (self->state) {
    case OF_POINTERS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_POINTERS_WAIT1;
        /* fall through */
    case OF_POINTERS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            char(*p)[self->stack.n] = (void *)buffer;
            char(*const q)[2][self->stack.m] = (void *)buffer;

            printf("%c %d\n", p[1][0], (int)sizeof(*q));
        }
        *output = NULL;
        self->state = OF_POINTERS_RESOLVED;
        return POLL_READY;
    case OF_POINTERS_RESOLVED:
        break;
    }
    panic("coroutine of_pointers was polled after it was ready");
}

static void of_pointers_drop(struct future *future)
{
    struct of_pointers *self = (struct of_pointers *)future;

    future_drop(self->child);
}

static void of_pointers_free(struct future *future)
{
    of_pointers_drop(future);
    free(future);
}

void of_pointers_init(struct of_pointers *self, int n)
{
    *self = (struct of_pointers){
        .future = {of_pointers_poll, of_pointers_drop},
        .state = OF_POINTERS_START,
        .stack = {.n = n},
    };
}

struct future *of_pointers(int n)
{
    struct of_pointers *self = future_alloc(sizeof(*self));

    of_pointers_init(self, n);
    self->future.drop = of_pointers_free;
    return &self->future;
}

enum of_typedefs_state {
    OF_TYPEDEFS_START,
    OF_TYPEDEFS_WAIT1,
    OF_TYPEDEFS_RESOLVED,
};

struct of_typedefs {
    struct future future;
    enum of_typedefs_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_typedefs_poll(struct future *future, char **output)
{
    struct of_typedefs *self = (struct of_typedefs *)future;

    switch (self->state) {
    case OF_TYPEDEFS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_TYPEDEFS_WAIT1;
        /* fall through */
    case OF_TYPEDEFS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            typedef char row[self->stack.n];
            typedef row rows[self->stack.m];

            printf("%d %d\n", (int)sizeof(row), (int)sizeof(rows));
        }
        *output = NULL;
        self->state = OF_TYPEDEFS_RESOLVED;
        return POLL_READY;
    case OF_TYPEDEFS_RESOLVED:
        break;
    }
    panic("coroutine of_typedefs was polled after it was ready");
}

static void of_typedefs_drop(struct future *future)
{
    struct of_typedefs *self = (struct of_typedefs *)future;

    future_drop(self->child);
}

static void of_typedefs_free(struct future *future)
{
    of_typedefs_drop(future);
    free(future);
}

void of_typedefs_init(struct of_typedefs *self, int n)
{
    *self = (struct of_typedefs){
        .future = {of_typedefs_poll, of_typedefs_drop},
        .state = OF_TYPEDEFS_START,
        .stack = {.n = n},
    };
}

struct future *of_typedefs(int n)
{
    struct of_typedefs *self = future_alloc(sizeof(*self));

    of_typedefs_init(self, n);
    self->future.drop = of_typedefs_free;
    return &self->future;
}

enum of_typeof_state {
    OF_TYPEOF_START,
    OF_TYPEOF_WAIT1,
    OF_TYPEOF_RESOLVED,
};

struct of_typeof {
    struct future future;
    enum of_typeof_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_typeof_poll(struct future *future, char **output)
{
    struct of_typeof *self = (struct of_typeof *)future;

    switch (self->state) {
    case OF_TYPEOF_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_TYPEOF_WAIT1;
        /* fall through */
    case OF_TYPEOF_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            __typeof__(int[self->stack.n]) a;
            __typeof__(char(*)[self->stack.m]) p = (void *)buffer;

            a[0] = 1;
            printf("%d %c %d\n", (int)sizeof(a), p[1][0], a[0]);
        }
        *output = NULL;
        self->state = OF_TYPEOF_RESOLVED;
        return POLL_READY;
    case OF_TYPEOF_RESOLVED:
        break;
    }
    panic("coroutine of_typeof was polled after it was ready");
}

static void of_typeof_drop(struct future *future)
{
    struct of_typeof *self = (struct of_typeof *)future;

    future_drop(self->child);
}

static void of_typeof_free(struct future *future)
{
    of_typeof_drop(future);
    free(future);
}

void of_typeof_init(struct of_typeof *self, int n)
{
    *self = (struct of_typeof){
        .future = {of_typeof_poll, of_typeof_drop},
        .state = OF_TYPEOF_START,
        .stack = {.n = n},
    };
}

struct future *of_typeof(int n)
{
    struct of_typeof *self = future_alloc(sizeof(*self));

    of_typeof_init(self, n);
    self->future.drop = of_typeof_free;
    return &self->future;
}

enum of_sizeof_state {
    OF_SIZEOF_START,
    OF_SIZEOF_WAIT1,
    OF_SIZEOF_RESOLVED,
};

struct of_sizeof {
    struct future future;
    enum of_sizeof_state state;
    struct future *child;
    struct {
        int n;
        int m;
        int k;
    } stack;
};

static enum poll_state of_sizeof_poll(struct future *future, char **output)
{
    struct of_sizeof *self = (struct of_sizeof *)future;

    switch (self->state) {
    case OF_SIZEOF_START:
        self->stack.m = self->stack.n + 1;
        self->stack.k = self->stack.m + 1;

        self->child = nothing();
        self->state = OF_SIZEOF_WAIT1;
        /* fall through */
    case OF_SIZEOF_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d ", (int)sizeof(int[self->stack.n]));
        printf("%d ", (int)sizeof(char[2][self->stack.m]));
        printf("%d\n", (int)sizeof(char[sizeof(char[self->stack.k])]));
        *output = NULL;
        self->state = OF_SIZEOF_RESOLVED;
        return POLL_READY;
    case OF_SIZEOF_RESOLVED:
        break;
    }
    panic("coroutine of_sizeof was polled after it was ready");
}

static void of_sizeof_drop(struct future *future)
{
    struct of_sizeof *self = (struct of_sizeof *)future;

    future_drop(self->child);
}

static void of_sizeof_free(struct future *future)
{
    of_sizeof_drop(future);
    free(future);
}

void of_sizeof_init(struct of_sizeof *self, int n)
{
    *self = (struct of_sizeof){
        .future = {of_sizeof_poll, of_sizeof_drop},
        .state = OF_SIZEOF_START,
        .stack = {.n = n},
    };
}

struct future *of_sizeof(int n)
{
    struct of_sizeof *self = future_alloc(sizeof(*self));

    of_sizeof_init(self, n);
    self->future.drop = of_sizeof_free;
    return &self->future;
}

enum of_sizeof_of_expressions_state {
    OF_SIZEOF_OF_EXPRESSIONS_START,
    OF_SIZEOF_OF_EXPRESSIONS_WAIT1,
    OF_SIZEOF_OF_EXPRESSIONS_RESOLVED,
};

struct of_sizeof_of_expressions {
    struct future future;
    enum of_sizeof_of_expressions_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_sizeof_of_expressions_poll(struct future *future,
                                                     char **output)
{
    struct of_sizeof_of_expressions *self = (struct of_sizeof_of_expressions *)future;

    switch (self->state) {
    case OF_SIZEOF_OF_EXPRESSIONS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_SIZEOF_OF_EXPRESSIONS_WAIT1;
        /* fall through */
    case OF_SIZEOF_OF_EXPRESSIONS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d ", (int)sizeof(*(char(*)[self->stack.n])buffer));
        printf("%d\n", (int)sizeof((*(char(*)[2][self->stack.m])buffer)[1]));
        *output = NULL;
        self->state = OF_SIZEOF_OF_EXPRESSIONS_RESOLVED;
        return POLL_READY;
    case OF_SIZEOF_OF_EXPRESSIONS_RESOLVED:
        break;
    }
    panic("coroutine of_sizeof_of_expressions was polled after it was ready");
}

static void of_sizeof_of_expressions_drop(struct future *future)
{
    struct of_sizeof_of_expressions *self = (struct of_sizeof_of_expressions *)future;

    future_drop(self->child);
}

static void of_sizeof_of_expressions_free(struct future *future)
{
    of_sizeof_of_expressions_drop(future);
    free(future);
}

void of_sizeof_of_expressions_init(struct of_sizeof_of_expressions *self, int n)
{
    *self = (struct of_sizeof_of_expressions){
        .future = {of_sizeof_of_expressions_poll, of_sizeof_of_expressions_drop},
        .state = OF_SIZEOF_OF_EXPRESSIONS_START,
        .stack = {.n = n},
    };
}

struct future *of_sizeof_of_expressions(int n)
{
    struct of_sizeof_of_expressions *self = future_alloc(sizeof(*self));

    of_sizeof_of_expressions_init(self, n);
    self->future.drop = of_sizeof_of_expressions_free;
    return &self->future;
}

enum of_casts_state {
    OF_CASTS_START,
    OF_CASTS_WAIT1,
    OF_CASTS_RESOLVED,
};

struct of_casts {
    struct future future;
    enum of_casts_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_casts_poll(struct future *future, char **output)
{
    struct of_casts *self = (struct of_casts *)future;

    switch (self->state) {
    case OF_CASTS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_CASTS_WAIT1;
        /* fall through */
    case OF_CASTS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%c ", ((char(*)[self->stack.n])buffer)[1][0]);
        printf("%c\n", *(*(char(*)[self->stack.m])(buffer + self->stack.m)));
        *output = NULL;
        self->state = OF_CASTS_RESOLVED;
        return POLL_READY;
    case OF_CASTS_RESOLVED:
        break;
    }
    panic("coroutine of_casts was polled after it was ready");
}

static void of_casts_drop(struct future *future)
{
    struct of_casts *self = (struct of_casts *)future;

    future_drop(self->child);
}

static void of_casts_free(struct future *future)
{
    of_casts_drop(future);
    free(future);
}

void of_casts_init(struct of_casts *self, int n)
{
    *self = (struct of_casts){
        .future = {of_casts_poll, of_casts_drop},
        .state = OF_CASTS_START,
        .stack = {.n = n},
    };
}

struct future *of_casts(int n)
{
    struct of_casts *self = future_alloc(sizeof(*self));

    of_casts_init(self, n);
    self->future.drop = of_casts_free;
    return &self->future;
}

enum of_members_state {
    OF_MEMBERS_START,
    OF_MEMBERS_WAIT1,
    OF_MEMBERS_RESOLVED,
};

struct of_members {
    struct future future;
    enum of_members_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_members_poll(struct future *future, char **output)
{
    struct of_members *self = (struct of_members *)future;

    switch (self->state) {
    case OF_MEMBERS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_MEMBERS_WAIT1;
        /* fall through */
    case OF_MEMBERS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d ", (int)offsetof(struct bytes, rest[self->stack.n]));
        printf("%d\n", _Generic(self->stack.m, int: self->stack.m, default: 0));
        *output = NULL;
        self->state = OF_MEMBERS_RESOLVED;
        return POLL_READY;
    case OF_MEMBERS_RESOLVED:
        break;
    }
    panic("coroutine of_members was polled after it was ready");
}

static void of_members_drop(struct future *future)
{
    struct of_members *self = (struct of_members *)future;

    future_drop(self->child);
}

static void of_members_free(struct future *future)
{
    of_members_drop(future);
    free(future);
}

void of_members_init(struct of_members *self, int n)
{
    *self = (struct of_members){
        .future = {of_members_poll, of_members_drop},
        .state = OF_MEMBERS_START,
        .stack = {.n = n},
    };
}

struct future *of_members(int n)
{
    struct of_members *self = future_alloc(sizeof(*self));

    of_members_init(self, n);
    self->future.drop = of_members_free;
    return &self->future;
}

enum of_statement_expressions_state {
    OF_STATEMENT_EXPRESSIONS_START,
    OF_STATEMENT_EXPRESSIONS_WAIT1,
    OF_STATEMENT_EXPRESSIONS_RESOLVED,
};

struct of_statement_expressions {
    struct future future;
    enum of_statement_expressions_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_statement_expressions_poll(struct future *future,
                                                     char **output)
{
    struct of_statement_expressions *self = (struct of_statement_expressions *)future;

    switch (self->state) {
    case OF_STATEMENT_EXPRESSIONS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_STATEMENT_EXPRESSIONS_WAIT1;
        /* fall through */
    case OF_STATEMENT_EXPRESSIONS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d ", ({
                   char a[self->stack.n];

                   (int)sizeof(a);
               }));
        printf("%d\n", ({ (int)sizeof(char[self->stack.m]); }));
        *output = NULL;
        self->state = OF_STATEMENT_EXPRESSIONS_RESOLVED;
        return POLL_READY;
    case OF_STATEMENT_EXPRESSIONS_RESOLVED:
        break;
    }
    panic("coroutine of_statement_expressions was polled after it was ready");
}

static void of_statement_expressions_drop(struct future *future)
{
    struct of_statement_expressions *self = (struct of_statement_expressions *)future;

    future_drop(self->child);
}

static void of_statement_expressions_free(struct future *future)
{
    of_statement_expressions_drop(future);
    free(future);
}

void of_statement_expressions_init(struct of_statement_expressions *self, int n)
{
    *self = (struct of_statement_expressions){
        .future = {of_statement_expressions_poll, of_statement_expressions_drop},
        .state = OF_STATEMENT_EXPRESSIONS_START,
        .stack = {.n = n},
    };
}

struct future *of_statement_expressions(int n)
{
    struct of_statement_expressions *self = future_alloc(sizeof(*self));

    of_statement_expressions_init(self, n);
    self->future.drop = of_statement_expressions_free;
    return &self->future;
}

#define SUM(a, b) ((a) + (b))

enum of_macros_state {
    OF_MACROS_START,
    OF_MACROS_WAIT1,
    OF_MACROS_RESOLVED,
};

struct of_macros {
    struct future future;
    enum of_macros_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state of_macros_poll(struct future *future, char **output)
{
    struct of_macros *self = (struct of_macros *)future;

    switch (self->state) {
    case OF_MACROS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = OF_MACROS_WAIT1;
        /* fall through */
    case OF_MACROS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        {
            char a[SUM(self->stack.n, self->stack.m)];

            printf("%d %d\n", (int)sizeof(a), (int)sizeof(char[SUM(self->stack.n, self->stack.m)]));
        }
        *output = NULL;
        self->state = OF_MACROS_RESOLVED;
        return POLL_READY;
    case OF_MACROS_RESOLVED:
        break;
    }
    panic("coroutine of_macros was polled after it was ready");
}

static void of_macros_drop(struct future *future)
{
    struct of_macros *self = (struct of_macros *)future;

    future_drop(self->child);
}

static void of_macros_free(struct future *future)
{
    of_macros_drop(future);
    free(future);
}

void of_macros_init(struct of_macros *self, int n)
{
    *self = (struct of_macros){
        .future = {of_macros_poll, of_macros_drop},
        .state = OF_MACROS_START,
        .stack = {.n = n},
    };
}

struct future *of_macros(int n)
{
    struct of_macros *self = future_alloc(sizeof(*self));

    of_macros_init(self, n);
    self->future.drop = of_macros_free;
    return &self->future;
}

enum in_loops_state {
    IN_LOOPS_START,
    IN_LOOPS_WAIT1,
    IN_LOOPS_RESOLVED,
};

struct in_loops {
    struct future future;
    enum in_loops_state state;
    struct future *child;
    struct {
        int n;
        int m;
        int k;
        int i;
    } stack;
};

static enum poll_state in_loops_poll(struct future *future, char **output)
{
    struct in_loops *self = (struct in_loops *)future;

    switch (self->state) {
    case IN_LOOPS_START:
        self->stack.m = self->stack.n + 1;
        self->stack.k = self->stack.m + 1;

        for (self->stack.i = 0; self->stack.i < 2; self->stack.i++) {
            self->child = nothing();
            self->state = IN_LOOPS_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            for (char a[self->stack.n], *p = a; p != NULL; p = NULL)
                printf("%d ", (int)sizeof(a));
        }
        do {
            char b[self->stack.m];

            printf("%d ", (int)sizeof(b));
        } while (sizeof(char[self->stack.k]) != (size_t)self->stack.n + 2);
        puts("");
        *output = NULL;
        self->state = IN_LOOPS_RESOLVED;
        return POLL_READY;
    case IN_LOOPS_WAIT1:
        goto wait1;
    case IN_LOOPS_RESOLVED:
        break;
    }
    panic("coroutine in_loops was polled after it was ready");
}

static void in_loops_drop(struct future *future)
{
    struct in_loops *self = (struct in_loops *)future;

    future_drop(self->child);
}

static void in_loops_free(struct future *future)
{
    in_loops_drop(future);
    free(future);
}

void in_loops_init(struct in_loops *self, int n)
{
    *self = (struct in_loops){
        .future = {in_loops_poll, in_loops_drop},
        .state = IN_LOOPS_START,
        .stack = {.n = n},
    };
}

struct future *in_loops(int n)
{
    struct in_loops *self = future_alloc(sizeof(*self));

    in_loops_init(self, n);
    self->future.drop = in_loops_free;
    return &self->future;
}

enum in_switch_arms_state {
    IN_SWITCH_ARMS_START,
    IN_SWITCH_ARMS_WAIT1,
    IN_SWITCH_ARMS_RESOLVED,
};

struct in_switch_arms {
    struct future future;
    enum in_switch_arms_state state;
    struct future *child;
    struct {
        int n;
        int m;
    } stack;
};

static enum poll_state in_switch_arms_poll(struct future *future, char **output)
{
    struct in_switch_arms *self = (struct in_switch_arms *)future;

    switch (self->state) {
    case IN_SWITCH_ARMS_START:
        self->stack.m = self->stack.n + 1;

        self->child = nothing();
        self->state = IN_SWITCH_ARMS_WAIT1;
        /* fall through */
    case IN_SWITCH_ARMS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        for (int i = 0; i < 2; i++) {
            switch (i) {
            case 0: {
                char a[self->stack.n];

                printf("%d ", (int)sizeof(a));
                break;
            }
            default:
                printf("%d\n", (int)sizeof(char[self->stack.m]));
            }
        }
        *output = NULL;
        self->state = IN_SWITCH_ARMS_RESOLVED;
        return POLL_READY;
    case IN_SWITCH_ARMS_RESOLVED:
        break;
    }
    panic("coroutine in_switch_arms was polled after it was ready");
}

static void in_switch_arms_drop(struct future *future)
{
    struct in_switch_arms *self = (struct in_switch_arms *)future;

    future_drop(self->child);
}

static void in_switch_arms_free(struct future *future)
{
    in_switch_arms_drop(future);
    free(future);
}

void in_switch_arms_init(struct in_switch_arms *self, int n)
{
    *self = (struct in_switch_arms){
        .future = {in_switch_arms_poll, in_switch_arms_drop},
        .state = IN_SWITCH_ARMS_START,
        .stack = {.n = n},
    };
}

struct future *in_switch_arms(int n)
{
    struct in_switch_arms *self = future_alloc(sizeof(*self));

    in_switch_arms_init(self, n);
    self->future.drop = in_switch_arms_free;
    return &self->future;
}

enum in_conditions_state {
    IN_CONDITIONS_START,
    IN_CONDITIONS_WAIT1,
    IN_CONDITIONS_RESOLVED,
};

struct in_conditions {
    struct future future;
    enum in_conditions_state state;
    struct future *child;
    struct {
        int n;
        int m;
        int k;
    } stack;
};

static enum poll_state in_conditions_poll(struct future *future, char **output)
{
    struct in_conditions *self = (struct in_conditions *)future;

    switch (self->state) {
    case IN_CONDITIONS_START:
        self->stack.m = self->stack.n + 1;
        self->stack.k = self->stack.m + 1;

        self->child = nothing();
        self->state = IN_CONDITIONS_WAIT1;
        /* fall through */
    case IN_CONDITIONS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        if (sizeof(char[self->stack.n]) == 5)
            printf("%s ", sizeof(char[self->stack.m]) == 6 ? "right" : "wrong");
        while (sizeof(char[self->stack.k]) != 7)
            puts("wrong");
        puts("");
        *output = NULL;
        self->state = IN_CONDITIONS_RESOLVED;
        return POLL_READY;
    case IN_CONDITIONS_RESOLVED:
        break;
    }
    panic("coroutine in_conditions was polled after it was ready");
}

static void in_conditions_drop(struct future *future)
{
    struct in_conditions *self = (struct in_conditions *)future;

    future_drop(self->child);
}

static void in_conditions_free(struct future *future)
{
    in_conditions_drop(future);
    free(future);
}

void in_conditions_init(struct in_conditions *self, int n)
{
    *self = (struct in_conditions){
        .future = {in_conditions_poll, in_conditions_drop},
        .state = IN_CONDITIONS_START,
        .stack = {.n = n},
    };
}

struct future *in_conditions(int n)
{
    struct in_conditions *self = future_alloc(sizeof(*self));

    in_conditions_init(self, n);
    self->future.drop = in_conditions_free;
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_WAIT6,
    TEST_WAIT7,
    TEST_WAIT8,
    TEST_WAIT9,
    TEST_WAIT10,
    TEST_WAIT11,
    TEST_WAIT12,
    TEST_WAIT13,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = of_declarators(5);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_pointers(5);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_typedefs(5);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_typeof(5);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_sizeof(5);
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_sizeof_of_expressions(5);
        self->state = TEST_WAIT6;
        /* fall through */
    case TEST_WAIT6:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_casts(5);
        self->state = TEST_WAIT7;
        /* fall through */
    case TEST_WAIT7:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_members(5);
        self->state = TEST_WAIT8;
        /* fall through */
    case TEST_WAIT8:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_statement_expressions(5);
        self->state = TEST_WAIT9;
        /* fall through */
    case TEST_WAIT9:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = of_macros(5);
        self->state = TEST_WAIT10;
        /* fall through */
    case TEST_WAIT10:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = in_loops(5);
        self->state = TEST_WAIT11;
        /* fall through */
    case TEST_WAIT11:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = in_switch_arms(5);
        self->state = TEST_WAIT12;
        /* fall through */
    case TEST_WAIT12:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = in_conditions(5);
        self->state = TEST_WAIT13;
        /* fall through */
    case TEST_WAIT13:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_RESOLVED:
        break;
    }
    panic("coroutine test was polled after it was ready");
}

static void test_drop(struct future *future)
{
    struct test *self = (struct test *)future;

    future_drop(self->child);
}

static void test_free(struct future *future)
{
    test_drop(future);
    free(future);
}

void test_init(struct test *self)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
