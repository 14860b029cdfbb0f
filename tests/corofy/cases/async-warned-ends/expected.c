/* corofy made this of in.co: edit that */
#include "case.h"

typedef int reached_output;

enum reached_state {
    REACHED_START,
    REACHED_AWAIT1_LINE5,
    REACHED_RUNNING,
    REACHED_RESOLVED,
} __attribute__((packed));

struct reached {
    struct nothing await1;
    int n;
    enum reached_state state;
};

void reached_init(struct reached *self, int n)
{
    self->n = n;
    self->state = REACHED_START;
}

struct poll reached_poll(struct reached *self, struct context *cx,
                         reached_output *output)
{
    reached_output unwanted;
    enum reached_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = REACHED_RUNNING;

    switch (state) {
    case REACHED_START:
        nothing_init(&self->await1);
        /* fall through */
    case REACHED_AWAIT1_LINE5:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = REACHED_AWAIT1_LINE5;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n > 0) {
            *output = self->n;
            self->state = REACHED_RESOLVED;
            return POLL_READY;
        }
        panic("reached (in.co:3) ended without a return");
    case REACHED_RUNNING:
        panic("reached (in.co:3) was polled while it runs");
    case REACHED_RESOLVED:
        break;
    }
    panic("reached (in.co:3) was polled after it was ready or dropped");
}

void reached_drop(struct reached *self)
{
    switch (self->state) {
    case REACHED_AWAIT1_LINE5:
        nothing_drop(&self->await1);
        break;
    case REACHED_RUNNING:
        panic("reached (in.co:3) was dropped while it runs");
    case REACHED_START:
    case REACHED_RESOLVED:
        break;
    }
    self->state = REACHED_RESOLVED;
}

static struct poll reached_poll_boxed(void *self, struct context *cx, void *output)
{
    return reached_poll(self, cx, output);
}

static void reached_drop_boxed(void *self)
{
    reached_drop(self);
    free(self);
}

struct future reached_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = reached_poll_boxed,
        .drop = reached_drop_boxed,
    };
    struct reached *self = future_alloc(_Alignof(struct reached), sizeof(*self));

    reached_init(self, n);
    return (struct future){self, &vtable};
}

typedef int left_output;

enum left_state {
    LEFT_START,
    LEFT_AWAIT1_LINE13,
    LEFT_RUNNING,
    LEFT_RESOLVED,
} __attribute__((packed));

struct left {
    struct nothing await1;
    int n;
    enum left_state state;
};

void left_init(struct left *self, int n)
{
    self->n = n;
    self->state = LEFT_START;
}

struct poll left_poll(struct left *self, struct context *cx,
                      left_output *output)
{
    left_output unwanted;
    enum left_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = LEFT_RUNNING;

    switch (state) {
    case LEFT_START:
        for (;;) {
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = LEFT_AWAIT1_LINE13;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            if (self->n > 0)
                break;
        }
        panic("left (in.co:10) ended without a return");
    case LEFT_AWAIT1_LINE13:
        goto await1;
    case LEFT_RUNNING:
        panic("left (in.co:10) was polled while it runs");
    case LEFT_RESOLVED:
        break;
    }
    panic("left (in.co:10) was polled after it was ready or dropped");
}

void left_drop(struct left *self)
{
    switch (self->state) {
    case LEFT_AWAIT1_LINE13:
        nothing_drop(&self->await1);
        break;
    case LEFT_RUNNING:
        panic("left (in.co:10) was dropped while it runs");
    case LEFT_START:
    case LEFT_RESOLVED:
        break;
    }
    self->state = LEFT_RESOLVED;
}

static struct poll left_poll_boxed(void *self, struct context *cx, void *output)
{
    return left_poll(self, cx, output);
}

static void left_drop_boxed(void *self)
{
    left_drop(self);
    free(self);
}

struct future left_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = left_poll_boxed,
        .drop = left_drop_boxed,
    };
    struct left *self = future_alloc(_Alignof(struct left), sizeof(*self));

    left_init(self, n);
    return (struct future){self, &vtable};
}

typedef int never_left_output;

enum never_left_state {
    NEVER_LEFT_START,
    NEVER_LEFT_AWAIT1_LINE22,
    NEVER_LEFT_RUNNING,
    NEVER_LEFT_RESOLVED,
} __attribute__((packed));

struct never_left {
    struct nothing await1;
    int n;
    enum never_left_state state;
};

void never_left_init(struct never_left *self, int n)
{
    self->n = n;
    self->state = NEVER_LEFT_START;
}

struct poll never_left_poll(struct never_left *self, struct context *cx,
                            never_left_output *output)
{
    never_left_output unwanted;
    enum never_left_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = NEVER_LEFT_RUNNING;

    switch (state) {
    case NEVER_LEFT_START:
        while (1) {
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = NEVER_LEFT_AWAIT1_LINE22;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            if (self->n > 0) {
                *output = self->n;
                self->state = NEVER_LEFT_RESOLVED;
                return POLL_READY;
            }
        }
        panic("never_left (in.co:19) ended without a return");
    case NEVER_LEFT_AWAIT1_LINE22:
        goto await1;
    case NEVER_LEFT_RUNNING:
        panic("never_left (in.co:19) was polled while it runs");
    case NEVER_LEFT_RESOLVED:
        break;
    }
    panic("never_left (in.co:19) was polled after it was ready or dropped");
}

void never_left_drop(struct never_left *self)
{
    switch (self->state) {
    case NEVER_LEFT_AWAIT1_LINE22:
        nothing_drop(&self->await1);
        break;
    case NEVER_LEFT_RUNNING:
        panic("never_left (in.co:19) was dropped while it runs");
    case NEVER_LEFT_START:
    case NEVER_LEFT_RESOLVED:
        break;
    }
    self->state = NEVER_LEFT_RESOLVED;
}

static struct poll never_left_poll_boxed(void *self, struct context *cx, void *output)
{
    return never_left_poll(self, cx, output);
}

static void never_left_drop_boxed(void *self)
{
    never_left_drop(self);
    free(self);
}

struct future never_left_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = never_left_poll_boxed,
        .drop = never_left_drop_boxed,
    };
    struct never_left *self = future_alloc(_Alignof(struct never_left), sizeof(*self));

    never_left_init(self, n);
    return (struct future){self, &vtable};
}

typedef int repeated_output;

enum repeated_state {
    REPEATED_START,
    REPEATED_AWAIT1_LINE31,
    REPEATED_RUNNING,
    REPEATED_RESOLVED,
} __attribute__((packed));

struct repeated {
    struct nothing await1;
    int n;
    enum repeated_state state;
};

void repeated_init(struct repeated *self, int n)
{
    self->n = n;
    self->state = REPEATED_START;
}

struct poll repeated_poll(struct repeated *self, struct context *cx,
                          repeated_output *output)
{
    repeated_output unwanted;
    enum repeated_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = REPEATED_RUNNING;

    switch (state) {
    case REPEATED_START:
        do {
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = REPEATED_AWAIT1_LINE31;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            if (self->n > 0) {
                *output = self->n;
                self->state = REPEATED_RESOLVED;
                return POLL_READY;
            }
        } while (true);
        panic("repeated (in.co:28) ended without a return");
    case REPEATED_AWAIT1_LINE31:
        goto await1;
    case REPEATED_RUNNING:
        panic("repeated (in.co:28) was polled while it runs");
    case REPEATED_RESOLVED:
        break;
    }
    panic("repeated (in.co:28) was polled after it was ready or dropped");
}

void repeated_drop(struct repeated *self)
{
    switch (self->state) {
    case REPEATED_AWAIT1_LINE31:
        nothing_drop(&self->await1);
        break;
    case REPEATED_RUNNING:
        panic("repeated (in.co:28) was dropped while it runs");
    case REPEATED_START:
    case REPEATED_RESOLVED:
        break;
    }
    self->state = REPEATED_RESOLVED;
}

static struct poll repeated_poll_boxed(void *self, struct context *cx, void *output)
{
    return repeated_poll(self, cx, output);
}

static void repeated_drop_boxed(void *self)
{
    repeated_drop(self);
    free(self);
}

struct future repeated_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = repeated_poll_boxed,
        .drop = repeated_drop_boxed,
    };
    struct repeated *self = future_alloc(_Alignof(struct repeated), sizeof(*self));

    repeated_init(self, n);
    return (struct future){self, &vtable};
}

typedef int panics_output;

enum panics_state {
    PANICS_START,
    PANICS_AWAIT1_LINE39,
    PANICS_RUNNING,
    PANICS_RESOLVED,
} __attribute__((packed));

struct panics {
    struct nothing await1;
    int n;
    enum panics_state state;
};

void panics_init(struct panics *self, int n)
{
    self->n = n;
    self->state = PANICS_START;
}

struct poll panics_poll(struct panics *self, struct context *cx,
                        panics_output *output)
{
    panics_output unwanted;
    enum panics_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = PANICS_RUNNING;

    switch (state) {
    case PANICS_START:
        nothing_init(&self->await1);
        /* fall through */
    case PANICS_AWAIT1_LINE39:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = PANICS_AWAIT1_LINE39;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n > 0) {
            *output = self->n;
            self->state = PANICS_RESOLVED;
            return POLL_READY;
        }
        panic("n is %d", self->n);
        panic("panics (in.co:37) ended without a return");
    case PANICS_RUNNING:
        panic("panics (in.co:37) was polled while it runs");
    case PANICS_RESOLVED:
        break;
    }
    panic("panics (in.co:37) was polled after it was ready or dropped");
}

void panics_drop(struct panics *self)
{
    switch (self->state) {
    case PANICS_AWAIT1_LINE39:
        nothing_drop(&self->await1);
        break;
    case PANICS_RUNNING:
        panic("panics (in.co:37) was dropped while it runs");
    case PANICS_START:
    case PANICS_RESOLVED:
        break;
    }
    self->state = PANICS_RESOLVED;
}

static struct poll panics_poll_boxed(void *self, struct context *cx, void *output)
{
    return panics_poll(self, cx, output);
}

static void panics_drop_boxed(void *self)
{
    panics_drop(self);
    free(self);
}

struct future panics_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = panics_poll_boxed,
        .drop = panics_drop_boxed,
    };
    struct panics *self = future_alloc(_Alignof(struct panics), sizeof(*self));

    panics_init(self, n);
    return (struct future){self, &vtable};
}

typedef int jumps_output;

enum jumps_state {
    JUMPS_START,
    JUMPS_AWAIT1_LINE47,
    JUMPS_RUNNING,
    JUMPS_RESOLVED,
} __attribute__((packed));

struct jumps {
    struct nothing await1;
    int n;
    enum jumps_state state;
};

void jumps_init(struct jumps *self, int n)
{
    self->n = n;
    self->state = JUMPS_START;
}

struct poll jumps_poll(struct jumps *self, struct context *cx,
                       jumps_output *output)
{
    jumps_output unwanted;
    enum jumps_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = JUMPS_RUNNING;

    switch (state) {
    case JUMPS_START:
        nothing_init(&self->await1);
        /* fall through */
    case JUMPS_AWAIT1_LINE47:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = JUMPS_AWAIT1_LINE47;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        if (self->n > 0)
            goto end;
        else {
            *output = 0;
            self->state = JUMPS_RESOLVED;
            return POLL_READY;
        }
    end:
        *output = self->n;
        self->state = JUMPS_RESOLVED;
        return POLL_READY;
        panic("jumps (in.co:45) ended without a return");
    case JUMPS_RUNNING:
        panic("jumps (in.co:45) was polled while it runs");
    case JUMPS_RESOLVED:
        break;
    }
    panic("jumps (in.co:45) was polled after it was ready or dropped");
}

void jumps_drop(struct jumps *self)
{
    switch (self->state) {
    case JUMPS_AWAIT1_LINE47:
        nothing_drop(&self->await1);
        break;
    case JUMPS_RUNNING:
        panic("jumps (in.co:45) was dropped while it runs");
    case JUMPS_START:
    case JUMPS_RESOLVED:
        break;
    }
    self->state = JUMPS_RESOLVED;
}

static struct poll jumps_poll_boxed(void *self, struct context *cx, void *output)
{
    return jumps_poll(self, cx, output);
}

static void jumps_drop_boxed(void *self)
{
    jumps_drop(self);
    free(self);
}

struct future jumps_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = jumps_poll_boxed,
        .drop = jumps_drop_boxed,
    };
    struct jumps *self = future_alloc(_Alignof(struct jumps), sizeof(*self));

    jumps_init(self, n);
    return (struct future){self, &vtable};
}

typedef int switches_output;

enum switches_state {
    SWITCHES_START,
    SWITCHES_AWAIT1_LINE58,
    SWITCHES_RUNNING,
    SWITCHES_RESOLVED,
} __attribute__((packed));

struct switches {
    struct nothing await1;
    int n;
    enum switches_state state;
};

void switches_init(struct switches *self, int n)
{
    self->n = n;
    self->state = SWITCHES_START;
}

struct poll switches_poll(struct switches *self, struct context *cx,
                          switches_output *output)
{
    switches_output unwanted;
    enum switches_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = SWITCHES_RUNNING;

    switch (state) {
    case SWITCHES_START:
        nothing_init(&self->await1);
        /* fall through */
    case SWITCHES_AWAIT1_LINE58:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = SWITCHES_AWAIT1_LINE58;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        switch (self->n) {
        case 0:
            *output = 1;
            self->state = SWITCHES_RESOLVED;
            return POLL_READY;
        default:
            *output = 2;
            self->state = SWITCHES_RESOLVED;
            return POLL_READY;
        }
        panic("switches (in.co:56) ended without a return");
    case SWITCHES_RUNNING:
        panic("switches (in.co:56) was polled while it runs");
    case SWITCHES_RESOLVED:
        break;
    }
    panic("switches (in.co:56) was polled after it was ready or dropped");
}

void switches_drop(struct switches *self)
{
    switch (self->state) {
    case SWITCHES_AWAIT1_LINE58:
        nothing_drop(&self->await1);
        break;
    case SWITCHES_RUNNING:
        panic("switches (in.co:56) was dropped while it runs");
    case SWITCHES_START:
    case SWITCHES_RESOLVED:
        break;
    }
    self->state = SWITCHES_RESOLVED;
}

static struct poll switches_poll_boxed(void *self, struct context *cx, void *output)
{
    return switches_poll(self, cx, output);
}

static void switches_drop_boxed(void *self)
{
    switches_drop(self);
    free(self);
}

struct future switches_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = switches_poll_boxed,
        .drop = switches_drop_boxed,
    };
    struct switches *self = future_alloc(_Alignof(struct switches), sizeof(*self));

    switches_init(self, n);
    return (struct future){self, &vtable};
}

typedef int left_by_a_condition_output;

enum left_by_a_condition_state {
    LEFT_BY_A_CONDITION_START,
    LEFT_BY_A_CONDITION_AWAIT1_LINE70,
    LEFT_BY_A_CONDITION_RUNNING,
    LEFT_BY_A_CONDITION_RESOLVED,
} __attribute__((packed));

struct left_by_a_condition {
    struct nothing await1;
    int n;
    enum left_by_a_condition_state state;
};

void left_by_a_condition_init(struct left_by_a_condition *self, int n)
{
    self->n = n;
    self->state = LEFT_BY_A_CONDITION_START;
}

struct poll left_by_a_condition_poll(struct left_by_a_condition *self,
                                     struct context *cx,
                                     left_by_a_condition_output *output)
{
    left_by_a_condition_output unwanted;
    enum left_by_a_condition_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = LEFT_BY_A_CONDITION_RUNNING;

    switch (state) {
    case LEFT_BY_A_CONDITION_START:
        while (self->n > 0) {
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = LEFT_BY_A_CONDITION_AWAIT1_LINE70;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            if (--self->n == 5) {
                *output = self->n;
                self->state = LEFT_BY_A_CONDITION_RESOLVED;
                return POLL_READY;
            }
        }
        panic("left_by_a_condition (in.co:67) ended without a return");
    case LEFT_BY_A_CONDITION_AWAIT1_LINE70:
        goto await1;
    case LEFT_BY_A_CONDITION_RUNNING:
        panic("left_by_a_condition (in.co:67) was polled while it runs");
    case LEFT_BY_A_CONDITION_RESOLVED:
        break;
    }
    panic("left_by_a_condition (in.co:67) was polled after it was ready or dropped");
}

void left_by_a_condition_drop(struct left_by_a_condition *self)
{
    switch (self->state) {
    case LEFT_BY_A_CONDITION_AWAIT1_LINE70:
        nothing_drop(&self->await1);
        break;
    case LEFT_BY_A_CONDITION_RUNNING:
        panic("left_by_a_condition (in.co:67) was dropped while it runs");
    case LEFT_BY_A_CONDITION_START:
    case LEFT_BY_A_CONDITION_RESOLVED:
        break;
    }
    self->state = LEFT_BY_A_CONDITION_RESOLVED;
}

static struct poll left_by_a_condition_poll_boxed(void *self, struct context *cx, void *output)
{
    return left_by_a_condition_poll(self, cx, output);
}

static void left_by_a_condition_drop_boxed(void *self)
{
    left_by_a_condition_drop(self);
    free(self);
}

struct future left_by_a_condition_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = left_by_a_condition_poll_boxed,
        .drop = left_by_a_condition_drop_boxed,
    };
    struct left_by_a_condition *self = future_alloc(_Alignof(struct left_by_a_condition), sizeof(*self));

    left_by_a_condition_init(self, n);
    return (struct future){self, &vtable};
}

typedef int left_at_once_output;

enum left_at_once_state {
    LEFT_AT_ONCE_START,
    LEFT_AT_ONCE_AWAIT1_LINE78,
    LEFT_AT_ONCE_RUNNING,
    LEFT_AT_ONCE_RESOLVED,
} __attribute__((packed));

struct left_at_once {
    struct nothing await1;
    int n;
    enum left_at_once_state state;
};

void left_at_once_init(struct left_at_once *self, int n)
{
    self->n = n;
    self->state = LEFT_AT_ONCE_START;
}

struct poll left_at_once_poll(struct left_at_once *self, struct context *cx,
                              left_at_once_output *output)
{
    left_at_once_output unwanted;
    enum left_at_once_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = LEFT_AT_ONCE_RUNNING;

    switch (state) {
    case LEFT_AT_ONCE_START:
        nothing_init(&self->await1);
        /* fall through */
    case LEFT_AT_ONCE_AWAIT1_LINE78:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = LEFT_AT_ONCE_AWAIT1_LINE78;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        while (0) {
            *output = self->n;
            self->state = LEFT_AT_ONCE_RESOLVED;
            return POLL_READY;
        }
        panic("left_at_once (in.co:76) ended without a return");
    case LEFT_AT_ONCE_RUNNING:
        panic("left_at_once (in.co:76) was polled while it runs");
    case LEFT_AT_ONCE_RESOLVED:
        break;
    }
    panic("left_at_once (in.co:76) was polled after it was ready or dropped");
}

void left_at_once_drop(struct left_at_once *self)
{
    switch (self->state) {
    case LEFT_AT_ONCE_AWAIT1_LINE78:
        nothing_drop(&self->await1);
        break;
    case LEFT_AT_ONCE_RUNNING:
        panic("left_at_once (in.co:76) was dropped while it runs");
    case LEFT_AT_ONCE_START:
    case LEFT_AT_ONCE_RESOLVED:
        break;
    }
    self->state = LEFT_AT_ONCE_RESOLVED;
}

static struct poll left_at_once_poll_boxed(void *self, struct context *cx, void *output)
{
    return left_at_once_poll(self, cx, output);
}

static void left_at_once_drop_boxed(void *self)
{
    left_at_once_drop(self);
    free(self);
}

struct future left_at_once_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = left_at_once_poll_boxed,
        .drop = left_at_once_drop_boxed,
    };
    struct left_at_once *self = future_alloc(_Alignof(struct left_at_once), sizeof(*self));

    left_at_once_init(self, n);
    return (struct future){self, &vtable};
}

#define FOREVER(n) for (; n >= 0;)

typedef int in_a_macro_output;

enum in_a_macro_state {
    IN_A_MACRO_START,
    IN_A_MACRO_AWAIT1_LINE87,
    IN_A_MACRO_RUNNING,
    IN_A_MACRO_RESOLVED,
} __attribute__((packed));

struct in_a_macro {
    struct nothing await1;
    int n;
    enum in_a_macro_state state;
};

void in_a_macro_init(struct in_a_macro *self, int n)
{
    self->n = n;
    self->state = IN_A_MACRO_START;
}

struct poll in_a_macro_poll(struct in_a_macro *self, struct context *cx,
                            in_a_macro_output *output)
{
    in_a_macro_output unwanted;
    enum in_a_macro_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = IN_A_MACRO_RUNNING;

    switch (state) {
    case IN_A_MACRO_START:
        nothing_init(&self->await1);
        /* fall through */
    case IN_A_MACRO_AWAIT1_LINE87:
        if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
            self->state = IN_A_MACRO_AWAIT1_LINE87;
            return POLL_PENDING;
        }
        nothing_drop(&self->await1);
        FOREVER(self->n) {
            self->n--;
        }
        panic("in_a_macro (in.co:85) ended without a return");
    case IN_A_MACRO_RUNNING:
        panic("in_a_macro (in.co:85) was polled while it runs");
    case IN_A_MACRO_RESOLVED:
        break;
    }
    panic("in_a_macro (in.co:85) was polled after it was ready or dropped");
}

void in_a_macro_drop(struct in_a_macro *self)
{
    switch (self->state) {
    case IN_A_MACRO_AWAIT1_LINE87:
        nothing_drop(&self->await1);
        break;
    case IN_A_MACRO_RUNNING:
        panic("in_a_macro (in.co:85) was dropped while it runs");
    case IN_A_MACRO_START:
    case IN_A_MACRO_RESOLVED:
        break;
    }
    self->state = IN_A_MACRO_RESOLVED;
}

static struct poll in_a_macro_poll_boxed(void *self, struct context *cx, void *output)
{
    return in_a_macro_poll(self, cx, output);
}

static void in_a_macro_drop_boxed(void *self)
{
    in_a_macro_drop(self);
    free(self);
}

struct future in_a_macro_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = in_a_macro_poll_boxed,
        .drop = in_a_macro_drop_boxed,
    };
    struct in_a_macro *self = future_alloc(_Alignof(struct in_a_macro), sizeof(*self));

    in_a_macro_init(self, n);
    return (struct future){self, &vtable};
}
