/* corofy made this of in.co: edit that */
#include "case.h"
#include "join.h"

enum request_state {
    REQUEST_START,
    REQUEST_WAIT1,
    REQUEST_RESOLVED,
};

struct request {
    struct future future;
    enum request_state state;
    struct future *child;
    struct {
        int i;
    } start;
};

static enum poll_state request_poll(struct future *future, char **output)
{
    struct request *self = (struct request *)future;
    char *output1 = NULL;

    switch (self->state) {
    case REQUEST_START:
        self->child = ask("/%d/HelloWorld%d", self->start.i * 1000, self->start.i);
        self->state = REQUEST_WAIT1;
        /* fall through */
    case REQUEST_WAIT1:
        if (future_poll(&self->child, &output1) == POLL_NOT_READY)
            return POLL_NOT_READY;
        print(output1);
        *output = NULL;
        self->state = REQUEST_RESOLVED;
        return POLL_READY;
    case REQUEST_RESOLVED:
        break;
    }
    panic("coroutine request was polled after it was ready");
}

static void request_drop(struct future *future)
{
    struct request *self = (struct request *)future;

    future_drop(self->child);
}

static void request_free(struct future *future)
{
    request_drop(future);
    free(future);
}

void request_init(struct request *self, int i)
{
    *self = (struct request){
        .future = {request_poll, request_drop},
        .state = REQUEST_START,
        .start = {i},
    };
}

struct future *request(int i)
{
    struct request *self = future_alloc(sizeof(*self));

    request_init(self, i);
    self->future.drop = request_free;
    return &self->future;
}

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
        struct future *futures[5];
    } stack;
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        puts("Program starting");
        for (int i = 0; i < 5; i++)
            self->stack.futures[i] = request(i);
        self->child = join_all(self->stack.futures, 5);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        puts("after");
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
