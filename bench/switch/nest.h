#ifndef NEST_H
#define NEST_H

/*
 * nest() calls work(arg) three calls deep.  Behind each call there is nothing
 * to do, but so that the compiler cannot know.
 */

static __attribute__((noinline)) void nest_once(void (*work)(int arg), int arg)
{
    work(arg);
    __asm__ volatile("" ::: "memory");
}

static __attribute__((noinline)) void nest_twice(void (*work)(int arg), int arg)
{
    nest_once(work, arg);
    __asm__ volatile("" ::: "memory");
}

static __attribute__((noinline)) void nest(void (*work)(int arg), int arg)
{
    nest_twice(work, arg);
    __asm__ volatile("" ::: "memory");
}

#endif
