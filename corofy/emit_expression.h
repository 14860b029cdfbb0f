#ifndef EMIT_EXPRESSION_H
#define EMIT_EXPRESSION_H

#include "order.h"
#include "write.h"

/* Expressions: first their steps (see order.h), then what is left of them. */

/* The depth of the statements that are cases of the switch in poll() */
enum {
    CASE_DEPTH = 2
};

/* The steps of an expression, each in its own lines; of NULL there are none. */
void emit_value_steps(struct writer *w, struct expression *e);

/* All of an expression whose value nobody wants */
void emit_effects(struct writer *w, struct expression *e);

/* What is left of an expression after its steps */
void emit_rest(struct writer *w, const struct expression *e);

/* The same as a condition, without parentheses that are not needed */
void emit_condition(struct writer *w, const struct expression *e);

/* --- What the forms write of a wait --- */

/* Comments of its statement, if nothing is left of that but the polling */
void emit_wait_comments(struct writer *w, const struct step *step);

/*
 * Where it is resumed: a case; inside a block, where a case could belong to
 * another switch, a label to which the cases at the end of poll() jump
 */
void emit_wait_label(struct writer *w, struct wait *wait);

/* The pointer through which it gives its output */
void emit_target(struct writer *w, const struct wait *wait);

#endif
