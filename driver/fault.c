#define _GNU_SOURCE
#include "fault.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};

/* What the child has seen, in memory that both have; NULL: there is none */
static volatile struct seen {
    int signal;
    int code;
} * seen;

void fault_forget(void)
{
    if (seen == NULL) {
        void *shared = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);

        seen = shared == MAP_FAILED ? NULL : shared;
    }
    if (seen != NULL)
        seen->signal = 0;
}

/*
 * SA_RESETHAND: the signal's default action is back. The instruction that
 * faulted runs again when this returns, and the process dies by it. A signal
 * that somebody sent (si_code at most 0) would not come again by itself.
 */
static void note_fault(int signal, siginfo_t *info, void *ucontext)
{
    (void)ucontext;
    seen->signal = signal;
    seen->code = info->si_code;
    if (info->si_code <= 0)
        raise(signal);
}

void fault_watch(void)
{
    static char stack[64 * 1024]; /* a step may have used up its own */
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction action = {
        .sa_sigaction = note_fault,
        .sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND,
    };

    if (seen == NULL || sigaltstack(&other, NULL) < 0)
        return;
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &action, NULL);
}

/* What si_code says of a signal that the CPU caused, or NULL */
static const char *explain_code(int signal, int code)
{
    static const struct {
        int signal, code;
        const char *text;
    } table[] = {
        {SIGSEGV, SEGV_MAPERR,
         "it used an address at which there is no memory"},
        {SIGSEGV, SEGV_ACCERR,
         "it used memory in a way that is not allowed there"},
        {SIGSEGV, SI_KERNEL,
         "the CPU refused an access: the address is impossible, or not aligned "
         "as the instruction needs it"},
        {SIGBUS, BUS_ADRALN, "it used an address that is not aligned"},
        {SIGBUS, BUS_ADRERR,
         "it used mapped memory that nothing stands behind"},
        {SIGILL, ILL_ILLOPC, "it ran into something that is no instruction"},
        {SIGILL, ILL_ILLOPN, "it ran into something that is no instruction"},
        {SIGILL, ILL_PRVOPC,
         "it ran an instruction that is for the kernel only"},
        {SIGFPE, FPE_INTDIV, "it divided an integer by zero"},
        {SIGFPE, FPE_INTOVF, "the result of its arithmetic is too large"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (table[i].signal == signal && table[i].code == code)
            return table[i].text;
    }
    return NULL;
}

const char *fault_explain(int signal)
{
    const char *text = NULL;

    if (seen != NULL && seen->signal == signal) {
        if (seen->code <= 0)
            return "the signal was sent, by itself or by another process";
        text = explain_code(signal, seen->code);
    }
    if (text != NULL)
        return text;
    switch (signal) {
    case SIGSEGV:
        return "it used memory that it may not use";
    case SIGABRT:
        return "it gave up, and should have said why above";
    case SIGPIPE:
        return "it wrote to a reader that has gone";
    default:
        return strsignal(signal);
    }
}
