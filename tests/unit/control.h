#ifndef CONTROL_H
#define CONTROL_H

/*
 * The control words of floating point, which the C library can set but in part.
 * For each CPU control_changes lists what a program can change there, as the
 * bits to turn over.
 */
#include <stdint.h>

enum control_word {
#if defined(__x86_64__)
    MXCSR,
    X87,
#else
    ONLY, /* FPCR or frm */
#endif
    CONTROL_WORDS,
};

enum {
    ROUND_UP, /* the first change */
};

struct control {
    uint32_t word[CONTROL_WORDS];
};

#if defined(__x86_64__)
static const struct control control_changes[] = {
    [ROUND_UP] = {{[MXCSR] = 0x4000}},
    {{[MXCSR] = 0x6000}},                 /* round to zero */
    {{[MXCSR] = 0x2000}},                 /* round down */
    {{[MXCSR] = 0x8000}},                 /* flush to zero */
    {{[MXCSR] = 0x0040}},                 /* denormals are zeros */
    {{[MXCSR] = 0x0200}},                 /* trap at a division by zero */
    {{[X87] = 0x0c00}},                   /* round to zero */
    {{[X87] = 0x0300}},                   /* 24 bits of precision */
    {{[X87] = 0x0004}},                   /* trap at a division by zero */
    {{[MXCSR] = 0x4000, [X87] = 0x0800}}, /* both */
};

static struct control get_control(void)
{
    struct control control;
    uint16_t x87;

    __asm__ volatile("stmxcsr %0" : "=m"(control.word[MXCSR]));
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    control.word[MXCSR] &= ~0x3fu; /* flags */
    control.word[X87] = x87;
    return control;
}

static void set_control(struct control control)
{
    uint16_t x87 = (uint16_t)control.word[X87];

    __asm__ volatile("ldmxcsr %0" : : "m"(control.word[MXCSR]) : "memory");
    __asm__ volatile("fldcw %0" : : "m"(x87) : "memory");
}
#elif defined(__aarch64__)
static const struct control control_changes[] = {
    [ROUND_UP] = {{1u << 22}},
    {{2u << 22}}, /* round down */
    {{3u << 22}}, /* round to zero */
    {{1u << 24}}, /* flush to zero */
    {{1u << 25}}, /* default NaN */
};

static struct control get_control(void)
{
    uint64_t fpcr;

    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    return (struct control){{(uint32_t)fpcr}};
}

static void set_control(struct control control)
{
    uint64_t fpcr = control.word[ONLY];

    __asm__ volatile("msr fpcr, %0" : : "r"(fpcr) : "memory");
}
#else
static const struct control control_changes[] = {
    [ROUND_UP] = {{3}},
    {{1}}, /* round to zero */
    {{2}}, /* round down */
    {{4}}, /* round to nearest, ties away from zero */
};

static struct control get_control(void)
{
    uint64_t frm;

    __asm__ volatile("frrm %0" : "=r"(frm));
    return (struct control){{(uint32_t)frm}};
}

static void set_control(struct control control)
{
    uint64_t frm = control.word[ONLY];

    __asm__ volatile("fsrm %0" : : "r"(frm) : "memory");
}
#endif

enum {
    CONTROL_CHANGES = sizeof(control_changes) / sizeof(control_changes[0]),
};

#endif
