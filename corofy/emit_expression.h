#ifndef EMIT_EXPRESSION_H
#define EMIT_EXPRESSION_H

#include "order.h"
#include "write.h"

/* Expressions: first their steps (see order.h), then what is left of them. */

/* The steps of an expression, each in its own lines; of NULL there are none. */
void emit_value_steps(struct writer *w, struct expression *e);

/* All of an expression whose value nobody wants */
void emit_effects(struct writer *w, struct expression *e);

/* What is left of an expression after its steps */
void emit_rest(struct writer *w, const struct expression *e);

/* The same as a condition, without parentheses that are not needed */
void emit_condition(struct writer *w, const struct expression *e);

#endif
