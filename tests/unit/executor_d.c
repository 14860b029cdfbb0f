/*
 * links: ch08-runtime/d-multiple-threads/ executor.c future.c error.c
 * links: ch08-runtime/d-multiple-threads/ ready_queue.c
 * wraps: allocations.h asleep.h quiet.h pthread_mutex_lock
 */
/* The executor of ch08-runtime/d-multiple-threads, with whose objects this is
 * linked: it promises what that of c-reactor-executor does. */
#include "tests/unit/executor_c.c"
