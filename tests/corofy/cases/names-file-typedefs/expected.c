/* corofy made this of in.co: edit that */
/* Types of the file, declared before, between and after the coroutines. */
#include "case.h"

typedef int count, *count_pointer, counts[3];
typedef struct {
    count n;
} box;
typedef struct box_list box_list;
typedef void visit(box *);
struct box_list {
    box_list *next;
    box box;
};

static void show(box *b)
{
    printf("%d\n", b->n);
}

enum first_state {
    FIRST_START,
    FIRST_WAIT1,
    FIRST_WAIT2,
    FIRST_RESOLVED,
};

struct first {
    struct future future;
    enum first_state state;
    struct future *child;
    struct {
        visit *v;
        __typeof__(*(counts){0}) *c;
    } start;
    struct {
        box_list *list;
        count n;
        box_list *at;
        box *b;
        count * m;
    } stack;
};

static enum poll_state first_poll(struct future *future, char **output)
{
    struct first *self = (struct first *)future;

    switch (self->state) {
    case FIRST_START:
        self->stack.n = self->start.c[0];

        self->child = nothing();
        self->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        for (self->stack.at = self->stack.list; self->stack.at; self->stack.at = self->stack.at->next) {
            self->stack.b = &self->stack.at->box;
            self->stack.m = &self->stack.b->n;

            self->child = nothing();
            self->state = FIRST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            *self->stack.m += self->stack.n;
            self->start.v(self->stack.b);
        }
        *output = NULL;
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_WAIT2:
        goto wait2;
    case FIRST_RESOLVED:
        break;
    }
    panic("coroutine first was polled after it was ready");
}

static void first_drop(struct future *future)
{
    struct first *self = (struct first *)future;

    future_drop(self->child);
}

static void first_free(struct future *future)
{
    first_drop(future);
    free(future);
}

void first_init(struct first *self, box_list *list, visit v, counts c)
{
    *self = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
        .start = {v, c},
        .stack = {.list = list},
    };
}

struct future *first(box_list *list, visit v, counts c)
{
    struct first *self = future_alloc(sizeof(*self));

    first_init(self, list, v, c);
    self->future.drop = first_free;
    return &self->future;
}

typedef const char *text, *text_of_two[2];

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        count_pointer p;
        counts c;
        box_list two;
        box_list one;
        text_of_two words;
        text word;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.p = NULL;
        __builtin_memcpy(&self->stack.c, &(counts){10, 20, 30}, sizeof(self->stack.c));
        self->stack.two = (box_list){NULL, {2}};
        self->stack.one = (box_list){&self->stack.two, {1}};
        __builtin_memcpy(&self->stack.words, &(text_of_two){"first", "second"}, sizeof(self->stack.words));
        self->stack.word = self->stack.words[1];

        self->stack.p = self->stack.c + 1;
        self->child = first(&self->stack.one, show, self->stack.c);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %s %s\n", *self->stack.p, self->stack.word, self->stack.words[0]);
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

typedef long late;

enum after_state {
    AFTER_START,
    AFTER_WAIT1,
    AFTER_RESOLVED,
};

struct after {
    struct future future;
    enum after_state state;
    struct future *child;
    struct {
        late l;
        late m;
    } stack;
};

static enum poll_state after_poll(struct future *future, char **output)
{
    struct after *self = (struct after *)future;

    switch (self->state) {
    case AFTER_START:
        self->stack.m = self->stack.l + 1;

        self->child = nothing();
        self->state = AFTER_WAIT1;
        /* fall through */
    case AFTER_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%ld %ld\n", self->stack.l, self->stack.m);
        *output = NULL;
        self->state = AFTER_RESOLVED;
        return POLL_READY;
    case AFTER_RESOLVED:
        break;
    }
    panic("coroutine after was polled after it was ready");
}

static void after_drop(struct future *future)
{
    struct after *self = (struct after *)future;

    future_drop(self->child);
}

static void after_free(struct future *future)
{
    after_drop(future);
    free(future);
}

void after_init(struct after *self, late l)
{
    *self = (struct after){
        .future = {after_poll, after_drop},
        .state = AFTER_START,
        .stack = {.l = l},
    };
}

struct future *after(late l)
{
    struct after *self = future_alloc(sizeof(*self));

    after_init(self, l);
    self->future.drop = after_free;
    return &self->future;
}

int main(void)
{
    run(test());
    run(after(5));
    return 0;
}
