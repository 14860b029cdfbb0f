/* corofy made this of in.co: edit that */
#include "case.h"

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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;
    int n;
    int m;
    int numbers[2];
    double real;
    const char *text;
    char letters[sizeof("abc") / sizeof(*"abc")];
    char *output1 = NULL;
    char *output2 = NULL;

    switch (self->state) {
    case TEST_START:
        self->child = ask("first");
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        n = 3;
        m = n + 1;
        __builtin_memcpy(numbers, (int []){n, m}, sizeof(numbers));
        printf("%d %d %d\n", n, m, numbers[1]);
        self->child = ask("second");
        self->state = TEST_WAIT2;
        /* fall through */
    case TEST_WAIT2:
        if (future_poll(&self->child, &output2) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output2);
        real = 0.5;
        text = "text";
        __builtin_memcpy(letters, (char []){"abc"}, sizeof(letters));
        printf("%.1f %s %s\n", real, text, letters);
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
    free(self);
}

struct future *test(void)
{
    struct test *self = future_alloc(sizeof(*self));

    *self = (struct test){
        .future = {test_poll, test_drop},
        .state = TEST_START,
    };
    return &self->future;
}

int main(void)
{
    run(test());
    return 0;
}
