/* corofy made this of in.co: edit that */
/* The other spelling of brackets, braces and number signs. */
%:include "case.h"

%:define NAME(x) %:x
%:define BOTH(a, b) a%:%:b

enum test_state {
    TEST_START,
    TEST_WAIT1,
%:if BOTH(1, 0) == 10
    TEST_WAIT2,
#endif
%:if BOTH(1, 0) == 10
%:else
    TEST_WAIT3,
#endif
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int m<:3:>;
        int i;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        __builtin_memcpy(self->stack.m, (int <:3:>)<%1, 2, 3%>, sizeof(self->stack.m));
        self->stack.i = 0;

        while (self->stack.i < 2) {
            self->child = nothing();
            self->state = TEST_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            printf("%d %s\n", self->stack.m<:self->stack.i++:>, "<% not a brace %>");
        }
%:if BOTH(1, 0) == 10
        self->child = nothing();
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
%:else
        self->child = say(NAME(dropped));
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
%:endif
        puts(NAME(n<::>) "%:");
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT1:
        goto wait1;
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
