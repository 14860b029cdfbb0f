/* corofy made this of in.co: edit that */
/* Types that need those of variables: sizeof, typeof, and macros with them */
#include "case.h"

#define ARRAY_SIZE(x) (int)(sizeof(x) / sizeof((x)[0]))
#define COUNT(x) ARRAY_SIZE(x)

static int table[4];

typedef short test_number;
typedef const char **test_words;
typedef int test_list[3];
typedef int test_open[4];
typedef char test_text[ARRAY_SIZE((*(test_list *)0))];

struct test_type1 {
    char bytes[sizeof((*(test_number *)0))];
    typeof((*(test_text *)0)) copy;
};

typedef struct test_type1 test_both;

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
        short number;
        const char **words;
    } start;
    struct {
        int list[3];
        char text[ARRAY_SIZE((*(test_list *)0))];
        char chain[sizeof (*(test_text *)0)][2];
        char *names[sizeof((*(test_open *)0)) / sizeof (*(test_open *)0)[0]];
        char of_table[COUNT(table)];
        struct test_type1 both;
        char of_both[sizeof (*(test_both *)0)];
        char of_words[sizeof (*(test_words *)0)];
        typeof((*(test_number *)0)) again;
        typeof((*(test_number *)0)) *pointer;
        __typeof__(*(*(test_list *)0)) *first;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int open[4];

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.list, (int [3]){1, 2, 3}, sizeof(self->stack.list));
        __builtin_memcpy(open, (int []){1, 2, 3, 4}, sizeof(open));
        __builtin_memcpy(self->stack.text, (char [ARRAY_SIZE(self->stack.list)]){"ab"}, sizeof(self->stack.text));
        __builtin_memcpy(self->stack.chain, (char [sizeof self->stack.text][2]){{0}}, sizeof(self->stack.chain));
        __builtin_memcpy(self->stack.names, (char *[sizeof(open) / sizeof open[0]]){0}, sizeof(self->stack.names));
        self->stack.both = (struct test_type1){{1}, "x"};
        __builtin_memcpy(self->stack.of_both, (char [sizeof self->stack.both]){0}, sizeof(self->stack.of_both));
        __builtin_memcpy(self->stack.of_words, (char [sizeof self->start.words]){0}, sizeof(self->stack.of_words));
        self->stack.again = self->start.number;
        self->stack.pointer = &self->stack.again;
        self->stack.first = self->stack.list;

        self->stack.of_table[3] = (char)("3"[table[0]]);
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %d %d\n", COUNT(self->stack.text), COUNT(self->stack.names), COUNT(self->stack.of_table));
        printf("%d %d %d\n", COUNT(self->stack.both.bytes), COUNT(self->stack.both.copy), COUNT(self->stack.chain));
        printf("%d %d %d\n", COUNT(self->stack.of_both), COUNT(self->stack.of_words), *self->stack.pointer);
        printf("%s %s %c %d %d\n", self->stack.text, self->stack.both.copy, self->stack.of_table[3], *self->stack.first,
               self->stack.names[3] == NULL && !self->stack.of_both[4] && !self->stack.of_words[7] && !self->stack.chain[2][1]);
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

void test_init(struct test *self, short number, const char **words)
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
        .start = {number, words},
    };
}

struct future *test(short number, const char **words)
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self, number, words);
    self->future.drop = test_free;
    return &self->future;
}

int main(void)
{
    run(test(3, NULL));
    return 0;
}
