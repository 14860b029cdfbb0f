/* corofy made this of in.co: edit that */
/*
 * More structs and unions in each other than compilers are asked to take: beyond
 * 60, corofy keeps what is left side by side, and its awaits in one union.
 */
#include "case.h"

typedef void test_output;

enum test_state {
    TEST_START,
    TEST_AWAIT1_LINE9,
    TEST_AWAIT2_LINE9,
    TEST_AWAIT3_LINE10,
    TEST_AWAIT4_LINE10,
    TEST_AWAIT5_LINE11,
    TEST_AWAIT6_LINE11,
    TEST_AWAIT7_LINE12,
    TEST_AWAIT8_LINE12,
    TEST_AWAIT9_LINE13,
    TEST_AWAIT10_LINE13,
    TEST_AWAIT11_LINE14,
    TEST_AWAIT12_LINE14,
    TEST_AWAIT13_LINE15,
    TEST_AWAIT14_LINE15,
    TEST_AWAIT15_LINE16,
    TEST_AWAIT16_LINE16,
    TEST_AWAIT17_LINE17,
    TEST_AWAIT18_LINE17,
    TEST_AWAIT19_LINE18,
    TEST_AWAIT20_LINE18,
    TEST_AWAIT21_LINE19,
    TEST_AWAIT22_LINE19,
    TEST_AWAIT23_LINE20,
    TEST_AWAIT24_LINE20,
    TEST_AWAIT25_LINE21,
    TEST_AWAIT26_LINE21,
    TEST_AWAIT27_LINE22,
    TEST_AWAIT28_LINE22,
    TEST_AWAIT29_LINE23,
    TEST_AWAIT30_LINE23,
    TEST_AWAIT31_LINE24,
    TEST_AWAIT32_LINE24,
    TEST_AWAIT33_LINE25,
    TEST_AWAIT34_LINE25,
    TEST_AWAIT35_LINE26,
    TEST_AWAIT36_LINE26,
    TEST_AWAIT37_LINE27,
    TEST_AWAIT38_LINE27,
    TEST_AWAIT39_LINE28,
    TEST_AWAIT40_LINE28,
    TEST_AWAIT41_LINE29,
    TEST_AWAIT42_LINE29,
    TEST_AWAIT43_LINE30,
    TEST_AWAIT44_LINE30,
    TEST_AWAIT45_LINE31,
    TEST_AWAIT46_LINE31,
    TEST_AWAIT47_LINE32,
    TEST_AWAIT48_LINE32,
    TEST_AWAIT49_LINE33,
    TEST_AWAIT50_LINE33,
    TEST_AWAIT51_LINE34,
    TEST_AWAIT52_LINE34,
    TEST_AWAIT53_LINE35,
    TEST_AWAIT54_LINE35,
    TEST_AWAIT55_LINE36,
    TEST_AWAIT56_LINE36,
    TEST_AWAIT57_LINE37,
    TEST_AWAIT58_LINE37,
    TEST_AWAIT59_LINE38,
    TEST_AWAIT60_LINE38,
    TEST_AWAIT61_LINE39,
    TEST_AWAIT62_LINE39,
    TEST_AWAIT63_LINE40,
    TEST_AWAIT64_LINE40,
    TEST_AWAIT65_LINE41,
    TEST_AWAIT66_LINE41,
    TEST_AWAIT67_LINE42,
    TEST_AWAIT68_LINE42,
    TEST_AWAIT69_LINE43,
    TEST_AWAIT70_LINE43,
    TEST_AWAIT71_LINE44,
    TEST_AWAIT72_LINE44,
    TEST_AWAIT73_LINE45,
    TEST_RUNNING,
    TEST_RESOLVED,
} __attribute__((packed));

struct test {
    union {
        struct nothing await1;
        struct {
            struct nothing await2;
            int b1;
        };
        struct {
            union {
                struct nothing await3;
                struct {
                    struct nothing await4;
                    int b2;
                };
                struct {
                    union {
                        struct nothing await5;
                        struct {
                            struct nothing await6;
                            int b3;
                        };
                        struct {
                            union {
                                struct nothing await7;
                                struct {
                                    struct nothing await8;
                                    int b4;
                                };
                                struct {
                                    union {
                                        struct nothing await9;
                                        struct {
                                            struct nothing await10;
                                            int b5;
                                        };
                                        struct {
                                            union {
                                                struct nothing await11;
                                                struct {
                                                    struct nothing await12;
                                                    int b6;
                                                };
                                                struct {
                                                    union {
                                                        struct nothing await13;
                                                        struct {
                                                            struct nothing await14;
                                                            int b7;
                                                        };
                                                        struct {
                                                            union {
                                                                struct nothing await15;
                                                                struct {
                                                                    struct nothing await16;
                                                                    int b8;
                                                                };
                                                                struct {
                                                                    union {
                                                                        struct nothing await17;
                                                                        struct {
                                                                            struct nothing await18;
                                                                            int b9;
                                                                        };
                                                                        struct {
                                                                            union {
                                                                                struct nothing await19;
                                                                                struct {
                                                                                    struct nothing await20;
                                                                                    int b10;
                                                                                };
                                                                                struct {
                                                                                    union {
                                                                                        struct nothing await21;
                                                                                        struct {
                                                                                            struct nothing await22;
                                                                                            int b11;
                                                                                        };
                                                                                        struct {
                                                                                            union {
                                                                                                struct nothing await23;
                                                                                                struct {
                                                                                                    struct nothing await24;
                                                                                                    int b12;
                                                                                                };
                                                                                                struct {
                                                                                                    union {
                                                                                                        struct nothing await25;
                                                                                                        struct {
                                                                                                            struct nothing await26;
                                                                                                            int b13;
                                                                                                        };
                                                                                                        struct {
                                                                                                            union {
                                                                                                                struct nothing await27;
                                                                                                                struct {
                                                                                                                    struct nothing await28;
                                                                                                                    int b14;
                                                                                                                };
                                                                                                                struct {
                                                                                                                    union {
                                                                                                                        struct nothing await29;
                                                                                                                        struct {
                                                                                                                            struct nothing await30;
                                                                                                                            int b15;
                                                                                                                        };
                                                                                                                        struct {
                                                                                                                            union {
                                                                                                                                struct nothing await31;
                                                                                                                                struct {
                                                                                                                                    struct nothing await32;
                                                                                                                                    int b16;
                                                                                                                                };
                                                                                                                                struct {
                                                                                                                                    union {
                                                                                                                                        struct nothing await33;
                                                                                                                                        struct {
                                                                                                                                            struct nothing await34;
                                                                                                                                            int b17;
                                                                                                                                        };
                                                                                                                                        struct {
                                                                                                                                            union {
                                                                                                                                                struct nothing await35;
                                                                                                                                                struct {
                                                                                                                                                    struct nothing await36;
                                                                                                                                                    int b18;
                                                                                                                                                };
                                                                                                                                                struct {
                                                                                                                                                    union {
                                                                                                                                                        struct nothing await37;
                                                                                                                                                        struct {
                                                                                                                                                            struct nothing await38;
                                                                                                                                                            int b19;
                                                                                                                                                        };
                                                                                                                                                        struct {
                                                                                                                                                            union {
                                                                                                                                                                struct nothing await39;
                                                                                                                                                                struct {
                                                                                                                                                                    struct nothing await40;
                                                                                                                                                                    int b20;
                                                                                                                                                                };
                                                                                                                                                                struct {
                                                                                                                                                                    union {
                                                                                                                                                                        struct nothing await41;
                                                                                                                                                                        struct {
                                                                                                                                                                            struct nothing await42;
                                                                                                                                                                            int b21;
                                                                                                                                                                        };
                                                                                                                                                                        struct {
                                                                                                                                                                            union {
                                                                                                                                                                                struct nothing await43;
                                                                                                                                                                                struct {
                                                                                                                                                                                    struct nothing await44;
                                                                                                                                                                                    int b22;
                                                                                                                                                                                };
                                                                                                                                                                                struct {
                                                                                                                                                                                    union {
                                                                                                                                                                                        struct nothing await45;
                                                                                                                                                                                        struct {
                                                                                                                                                                                            struct nothing await46;
                                                                                                                                                                                            int b23;
                                                                                                                                                                                        };
                                                                                                                                                                                        struct {
                                                                                                                                                                                            union {
                                                                                                                                                                                                struct nothing await47;
                                                                                                                                                                                                struct {
                                                                                                                                                                                                    struct nothing await48;
                                                                                                                                                                                                    int b24;
                                                                                                                                                                                                };
                                                                                                                                                                                                struct {
                                                                                                                                                                                                    union {
                                                                                                                                                                                                        struct nothing await49;
                                                                                                                                                                                                        struct {
                                                                                                                                                                                                            struct nothing await50;
                                                                                                                                                                                                            int b25;
                                                                                                                                                                                                        };
                                                                                                                                                                                                        struct {
                                                                                                                                                                                                            union {
                                                                                                                                                                                                                struct nothing await51;
                                                                                                                                                                                                                struct {
                                                                                                                                                                                                                    struct nothing await52;
                                                                                                                                                                                                                    int b26;
                                                                                                                                                                                                                };
                                                                                                                                                                                                                struct {
                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                        struct nothing await53;
                                                                                                                                                                                                                        struct {
                                                                                                                                                                                                                            struct nothing await54;
                                                                                                                                                                                                                            int b27;
                                                                                                                                                                                                                        };
                                                                                                                                                                                                                        struct {
                                                                                                                                                                                                                            union {
                                                                                                                                                                                                                                struct nothing await55;
                                                                                                                                                                                                                                struct {
                                                                                                                                                                                                                                    struct nothing await56;
                                                                                                                                                                                                                                    int b28;
                                                                                                                                                                                                                                };
                                                                                                                                                                                                                                struct {
                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                        struct nothing await57;
                                                                                                                                                                                                                                        struct {
                                                                                                                                                                                                                                            struct nothing await58;
                                                                                                                                                                                                                                            int b29;
                                                                                                                                                                                                                                        };
                                                                                                                                                                                                                                        struct {
                                                                                                                                                                                                                                            union {
                                                                                                                                                                                                                                                struct nothing await59;
                                                                                                                                                                                                                                                struct {
                                                                                                                                                                                                                                                    struct nothing await60;
                                                                                                                                                                                                                                                    int b30;
                                                                                                                                                                                                                                                };
                                                                                                                                                                                                                                                struct {
                                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                                        struct nothing await61;
                                                                                                                                                                                                                                                        struct nothing await62;
                                                                                                                                                                                                                                                        struct nothing await63;
                                                                                                                                                                                                                                                        struct nothing await64;
                                                                                                                                                                                                                                                        struct nothing await65;
                                                                                                                                                                                                                                                        struct nothing await66;
                                                                                                                                                                                                                                                        struct nothing await67;
                                                                                                                                                                                                                                                        struct nothing await68;
                                                                                                                                                                                                                                                        struct nothing await69;
                                                                                                                                                                                                                                                        struct nothing await70;
                                                                                                                                                                                                                                                        struct nothing await71;
                                                                                                                                                                                                                                                        struct nothing await72;
                                                                                                                                                                                                                                                        struct nothing await73;
                                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                                    int a31;
                                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                                        int b31;
                                                                                                                                                                                                                                                        int a32;
                                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                                        int b32;
                                                                                                                                                                                                                                                        int a33;
                                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                                        int b33;
                                                                                                                                                                                                                                                        int a34;
                                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                                        int b34;
                                                                                                                                                                                                                                                        int a35;
                                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                                    union {
                                                                                                                                                                                                                                                        int b35;
                                                                                                                                                                                                                                                        int a36;
                                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                                    int b36;
                                                                                                                                                                                                                                                };
                                                                                                                                                                                                                                            };
                                                                                                                                                                                                                                            int a30;
                                                                                                                                                                                                                                        };
                                                                                                                                                                                                                                    };
                                                                                                                                                                                                                                    int a29;
                                                                                                                                                                                                                                };
                                                                                                                                                                                                                            };
                                                                                                                                                                                                                            int a28;
                                                                                                                                                                                                                        };
                                                                                                                                                                                                                    };
                                                                                                                                                                                                                    int a27;
                                                                                                                                                                                                                };
                                                                                                                                                                                                            };
                                                                                                                                                                                                            int a26;
                                                                                                                                                                                                        };
                                                                                                                                                                                                    };
                                                                                                                                                                                                    int a25;
                                                                                                                                                                                                };
                                                                                                                                                                                            };
                                                                                                                                                                                            int a24;
                                                                                                                                                                                        };
                                                                                                                                                                                    };
                                                                                                                                                                                    int a23;
                                                                                                                                                                                };
                                                                                                                                                                            };
                                                                                                                                                                            int a22;
                                                                                                                                                                        };
                                                                                                                                                                    };
                                                                                                                                                                    int a21;
                                                                                                                                                                };
                                                                                                                                                            };
                                                                                                                                                            int a20;
                                                                                                                                                        };
                                                                                                                                                    };
                                                                                                                                                    int a19;
                                                                                                                                                };
                                                                                                                                            };
                                                                                                                                            int a18;
                                                                                                                                        };
                                                                                                                                    };
                                                                                                                                    int a17;
                                                                                                                                };
                                                                                                                            };
                                                                                                                            int a16;
                                                                                                                        };
                                                                                                                    };
                                                                                                                    int a15;
                                                                                                                };
                                                                                                            };
                                                                                                            int a14;
                                                                                                        };
                                                                                                    };
                                                                                                    int a13;
                                                                                                };
                                                                                            };
                                                                                            int a12;
                                                                                        };
                                                                                    };
                                                                                    int a11;
                                                                                };
                                                                            };
                                                                            int a10;
                                                                        };
                                                                    };
                                                                    int a9;
                                                                };
                                                            };
                                                            int a8;
                                                        };
                                                    };
                                                    int a7;
                                                };
                                            };
                                            int a6;
                                        };
                                    };
                                    int a5;
                                };
                            };
                            int a4;
                        };
                    };
                    int a3;
                };
            };
            int a2;
        };
    };
    int a1;
    enum test_state state;
};

void test_init(struct test *self)
{
    self->state = TEST_START;
}

struct poll test_poll(struct test *self, struct context *cx,
                      test_output *output)
{
    enum test_state state = self->state;

    (void)output;
    self->state = TEST_RUNNING;

    switch (state) {
    case TEST_START:
        {
            self->a1 = 1;
            nothing_init(&self->await1);
        await1:
            if (!nothing_poll(&self->await1, cx, NULL).is_ready) {
                self->state = TEST_AWAIT1_LINE9;
                return POLL_PENDING;
            }
            nothing_drop(&self->await1);
            {
                self->b1 = 1;
                nothing_init(&self->await2);
            await2:
                if (!nothing_poll(&self->await2, cx, NULL).is_ready) {
                    self->state = TEST_AWAIT2_LINE9;
                    return POLL_PENDING;
                }
                nothing_drop(&self->await2);
                printf("%d ", self->b1);
            }
            {
                self->a2 = 2;
                nothing_init(&self->await3);
            await3:
                if (!nothing_poll(&self->await3, cx, NULL).is_ready) {
                    self->state = TEST_AWAIT3_LINE10;
                    return POLL_PENDING;
                }
                nothing_drop(&self->await3);
                {
                    self->b2 = 2;
                    nothing_init(&self->await4);
                await4:
                    if (!nothing_poll(&self->await4, cx, NULL).is_ready) {
                        self->state = TEST_AWAIT4_LINE10;
                        return POLL_PENDING;
                    }
                    nothing_drop(&self->await4);
                    printf("%d ", self->b2);
                }
                {
                    self->a3 = 3;
                    nothing_init(&self->await5);
                await5:
                    if (!nothing_poll(&self->await5, cx, NULL).is_ready) {
                        self->state = TEST_AWAIT5_LINE11;
                        return POLL_PENDING;
                    }
                    nothing_drop(&self->await5);
                    {
                        self->b3 = 3;
                        nothing_init(&self->await6);
                    await6:
                        if (!nothing_poll(&self->await6, cx, NULL).is_ready) {
                            self->state = TEST_AWAIT6_LINE11;
                            return POLL_PENDING;
                        }
                        nothing_drop(&self->await6);
                        printf("%d ", self->b3);
                    }
                    {
                        self->a4 = 4;
                        nothing_init(&self->await7);
                    await7:
                        if (!nothing_poll(&self->await7, cx, NULL).is_ready) {
                            self->state = TEST_AWAIT7_LINE12;
                            return POLL_PENDING;
                        }
                        nothing_drop(&self->await7);
                        {
                            self->b4 = 4;
                            nothing_init(&self->await8);
                        await8:
                            if (!nothing_poll(&self->await8, cx, NULL).is_ready) {
                                self->state = TEST_AWAIT8_LINE12;
                                return POLL_PENDING;
                            }
                            nothing_drop(&self->await8);
                            printf("%d ", self->b4);
                        }
                        {
                            self->a5 = 5;
                            nothing_init(&self->await9);
                        await9:
                            if (!nothing_poll(&self->await9, cx, NULL).is_ready) {
                                self->state = TEST_AWAIT9_LINE13;
                                return POLL_PENDING;
                            }
                            nothing_drop(&self->await9);
                            {
                                self->b5 = 5;
                                nothing_init(&self->await10);
                            await10:
                                if (!nothing_poll(&self->await10, cx, NULL).is_ready) {
                                    self->state = TEST_AWAIT10_LINE13;
                                    return POLL_PENDING;
                                }
                                nothing_drop(&self->await10);
                                printf("%d ", self->b5);
                            }
                            {
                                self->a6 = 6;
                                nothing_init(&self->await11);
                            await11:
                                if (!nothing_poll(&self->await11, cx, NULL).is_ready) {
                                    self->state = TEST_AWAIT11_LINE14;
                                    return POLL_PENDING;
                                }
                                nothing_drop(&self->await11);
                                {
                                    self->b6 = 6;
                                    nothing_init(&self->await12);
                                await12:
                                    if (!nothing_poll(&self->await12, cx, NULL).is_ready) {
                                        self->state = TEST_AWAIT12_LINE14;
                                        return POLL_PENDING;
                                    }
                                    nothing_drop(&self->await12);
                                    printf("%d ", self->b6);
                                }
                                {
                                    self->a7 = 7;
                                    nothing_init(&self->await13);
                                await13:
                                    if (!nothing_poll(&self->await13, cx, NULL).is_ready) {
                                        self->state = TEST_AWAIT13_LINE15;
                                        return POLL_PENDING;
                                    }
                                    nothing_drop(&self->await13);
                                    {
                                        self->b7 = 7;
                                        nothing_init(&self->await14);
                                    await14:
                                        if (!nothing_poll(&self->await14, cx, NULL).is_ready) {
                                            self->state = TEST_AWAIT14_LINE15;
                                            return POLL_PENDING;
                                        }
                                        nothing_drop(&self->await14);
                                        printf("%d ", self->b7);
                                    }
                                    {
                                        self->a8 = 8;
                                        nothing_init(&self->await15);
                                    await15:
                                        if (!nothing_poll(&self->await15, cx, NULL).is_ready) {
                                            self->state = TEST_AWAIT15_LINE16;
                                            return POLL_PENDING;
                                        }
                                        nothing_drop(&self->await15);
                                        {
                                            self->b8 = 8;
                                            nothing_init(&self->await16);
                                        await16:
                                            if (!nothing_poll(&self->await16, cx, NULL).is_ready) {
                                                self->state = TEST_AWAIT16_LINE16;
                                                return POLL_PENDING;
                                            }
                                            nothing_drop(&self->await16);
                                            printf("%d ", self->b8);
                                        }
                                        {
                                            self->a9 = 9;
                                            nothing_init(&self->await17);
                                        await17:
                                            if (!nothing_poll(&self->await17, cx, NULL).is_ready) {
                                                self->state = TEST_AWAIT17_LINE17;
                                                return POLL_PENDING;
                                            }
                                            nothing_drop(&self->await17);
                                            {
                                                self->b9 = 9;
                                                nothing_init(&self->await18);
                                            await18:
                                                if (!nothing_poll(&self->await18, cx, NULL).is_ready) {
                                                    self->state = TEST_AWAIT18_LINE17;
                                                    return POLL_PENDING;
                                                }
                                                nothing_drop(&self->await18);
                                                printf("%d ", self->b9);
                                            }
                                            {
                                                self->a10 = 10;
                                                nothing_init(&self->await19);
                                            await19:
                                                if (!nothing_poll(&self->await19, cx, NULL).is_ready) {
                                                    self->state = TEST_AWAIT19_LINE18;
                                                    return POLL_PENDING;
                                                }
                                                nothing_drop(&self->await19);
                                                {
                                                    self->b10 = 10;
                                                    nothing_init(&self->await20);
                                                await20:
                                                    if (!nothing_poll(&self->await20, cx, NULL).is_ready) {
                                                        self->state = TEST_AWAIT20_LINE18;
                                                        return POLL_PENDING;
                                                    }
                                                    nothing_drop(&self->await20);
                                                    printf("%d ", self->b10);
                                                }
                                                {
                                                    self->a11 = 11;
                                                    nothing_init(&self->await21);
                                                await21:
                                                    if (!nothing_poll(&self->await21, cx, NULL).is_ready) {
                                                        self->state = TEST_AWAIT21_LINE19;
                                                        return POLL_PENDING;
                                                    }
                                                    nothing_drop(&self->await21);
                                                    {
                                                        self->b11 = 11;
                                                        nothing_init(&self->await22);
                                                    await22:
                                                        if (!nothing_poll(&self->await22, cx, NULL).is_ready) {
                                                            self->state = TEST_AWAIT22_LINE19;
                                                            return POLL_PENDING;
                                                        }
                                                        nothing_drop(&self->await22);
                                                        printf("%d ", self->b11);
                                                    }
                                                    {
                                                        self->a12 = 12;
                                                        nothing_init(&self->await23);
                                                    await23:
                                                        if (!nothing_poll(&self->await23, cx, NULL).is_ready) {
                                                            self->state = TEST_AWAIT23_LINE20;
                                                            return POLL_PENDING;
                                                        }
                                                        nothing_drop(&self->await23);
                                                        {
                                                            self->b12 = 12;
                                                            nothing_init(&self->await24);
                                                        await24:
                                                            if (!nothing_poll(&self->await24, cx, NULL).is_ready) {
                                                                self->state = TEST_AWAIT24_LINE20;
                                                                return POLL_PENDING;
                                                            }
                                                            nothing_drop(&self->await24);
                                                            printf("%d ", self->b12);
                                                        }
                                                        {
                                                            self->a13 = 13;
                                                            nothing_init(&self->await25);
                                                        await25:
                                                            if (!nothing_poll(&self->await25, cx, NULL).is_ready) {
                                                                self->state = TEST_AWAIT25_LINE21;
                                                                return POLL_PENDING;
                                                            }
                                                            nothing_drop(&self->await25);
                                                            {
                                                                self->b13 = 13;
                                                                nothing_init(&self->await26);
                                                            await26:
                                                                if (!nothing_poll(&self->await26, cx, NULL).is_ready) {
                                                                    self->state = TEST_AWAIT26_LINE21;
                                                                    return POLL_PENDING;
                                                                }
                                                                nothing_drop(&self->await26);
                                                                printf("%d ", self->b13);
                                                            }
                                                            {
                                                                self->a14 = 14;
                                                                nothing_init(&self->await27);
                                                            await27:
                                                                if (!nothing_poll(&self->await27, cx, NULL).is_ready) {
                                                                    self->state = TEST_AWAIT27_LINE22;
                                                                    return POLL_PENDING;
                                                                }
                                                                nothing_drop(&self->await27);
                                                                {
                                                                    self->b14 = 14;
                                                                    nothing_init(&self->await28);
                                                                await28:
                                                                    if (!nothing_poll(&self->await28, cx, NULL).is_ready) {
                                                                        self->state = TEST_AWAIT28_LINE22;
                                                                        return POLL_PENDING;
                                                                    }
                                                                    nothing_drop(&self->await28);
                                                                    printf("%d ", self->b14);
                                                                }
                                                                {
                                                                    self->a15 = 15;
                                                                    nothing_init(&self->await29);
                                                                await29:
                                                                    if (!nothing_poll(&self->await29, cx, NULL).is_ready) {
                                                                        self->state = TEST_AWAIT29_LINE23;
                                                                        return POLL_PENDING;
                                                                    }
                                                                    nothing_drop(&self->await29);
                                                                    {
                                                                        self->b15 = 15;
                                                                        nothing_init(&self->await30);
                                                                    await30:
                                                                        if (!nothing_poll(&self->await30, cx, NULL).is_ready) {
                                                                            self->state = TEST_AWAIT30_LINE23;
                                                                            return POLL_PENDING;
                                                                        }
                                                                        nothing_drop(&self->await30);
                                                                        printf("%d ", self->b15);
                                                                    }
                                                                    {
                                                                        self->a16 = 16;
                                                                        nothing_init(&self->await31);
                                                                    await31:
                                                                        if (!nothing_poll(&self->await31, cx, NULL).is_ready) {
                                                                            self->state = TEST_AWAIT31_LINE24;
                                                                            return POLL_PENDING;
                                                                        }
                                                                        nothing_drop(&self->await31);
                                                                        {
                                                                            self->b16 = 16;
                                                                            nothing_init(&self->await32);
                                                                        await32:
                                                                            if (!nothing_poll(&self->await32, cx, NULL).is_ready) {
                                                                                self->state = TEST_AWAIT32_LINE24;
                                                                                return POLL_PENDING;
                                                                            }
                                                                            nothing_drop(&self->await32);
                                                                            printf("%d ", self->b16);
                                                                        }
                                                                        {
                                                                            self->a17 = 17;
                                                                            nothing_init(&self->await33);
                                                                        await33:
                                                                            if (!nothing_poll(&self->await33, cx, NULL).is_ready) {
                                                                                self->state = TEST_AWAIT33_LINE25;
                                                                                return POLL_PENDING;
                                                                            }
                                                                            nothing_drop(&self->await33);
                                                                            {
                                                                                self->b17 = 17;
                                                                                nothing_init(&self->await34);
                                                                            await34:
                                                                                if (!nothing_poll(&self->await34, cx, NULL).is_ready) {
                                                                                    self->state = TEST_AWAIT34_LINE25;
                                                                                    return POLL_PENDING;
                                                                                }
                                                                                nothing_drop(&self->await34);
                                                                                printf("%d ", self->b17);
                                                                            }
                                                                            {
                                                                                self->a18 = 18;
                                                                                nothing_init(&self->await35);
                                                                            await35:
                                                                                if (!nothing_poll(&self->await35, cx, NULL).is_ready) {
                                                                                    self->state = TEST_AWAIT35_LINE26;
                                                                                    return POLL_PENDING;
                                                                                }
                                                                                nothing_drop(&self->await35);
                                                                                {
                                                                                    self->b18 = 18;
                                                                                    nothing_init(&self->await36);
                                                                                await36:
                                                                                    if (!nothing_poll(&self->await36, cx, NULL).is_ready) {
                                                                                        self->state = TEST_AWAIT36_LINE26;
                                                                                        return POLL_PENDING;
                                                                                    }
                                                                                    nothing_drop(&self->await36);
                                                                                    printf("%d ", self->b18);
                                                                                }
                                                                                {
                                                                                    self->a19 = 19;
                                                                                    nothing_init(&self->await37);
                                                                                await37:
                                                                                    if (!nothing_poll(&self->await37, cx, NULL).is_ready) {
                                                                                        self->state = TEST_AWAIT37_LINE27;
                                                                                        return POLL_PENDING;
                                                                                    }
                                                                                    nothing_drop(&self->await37);
                                                                                    {
                                                                                        self->b19 = 19;
                                                                                        nothing_init(&self->await38);
                                                                                    await38:
                                                                                        if (!nothing_poll(&self->await38, cx, NULL).is_ready) {
                                                                                            self->state = TEST_AWAIT38_LINE27;
                                                                                            return POLL_PENDING;
                                                                                        }
                                                                                        nothing_drop(&self->await38);
                                                                                        printf("%d ", self->b19);
                                                                                    }
                                                                                    {
                                                                                        self->a20 = 20;
                                                                                        nothing_init(&self->await39);
                                                                                    await39:
                                                                                        if (!nothing_poll(&self->await39, cx, NULL).is_ready) {
                                                                                            self->state = TEST_AWAIT39_LINE28;
                                                                                            return POLL_PENDING;
                                                                                        }
                                                                                        nothing_drop(&self->await39);
                                                                                        {
                                                                                            self->b20 = 20;
                                                                                            nothing_init(&self->await40);
                                                                                        await40:
                                                                                            if (!nothing_poll(&self->await40, cx, NULL).is_ready) {
                                                                                                self->state = TEST_AWAIT40_LINE28;
                                                                                                return POLL_PENDING;
                                                                                            }
                                                                                            nothing_drop(&self->await40);
                                                                                            printf("%d ", self->b20);
                                                                                        }
                                                                                        {
                                                                                            self->a21 = 21;
                                                                                            nothing_init(&self->await41);
                                                                                        await41:
                                                                                            if (!nothing_poll(&self->await41, cx, NULL).is_ready) {
                                                                                                self->state = TEST_AWAIT41_LINE29;
                                                                                                return POLL_PENDING;
                                                                                            }
                                                                                            nothing_drop(&self->await41);
                                                                                            {
                                                                                                self->b21 = 21;
                                                                                                nothing_init(&self->await42);
                                                                                            await42:
                                                                                                if (!nothing_poll(&self->await42, cx, NULL).is_ready) {
                                                                                                    self->state = TEST_AWAIT42_LINE29;
                                                                                                    return POLL_PENDING;
                                                                                                }
                                                                                                nothing_drop(&self->await42);
                                                                                                printf("%d ", self->b21);
                                                                                            }
                                                                                            {
                                                                                                self->a22 = 22;
                                                                                                nothing_init(&self->await43);
                                                                                            await43:
                                                                                                if (!nothing_poll(&self->await43, cx, NULL).is_ready) {
                                                                                                    self->state = TEST_AWAIT43_LINE30;
                                                                                                    return POLL_PENDING;
                                                                                                }
                                                                                                nothing_drop(&self->await43);
                                                                                                {
                                                                                                    self->b22 = 22;
                                                                                                    nothing_init(&self->await44);
                                                                                                await44:
                                                                                                    if (!nothing_poll(&self->await44, cx, NULL).is_ready) {
                                                                                                        self->state = TEST_AWAIT44_LINE30;
                                                                                                        return POLL_PENDING;
                                                                                                    }
                                                                                                    nothing_drop(&self->await44);
                                                                                                    printf("%d ", self->b22);
                                                                                                }
                                                                                                {
                                                                                                    self->a23 = 23;
                                                                                                    nothing_init(&self->await45);
                                                                                                await45:
                                                                                                    if (!nothing_poll(&self->await45, cx, NULL).is_ready) {
                                                                                                        self->state = TEST_AWAIT45_LINE31;
                                                                                                        return POLL_PENDING;
                                                                                                    }
                                                                                                    nothing_drop(&self->await45);
                                                                                                    {
                                                                                                        self->b23 = 23;
                                                                                                        nothing_init(&self->await46);
                                                                                                    await46:
                                                                                                        if (!nothing_poll(&self->await46, cx, NULL).is_ready) {
                                                                                                            self->state = TEST_AWAIT46_LINE31;
                                                                                                            return POLL_PENDING;
                                                                                                        }
                                                                                                        nothing_drop(&self->await46);
                                                                                                        printf("%d ", self->b23);
                                                                                                    }
                                                                                                    {
                                                                                                        self->a24 = 24;
                                                                                                        nothing_init(&self->await47);
                                                                                                    await47:
                                                                                                        if (!nothing_poll(&self->await47, cx, NULL).is_ready) {
                                                                                                            self->state = TEST_AWAIT47_LINE32;
                                                                                                            return POLL_PENDING;
                                                                                                        }
                                                                                                        nothing_drop(&self->await47);
                                                                                                        {
                                                                                                            self->b24 = 24;
                                                                                                            nothing_init(&self->await48);
                                                                                                        await48:
                                                                                                            if (!nothing_poll(&self->await48, cx, NULL).is_ready) {
                                                                                                                self->state = TEST_AWAIT48_LINE32;
                                                                                                                return POLL_PENDING;
                                                                                                            }
                                                                                                            nothing_drop(&self->await48);
                                                                                                            printf("%d ", self->b24);
                                                                                                        }
                                                                                                        {
                                                                                                            self->a25 = 25;
                                                                                                            nothing_init(&self->await49);
                                                                                                        await49:
                                                                                                            if (!nothing_poll(&self->await49, cx, NULL).is_ready) {
                                                                                                                self->state = TEST_AWAIT49_LINE33;
                                                                                                                return POLL_PENDING;
                                                                                                            }
                                                                                                            nothing_drop(&self->await49);
                                                                                                            {
                                                                                                                self->b25 = 25;
                                                                                                                nothing_init(&self->await50);
                                                                                                            await50:
                                                                                                                if (!nothing_poll(&self->await50, cx, NULL).is_ready) {
                                                                                                                    self->state = TEST_AWAIT50_LINE33;
                                                                                                                    return POLL_PENDING;
                                                                                                                }
                                                                                                                nothing_drop(&self->await50);
                                                                                                                printf("%d ", self->b25);
                                                                                                            }
                                                                                                            {
                                                                                                                self->a26 = 26;
                                                                                                                nothing_init(&self->await51);
                                                                                                            await51:
                                                                                                                if (!nothing_poll(&self->await51, cx, NULL).is_ready) {
                                                                                                                    self->state = TEST_AWAIT51_LINE34;
                                                                                                                    return POLL_PENDING;
                                                                                                                }
                                                                                                                nothing_drop(&self->await51);
                                                                                                                {
                                                                                                                    self->b26 = 26;
                                                                                                                    nothing_init(&self->await52);
                                                                                                                await52:
                                                                                                                    if (!nothing_poll(&self->await52, cx, NULL).is_ready) {
                                                                                                                        self->state = TEST_AWAIT52_LINE34;
                                                                                                                        return POLL_PENDING;
                                                                                                                    }
                                                                                                                    nothing_drop(&self->await52);
                                                                                                                    printf("%d ", self->b26);
                                                                                                                }
                                                                                                                {
                                                                                                                    self->a27 = 27;
                                                                                                                    nothing_init(&self->await53);
                                                                                                                await53:
                                                                                                                    if (!nothing_poll(&self->await53, cx, NULL).is_ready) {
                                                                                                                        self->state = TEST_AWAIT53_LINE35;
                                                                                                                        return POLL_PENDING;
                                                                                                                    }
                                                                                                                    nothing_drop(&self->await53);
                                                                                                                    {
                                                                                                                        self->b27 = 27;
                                                                                                                        nothing_init(&self->await54);
                                                                                                                    await54:
                                                                                                                        if (!nothing_poll(&self->await54, cx, NULL).is_ready) {
                                                                                                                            self->state = TEST_AWAIT54_LINE35;
                                                                                                                            return POLL_PENDING;
                                                                                                                        }
                                                                                                                        nothing_drop(&self->await54);
                                                                                                                        printf("%d ", self->b27);
                                                                                                                    }
                                                                                                                    {
                                                                                                                        self->a28 = 28;
                                                                                                                        nothing_init(&self->await55);
                                                                                                                    await55:
                                                                                                                        if (!nothing_poll(&self->await55, cx, NULL).is_ready) {
                                                                                                                            self->state = TEST_AWAIT55_LINE36;
                                                                                                                            return POLL_PENDING;
                                                                                                                        }
                                                                                                                        nothing_drop(&self->await55);
                                                                                                                        {
                                                                                                                            self->b28 = 28;
                                                                                                                            nothing_init(&self->await56);
                                                                                                                        await56:
                                                                                                                            if (!nothing_poll(&self->await56, cx, NULL).is_ready) {
                                                                                                                                self->state = TEST_AWAIT56_LINE36;
                                                                                                                                return POLL_PENDING;
                                                                                                                            }
                                                                                                                            nothing_drop(&self->await56);
                                                                                                                            printf("%d ", self->b28);
                                                                                                                        }
                                                                                                                        {
                                                                                                                            self->a29 = 29;
                                                                                                                            nothing_init(&self->await57);
                                                                                                                        await57:
                                                                                                                            if (!nothing_poll(&self->await57, cx, NULL).is_ready) {
                                                                                                                                self->state = TEST_AWAIT57_LINE37;
                                                                                                                                return POLL_PENDING;
                                                                                                                            }
                                                                                                                            nothing_drop(&self->await57);
                                                                                                                            {
                                                                                                                                self->b29 = 29;
                                                                                                                                nothing_init(&self->await58);
                                                                                                                            await58:
                                                                                                                                if (!nothing_poll(&self->await58, cx, NULL).is_ready) {
                                                                                                                                    self->state = TEST_AWAIT58_LINE37;
                                                                                                                                    return POLL_PENDING;
                                                                                                                                }
                                                                                                                                nothing_drop(&self->await58);
                                                                                                                                printf("%d ", self->b29);
                                                                                                                            }
                                                                                                                            {
                                                                                                                                self->a30 = 30;
                                                                                                                                nothing_init(&self->await59);
                                                                                                                            await59:
                                                                                                                                if (!nothing_poll(&self->await59, cx, NULL).is_ready) {
                                                                                                                                    self->state = TEST_AWAIT59_LINE38;
                                                                                                                                    return POLL_PENDING;
                                                                                                                                }
                                                                                                                                nothing_drop(&self->await59);
                                                                                                                                {
                                                                                                                                    self->b30 = 30;
                                                                                                                                    nothing_init(&self->await60);
                                                                                                                                await60:
                                                                                                                                    if (!nothing_poll(&self->await60, cx, NULL).is_ready) {
                                                                                                                                        self->state = TEST_AWAIT60_LINE38;
                                                                                                                                        return POLL_PENDING;
                                                                                                                                    }
                                                                                                                                    nothing_drop(&self->await60);
                                                                                                                                    printf("%d ", self->b30);
                                                                                                                                }
                                                                                                                                {
                                                                                                                                    self->a31 = 31;
                                                                                                                                    nothing_init(&self->await61);
                                                                                                                                await61:
                                                                                                                                    if (!nothing_poll(&self->await61, cx, NULL).is_ready) {
                                                                                                                                        self->state = TEST_AWAIT61_LINE39;
                                                                                                                                        return POLL_PENDING;
                                                                                                                                    }
                                                                                                                                    nothing_drop(&self->await61);
                                                                                                                                    {
                                                                                                                                        self->b31 = 31;
                                                                                                                                        nothing_init(&self->await62);
                                                                                                                                    await62:
                                                                                                                                        if (!nothing_poll(&self->await62, cx, NULL).is_ready) {
                                                                                                                                            self->state = TEST_AWAIT62_LINE39;
                                                                                                                                            return POLL_PENDING;
                                                                                                                                        }
                                                                                                                                        nothing_drop(&self->await62);
                                                                                                                                        printf("%d ", self->b31);
                                                                                                                                    }
                                                                                                                                    {
                                                                                                                                        self->a32 = 32;
                                                                                                                                        nothing_init(&self->await63);
                                                                                                                                    await63:
                                                                                                                                        if (!nothing_poll(&self->await63, cx, NULL).is_ready) {
                                                                                                                                            self->state = TEST_AWAIT63_LINE40;
                                                                                                                                            return POLL_PENDING;
                                                                                                                                        }
                                                                                                                                        nothing_drop(&self->await63);
                                                                                                                                        {
                                                                                                                                            self->b32 = 32;
                                                                                                                                            nothing_init(&self->await64);
                                                                                                                                        await64:
                                                                                                                                            if (!nothing_poll(&self->await64, cx, NULL).is_ready) {
                                                                                                                                                self->state = TEST_AWAIT64_LINE40;
                                                                                                                                                return POLL_PENDING;
                                                                                                                                            }
                                                                                                                                            nothing_drop(&self->await64);
                                                                                                                                            printf("%d ", self->b32);
                                                                                                                                        }
                                                                                                                                        {
                                                                                                                                            self->a33 = 33;
                                                                                                                                            nothing_init(&self->await65);
                                                                                                                                        await65:
                                                                                                                                            if (!nothing_poll(&self->await65, cx, NULL).is_ready) {
                                                                                                                                                self->state = TEST_AWAIT65_LINE41;
                                                                                                                                                return POLL_PENDING;
                                                                                                                                            }
                                                                                                                                            nothing_drop(&self->await65);
                                                                                                                                            {
                                                                                                                                                self->b33 = 33;
                                                                                                                                                nothing_init(&self->await66);
                                                                                                                                            await66:
                                                                                                                                                if (!nothing_poll(&self->await66, cx, NULL).is_ready) {
                                                                                                                                                    self->state = TEST_AWAIT66_LINE41;
                                                                                                                                                    return POLL_PENDING;
                                                                                                                                                }
                                                                                                                                                nothing_drop(&self->await66);
                                                                                                                                                printf("%d ", self->b33);
                                                                                                                                            }
                                                                                                                                            {
                                                                                                                                                self->a34 = 34;
                                                                                                                                                nothing_init(&self->await67);
                                                                                                                                            await67:
                                                                                                                                                if (!nothing_poll(&self->await67, cx, NULL).is_ready) {
                                                                                                                                                    self->state = TEST_AWAIT67_LINE42;
                                                                                                                                                    return POLL_PENDING;
                                                                                                                                                }
                                                                                                                                                nothing_drop(&self->await67);
                                                                                                                                                {
                                                                                                                                                    self->b34 = 34;
                                                                                                                                                    nothing_init(&self->await68);
                                                                                                                                                await68:
                                                                                                                                                    if (!nothing_poll(&self->await68, cx, NULL).is_ready) {
                                                                                                                                                        self->state = TEST_AWAIT68_LINE42;
                                                                                                                                                        return POLL_PENDING;
                                                                                                                                                    }
                                                                                                                                                    nothing_drop(&self->await68);
                                                                                                                                                    printf("%d ", self->b34);
                                                                                                                                                }
                                                                                                                                                {
                                                                                                                                                    self->a35 = 35;
                                                                                                                                                    nothing_init(&self->await69);
                                                                                                                                                await69:
                                                                                                                                                    if (!nothing_poll(&self->await69, cx, NULL).is_ready) {
                                                                                                                                                        self->state = TEST_AWAIT69_LINE43;
                                                                                                                                                        return POLL_PENDING;
                                                                                                                                                    }
                                                                                                                                                    nothing_drop(&self->await69);
                                                                                                                                                    {
                                                                                                                                                        self->b35 = 35;
                                                                                                                                                        nothing_init(&self->await70);
                                                                                                                                                    await70:
                                                                                                                                                        if (!nothing_poll(&self->await70, cx, NULL).is_ready) {
                                                                                                                                                            self->state = TEST_AWAIT70_LINE43;
                                                                                                                                                            return POLL_PENDING;
                                                                                                                                                        }
                                                                                                                                                        nothing_drop(&self->await70);
                                                                                                                                                        printf("%d ", self->b35);
                                                                                                                                                    }
                                                                                                                                                    {
                                                                                                                                                        self->a36 = 36;
                                                                                                                                                        nothing_init(&self->await71);
                                                                                                                                                    await71:
                                                                                                                                                        if (!nothing_poll(&self->await71, cx, NULL).is_ready) {
                                                                                                                                                            self->state = TEST_AWAIT71_LINE44;
                                                                                                                                                            return POLL_PENDING;
                                                                                                                                                        }
                                                                                                                                                        nothing_drop(&self->await71);
                                                                                                                                                        {
                                                                                                                                                            self->b36 = 36;
                                                                                                                                                            nothing_init(&self->await72);
                                                                                                                                                        await72:
                                                                                                                                                            if (!nothing_poll(&self->await72, cx, NULL).is_ready) {
                                                                                                                                                                self->state = TEST_AWAIT72_LINE44;
                                                                                                                                                                return POLL_PENDING;
                                                                                                                                                            }
                                                                                                                                                            nothing_drop(&self->await72);
                                                                                                                                                            printf("%d ", self->b36);
                                                                                                                                                        }
                                                                                                                                                        nothing_init(&self->await73);
                                                                                                                                                    await73:
                                                                                                                                                        if (!nothing_poll(&self->await73, cx, NULL).is_ready) {
                                                                                                                                                            self->state = TEST_AWAIT73_LINE45;
                                                                                                                                                            return POLL_PENDING;
                                                                                                                                                        }
                                                                                                                                                        nothing_drop(&self->await73);
                                                                                                                                                        printf("%d\n", self->a36);
                                                                                                                                                    }
                                                                                                                                                    printf("%d\n", self->a35);
                                                                                                                                                }
                                                                                                                                                printf("%d\n", self->a34);
                                                                                                                                            }
                                                                                                                                            printf("%d\n", self->a33);
                                                                                                                                        }
                                                                                                                                        printf("%d\n", self->a32);
                                                                                                                                    }
                                                                                                                                    printf("%d\n", self->a31);
                                                                                                                                }
                                                                                                                                printf("%d\n", self->a30);
                                                                                                                            }
                                                                                                                            printf("%d\n", self->a29);
                                                                                                                        }
                                                                                                                        printf("%d\n", self->a28);
                                                                                                                    }
                                                                                                                    printf("%d\n", self->a27);
                                                                                                                }
                                                                                                                printf("%d\n", self->a26);
                                                                                                            }
                                                                                                            printf("%d\n", self->a25);
                                                                                                        }
                                                                                                        printf("%d\n", self->a24);
                                                                                                    }
                                                                                                    printf("%d\n", self->a23);
                                                                                                }
                                                                                                printf("%d\n", self->a22);
                                                                                            }
                                                                                            printf("%d\n", self->a21);
                                                                                        }
                                                                                        printf("%d\n", self->a20);
                                                                                    }
                                                                                    printf("%d\n", self->a19);
                                                                                }
                                                                                printf("%d\n", self->a18);
                                                                            }
                                                                            printf("%d\n", self->a17);
                                                                        }
                                                                        printf("%d\n", self->a16);
                                                                    }
                                                                    printf("%d\n", self->a15);
                                                                }
                                                                printf("%d\n", self->a14);
                                                            }
                                                            printf("%d\n", self->a13);
                                                        }
                                                        printf("%d\n", self->a12);
                                                    }
                                                    printf("%d\n", self->a11);
                                                }
                                                printf("%d\n", self->a10);
                                            }
                                            printf("%d\n", self->a9);
                                        }
                                        printf("%d\n", self->a8);
                                    }
                                    printf("%d\n", self->a7);
                                }
                                printf("%d\n", self->a6);
                            }
                            printf("%d\n", self->a5);
                        }
                        printf("%d\n", self->a4);
                    }
                    printf("%d\n", self->a3);
                }
                printf("%d\n", self->a2);
            }
            printf("%d\n", self->a1);
        }
        self->state = TEST_RESOLVED;
        return POLL_READY;
    case TEST_AWAIT1_LINE9:
        goto await1;
    case TEST_AWAIT2_LINE9:
        goto await2;
    case TEST_AWAIT3_LINE10:
        goto await3;
    case TEST_AWAIT4_LINE10:
        goto await4;
    case TEST_AWAIT5_LINE11:
        goto await5;
    case TEST_AWAIT6_LINE11:
        goto await6;
    case TEST_AWAIT7_LINE12:
        goto await7;
    case TEST_AWAIT8_LINE12:
        goto await8;
    case TEST_AWAIT9_LINE13:
        goto await9;
    case TEST_AWAIT10_LINE13:
        goto await10;
    case TEST_AWAIT11_LINE14:
        goto await11;
    case TEST_AWAIT12_LINE14:
        goto await12;
    case TEST_AWAIT13_LINE15:
        goto await13;
    case TEST_AWAIT14_LINE15:
        goto await14;
    case TEST_AWAIT15_LINE16:
        goto await15;
    case TEST_AWAIT16_LINE16:
        goto await16;
    case TEST_AWAIT17_LINE17:
        goto await17;
    case TEST_AWAIT18_LINE17:
        goto await18;
    case TEST_AWAIT19_LINE18:
        goto await19;
    case TEST_AWAIT20_LINE18:
        goto await20;
    case TEST_AWAIT21_LINE19:
        goto await21;
    case TEST_AWAIT22_LINE19:
        goto await22;
    case TEST_AWAIT23_LINE20:
        goto await23;
    case TEST_AWAIT24_LINE20:
        goto await24;
    case TEST_AWAIT25_LINE21:
        goto await25;
    case TEST_AWAIT26_LINE21:
        goto await26;
    case TEST_AWAIT27_LINE22:
        goto await27;
    case TEST_AWAIT28_LINE22:
        goto await28;
    case TEST_AWAIT29_LINE23:
        goto await29;
    case TEST_AWAIT30_LINE23:
        goto await30;
    case TEST_AWAIT31_LINE24:
        goto await31;
    case TEST_AWAIT32_LINE24:
        goto await32;
    case TEST_AWAIT33_LINE25:
        goto await33;
    case TEST_AWAIT34_LINE25:
        goto await34;
    case TEST_AWAIT35_LINE26:
        goto await35;
    case TEST_AWAIT36_LINE26:
        goto await36;
    case TEST_AWAIT37_LINE27:
        goto await37;
    case TEST_AWAIT38_LINE27:
        goto await38;
    case TEST_AWAIT39_LINE28:
        goto await39;
    case TEST_AWAIT40_LINE28:
        goto await40;
    case TEST_AWAIT41_LINE29:
        goto await41;
    case TEST_AWAIT42_LINE29:
        goto await42;
    case TEST_AWAIT43_LINE30:
        goto await43;
    case TEST_AWAIT44_LINE30:
        goto await44;
    case TEST_AWAIT45_LINE31:
        goto await45;
    case TEST_AWAIT46_LINE31:
        goto await46;
    case TEST_AWAIT47_LINE32:
        goto await47;
    case TEST_AWAIT48_LINE32:
        goto await48;
    case TEST_AWAIT49_LINE33:
        goto await49;
    case TEST_AWAIT50_LINE33:
        goto await50;
    case TEST_AWAIT51_LINE34:
        goto await51;
    case TEST_AWAIT52_LINE34:
        goto await52;
    case TEST_AWAIT53_LINE35:
        goto await53;
    case TEST_AWAIT54_LINE35:
        goto await54;
    case TEST_AWAIT55_LINE36:
        goto await55;
    case TEST_AWAIT56_LINE36:
        goto await56;
    case TEST_AWAIT57_LINE37:
        goto await57;
    case TEST_AWAIT58_LINE37:
        goto await58;
    case TEST_AWAIT59_LINE38:
        goto await59;
    case TEST_AWAIT60_LINE38:
        goto await60;
    case TEST_AWAIT61_LINE39:
        goto await61;
    case TEST_AWAIT62_LINE39:
        goto await62;
    case TEST_AWAIT63_LINE40:
        goto await63;
    case TEST_AWAIT64_LINE40:
        goto await64;
    case TEST_AWAIT65_LINE41:
        goto await65;
    case TEST_AWAIT66_LINE41:
        goto await66;
    case TEST_AWAIT67_LINE42:
        goto await67;
    case TEST_AWAIT68_LINE42:
        goto await68;
    case TEST_AWAIT69_LINE43:
        goto await69;
    case TEST_AWAIT70_LINE43:
        goto await70;
    case TEST_AWAIT71_LINE44:
        goto await71;
    case TEST_AWAIT72_LINE44:
        goto await72;
    case TEST_AWAIT73_LINE45:
        goto await73;
    case TEST_RUNNING:
        panic("test (in.co:7) was polled while it runs");
    case TEST_RESOLVED:
        break;
    }
    panic("test (in.co:7) was polled after it was ready or dropped");
}

void test_drop(struct test *self)
{
    switch (self->state) {
    case TEST_AWAIT1_LINE9:
        nothing_drop(&self->await1);
        break;
    case TEST_AWAIT2_LINE9:
        nothing_drop(&self->await2);
        break;
    case TEST_AWAIT3_LINE10:
        nothing_drop(&self->await3);
        break;
    case TEST_AWAIT4_LINE10:
        nothing_drop(&self->await4);
        break;
    case TEST_AWAIT5_LINE11:
        nothing_drop(&self->await5);
        break;
    case TEST_AWAIT6_LINE11:
        nothing_drop(&self->await6);
        break;
    case TEST_AWAIT7_LINE12:
        nothing_drop(&self->await7);
        break;
    case TEST_AWAIT8_LINE12:
        nothing_drop(&self->await8);
        break;
    case TEST_AWAIT9_LINE13:
        nothing_drop(&self->await9);
        break;
    case TEST_AWAIT10_LINE13:
        nothing_drop(&self->await10);
        break;
    case TEST_AWAIT11_LINE14:
        nothing_drop(&self->await11);
        break;
    case TEST_AWAIT12_LINE14:
        nothing_drop(&self->await12);
        break;
    case TEST_AWAIT13_LINE15:
        nothing_drop(&self->await13);
        break;
    case TEST_AWAIT14_LINE15:
        nothing_drop(&self->await14);
        break;
    case TEST_AWAIT15_LINE16:
        nothing_drop(&self->await15);
        break;
    case TEST_AWAIT16_LINE16:
        nothing_drop(&self->await16);
        break;
    case TEST_AWAIT17_LINE17:
        nothing_drop(&self->await17);
        break;
    case TEST_AWAIT18_LINE17:
        nothing_drop(&self->await18);
        break;
    case TEST_AWAIT19_LINE18:
        nothing_drop(&self->await19);
        break;
    case TEST_AWAIT20_LINE18:
        nothing_drop(&self->await20);
        break;
    case TEST_AWAIT21_LINE19:
        nothing_drop(&self->await21);
        break;
    case TEST_AWAIT22_LINE19:
        nothing_drop(&self->await22);
        break;
    case TEST_AWAIT23_LINE20:
        nothing_drop(&self->await23);
        break;
    case TEST_AWAIT24_LINE20:
        nothing_drop(&self->await24);
        break;
    case TEST_AWAIT25_LINE21:
        nothing_drop(&self->await25);
        break;
    case TEST_AWAIT26_LINE21:
        nothing_drop(&self->await26);
        break;
    case TEST_AWAIT27_LINE22:
        nothing_drop(&self->await27);
        break;
    case TEST_AWAIT28_LINE22:
        nothing_drop(&self->await28);
        break;
    case TEST_AWAIT29_LINE23:
        nothing_drop(&self->await29);
        break;
    case TEST_AWAIT30_LINE23:
        nothing_drop(&self->await30);
        break;
    case TEST_AWAIT31_LINE24:
        nothing_drop(&self->await31);
        break;
    case TEST_AWAIT32_LINE24:
        nothing_drop(&self->await32);
        break;
    case TEST_AWAIT33_LINE25:
        nothing_drop(&self->await33);
        break;
    case TEST_AWAIT34_LINE25:
        nothing_drop(&self->await34);
        break;
    case TEST_AWAIT35_LINE26:
        nothing_drop(&self->await35);
        break;
    case TEST_AWAIT36_LINE26:
        nothing_drop(&self->await36);
        break;
    case TEST_AWAIT37_LINE27:
        nothing_drop(&self->await37);
        break;
    case TEST_AWAIT38_LINE27:
        nothing_drop(&self->await38);
        break;
    case TEST_AWAIT39_LINE28:
        nothing_drop(&self->await39);
        break;
    case TEST_AWAIT40_LINE28:
        nothing_drop(&self->await40);
        break;
    case TEST_AWAIT41_LINE29:
        nothing_drop(&self->await41);
        break;
    case TEST_AWAIT42_LINE29:
        nothing_drop(&self->await42);
        break;
    case TEST_AWAIT43_LINE30:
        nothing_drop(&self->await43);
        break;
    case TEST_AWAIT44_LINE30:
        nothing_drop(&self->await44);
        break;
    case TEST_AWAIT45_LINE31:
        nothing_drop(&self->await45);
        break;
    case TEST_AWAIT46_LINE31:
        nothing_drop(&self->await46);
        break;
    case TEST_AWAIT47_LINE32:
        nothing_drop(&self->await47);
        break;
    case TEST_AWAIT48_LINE32:
        nothing_drop(&self->await48);
        break;
    case TEST_AWAIT49_LINE33:
        nothing_drop(&self->await49);
        break;
    case TEST_AWAIT50_LINE33:
        nothing_drop(&self->await50);
        break;
    case TEST_AWAIT51_LINE34:
        nothing_drop(&self->await51);
        break;
    case TEST_AWAIT52_LINE34:
        nothing_drop(&self->await52);
        break;
    case TEST_AWAIT53_LINE35:
        nothing_drop(&self->await53);
        break;
    case TEST_AWAIT54_LINE35:
        nothing_drop(&self->await54);
        break;
    case TEST_AWAIT55_LINE36:
        nothing_drop(&self->await55);
        break;
    case TEST_AWAIT56_LINE36:
        nothing_drop(&self->await56);
        break;
    case TEST_AWAIT57_LINE37:
        nothing_drop(&self->await57);
        break;
    case TEST_AWAIT58_LINE37:
        nothing_drop(&self->await58);
        break;
    case TEST_AWAIT59_LINE38:
        nothing_drop(&self->await59);
        break;
    case TEST_AWAIT60_LINE38:
        nothing_drop(&self->await60);
        break;
    case TEST_AWAIT61_LINE39:
        nothing_drop(&self->await61);
        break;
    case TEST_AWAIT62_LINE39:
        nothing_drop(&self->await62);
        break;
    case TEST_AWAIT63_LINE40:
        nothing_drop(&self->await63);
        break;
    case TEST_AWAIT64_LINE40:
        nothing_drop(&self->await64);
        break;
    case TEST_AWAIT65_LINE41:
        nothing_drop(&self->await65);
        break;
    case TEST_AWAIT66_LINE41:
        nothing_drop(&self->await66);
        break;
    case TEST_AWAIT67_LINE42:
        nothing_drop(&self->await67);
        break;
    case TEST_AWAIT68_LINE42:
        nothing_drop(&self->await68);
        break;
    case TEST_AWAIT69_LINE43:
        nothing_drop(&self->await69);
        break;
    case TEST_AWAIT70_LINE43:
        nothing_drop(&self->await70);
        break;
    case TEST_AWAIT71_LINE44:
        nothing_drop(&self->await71);
        break;
    case TEST_AWAIT72_LINE44:
        nothing_drop(&self->await72);
        break;
    case TEST_AWAIT73_LINE45:
        nothing_drop(&self->await73);
        break;
    case TEST_RUNNING:
        panic("test (in.co:7) was dropped while it runs");
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
