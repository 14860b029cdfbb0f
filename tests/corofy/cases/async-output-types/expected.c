/* corofy made this of in.co: edit that */
#include "case.h"

VALUE_LEAF(count, int)

static inline void count_init(struct count *self, int n)
{
    leaf_init(&self->leaf, NULL, false);
    self->value = n;
}

struct point {
    int x, y;
};

typedef const char *name;

typedef struct point place_output;

enum place_state {
    PLACE_START,
    PLACE_AWAIT1_LINE19,
    PLACE_AWAIT2_LINE19,
    PLACE_RUNNING,
    PLACE_RESOLVED,
} __attribute__((packed));

struct place {
    count_output output1;
    union {
        struct count await1;
        struct count await2;
    };
    int x;
    int y;
    enum place_state state;
};

void place_init(struct place *self, int x, int y)
{
    self->x = x;
    self->y = y;
    self->state = PLACE_START;
}

struct poll place_poll(struct place *self, struct context *cx,
                       place_output *output)
{
    count_output output2 = {0};
    place_output unwanted;
    enum place_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = PLACE_RUNNING;

    switch (state) {
    case PLACE_START:
        count_init(&self->await1, self->x);
        /* fall through */
    case PLACE_AWAIT1_LINE19:
        if (!count_poll(&self->await1, cx, &self->output1).is_ready) {
            self->state = PLACE_AWAIT1_LINE19;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        count_init(&self->await2, self->y);
        /* fall through */
    case PLACE_AWAIT2_LINE19:
        if (!count_poll(&self->await2, cx, &output2).is_ready) {
            self->state = PLACE_AWAIT2_LINE19;
            return POLL_PENDING;
        }
        count_drop(&self->await2);
        *output = (struct point){self->output1, output2};
        self->state = PLACE_RESOLVED;
        return POLL_READY;
    case PLACE_RUNNING:
        panic("place (in.co:17) was polled while it runs");
    case PLACE_RESOLVED:
        break;
    }
    panic("place (in.co:17) was polled after it was ready or dropped");
}

void place_drop(struct place *self)
{
    switch (self->state) {
    case PLACE_AWAIT1_LINE19:
        count_drop(&self->await1);
        break;
    case PLACE_AWAIT2_LINE19:
        count_drop(&self->await2);
        break;
    case PLACE_RUNNING:
        panic("place (in.co:17) was dropped while it runs");
    case PLACE_START:
    case PLACE_RESOLVED:
        break;
    }
    self->state = PLACE_RESOLVED;
}

static struct poll place_poll_boxed(void *self, struct context *cx, void *output)
{
    return place_poll(self, cx, output);
}

static void place_drop_boxed(void *self)
{
    place_drop(self);
    free(self);
}

struct future place_new(int x, int y)
{
    static const struct future_vtable vtable = {
        .poll = place_poll_boxed,
        .drop = place_drop_boxed,
    };
    struct place *self = future_alloc(_Alignof(struct place), sizeof(*self));

    place_init(self, x, y);
    return (struct future){self, &vtable};
}

typedef unsigned long long large_output;

enum large_state {
    LARGE_START,
    LARGE_AWAIT1_LINE24,
    LARGE_RUNNING,
    LARGE_RESOLVED,
} __attribute__((packed));

struct large {
    struct count await1;
    enum large_state state;
};

void large_init(struct large *self)
{
    self->state = LARGE_START;
}

struct poll large_poll(struct large *self, struct context *cx,
                       large_output *output)
{
    large_output unwanted;
    enum large_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = LARGE_RUNNING;

    switch (state) {
    case LARGE_START:
        count_init(&self->await1, 0);
        /* fall through */
    case LARGE_AWAIT1_LINE24:
        if (!count_poll(&self->await1, cx, NULL).is_ready) {
            self->state = LARGE_AWAIT1_LINE24;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        *output = 1ull << 63;
        self->state = LARGE_RESOLVED;
        return POLL_READY;
    case LARGE_RUNNING:
        panic("large (in.co:22) was polled while it runs");
    case LARGE_RESOLVED:
        break;
    }
    panic("large (in.co:22) was polled after it was ready or dropped");
}

void large_drop(struct large *self)
{
    switch (self->state) {
    case LARGE_AWAIT1_LINE24:
        count_drop(&self->await1);
        break;
    case LARGE_RUNNING:
        panic("large (in.co:22) was dropped while it runs");
    case LARGE_START:
    case LARGE_RESOLVED:
        break;
    }
    self->state = LARGE_RESOLVED;
}

static struct poll large_poll_boxed(void *self, struct context *cx, void *output)
{
    return large_poll(self, cx, output);
}

static void large_drop_boxed(void *self)
{
    large_drop(self);
    free(self);
}

struct future large_new(void)
{
    static const struct future_vtable vtable = {
        .poll = large_poll_boxed,
        .drop = large_drop_boxed,
    };
    struct large *self = future_alloc(_Alignof(struct large), sizeof(*self));

    large_init(self);
    return (struct future){self, &vtable};
}

typedef bool is_even_output;

enum is_even_state {
    IS_EVEN_START,
    IS_EVEN_AWAIT1_LINE30,
    IS_EVEN_RUNNING,
    IS_EVEN_RESOLVED,
} __attribute__((packed));

struct is_even {
    union {
        int n;
        struct count await1;
    };
    enum is_even_state state;
};

void is_even_init(struct is_even *self, int n)
{
    self->n = n;
    self->state = IS_EVEN_START;
}

struct poll is_even_poll(struct is_even *self, struct context *cx,
                         is_even_output *output)
{
    count_output output1 = {0};
    is_even_output unwanted;
    enum is_even_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = IS_EVEN_RUNNING;

    switch (state) {
    case IS_EVEN_START:
        count_init(&self->await1, self->n);
        /* fall through */
    case IS_EVEN_AWAIT1_LINE30:
        if (!count_poll(&self->await1, cx, &output1).is_ready) {
            self->state = IS_EVEN_AWAIT1_LINE30;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        *output = output1 % 2 == 0;
        self->state = IS_EVEN_RESOLVED;
        return POLL_READY;
    case IS_EVEN_RUNNING:
        panic("is_even (in.co:28) was polled while it runs");
    case IS_EVEN_RESOLVED:
        break;
    }
    panic("is_even (in.co:28) was polled after it was ready or dropped");
}

void is_even_drop(struct is_even *self)
{
    switch (self->state) {
    case IS_EVEN_AWAIT1_LINE30:
        count_drop(&self->await1);
        break;
    case IS_EVEN_RUNNING:
        panic("is_even (in.co:28) was dropped while it runs");
    case IS_EVEN_START:
    case IS_EVEN_RESOLVED:
        break;
    }
    self->state = IS_EVEN_RESOLVED;
}

static struct poll is_even_poll_boxed(void *self, struct context *cx, void *output)
{
    return is_even_poll(self, cx, output);
}

static void is_even_drop_boxed(void *self)
{
    is_even_drop(self);
    free(self);
}

struct future is_even_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = is_even_poll_boxed,
        .drop = is_even_drop_boxed,
    };
    struct is_even *self = future_alloc(_Alignof(struct is_even), sizeof(*self));

    is_even_init(self, n);
    return (struct future){self, &vtable};
}

typedef const char *word_output;

enum word_state {
    WORD_START,
    WORD_AWAIT1_LINE35,
    WORD_RUNNING,
    WORD_RESOLVED,
} __attribute__((packed));

struct word {
    struct count await1;
    enum word_state state;
};

void word_init(struct word *self)
{
    self->state = WORD_START;
}

struct poll word_poll(struct word *self, struct context *cx,
                      word_output *output)
{
    word_output unwanted;
    enum word_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = WORD_RUNNING;

    switch (state) {
    case WORD_START:
        count_init(&self->await1, 0);
        /* fall through */
    case WORD_AWAIT1_LINE35:
        if (!count_poll(&self->await1, cx, NULL).is_ready) {
            self->state = WORD_AWAIT1_LINE35;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        *output = "word";
        self->state = WORD_RESOLVED;
        return POLL_READY;
    case WORD_RUNNING:
        panic("word (in.co:33) was polled while it runs");
    case WORD_RESOLVED:
        break;
    }
    panic("word (in.co:33) was polled after it was ready or dropped");
}

void word_drop(struct word *self)
{
    switch (self->state) {
    case WORD_AWAIT1_LINE35:
        count_drop(&self->await1);
        break;
    case WORD_RUNNING:
        panic("word (in.co:33) was dropped while it runs");
    case WORD_START:
    case WORD_RESOLVED:
        break;
    }
    self->state = WORD_RESOLVED;
}

static struct poll word_poll_boxed(void *self, struct context *cx, void *output)
{
    return word_poll(self, cx, output);
}

static void word_drop_boxed(void *self)
{
    word_drop(self);
    free(self);
}

struct future word_new(void)
{
    static const struct future_vtable vtable = {
        .poll = word_poll_boxed,
        .drop = word_drop_boxed,
    };
    struct word *self = future_alloc(_Alignof(struct word), sizeof(*self));

    word_init(self);
    return (struct future){self, &vtable};
}

typedef name alias_output;

enum alias_state {
    ALIAS_START,
    ALIAS_AWAIT1_LINE41,
    ALIAS_RUNNING,
    ALIAS_RESOLVED,
} __attribute__((packed));

struct alias {
    struct count await1;
    enum alias_state state;
};

void alias_init(struct alias *self)
{
    self->state = ALIAS_START;
}

struct poll alias_poll(struct alias *self, struct context *cx,
                       alias_output *output)
{
    alias_output unwanted;
    enum alias_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = ALIAS_RUNNING;

    switch (state) {
    case ALIAS_START:
        count_init(&self->await1, 0);
        /* fall through */
    case ALIAS_AWAIT1_LINE41:
        if (!count_poll(&self->await1, cx, NULL).is_ready) {
            self->state = ALIAS_AWAIT1_LINE41;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        *output = "alias";
        self->state = ALIAS_RESOLVED;
        return POLL_READY;
    case ALIAS_RUNNING:
        panic("alias (in.co:39) was polled while it runs");
    case ALIAS_RESOLVED:
        break;
    }
    panic("alias (in.co:39) was polled after it was ready or dropped");
}

void alias_drop(struct alias *self)
{
    switch (self->state) {
    case ALIAS_AWAIT1_LINE41:
        count_drop(&self->await1);
        break;
    case ALIAS_RUNNING:
        panic("alias (in.co:39) was dropped while it runs");
    case ALIAS_START:
    case ALIAS_RESOLVED:
        break;
    }
    self->state = ALIAS_RESOLVED;
}

static struct poll alias_poll_boxed(void *self, struct context *cx, void *output)
{
    return alias_poll(self, cx, output);
}

static void alias_drop_boxed(void *self)
{
    alias_drop(self);
    free(self);
}

struct future alias_new(void)
{
    static const struct future_vtable vtable = {
        .poll = alias_poll_boxed,
        .drop = alias_drop_boxed,
    };
    struct alias *self = future_alloc(_Alignof(struct alias), sizeof(*self));

    alias_init(self);
    return (struct future){self, &vtable};
}

typedef int constant_output;

enum constant_state {
    CONSTANT_START,
    CONSTANT_AWAIT1_LINE47,
    CONSTANT_RUNNING,
    CONSTANT_RESOLVED,
} __attribute__((packed));

struct constant {
    struct count await1;
    enum constant_state state;
};

void constant_init(struct constant *self)
{
    self->state = CONSTANT_START;
}

struct poll constant_poll(struct constant *self, struct context *cx,
                          constant_output *output)
{
    constant_output unwanted;
    enum constant_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = CONSTANT_RUNNING;

    switch (state) {
    case CONSTANT_START:
        count_init(&self->await1, 0);
        /* fall through */
    case CONSTANT_AWAIT1_LINE47:
        if (!count_poll(&self->await1, cx, NULL).is_ready) {
            self->state = CONSTANT_AWAIT1_LINE47;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        *output = 7;
        self->state = CONSTANT_RESOLVED;
        return POLL_READY;
    case CONSTANT_RUNNING:
        panic("constant (in.co:45) was polled while it runs");
    case CONSTANT_RESOLVED:
        break;
    }
    panic("constant (in.co:45) was polled after it was ready or dropped");
}

void constant_drop(struct constant *self)
{
    switch (self->state) {
    case CONSTANT_AWAIT1_LINE47:
        count_drop(&self->await1);
        break;
    case CONSTANT_RUNNING:
        panic("constant (in.co:45) was dropped while it runs");
    case CONSTANT_START:
    case CONSTANT_RESOLVED:
        break;
    }
    self->state = CONSTANT_RESOLVED;
}

static struct poll constant_poll_boxed(void *self, struct context *cx, void *output)
{
    return constant_poll(self, cx, output);
}

static void constant_drop_boxed(void *self)
{
    constant_drop(self);
    free(self);
}

struct future constant_new(void)
{
    static const struct future_vtable vtable = {
        .poll = constant_poll_boxed,
        .drop = constant_drop_boxed,
    };
    struct constant *self = future_alloc(_Alignof(struct constant), sizeof(*self));

    constant_init(self);
    return (struct future){self, &vtable};
}

/* The last const is the output's own, the first one is not. */
typedef const char *constant_word_output;

enum constant_word_state {
    CONSTANT_WORD_START,
    CONSTANT_WORD_AWAIT1_LINE56,
    CONSTANT_WORD_RUNNING,
    CONSTANT_WORD_RESOLVED,
} __attribute__((packed));

struct constant_word {
    const char *constant;
    struct count await1;
    enum constant_word_state state;
};

void constant_word_init(struct constant_word *self)
{
    self->state = CONSTANT_WORD_START;
}

struct poll constant_word_poll(struct constant_word *self, struct context *cx,
                               constant_word_output *output)
{
    constant_word_output unwanted;
    enum constant_word_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = CONSTANT_WORD_RUNNING;

    switch (state) {
    case CONSTANT_WORD_START:
        self->constant = "constant word";

        count_init(&self->await1, 0);
        /* fall through */
    case CONSTANT_WORD_AWAIT1_LINE56:
        if (!count_poll(&self->await1, cx, NULL).is_ready) {
            self->state = CONSTANT_WORD_AWAIT1_LINE56;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        *output = self->constant;
        self->state = CONSTANT_WORD_RESOLVED;
        return POLL_READY;
    case CONSTANT_WORD_RUNNING:
        panic("constant_word (in.co:52) was polled while it runs");
    case CONSTANT_WORD_RESOLVED:
        break;
    }
    panic("constant_word (in.co:52) was polled after it was ready or dropped");
}

void constant_word_drop(struct constant_word *self)
{
    switch (self->state) {
    case CONSTANT_WORD_AWAIT1_LINE56:
        count_drop(&self->await1);
        break;
    case CONSTANT_WORD_RUNNING:
        panic("constant_word (in.co:52) was dropped while it runs");
    case CONSTANT_WORD_START:
    case CONSTANT_WORD_RESOLVED:
        break;
    }
    self->state = CONSTANT_WORD_RESOLVED;
}

static struct poll constant_word_poll_boxed(void *self, struct context *cx, void *output)
{
    return constant_word_poll(self, cx, output);
}

static void constant_word_drop_boxed(void *self)
{
    constant_word_drop(self);
    free(self);
}

struct future constant_word_new(void)
{
    static const struct future_vtable vtable = {
        .poll = constant_word_poll_boxed,
        .drop = constant_word_drop_boxed,
    };
    struct constant_word *self = future_alloc(_Alignof(struct constant_word), sizeof(*self));

    constant_word_init(self);
    return (struct future){self, &vtable};
}

typedef double half_output;

enum half_state {
    HALF_START,
    HALF_AWAIT1_LINE62,
    HALF_RUNNING,
    HALF_RESOLVED,
} __attribute__((packed));

struct half {
    union {
        int n;
        struct count await1;
    };
    enum half_state state;
};

void half_init(struct half *self, int n)
{
    self->n = n;
    self->state = HALF_START;
}

struct poll half_poll(struct half *self, struct context *cx,
                      half_output *output)
{
    long wide;
    count_output output1 = {0};
    half_output unwanted;
    enum half_state state = self->state;

    if (output == NULL)
        output = &unwanted;
    self->state = HALF_RUNNING;

    switch (state) {
    case HALF_START:
        count_init(&self->await1, self->n);
        /* fall through */
    case HALF_AWAIT1_LINE62:
        if (!count_poll(&self->await1, cx, &output1).is_ready) {
            self->state = HALF_AWAIT1_LINE62;
            return POLL_PENDING;
        }
        count_drop(&self->await1);
        wide = output1;

        *output = wide / 2.0;
        self->state = HALF_RESOLVED;
        return POLL_READY;
    case HALF_RUNNING:
        panic("half (in.co:60) was polled while it runs");
    case HALF_RESOLVED:
        break;
    }
    panic("half (in.co:60) was polled after it was ready or dropped");
}

void half_drop(struct half *self)
{
    switch (self->state) {
    case HALF_AWAIT1_LINE62:
        count_drop(&self->await1);
        break;
    case HALF_RUNNING:
        panic("half (in.co:60) was dropped while it runs");
    case HALF_START:
    case HALF_RESOLVED:
        break;
    }
    self->state = HALF_RESOLVED;
}

static struct poll half_poll_boxed(void *self, struct context *cx, void *output)
{
    return half_poll(self, cx, output);
}

static void half_drop_boxed(void *self)
{
    half_drop(self);
    free(self);
}

struct future half_new(int n)
{
    static const struct future_vtable vtable = {
        .poll = half_poll_boxed,
        .drop = half_drop_boxed,
    };
    struct half *self = future_alloc(_Alignof(struct half), sizeof(*self));

    half_init(self, n);
    return (struct future){self, &vtable};
}

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE69,
    TEST_AWAIT2_LINE71,
    TEST_AWAIT3_LINE72,
    TEST_AWAIT4_LINE73,
    TEST_AWAIT5_LINE73,
    TEST_AWAIT6_LINE74,
    TEST_AWAIT7_LINE74,
    TEST_AWAIT8_LINE75,
    TEST_AWAIT9_LINE75,
    TEST_AWAIT10_LINE76,
    TEST_AWAIT11_LINE77,
    TEST_AWAIT12_LINE77,
    TEST_AWAIT13_LINE79,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct {
            struct point p;
            struct place await2;
        };
        struct place await1;
        struct large await3;
        struct {
            is_even_output output4;
            union {
                struct is_even await4;
                struct is_even await5;
            };
        };
        struct {
            word_output output6;
            union {
                struct word await6;
                struct alias await7;
            };
        };
        struct {
            constant_output output8;
            union {
                struct constant await8;
                struct half await9;
            };
        };
        struct constant_word await10;
        struct is_even await11;
        struct count await12;
        struct count await13;
    };
    enum test_state state;
};

void test_init(struct test *self)
{
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    place_output output1 = {0};
    place_output output2 = {0};
    large_output output3 = {0};
    is_even_output output5 = {0};
    alias_output output7 = {0};
    half_output output9 = {0};
    constant_word_output output10 = {0};
    int truth1 = 0;
    is_even_output output11 = {0};
    count_output output12 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        place_init(&self->await1, 3, 4);
        /* fall through */
    case TEST_AWAIT1_LINE69:
        if (!place_poll(&self->await1, cx, &output1).is_ready) {
            self->state = TEST_AWAIT1_LINE69;
            return POLL_PENDING;
        }
        place_drop(&self->await1);
        self->p = output1;

        place_init(&self->await2, 5, 6);
        /* fall through */
    case TEST_AWAIT2_LINE71:
        if (!place_poll(&self->await2, cx, &output2).is_ready) {
            self->state = TEST_AWAIT2_LINE71;
            return POLL_PENDING;
        }
        place_drop(&self->await2);
        printf("%d %d %d\n", self->p.x, self->p.y, output2.y);
        large_init(&self->await3);
        /* fall through */
    case TEST_AWAIT3_LINE72:
        if (!large_poll(&self->await3, cx, &output3).is_ready) {
            self->state = TEST_AWAIT3_LINE72;
            return POLL_PENDING;
        }
        large_drop(&self->await3);
        printf("%llu\n", output3);
        is_even_init(&self->await4, 1);
        /* fall through */
    case TEST_AWAIT4_LINE73:
        if (!is_even_poll(&self->await4, cx, &self->output4).is_ready) {
            self->state = TEST_AWAIT4_LINE73;
            return POLL_PENDING;
        }
        is_even_drop(&self->await4);
        is_even_init(&self->await5, 2);
        /* fall through */
    case TEST_AWAIT5_LINE73:
        if (!is_even_poll(&self->await5, cx, &output5).is_ready) {
            self->state = TEST_AWAIT5_LINE73;
            return POLL_PENDING;
        }
        is_even_drop(&self->await5);
        printf("%d %d\n", self->output4, output5);
        word_init(&self->await6);
        /* fall through */
    case TEST_AWAIT6_LINE74:
        if (!word_poll(&self->await6, cx, &self->output6).is_ready) {
            self->state = TEST_AWAIT6_LINE74;
            return POLL_PENDING;
        }
        word_drop(&self->await6);
        alias_init(&self->await7);
        /* fall through */
    case TEST_AWAIT7_LINE74:
        if (!alias_poll(&self->await7, cx, &output7).is_ready) {
            self->state = TEST_AWAIT7_LINE74;
            return POLL_PENDING;
        }
        alias_drop(&self->await7);
        printf("%s %s\n", self->output6, output7);
        constant_init(&self->await8);
        /* fall through */
    case TEST_AWAIT8_LINE75:
        if (!constant_poll(&self->await8, cx, &self->output8).is_ready) {
            self->state = TEST_AWAIT8_LINE75;
            return POLL_PENDING;
        }
        constant_drop(&self->await8);
        half_init(&self->await9, 5);
        /* fall through */
    case TEST_AWAIT9_LINE75:
        if (!half_poll(&self->await9, cx, &output9).is_ready) {
            self->state = TEST_AWAIT9_LINE75;
            return POLL_PENDING;
        }
        half_drop(&self->await9);
        printf("%d %.1f\n", self->output8, output9);
        constant_word_init(&self->await10);
        /* fall through */
    case TEST_AWAIT10_LINE76:
        if (!constant_word_poll(&self->await10, cx, &output10).is_ready) {
            self->state = TEST_AWAIT10_LINE76;
            return POLL_PENDING;
        }
        constant_word_drop(&self->await10);
        puts(output10);
        is_even_init(&self->await11, 4);
        /* fall through */
    case TEST_AWAIT11_LINE77:
        if (!is_even_poll(&self->await11, cx, &output11).is_ready) {
            self->state = TEST_AWAIT11_LINE77;
            return POLL_PENDING;
        }
        is_even_drop(&self->await11);
        if (output11) {
            count_init(&self->await12, 3);
        await12:
            if (!count_poll(&self->await12, cx, &output12).is_ready) {
                self->state = TEST_AWAIT12_LINE77;
                return POLL_PENDING;
            }
            count_drop(&self->await12);
            truth1 = 1;
        } else {
            truth1 = 0;
        }
        if (truth1 && output12 > 2)
            puts("both");
        count_init(&self->await13, 9);
        /* fall through */
    case TEST_AWAIT13_LINE79:
        if (!count_poll(&self->await13, cx, NULL).is_ready) {
            self->state = TEST_AWAIT13_LINE79;
            return POLL_PENDING;
        }
        count_drop(&self->await13);
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT12_LINE77:
        goto await12;
    case TEST_RUNNING:
        panic("test (in.co:67) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:67) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE69:
        place_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE71:
        place_drop(&self->await2);
        break;
    case TEST_AWAIT3_LINE72:
        large_drop(&self->await3);
        break;
    case TEST_AWAIT4_LINE73:
        is_even_drop(&self->await4);
        break;
    case TEST_AWAIT5_LINE73:
        is_even_drop(&self->await5);
        break;
    case TEST_AWAIT6_LINE74:
        word_drop(&self->await6);
        break;
    case TEST_AWAIT7_LINE74:
        alias_drop(&self->await7);
        break;
    case TEST_AWAIT8_LINE75:
        constant_drop(&self->await8);
        break;
    case TEST_AWAIT9_LINE75:
        half_drop(&self->await9);
        break;
    case TEST_AWAIT10_LINE76:
        constant_word_drop(&self->await10);
        break;
    case TEST_AWAIT11_LINE77:
        is_even_drop(&self->await11);
        break;
    case TEST_AWAIT12_LINE77:
        count_drop(&self->await12);
        break;
    case TEST_AWAIT13_LINE79:
        count_drop(&self->await13);
        break;
    case TEST_RUNNING:
        panic("test (in.co:67) was dropped while it runs");
    case TEST_START:
    case TEST_RESOLVED:
        break;
    }
    self->state = TEST_RESOLVED;
}

static struct poll test_poll_boxed(void *self, struct context *cx, void *output)
{
    return test_poll(self, cx, output);
}

static void test_drop_boxed(void *self)
{
    test_drop(self);
    free(self);
}

struct future test_new(void)
{
    static const struct future_vtable vtable = {
        .poll = test_poll_boxed,
        .drop = test_drop_boxed,
    };
    struct test *self = future_alloc(_Alignof(struct test), sizeof(*self));

    test_init(self);
    return (struct future){self, &vtable};
}

int main(void)
{
    run(test_new());
    return 0;
}
