/* corofy made this of in.co: edit that */
/* _Generic and _Static_assert without waits. */
#include "case.h"

#define NAME_OF(x) \
    _Generic((x), int : "int", char * : "text", local : "?", default : "other")

typedef short local;

typedef struct {
    int n;
} test_local;

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
        int n;
        char *text;
        double d;
        test_local n_2;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    _Static_assert(sizeof self->stack.n == sizeof(int), "n is an int");
    _Static_assert(sizeof(self->stack.text) == sizeof(char *), "still");

    switch (self->state) {
    case TEST_START:
        self->stack.n = 1;
        self->stack.text = "t";
        self->stack.d = 2.0;

        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(_Generic(self->stack.n, int: "int", char *: "text", default: "other"));
        puts(_Generic((self->stack.text), int: "int", char *: self->stack.text, default: "other"));
        printf("%s %s %d\n", NAME_OF(self->stack.d), NAME_OF(self->stack.n),
               _Generic(self->stack.d, double
                        : self->stack.n, default : 0));
        {
            self->stack.n_2 = (test_local){5};

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d\n", _Generic(self->stack.n_2, test_local: self->stack.n_2, default: (test_local){0}).n);
        }
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
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
