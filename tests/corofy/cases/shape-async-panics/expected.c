/* corofy made this of in.co: edit that */
#include "case.h"

#include <signal.h>

enum {
    ABORTED = 9
};

static struct future itself;

/* Polls itself, or drops itself, which a future cannot do. */
typedef void inward_output;

enum inward_state {
    INWARD_START,
    INWARD_AWAIT1_LINE17,
    INWARD_AWAIT2_LINE22,
    INWARD_RUNNING,
    INWARD_RESOLVED,
} __attribute__((packed));

struct inward {
    union {
        struct {
            struct nothing await1;
            bool drops;
        };
        struct nothing await2;
    };
    struct waker waker;
    struct context cx;
    uintptr_t pinned : 56; /* see future_place() */
    enum inward_state state : 8;
};

void inward_init(struct inward *self, bool drops)
{
    self->drops = drops;
    self->state = INWARD_START;
}

struct poll inward_poll(struct inward *self, struct context *cx_,
                        inward_output *output)
{
    enum inward_state state = self->state;

    (void)output;
    if (state != INWARD_START && state != INWARD_RESOLVED &&
        self->pinned != future_place(self))
        panic("inward (in.co:12) moved after its first poll");
    self->pinned = future_place(self);
    self->state = INWARD_RUNNING;

    switch (state) {
    case INWARD_START:
        self->waker = waker_noop();
        self->cx = (struct context){&self->waker};

        nothing_init(&self->await1);
        /* fall through */
    case INWARD_AWAIT1_LINE17:
        if (!nothing_poll(&self->await1, cx_, NULL).is_ready) {
            self->state = INWARD_AWAIT1_LINE17;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->drops)
            future_drop(&itself);
        else
            future_poll(&itself, &self->cx, NULL);
        nothing_init(&self->await2);
        /* fall through */
    case INWARD_AWAIT2_LINE22:
        if (!nothing_poll(&self->await2, cx_, NULL).is_ready) {
            self->state = INWARD_AWAIT2_LINE22;
            return POLL_PENDING;
        }
        nothing_drop(&self->await2);
        self->state = INWARD_RESOLVED;
        return POLL_READY;
    case INWARD_RUNNING:
        panic("inward (in.co:12) was polled while it runs");
    case INWARD_RESOLVED:
        break;
    }
    panic("inward (in.co:12) was polled after it was ready or dropped");
}

void inward_drop(struct inward *self)
{
    if (self->state != INWARD_START && self->state != INWARD_RESOLVED &&
        self->pinned != future_place(self))
        panic("inward (in.co:12) moved after its first poll");

    switch (self->state) {
    case INWARD_AWAIT1_LINE17:
        nothing_drop(&self->await1);
        break;
    case INWARD_AWAIT2_LINE22:
        nothing_drop(&self->await2);
        break;
    case INWARD_RUNNING:
        panic("inward (in.co:12) was dropped while it runs");
    case INWARD_START:
    case INWARD_RESOLVED:
        break;
    }
    self->state = INWARD_RESOLVED;
}

static struct poll inward_poll_boxed(void *self, struct context *cx, void *output)
{
    return inward_poll(self, cx, output);
}

static void inward_drop_boxed(void *self)
{
    inward_drop(self);
    free(self);
}

struct future inward_new(bool drops)
{
    static const struct future_vtable vtable = {
        .poll = inward_poll_boxed,
        .drop = inward_drop_boxed,
    };
    struct inward *self = future_alloc(_Alignof(struct inward), sizeof(*self));

    inward_init(self, drops);
    return (struct future){self, &vtable};
}

/* A variable is pointed to, so that the future cannot be moved. */
typedef void pointing_output;

enum pointing_state {
    POINTING_START,
    POINTING_AWAIT1_LINE30,
    POINTING_RUNNING,
    POINTING_RESOLVED,
} __attribute__((packed));

struct pointing {
    int *pointer;
    struct nothing await1;
    int n;
    uintptr_t pinned : 56; /* see future_place() */
    enum pointing_state state : 8;
};

void pointing_init(struct pointing *self)
{
    self->state = POINTING_START;
}

struct poll pointing_poll(struct pointing *self, struct context *cx,
                          pointing_output *output)
{
    enum pointing_state state = self->state;

    (void)output;
    if (state != POINTING_START && state != POINTING_RESOLVED &&
        self->pinned != future_place(self))
        panic("pointing (in.co:26) moved after its first poll");
    self->pinned = future_place(self);
    self->state = POINTING_RUNNING;

    switch (state) {
    case POINTING_START:
        self->n = 1;
        self->pointer = &self->n;

        nothing_init(&self->await1);
        /* fall through */
    case POINTING_AWAIT1_LINE30:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = POINTING_AWAIT1_LINE30;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        printf("%d\n", *self->pointer);
        self->state = POINTING_RESOLVED;
        return POLL_READY;
    case POINTING_RUNNING:
        panic("pointing (in.co:26) was polled while it runs");
    case POINTING_RESOLVED:
        break;
    }
    panic("pointing (in.co:26) was polled after it was ready or dropped");
}

void pointing_drop(struct pointing *self)
{
    if (self->state != POINTING_START && self->state != POINTING_RESOLVED &&
        self->pinned != future_place(self))
        panic("pointing (in.co:26) moved after its first poll");

    switch (self->state) {
    case POINTING_AWAIT1_LINE30:
        nothing_drop(&self->await1);
        break;
    case POINTING_RUNNING:
        panic("pointing (in.co:26) was dropped while it runs");
    case POINTING_START:
    case POINTING_RESOLVED:
        break;
    }
    self->state = POINTING_RESOLVED;
}

static struct poll pointing_poll_boxed(void *self, struct context *cx, void *output)
{
    return pointing_poll(self, cx, output);
}

static void pointing_drop_boxed(void *self)
{
    pointing_drop(self);
    free(self);
}

struct future pointing_new(void)
{
    static const struct future_vtable vtable = {
        .poll = pointing_poll_boxed,
        .drop = pointing_drop_boxed,
    };
    struct pointing *self = future_alloc(_Alignof(struct pointing), sizeof(*self));

    pointing_init(self);
    return (struct future){self, &vtable};
}

/* No address of its own is in it: it may be moved. */
typedef void plain_output;

enum plain_state {
    PLAIN_START,
    PLAIN_AWAIT1_LINE39,
    PLAIN_RUNNING,
    PLAIN_RESOLVED,
} __attribute__((packed));

struct plain {
    struct nothing await1;
    int n;
    enum plain_state state;
};

void plain_init(struct plain *self)
{
    self->state = PLAIN_START;
}

struct poll plain_poll(struct plain *self, struct context *cx,
                       plain_output *output)
{
    enum plain_state state = self->state;

    (void)output;
    self->state = PLAIN_RUNNING;

    switch (state) {
    case PLAIN_START:
        self->n = 1;

        nothing_init(&self->await1);
        /* fall through */
    case PLAIN_AWAIT1_LINE39:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = PLAIN_AWAIT1_LINE39;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        printf("%d\n", self->n);
        self->state = PLAIN_RESOLVED;
        return POLL_READY;
    case PLAIN_RUNNING:
        panic("plain (in.co:35) was polled while it runs");
    case PLAIN_RESOLVED:
        break;
    }
    panic("plain (in.co:35) was polled after it was ready or dropped");
}

void plain_drop(struct plain *self)
{
    switch (self->state) {
    case PLAIN_AWAIT1_LINE39:
        nothing_drop(&self->await1);
        break;
    case PLAIN_RUNNING:
        panic("plain (in.co:35) was dropped while it runs");
    case PLAIN_START:
    case PLAIN_RESOLVED:
        break;
    }
    self->state = PLAIN_RESOLVED;
}

static struct poll plain_poll_boxed(void *self, struct context *cx, void *output)
{
    return plain_poll(self, cx, output);
}

static void plain_drop_boxed(void *self)
{
    plain_drop(self);
    free(self);
}

struct future plain_new(void)
{
    static const struct future_vtable vtable = {
        .poll = plain_poll_boxed,
        .drop = plain_drop_boxed,
    };
    struct plain *self = future_alloc(_Alignof(struct plain), sizeof(*self));

    plain_init(self);
    return (struct future){self, &vtable};
}

typedef int endless_output;

enum endless_state {
    ENDLESS_START,
    ENDLESS_AWAIT1_LINE45,
    ENDLESS_RUNNING,
    ENDLESS_RESOLVED,
} __attribute__((packed));

struct endless {
    struct nothing await1;
    int n;
    enum endless_state state;
};

void endless_init(struct endless *self, int n)
{
    self->n = n;
    self->state = ENDLESS_START;
}

struct poll endless_poll(struct endless *self, struct context *cx,
                         endless_output *output)
{
    endless_output unwanted;
    enum endless_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = ENDLESS_RUNNING;

    switch (state) {
    case ENDLESS_START:
        nothing_init(&self->await1);
        /* fall through */
    case ENDLESS_AWAIT1_LINE45:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = ENDLESS_AWAIT1_LINE45;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n > 0) {
            *output = self->n;
            self->state = ENDLESS_RESOLVED;
            return POLL_READY;
        }
        panic("endless (in.co:43) ended without a return");
    case ENDLESS_RUNNING:
        panic("endless (in.co:43) was polled while it runs");
    case ENDLESS_RESOLVED:
        break;
    }
    panic("endless (in.co:43) was polled after it was ready or dropped");
}

void endless_drop(struct endless *self)
{
    switch (self->state) {
    case ENDLESS_AWAIT1_LINE45:
        nothing_drop(&self->await1);
        break;
    case ENDLESS_RUNNING:
        panic("endless (in.co:43) was dropped while it runs");
    case ENDLESS_START:
    case ENDLESS_RESOLVED:
        break;
    }
    self->state = ENDLESS_RESOLVED;
}

static struct poll endless_poll_boxed(void *self, struct context *cx, void *output)
{
    return endless_poll(self, cx, output);
}

static void endless_drop_boxed(void *self)
{
    endless_drop(self);
    free(self);
}

struct future endless_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = endless_poll_boxed,
        .drop = endless_drop_boxed,
    };
    struct endless *self = future_alloc(_Alignof(struct endless), sizeof(*self));

    endless_init(self, n);
    return (struct future){self, &vtable};
}

static void on_abort(int signal)
{
    (void)signal;
    _exit(ABORTED);
}

static void polled_again(void)
{
    struct future future = plain_new();

    poll_times(&future, POLLS_AT_MOST, NULL);
    poll_times(&future, 1, NULL);
}

static void polled_while_it_runs(void)
{
    itself = inward_new(false);
    poll_times(&itself, POLLS_AT_MOST, NULL);
}

static void dropped_while_it_runs(void)
{
    itself = inward_new(true);
    poll_times(&itself, POLLS_AT_MOST, NULL);
}

static void moved(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct pointing first, second;

    pointing_init(&first);
    second = first;
    pointing_poll(&second, &cx, NULL);
    first = second;
    pointing_poll(&first, &cx, NULL);
}

/* It never was at any place. */
static void dropped_and_polled(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct pointing future;

    pointing_init(&future);
    pointing_drop(&future);
    pointing_poll(&future, &cx, NULL);
}

/* Dropped, too, it would see its pointer lead elsewhere. */
static void moved_and_dropped(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct pointing first, second;

    pointing_init(&first);
    pointing_poll(&first, &cx, NULL);
    second = first;
    pointing_drop(&second);
}

static void moved_without_harm(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct plain first, second;

    alive_count = 0;
    plain_init(&first);
    plain_drop(&first);
    second = first;
    plain_drop(&second);
    plain_poll(&second, &cx, NULL);
}

static void ended_without_return(void)
{
    struct future future = endless_new(0);

    poll_times(&future, POLLS_AT_MOST, NULL);
}

/* What it says on stderr, and that it ends so */
static void says(void (*mistake)(void))
{
    int status;

    fflush(stdout);
    if (fork() == 0) {
        dup2(STDOUT_FILENO, STDERR_FILENO);
        signal(SIGABRT, on_abort);
        mistake();
        _exit(0);
    }
    wait(&status);
    if (WEXITSTATUS(status) != ABORTED)
        puts("no panic");
}

int main(void)
{
    says(polled_again);
    says(polled_while_it_runs);
    says(dropped_while_it_runs);
    says(moved);
    says(moved_and_dropped);
    says(moved_without_harm);
    says(dropped_and_polled);
    says(ended_without_return);
    return 0;
}
