/* corofy made this of in.co: edit that */
/* Unions, and structs and unions without a name inside others. */
#include "case.h"

struct value {
    enum { NUMBER, TEXT, PAIR } kind;
    union {
        int number;
        const char *text;
        struct {
            short first, second;
        };
    };
};

static void show(const struct value *v)
{
    switch (v->kind) {
    case NUMBER:
        printf("number %d\n", v->number);
        break;
    case TEXT:
        printf("text %s\n", v->text);
        break;
    case PAIR:
        printf("pair %d %d\n", v->first, v->second);
        break;
    }
}

union test_type1 {
    unsigned char octets[4];
    unsigned int word;
};

struct test_type2 {
    int x;
    struct {
        int y;
        union {
            int z;
            float f;
        };
    };
    struct {
        int x;
    } deep;
};

enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        struct value a;
        struct value b;
        struct value c;
        union test_type1 u;
        struct test_type2 nested;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->stack.a = (struct value){NUMBER, {5}};
        self->stack.b = (struct value){.kind = TEXT, .text = "five"};
        self->stack.c = (struct value){PAIR, .first = 1, .second = 2};
        self->stack.u = (union test_type1){.word = 0x01010101};
        self->stack.nested = (struct test_type2){1, {.y = 2, {.z = 3}}, .deep.x = 4};

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        show(&self->stack.a);
        show(&self->stack.b);
        show(&self->stack.c);
        printf("%d %u\n", self->stack.u.octets[2], self->stack.u.word);
        printf("%d %d %d %d\n", self->stack.nested.x, self->stack.nested.y, self->stack.nested.z, self->stack.nested.deep.x);
        self->stack.c = (struct value){TEXT, .text = "six"};
        self->stack.nested.deep.x++;
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        show(&self->stack.c);
        printf("%d\n", self->stack.nested.deep.x);
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
