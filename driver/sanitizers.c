/*
 * What the sanitizers, in a build with SANITIZE=, ask for their defaults: a
 * step that dies by a signal shall die by it, as in any other build, and not
 * by the sanitizer's report of it.
 */
const char *__asan_default_options(void);
const char *__tsan_default_options(void);

const char *__asan_default_options(void)
{
    return "handle_segv=0:handle_abort=0:handle_sigfpe=0:handle_sigill=0:"
           "handle_sigbus=0:detect_stack_use_after_return=1";
}

const char *__tsan_default_options(void)
{
    return "handle_segv=0:handle_abort=0:handle_sigfpe=0:handle_sigill=0:"
           "handle_sigbus=0";
}
