/* corofy made this of in.co: edit that */
// A comment at the very start
#include "case.h" /* behind a directive */

/* Before the coroutine. */
/* the keyword */ /* the type */ /* the name */ /* nothing */ /* before the brace */
enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_WAIT2,
    TEST_WAIT3,
    TEST_RESOLVED,
};

struct test {
    struct future future;
    enum test_state state;
    struct future *child;
    struct {
        int i;
        int j;
        int k;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    char *text;

    switch (self->state) {
    case TEST_START: /* behind the brace */
        /* before a declaration */
        self->stack.i = 0; /* behind a declaration */
        // before two declarators
        self->stack.j = 1;
        self->stack.k = 2; /* a name */
        // behind the first
        // behind the second

        /*
         * A block of
         *     several lines.
         */
        self->child = nothing(); /* behind a wait */
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        // before an if
        if (self->stack.i /* in a condition */ == 0) { /* behind its brace */
            /* in the block */
            self->stack.i++; // behind a statement
            /* at the end of the block */
        } /* between */ else /* else */ { // other block
            self->stack.i--;
        } /* behind the block */
        for (self->stack.j = 0; self->stack.j < 2; self->stack.j++) {
            /* before a wait in a loop */
            self->child = nothing(); /* argument */ /* end */ /* semicolon */ // behind a
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            // wait in a
            // loop
            switch (self->stack.j) { /* of a switch */
            /* before a label */
            case 0: /* behind a label */
                puts("zero");
                /* fall through */
            case 1: // last
                puts("one");
            }
        } /* one */ /* two */ /* three */ /* four */ /* five */

        self->child = say("answer"); /* of */ /* the */ /* wait */
        self->state = TEST_WAIT3;
        /* fall through */
    case TEST_WAIT3:
        if (future_poll(&self->child, &text) == POLL_NOT_READY)
            return POLL_NOT_READY;

        puts(/* argument */ text); /* wait(in a comment) */
        free(text);
        // before the last
        printf("%d %d %d\n", self->stack.i, self->stack.j, self->stack.k);
        /* at the end */
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

void test_init(struct test *self )
{
    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
}

struct future *test(void )
{
    struct test *self = future_alloc(sizeof(*self));

    test_init(self);
    self->future.drop = test_free;
    return &self->future;
} /* behind it all */
/* Between. */

// One more
enum next_state {
    NEXT_START,
    NEXT_WAIT1,
    NEXT_RESOLVED,
};

struct next {
    struct future future;
    enum next_state state;
    struct future *child;
};

static enum poll_state next_poll(struct future *future, char **output)
{
    struct next *self = (struct next *)future;

    switch (self->state) {
    case NEXT_START:
        // only a comment, then a wait
        self->child = nothing();
        self->state = NEXT_WAIT1;
        /* fall through */
    case NEXT_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = NEXT_RESOLVED;
        return POLL_READY;
    case NEXT_RESOLVED:
        break;
    }
    panic("coroutine next was polled after it was ready");
}

static void next_drop(struct future *future)
{
    struct next *self = (struct next *)future;

    future_drop(self->child);
}

static void next_free(struct future *future)
{
    next_drop(future);
    free(future);
}

void next_init(struct next *self)
{
    *self = (struct next){
        .future = {next_poll, next_drop},
        .state = NEXT_START,
    };
}

struct future *next(void)
{
    struct next *self = future_alloc(sizeof(*self));

    next_init(self);
    self->future.drop = next_free;
    return &self->future;
}
// At the very end

int main(void)
{
    run(test());
    run(next());
    return 0;
}
