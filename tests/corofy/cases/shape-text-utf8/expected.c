/* corofy made this of in.co: edit that */
/* Größe, naïve, 日本語, 🦀: outside ASCII in names, strings and comments. */
#include "case.h"

static int größe = 3;

enum grüße_state {
    GRüßE_START,
    GRüßE_WAIT1,
    GRüßE_WAIT2,
    GRüßE_RESOLVED,
};

struct grüße {
    struct future future;
    enum grüße_state state;
    struct future *child;
    struct {
        const char *имя;
    } start;
    struct {
        int 数;
        char *α;
        char *café;
        int größe;
    } stack;
};

static enum poll_state grüße_poll(struct future *future, char **output)
{
    struct grüße *self = (struct grüße *)future;

    switch (self->state) {
    case GRüßE_START:
        self->child = say("%s, 世界! 🌍", self->start.имя);
        self->state = GRüßE_WAIT1;
        /* fall through */
    case GRüßE_WAIT1:
        if (future_poll(&self->child, &self->stack.α) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->stack.café = "\u00e9";
        self->stack.größe = self->stack.数 * 2; // мало

        self->child = nothing();
        self->state = GRüßE_WAIT2;
        /* fall through */
    case GRüßE_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%s %d %s %s\n", self->stack.α, self->stack.größe, self->stack.café, u8"ünï");
        free(self->stack.α);
        *output = NULL;
        self->state = GRüßE_RESOLVED;
        return POLL_READY;
    case GRüßE_RESOLVED:
        break;
    }
    panic("coroutine grüße was polled after it was ready");
}

static void grüße_drop(struct future *future)
{
    struct grüße *self = (struct grüße *)future;

    future_drop(self->child);
}

static void grüße_free(struct future *future)
{
    grüße_drop(future);
    free(future);
}

void grüße_init(struct grüße *self, const char *имя, int 数)
{
    *self = (struct grüße){
        .future = {grüße_poll, grüße_drop},
        .state = GRüßE_START,
        .start = {имя},
        .stack = {.数 = 数},
    };
}

struct future *grüße(const char *имя, int 数)
{
    struct grüße *self = future_alloc(sizeof(*self));

    grüße_init(self, имя, 数);
    self->future.drop = grüße_free;
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
};

static enum poll_state test_poll(struct future *future, char **output)
{
    struct test *self = (struct test *)future;

    switch (self->state) {
    case TEST_START:
        self->child = grüße("Здравствуй", größe);
        self->state = TEST_WAIT1;
        /* fall through */
    case TEST_WAIT1:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        printf("%d\n", größe);
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
