#ifndef EMIT_TASK_H
#define EMIT_TASK_H

#include "write.h"

/*
 * --async: x_spawn(), and what else a runtime needs to run a coroutine as a
 * task.  It is only there if COROFY_RUNTIME is defined, by the runtime's
 * header.
 */
void emit_task(struct writer *w);

/* The same for other files: that x_spawn() is there, and x_join() */
void emit_task_declaration(struct writer *w);

#endif
