/* corofy made this of in.co: edit that */
#line 1 "in.co"
#include "case.h"

enum child_state {
    CHILD_START,
    CHILD_WAIT1,
    CHILD_WAIT2,
    CHILD_WAIT3,
    CHILD_RESOLVED,
};

#line 3 "in.co"
struct child {
    struct future future;
    enum child_state state;
    struct future *child;
};

#line 3 "in.co"
static enum poll_state child_poll(struct future *future, char **output)
#line 3 "in.co"
{
#line 3 "in.co"
    struct child *self = (struct child *)future;
#line 3 "in.co"
    char *output1 = NULL;
#line 3 "in.co"
    char *output3 = NULL;

#line 3 "in.co"
    switch (self->state) {
    case CHILD_START:
        printf("5 is %d\n", 5);
        self->child = ask("1");
#line 6 "in.co"
        self->state = CHILD_WAIT1;
#line 6 "in.co"
        /* fall through */
    case CHILD_WAIT1:
#line 6 "in.co"
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
#line 6 "in.co"
            return POLL_NOT_READY;
#line 6 "in.co"
        if (value(output1))
            printf("7 is %d\n", 7);
#if 0

#else
#line 11 "in.co"
        printf("11 is %d\n", 11);
#endif
#line 13 "in.co"
        self->child = nothing();
#line 13 "in.co"
        self->state = CHILD_WAIT2;
#line 13 "in.co"
        /* fall through */
    case CHILD_WAIT2:
#line 13 "in.co"
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 13 "in.co"
            return POLL_NOT_READY;

        /* a comment
           of two lines */
        printf("17 and 18 are %d and %d\n", 17,
               18);
        for (;;) {
#line 19 "in.co"
            self->child = ask("0");
#line 19 "in.co"
            self->state = CHILD_WAIT3;
        wait3:
#line 19 "in.co"
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
#line 19 "in.co"
                return POLL_NOT_READY;
#line 19 "in.co"
            if (!(value(output3)))
#line 19 "in.co"
                break;
            puts("never");
        }
#line 21 "in.co"
        printf("21 is %d\n", 21);
        *output = NULL;
#line 22 "in.co"
        self->state = CHILD_RESOLVED;
#line 22 "in.co"
        return POLL_READY;
    case CHILD_WAIT3:
#line 22 "in.co"
        goto wait3;
    case CHILD_RESOLVED:
#line 22 "in.co"
        break;
#line 22 "in.co"
    }
#line 22 "in.co"
    panic("coroutine child was polled after it was ready");
#line 22 "in.co"
}

#line 3 "in.co"
static void child_drop(struct future *future)
#line 3 "in.co"
{
#line 3 "in.co"
    struct child *self = (struct child *)future;

#line 3 "in.co"
    future_drop(self->child);
#line 3 "in.co"
    free(self);
#line 3 "in.co"
}

#line 3 "in.co"
struct future *child(void)
#line 3 "in.co"
{
#line 3 "in.co"
    struct child *self = future_alloc(sizeof(*self));

#line 3 "in.co"
    *self = (struct child){
#line 3 "in.co"
        .future = {child_poll, child_drop},
#line 3 "in.co"
        .state = CHILD_START,
#line 3 "in.co"
    };
#line 3 "in.co"
    return &self->future;
#line 3 "in.co"
}
#line 22 "in.co"
 const char *name = __FILE__; enum test_state {
    TEST_START,
    TEST_WAIT1,
    TEST_RESOLVED,
};

#line 22 "in.co"
struct test {
    struct future future;
    enum test_state state;
    struct future *child;
};

#line 22 "in.co"
static enum poll_state test_poll(struct future *future, char **output)
#line 22 "in.co"
{
#line 22 "in.co"
    struct test *self = (struct test *)future;

#line 22 "in.co"
    switch (self->state) {
    case TEST_START:
#line 22 "in.co"
        self->child = child();
#line 22 "in.co"
        self->state = TEST_WAIT1;
#line 22 "in.co"
        /* fall through */
    case TEST_WAIT1:
#line 22 "in.co"
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
#line 22 "in.co"
            return POLL_NOT_READY;
        printf("23 is %d\n", 23);
#line 23 "in.co"
        *output = NULL;
#line 23 "in.co"
        self->state = TEST_RESOLVED;
#line 23 "in.co"
        return POLL_READY;
    case TEST_RESOLVED:
#line 23 "in.co"
        break;
#line 23 "in.co"
    }
#line 23 "in.co"
    panic("coroutine test was polled after it was ready");
#line 23 "in.co"
}

#line 22 "in.co"
static void test_drop(struct future *future)
#line 22 "in.co"
{
#line 22 "in.co"
    struct test *self = (struct test *)future;

#line 22 "in.co"
    future_drop(self->child);
#line 22 "in.co"
    free(self);
#line 22 "in.co"
}

#line 22 "in.co"
struct future *test(void)
#line 22 "in.co"
{
#line 22 "in.co"
    struct test *self = future_alloc(sizeof(*self));

#line 22 "in.co"
    *self = (struct test){
#line 22 "in.co"
        .future = {test_poll, test_drop},
#line 22 "in.co"
        .state = TEST_START,
#line 22 "in.co"
    };
#line 22 "in.co"
    return &self->future;
#line 22 "in.co"
}
#line 23 "in.co"
 int behind =
    __LINE__;

int main(void)
{
    run(test());
    printf("29 is %d, 24 is %d, in.co is %s\n", __LINE__, behind, name);
    return 0;
}
