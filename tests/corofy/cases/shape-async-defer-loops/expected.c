/* corofy made this of in.co: edit that */
#include "case.h"

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE8,
    TEST_AWAIT2_LINE15,
    TEST_AWAIT3_LINE24,
    TEST_AWAIT4_LINE28,
    TEST_AWAIT5_LINE34,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        union {
            struct nothing await1;
            struct nothing await2;
        };
        union {
            struct nothing await3;
            struct say await4;
            struct nothing await5;
        };
    };
    union {
        int i;
        int n;
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
    int truth1 = 0;
    say_output output4 = {0};
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        for (self->i = 0; self->i < 6; self->i++) {
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = TEST_AWAIT1_LINE8;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            if (self->i == 1) {
                printf("turn %d\n", self->i);
                continue;
            }
            {
                if (self->i == 2) {
                    printf("inner %d\n", self->i);
                    printf("turn %d\n", self->i);
                    continue;
                }
                nothing_init(&self->await2);
            await2:
                if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                    self->state = TEST_AWAIT2_LINE15;
                    return POLL_PENDING;
                }
                nothing_drop(&self->await2);
                if (self->i == 4) {
                    printf("inner %d\n", self->i);
                    printf("turn %d\n", self->i);
                    break;
                }
                printf("inner %d\n", self->i);
            }
            printf("rest %d\n", self->i);
            printf("turn %d\n", self->i);
        }
        self->n = 0;
        do {
            {
                nothing_init(&self->await3);
            await3:
                if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
                    self->state = TEST_AWAIT3_LINE24;
                    return POLL_PENDING;
                }
                nothing_drop(&self->await3);
                if (self->n == 0) {
                    puts("do");
                    goto continue1;
                }
                puts("second");
                puts("do");
            }
        continue1:;
            if (self->n++ < 1) {
                say_init(&self->await4, "yes");
            await4:
                if (!say_poll(&self->await4, cx, &output4).is_ready) {
                    self->state = TEST_AWAIT4_LINE28;
                    return POLL_PENDING;
                }
                say_drop(&self->await4);
                truth1 = 1;
            } else {
                truth1 = 0;
            }
        } while (truth1 && same(output4, "yes"));
        while (true) {
            switch (self->n) {
            case 2:
                {
                    nothing_init(&self->await5);
                await5:
                    if (!nothing_poll(&self->await5, cx, NULL).is_ready) {
                        self->state = TEST_AWAIT5_LINE34;
                        return POLL_PENDING;
                    }
                    nothing_drop(&self->await5);
                    if (self->n > 0) {
                        puts("case");
                        break;
                    }
                    puts("not here");
                    puts("case");
                }
                break;
            default:
                puts("default");
            }
            puts("while");
            break;
        }
        puts("end");
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT1_LINE8:
        goto await1;
    case TEST_AWAIT2_LINE15:
        goto await2;
    case TEST_AWAIT3_LINE24:
        goto await3;
    case TEST_AWAIT4_LINE28:
        goto await4;
    case TEST_AWAIT5_LINE34:
        goto await5;
    case TEST_RUNNING:
        panic("test (in.co:3) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:3) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE8:
        nothing_drop(&self->await1);
        printf("turn %d\n", self->i);
        puts("end");
        break;
    case TEST_AWAIT2_LINE15:
        nothing_drop(&self->await2);
        printf("inner %d\n", self->i);
        printf("turn %d\n", self->i);
        puts("end");
        break;
    case TEST_AWAIT3_LINE24:
        nothing_drop(&self->await3);
        puts("do");
        puts("end");
        break;
    case TEST_AWAIT4_LINE28:
        say_drop(&self->await4);
        puts("end");
        break;
    case TEST_AWAIT5_LINE34:
        nothing_drop(&self->await5);
        puts("case");
        puts("while");
        puts("end");
        break;
    case TEST_START:
        puts("end");
        break;
    case TEST_RUNNING:
        panic("test (in.co:3) was dropped while it runs");
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
