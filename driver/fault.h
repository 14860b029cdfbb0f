#ifndef FAULT_H
#define FAULT_H

/*
 * Why a step died by a signal. waitpid(2) tells only the signal's number. The
 * kernel tells the process itself more: siginfo_t's si_code says, for example,
 * whether there is no memory at an address or the access is not allowed
 * (sigaction(2), "The si_code field"). A handler in the step's process leaves
 * that in memory which the driver shares.
 */

/* In the driver, before the fork: nothing is known yet. */
void fault_forget(void);

/*
 * In the child: notes the first signal of a fault (SIGSEGV and its kin). The
 * process then dies by it as if there were no handler. A step may replace these
 * handlers; then no more than the signal's number will be known.
 */
void fault_watch(void);

/* In the driver, after the child's end by signal: one sentence, of static text.
 */
const char *fault_explain(int signal);

#endif
