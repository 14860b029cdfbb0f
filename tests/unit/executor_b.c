/*
 * links: ch08-runtime/b-reactor-executor/ executor.c future.c error.c
 * wraps: allocations.h asleep.h quiet.h
 */
#define _GNU_SOURCE
/* The executor of ch08-runtime/b-reactor-executor, which runs one task */
#include "ch08-runtime/b-reactor-executor/executor.h"
#include "ch08-runtime/b-reactor-executor/parker.h"

#include <stdbool.h>

#define SAYS_NO_FUTURE "there is no future to wait for"

enum {
    ALLOCATIONS = 2
};

#include "tests/unit/future_ch08.h"

#include "tests/unit/executor.h"
