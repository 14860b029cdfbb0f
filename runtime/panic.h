#ifndef PANIC_H
#define PANIC_H

/*
 * What cannot go on, and the names of what failed.
 *
 * Functions of the runtime that can fail return 0 or a number that is not
 * negative, or a negative errno.  What is wrong with a program, and not with
 * the world around it, is told by a panic.
 */

/*
 * A broken invariant, or an API used against its contract.  Prints "panic: ..."
 * to stderr, after what stdout still holds, and aborts, so that a debugger
 * stops here.  Any thread.
 */
_Noreturn void panic(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * "ECANCELED" for -ECANCELED, and for ECANCELED as well; "0" for 0, and a
 * number for what has no name.  A text that lives as long as the program, or
 * until the thread asks again.  What it means, strerror(3) says.
 */
const char *error_name(int err);

#endif
