/* corofy made this of in.co: edit that */
/* Waits in the arms of an #if: the first is taken, then the second. */
#include "case.h"

#define YES 1

enum first_state {
    FIRST_START,
#if YES
    FIRST_WAIT1,
#endif
#if YES
#else
    FIRST_WAIT2,
#endif
#if YES
#else
    FIRST_WAIT3,
#endif
    FIRST_WAIT4,
    FIRST_RESOLVED,
};

struct first {
    struct future future;
    enum first_state state;
    struct future *child;
    struct {
        char *text;
    } stack;
};

static enum poll_state first_poll(struct future *future, char **output)
{
    struct first *self = (struct first *)future;

    switch (self->state) {
    case FIRST_START:
        self->stack.text = NULL;

        puts("before");
#if YES
        self->child = say("yes");
        self->state = FIRST_WAIT1;
        /* fall through */
    case FIRST_WAIT1:
        if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
            return POLL_NOT_READY;
#else
        self->child = say("no");
        self->state = FIRST_WAIT2;
        /* fall through */
    case FIRST_WAIT2:
        if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = nothing();
        self->state = FIRST_WAIT3;
        /* fall through */
    case FIRST_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
#endif
        print(self->stack.text);
        self->child = nothing();
        self->state = FIRST_WAIT4;
        /* fall through */
    case FIRST_WAIT4:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = FIRST_RESOLVED;
        return POLL_READY;
    case FIRST_RESOLVED:
        break;
    }
    panic("coroutine first was polled after it was ready");
}

static void first_drop(struct future *future)
{
    struct first *self = (struct first *)future;

    future_drop(self->child);
}

static void first_free(struct future *future)
{
    first_drop(future);
    free(future);
}

void first_init(struct first *self)
{
    *self = (struct first){
        .future = {first_poll, first_drop},
        .state = FIRST_START,
    };
}

struct future *first(void)
{
    struct first *self = future_alloc(sizeof(*self));

    first_init(self);
    self->future.drop = first_free;
    return &self->future;
}

#undef YES

enum second_state {
    SECOND_START,
#if defined(YES)
    SECOND_WAIT1,
#endif
#if defined(YES)
#elif 1
    SECOND_WAIT2,
#endif
#if defined(YES)
#elif 1
    SECOND_WAIT3,
#endif
#if defined(YES)
#elif 1
#else
    SECOND_WAIT4,
#endif
#if defined(YES)
#elif 1
#else
    SECOND_WAIT5,
#endif
    SECOND_WAIT6,
    SECOND_RESOLVED,
};

struct second {
    struct future future;
    enum second_state state;
    struct future *child;
    struct {
        char *text;
    } stack;
};

static enum poll_state second_poll(struct future *future, char **output)
{
    struct second *self = (struct second *)future;

    switch (self->state) {
    case SECOND_START:
        self->stack.text = NULL;

        puts("before");
#if defined(YES)
        self->child = say("yes");
        self->state = SECOND_WAIT1;
        /* fall through */
    case SECOND_WAIT1:
        if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
            return POLL_NOT_READY;
#elif 1
        self->child = nothing();
        self->state = SECOND_WAIT2;
        /* fall through */
    case SECOND_WAIT2:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("no");
        self->state = SECOND_WAIT3;
        /* fall through */
    case SECOND_WAIT3:
        if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
            return POLL_NOT_READY;
#else
        self->child = nothing();
        self->state = SECOND_WAIT4;
        /* fall through */
    case SECOND_WAIT4:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        self->child = say("never");
        self->state = SECOND_WAIT5;
        /* fall through */
    case SECOND_WAIT5:
        if (future_poll(&self->child, &self->stack.text) == POLL_NOT_READY)
            return POLL_NOT_READY;
#endif
        print(self->stack.text);
        self->child = nothing();
        self->state = SECOND_WAIT6;
        /* fall through */
    case SECOND_WAIT6:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
        *output = NULL;
        self->state = SECOND_RESOLVED;
        return POLL_READY;
    case SECOND_RESOLVED:
        break;
    }
    panic("coroutine second was polled after it was ready");
}

static void second_drop(struct future *future)
{
    struct second *self = (struct second *)future;

    future_drop(self->child);
}

static void second_free(struct future *future)
{
    second_drop(future);
    free(future);
}

void second_init(struct second *self)
{
    *self = (struct second){
        .future = {second_poll, second_drop},
        .state = SECOND_START,
    };
}

struct future *second(void)
{
    struct second *self = future_alloc(sizeof(*self));

    second_init(self);
    self->future.drop = second_free;
    return &self->future;
}

enum third_state {
    THIRD_START,
#ifdef YES
    THIRD_WAIT1,
#endif
#ifdef YES
#else /* nested */
#ifndef NO
#if 1
    THIRD_WAIT2,
#endif
#endif
#endif
#ifdef YES
#else /* nested */
#ifndef NO
#else
    THIRD_WAIT3,
#endif
#endif
    THIRD_RESOLVED,
};

struct third {
    struct future future;
    enum third_state state;
    struct future *child;
    struct {
        int n;
    } stack;
};

static enum poll_state third_poll(struct future *future, char **output)
{
    struct third *self = (struct third *)future;

    switch (self->state) {
    case THIRD_START:
#ifdef YES
        if (self->stack.n > 0) {
            self->child = nothing();
            self->state = THIRD_WAIT1;
        wait1:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
            puts("yes");
        }
#else /* nested */
#ifndef NO
        while (self->stack.n-- > 0) {
#if 1
            self->child = nothing();
            self->state = THIRD_WAIT2;
        wait2:
            if (future_poll(&self->child, NULL) == POLL_NOT_READY)
                return POLL_NOT_READY;
#endif
            puts("loop");
        }
#else
        self->child = nothing();
        self->state = THIRD_WAIT3;
        /* fall through */
    case THIRD_WAIT3:
        if (future_poll(&self->child, NULL) == POLL_NOT_READY)
            return POLL_NOT_READY;
#endif
#endif
        puts("end");
#if 0

#endif
        *output = NULL;
        self->state = THIRD_RESOLVED;
        return POLL_READY;
#ifdef YES
    case THIRD_WAIT1:
        goto wait1;
#endif
#ifdef YES
#else /* nested */
#ifndef NO
#if 1
    case THIRD_WAIT2:
        goto wait2;
#endif
#endif
#endif
    case THIRD_RESOLVED:
        break;
    }
    panic("coroutine third was polled after it was ready");
}

static void third_drop(struct future *future)
{
    struct third *self = (struct third *)future;

    future_drop(self->child);
}

static void third_free(struct future *future)
{
    third_drop(future);
    free(future);
}

void third_init(struct third *self, int n)
{
    *self = (struct third){
        .future = {third_poll, third_drop},
        .state = THIRD_START,
        .stack = {.n = n},
    };
}

struct future *third(int n)
{
    struct third *self = future_alloc(sizeof(*self));

    third_init(self, n);
    self->future.drop = third_free;
    return &self->future;
}

int main(void)
{
    run(first());
    run(second());
    run(third(1));
    return 0;
}
