/* The contract of ch05-fibers/c-fibers: runtime.h and context.h */
#define _GNU_SOURCE
#include "tests/unit/fibers_c.h"
#include "tests/unit/fibers_runtime.h"
