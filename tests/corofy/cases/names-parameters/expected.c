/* corofy made this of in.co: edit that */
/* Parameters of all types: what is an array or a function is a pointer. */
#include "case.h"

struct pair {
    int a, b;
};

enum level { LOW, HIGH };

static int twice(int n)
{
    return 2 * n;
}

enum arrays_state {
    ARRAYS_START,
    ARRAYS_WAIT1,
    ARRAYS_RESOLVED,
};

struct arrays {
    struct future future;
    enum arrays_state state;
    struct future *child;
    struct {
        int *a;
        int *b;
        const char **words;
        int (*rows)[2];
        int *least;
        int *fixed;
        const int *view;
    } stack;
};

static enum poll_state arrays_poll(struct future *future, char **output)
{
    struct arrays *self = (struct arrays *)future;

    switch (self->state) {
    case ARRAYS_START:
        self->child = nothing();
        self->state = ARRAYS_WAIT1;
        /* fall through */
    case ARRAYS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.a++;
        self->stack.words++;
        self->stack.rows++;
        printf("%d %d %s %d %d %d %d\n", self->stack.a[0], self->stack.b[2], self->stack.words[0], self->stack.rows[0][1], self->stack.least[1],
               self->stack.fixed[0], self->stack.view[0]);
        printf("%d\n", sizeof(self->stack.rows[0]) == 2 * sizeof(int) &&
                           sizeof(*self->stack.words) == sizeof(char *));
        *output = NULL;
        self->state = ARRAYS_RESOLVED;
        return POLL_READY;
    case ARRAYS_RESOLVED:
        break;
    }
    panic("coroutine arrays was polled after it was ready");
}

static void arrays_drop(struct future *future)
{
    struct arrays *self = (struct arrays *)future;

    future_drop(self->child);
}

static void arrays_free(struct future *future)
{
    arrays_drop(future);
    free(future);
}

void arrays_init(struct arrays *self, int a[], int b[3], const char *words[],
                 int rows[][2], int least[static 2], int fixed[const],
                 const int view[restrict 2])
{
    *self = (struct arrays){
        .future = {arrays_poll, arrays_drop},
        .state = ARRAYS_START,
        .stack = {.a = a, .b = b, .words = words, .rows = rows, .least = least, .fixed = fixed, .view = view},
    };
}

struct future *arrays(int a[], int b[3], const char *words[], int rows[][2],
                      int least[static 2], int fixed[const],
                      const int view[restrict 2])
{
    struct arrays *self = future_alloc(sizeof(*self));

    arrays_init(self, a, b, words, rows, least, fixed, view);
    self->future.drop = arrays_free;
    return &self->future;
}

enum functions_state {
    FUNCTIONS_START,
    FUNCTIONS_WAIT1,
    FUNCTIONS_RESOLVED,
};

struct functions {
    struct future future;
    enum functions_state state;
    struct future *child;
    struct {
        int (*f)(int);
        int (*typed)(int n);
    } start;
    struct {
        int (*g)(int);
        int (**table)(int);
    } stack;
};

static enum poll_state functions_poll(struct future *future, char **output)
{
    struct functions *self = (struct functions *)future;

    switch (self->state) {
    case FUNCTIONS_START:
        self->child = nothing();
        self->state = FUNCTIONS_WAIT1;
        /* fall through */
    case FUNCTIONS_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d %d\n", self->start.f(1), self->stack.g(2), self->stack.table[1](3), self->start.typed(4));
        *output = NULL;
        self->state = FUNCTIONS_RESOLVED;
        return POLL_READY;
    case FUNCTIONS_RESOLVED:
        break;
    }
    panic("coroutine functions was polled after it was ready");
}

static void functions_drop(struct future *future)
{
    struct functions *self = (struct functions *)future;

    future_drop(self->child);
}

static void functions_free(struct future *future)
{
    functions_drop(future);
    free(future);
}

void functions_init(struct functions *self, int f(int), int (*g)(int),
                    int (*table[2])(int), int typed(int n))
{
    *self = (struct functions){
        .future = {functions_poll, functions_drop},
        .state = FUNCTIONS_START,
        .start = {f, typed},
        .stack = {.g = g, .table = table},
    };
}

struct future *functions(int f(int), int (*g)(int), int (*table[2])(int),
                         int typed(int n))
{
    struct functions *self = future_alloc(sizeof(*self));

    functions_init(self, f, g, table, typed);
    self->future.drop = functions_free;
    return &self->future;
}

enum values_state {
    VALUES_START,
    VALUES_WAIT1,
    VALUES_RESOLVED,
};

struct values {
    struct future future;
    enum values_state state;
    struct future *child;
    struct {
        int fixed;
        struct pair pair;
        const char *text;
        int fast;
        struct pair *restrict changed;
        enum level level;
        volatile int v;
        struct pair copy;
    } stack;
};

static enum poll_state values_poll(struct future *future, char **output)
{
    struct values *self = (struct values *)future;

    switch (self->state) {
    case VALUES_START:
        self->stack.copy = self->stack.pair;

        self->stack.pair.a++;
        self->child = nothing();
        self->state = VALUES_WAIT1;
        /* fall through */
    case VALUES_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.fast++;
        self->stack.v++;
        self->stack.changed->a = self->stack.fixed;
        printf("%d %d,%d %d,%d %s %d %d %d\n", self->stack.fixed, self->stack.pair.a, self->stack.pair.b, self->stack.copy.a,
               self->stack.copy.b, self->stack.text, self->stack.fast, self->stack.level == HIGH, self->stack.v);
        *output = NULL;
        self->state = VALUES_RESOLVED;
        return POLL_READY;
    case VALUES_RESOLVED:
        break;
    }
    panic("coroutine values was polled after it was ready");
}

static void values_drop(struct future *future)
{
    struct values *self = (struct values *)future;

    future_drop(self->child);
}

static void values_free(struct future *future)
{
    values_drop(future);
    free(future);
}

void values_init(struct values *self, const int fixed, struct pair pair,
                 const char *const text, register int fast,
                 struct pair *restrict changed, enum level level,
                 volatile int v)
{
    *self = (struct values){
        .future = {values_poll, values_drop},
        .state = VALUES_START,
        .stack = {.fixed = fixed, .pair = pair, .text = text, .fast = fast, .changed = changed, .level = level, .v = v},
    };
}

struct future *values(const int fixed, struct pair pair, const char *const text,
                      register int fast, struct pair *restrict changed,
                      enum level level, volatile int v)
{
    struct values *self = future_alloc(sizeof(*self));

    values_init(self, fixed, pair, text, fast, changed, level, v);
    self->future.drop = values_free;
    return &self->future;
}

enum unused_state {
    UNUSED_START,
    UNUSED_WAIT1,
    UNUSED_RESOLVED,
};

struct unused {
    struct future future;
    enum unused_state state;
    struct future *child;
    struct {
        __attribute__((unused)) int first;
        int second __attribute__((unused));
    } start;
    struct {
        int used;
    } stack;
};

static enum poll_state unused_poll(struct future *future, char **output)
{
    struct unused *self = (struct unused *)future;

    switch (self->state) {
    case UNUSED_START:
        self->child = nothing();
        self->state = UNUSED_WAIT1;
        /* fall through */
    case UNUSED_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.used);
        *output = NULL;
        self->state = UNUSED_RESOLVED;
        return POLL_READY;
    case UNUSED_RESOLVED:
        break;
    }
    panic("coroutine unused was polled after it was ready");
}

static void unused_drop(struct future *future)
{
    struct unused *self = (struct unused *)future;

    future_drop(self->child);
}

static void unused_free(struct future *future)
{
    unused_drop(future);
    free(future);
}

void unused_init(struct unused *self, int used,
                 __attribute__((unused)) int first,
                 int second __attribute__((unused)))
{
    *self = (struct unused){
        .future = {unused_poll, unused_drop},
        .state = UNUSED_START,
        .start = {first, second},
        .stack = {.used = used},
    };
}

struct future *unused(int used, __attribute__((unused)) int first,
                      int second __attribute__((unused)))
{
    struct unused *self = future_alloc(sizeof(*self));

    unused_init(self, used, first, second);
    self->future.drop = unused_free;
    return &self->future;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int a[3];
        int rows[2][2];
        const char *words[2];
        int (*table[2])(int);
        struct pair pair;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.a, (int []){1, 2, 3}, sizeof(self->stack.a));
        __builtin_memcpy(self->stack.rows, (int [2][2]){{1, 2}, {3, 4}}, sizeof(self->stack.rows));
        __builtin_memcpy(self->stack.words, (const char *[]){"zero", "one"}, sizeof(self->stack.words));
        __builtin_memcpy(self->stack.table, (int (*[2])(int)){twice, twice}, sizeof(self->stack.table));
        self->stack.pair = (struct pair){5, 6};

        self->child = arrays(self->stack.a, self->stack.a, self->stack.words, self->stack.rows, self->stack.a, self->stack.a + 1, self->stack.a + 1);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = functions(twice, twice, self->stack.table, twice);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = values(7, self->stack.pair, "text", 8, &self->stack.pair, 1, 9);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = unused(self->stack.pair.a, 0, 0);
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
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
