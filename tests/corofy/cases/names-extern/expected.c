/* corofy made this of in.co: edit that */
/* Declarations in a block of what stands elsewhere: nothing to store. */
#include "case.h"

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
        int local;
        int shared;
        char *text;
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    extern int shared;
    extern const char table[];
    extern int twice(int n), thrice(int);
    int four(void);
    char *copy(const char *text);
    typedef int function(void);
    function five;

    switch (self->state) {
    case TEST_START:
        self->stack.local = 1;

        shared += self->stack.local;
        self->child = nothing();
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d %s %d %d %d %d %d\n", shared, table, twice(3), thrice(3), four(),
               five(), self->stack.local);
        {
            self->stack.shared = 100;

            self->child = nothing();
            self->state = TEST_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            {
                extern int shared;

                self->child = nothing();
                self->state = TEST_WAIT3;
            wait3:
                if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                    return POLL_NOT_READY;
                shared++;
                printf("%d\n", shared);
            }
            printf("%d\n", self->stack.shared);
        }
        self->stack.text = copy("copied");
        self->child = nothing();
        self->state = TEST_WAIT4;
        /* fall through */
    case TEST_WAIT4:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts(self->stack.text);
        free(self->stack.text);
        *output = NULL;
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_WAIT2:
        goto wait2;
    case TEST_WAIT3:
        goto wait3;
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

int shared = 7;
const char table[] = "table";

int twice(int n)
{
    return 2 * n;
}

int thrice(int n)
{
    return 3 * n;
}

int four(void)
{
    return 4;
}

int five(void)
{
    return 5;
}

char *copy(const char *text)
{
    return strdup(text);
}

int main(void)
{
    run(test());
    return 0;
}
