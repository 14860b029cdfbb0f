#ifndef ERROR_H
#define ERROR_H

/*
 * Two ways to end a program that cannot go on.  Any thread may call them; what
 * stdout still holds is written first.
 */

/*
 * A broken invariant, or an API used against its contract: a bug in the
 * program.  Prints "panic: ..." and aborts, so that a debugger stops here.
 */
_Noreturn void panic(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * The world outside failed: prints "program: what: reason" and exits with
 * status 1.  err is an errno value or its negative, as modules return it;
 * with 0 there is no reason to print.
 */
_Noreturn void die(int err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
