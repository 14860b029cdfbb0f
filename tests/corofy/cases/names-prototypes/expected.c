/* corofy made this of in.co: edit that */
/* Prototypes of coroutines, static ones, and two that call each other. */
#include "case.h"

struct pair {
    int a, b;
};

struct odd;
void odd_init(struct odd *self, int);
struct future *odd(int);
struct helper;
static void helper_init(struct helper *self, const char *text, int,
                        struct pair pair);
static struct future *helper(const char *text, int, struct pair pair);
struct other_helper;
static void other_helper_init(struct other_helper *self, int a[],
                              void (*)(const char *), const char *);
static struct future *other_helper(int a[], void (*)(const char *),
                                   const char *);
struct none;
extern void none_init(struct none *self);
extern struct future *none(void);
struct broken;
void broken_init(struct broken *self, int n, const char *text);
struct future *broken(int n, const char *text);

enum even_state {
    EVEN_START,
    EVEN_WAIT1,
    EVEN_RESOLVED,
};

struct even {
    struct future future;
    enum even_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state even_poll(struct future *future, char **output)
{
    struct even *self = (struct even *)future;

    switch (self->state) {
    case EVEN_START:
        if (self->start.n == 0) {
            *output = strdup("even");
            self->state = EVEN_RESOLVED;
            return POLL_READY;
        }
        self->child = odd(self->start.n - 1);
        self->state = EVEN_WAIT1;
        /* fall through */
    case EVEN_WAIT1:
        if (future_poll(&self->child, output) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->state = EVEN_RESOLVED;
        return POLL_READY;
    case EVEN_RESOLVED:
        break;
    }
    panic("coroutine even was polled after it was ready");
}

static void even_drop(struct future *future)
{
    struct even *self = (struct even *)future;

    future_drop(self->child);
}

static void even_free(struct future *future)
{
    even_drop(future);
    free(future);
}

void even_init(struct even *self, int n)
{
    *self = (struct even){
        .future = {even_poll, even_drop},
        .state = EVEN_START,
        .start = {n},
    };
}

struct future *even(int n)
{
    struct even *self = future_alloc(sizeof(*self));

    even_init(self, n);
    self->future.drop = even_free;
    return &self->future;
}

char *plain(char *);

enum odd_state {
    ODD_START,
    ODD_WAIT1,
    ODD_RESOLVED,
};

struct odd {
    struct future future;
    enum odd_state state;
    struct future *child;
    struct {
        int n;
    } start;
};

static enum poll_state odd_poll(struct future *future, char **output)
{
    struct odd *self = (struct odd *)future;
    char *text;

    switch (self->state) {
    case ODD_START:
        if (self->start.n == 0) {
            *output = strdup("odd");
            self->state = ODD_RESOLVED;
            return POLL_READY;
        }
        self->child = even(self->start.n - 1);
        self->state = ODD_WAIT1;
        /* fall through */
    case ODD_WAIT1:
        if (future_poll(&self->child, &text) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = plain(text);
        self->state = ODD_RESOLVED;
        return POLL_READY;
    case ODD_RESOLVED:
        break;
    }
    panic("coroutine odd was polled after it was ready");
}

static void odd_drop(struct future *future)
{
    struct odd *self = (struct odd *)future;

    future_drop(self->child);
}

static void odd_free(struct future *future)
{
    odd_drop(future);
    free(future);
}

void odd_init(struct odd *self, int n)
{
    *self = (struct odd){
        .future = {odd_poll, odd_drop},
        .state = ODD_START,
        .start = {n},
    };
}

struct future *odd(int n)
{
    struct odd *self = future_alloc(sizeof(*self));

    odd_init(self, n);
    self->future.drop = odd_free;
    return &self->future;
}

char *plain(char *text)
{
    text[0]++;
    return text;
}

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_WAIT4,
    TEST_WAIT5,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        struct pair pair;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        self->stack.pair = (struct pair){5, 6};

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = even(5);
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output2);
        self->child = helper("helper", 4, self->stack.pair);
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = none();
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = broken(self->stack.pair.b, "broken");
        self->state = TEST_WAIT5;
        /* fall through */
    case TEST_WAIT5:
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

static void show(const char *text)
{
    puts(text);
}

enum none_state {
    NONE_START,
    NONE_WAIT1,
    NONE_RESOLVED,
};

struct none {
    struct future future;
    enum none_state state;
    struct future *child;
};

static enum poll_state none_poll(struct future *future, char **output)
{
    struct none *self = (struct none *)future;

    switch (self->state) {
    case NONE_START:
        puts("none");
        self->child = nothing();
        self->state = NONE_WAIT1;
        /* fall through */
    case NONE_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = NONE_RESOLVED;
        return POLL_READY;
    case NONE_RESOLVED:
        break;
    }
    panic("coroutine none was polled after it was ready");
}

static void none_drop(struct future *future)
{
    struct none *self = (struct none *)future;

    future_drop(self->child);
}

static void none_free(struct future *future)
{
    none_drop(future);
    free(future);
}

void none_init(struct none *self)
{
    *self = (struct none){
        .future = {none_poll, none_drop},
        .state = NONE_START,
    };
}

struct future *none(void)
{
    struct none *self = future_alloc(sizeof(*self));

    none_init(self);
    self->future.drop = none_free;
    return &self->future;
}

enum helper_state {
    HELPER_START,
    HELPER_WAIT1,
    HELPER_RESOLVED,
};

struct helper {
    struct future future;
    enum helper_state state;
    struct future *child;
    struct {
        const char *text;
    } start;
    struct {
        int n;
        struct pair pair;
        int a[2];
    } stack;
};

static enum poll_state helper_poll(struct future *future, char **output)
{
    struct helper *self = (struct helper *)future;

    switch (self->state) {
    case HELPER_START:
        __builtin_memcpy(self->stack.a, (int []){self->stack.n, self->stack.pair.a}, sizeof(self->stack.a));

        self->child = other_helper(self->stack.a, show, self->start.text);
        self->state = HELPER_WAIT1;
        /* fall through */
    case HELPER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", self->stack.n);
        *output = NULL;
        self->state = HELPER_RESOLVED;
        return POLL_READY;
    case HELPER_RESOLVED:
        break;
    }
    panic("coroutine helper was polled after it was ready");
}

static void helper_drop(struct future *future)
{
    struct helper *self = (struct helper *)future;

    future_drop(self->child);
}

static void helper_free(struct future *future)
{
    helper_drop(future);
    free(future);
}

static void helper_init(struct helper *self, const char *text, int n,
                        struct pair pair)
{
    *self = (struct helper){
        .future = {helper_poll, helper_drop},
        .state = HELPER_START,
        .start = {text},
        .stack = {.n = n, .pair = pair},
    };
}

static struct future *helper(const char *text, int n, struct pair pair)
{
    struct helper *self = future_alloc(sizeof(*self));

    helper_init(self, text, n, pair);
    self->future.drop = helper_free;
    return &self->future;
}

enum other_helper_state {
    OTHER_HELPER_START,
    OTHER_HELPER_WAIT1,
    OTHER_HELPER_RESOLVED,
};

struct other_helper {
    struct future future;
    enum other_helper_state state;
    struct future *child;
    struct {
        int *a;
        void (*f)(const char *text);
        const char *text;
    } stack;
};

static enum poll_state other_helper_poll(struct future *future, char **output)
{
    struct other_helper *self = (struct other_helper *)future;

    switch (self->state) {
    case OTHER_HELPER_START:
        self->child = nothing();
        self->state = OTHER_HELPER_WAIT1;
        /* fall through */
    case OTHER_HELPER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.f(self->stack.text);
        printf("%d\n", self->stack.a[1]);
        *output = NULL;
        self->state = OTHER_HELPER_RESOLVED;
        return POLL_READY;
    case OTHER_HELPER_RESOLVED:
        break;
    }
    panic("coroutine other_helper was polled after it was ready");
}

static void other_helper_drop(struct future *future)
{
    struct other_helper *self = (struct other_helper *)future;

    future_drop(self->child);
}

static void other_helper_free(struct future *future)
{
    other_helper_drop(future);
    free(future);
}

static void other_helper_init(struct other_helper *self, int *a,
                              void (*f)(const char *text), const char *text)
{
    *self = (struct other_helper){
        .future = {other_helper_poll, other_helper_drop},
        .state = OTHER_HELPER_START,
        .stack = {.a = a, .f = f, .text = text},
    };
}

static struct future *other_helper(int *a, void (*f)(const char *text),
                                   const char *text)
{
    struct other_helper *self = future_alloc(sizeof(*self));

    other_helper_init(self, a, f, text);
    self->future.drop = other_helper_free;
    return &self->future;
}

enum broken_state {
    BROKEN_START,
    BROKEN_WAIT1,
    BROKEN_RESOLVED,
};

struct broken {
    struct future future;
    enum broken_state state;
    struct future *child;
    struct {
        int n;
        const char *text;
    } stack;
};

static enum poll_state broken_poll(struct future *future, char **output)
{
    struct broken *self = (struct broken *)future;

    switch (self->state) {
    case BROKEN_START:
        self->child = nothing();
        self->state = BROKEN_WAIT1;
        /* fall through */
    case BROKEN_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %s\n", self->stack.n, self->stack.text);
        *output = NULL;
        self->state = BROKEN_RESOLVED;
        return POLL_READY;
    case BROKEN_RESOLVED:
        break;
    }
    panic("coroutine broken was polled after it was ready");
}

static void broken_drop(struct future *future)
{
    struct broken *self = (struct broken *)future;

    future_drop(self->child);
}

static void broken_free(struct future *future)
{
    broken_drop(future);
    free(future);
}

void broken_init(struct broken *self, int n, const char *text)
{
    *self = (struct broken){
        .future = {broken_poll, broken_drop},
        .state = BROKEN_START,
        .stack = {.n = n, .text = text},
    };
}

struct future *broken(int n, const char *text)
{
    struct broken *self = future_alloc(sizeof(*self));

    broken_init(self, n, text);
    self->future.drop = broken_free;
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
