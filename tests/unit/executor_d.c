/* The executor of ch08-runtime/d-multiple-threads, with whose objects this is
 * linked: it promises what that of c-reactor-executor does. */
#include "tests/unit/executor_c.c"
