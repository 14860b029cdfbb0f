#ifndef EMIT_WAIT_H
#define EMIT_WAIT_H

#include "order.h"
#include "write.h"

/*
 * What both forms write of a wait: it becomes a case of the switch in poll(),
 * or a label that a case jumps to.
 */

/* Comments of its statement, if nothing is left of that but the polling */
void emit_wait_comments(struct writer *w, const struct step *step);

/*
 * Where it is resumed: a case; inside a block, where a case could belong to
 * another switch, a label to which one of emit_resumptions() jumps
 */
void emit_wait_label(struct writer *w, struct wait *wait);

/* The pointer through which it gives its output */
void emit_target(struct writer *w, const struct wait *wait);

/* The cases at the end of poll(), one for each label */
void emit_resumptions(struct writer *w);

#endif
