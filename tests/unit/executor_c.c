/*
 * links: ch08-runtime/c-reactor-executor/ executor.c future.c error.c
 * links: ch08-runtime/c-reactor-executor/ ready_queue.c
 * wraps: allocations.h asleep.h quiet.h pthread_mutex_lock
 */
#define _GNU_SOURCE
/* The executor of ch08-runtime/c-reactor-executor, which runs many tasks */
#include "ch08-runtime/c-reactor-executor/executor.h"
#include "ch08-runtime/c-reactor-executor/tasks.h"

#include "tests/unit/future_ch08.h"

#include "tests/unit/executor_many.h"
