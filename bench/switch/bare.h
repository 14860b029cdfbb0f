#ifndef BARE_H
#define BARE_H

#include <stddef.h>
#include <stdint.h>

#include "measure.h"

#if defined(__x86_64__)

/* bare_x86_64.S */
void bare_switch(void **from, void *to);
void bare_switch_ret(void **from, void *to);
void bare_switch_fpu(void **from, void *to);

#else

static inline void bare_switch(void **from, void *to)
{
    (void)from;
    (void)to;
    fputs("the bare switches are for x86-64 alone\n", stderr);
    exit(77);
}

#define bare_switch_ret bare_switch
#define bare_switch_fpu bare_switch

#endif

/* Where a context's stack ends; all else lies on it */
struct place {
    void *sp;
};

/* As a program has them at first: x87 control word and MXCSR */
#define INITIAL_CONTROL (UINT64_C(0x037f) << 32 | 0x1f80)

/*
 * What the switch takes from a stack when it goes there, six registers and the
 * address of f, and below what bare_switch_fpu takes before.  A function is
 * entered with the stack 8 below a multiple of 16: so a word is left above.
 */
static inline void push_first(struct place *place, char *top, void (*f)(void),
                              int words)
{
    uint64_t *word = (uint64_t *)(void *)top;

    word[-1] = 0;
    word[-2] = (uint64_t)f;
    memset(&word[-8], 0, 6 * sizeof(*word));
    word[-9] = INITIAL_CONTROL;
    place->sp = word - words;
}

#endif
