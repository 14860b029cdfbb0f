#ifndef PARSE_WAIT_H
#define PARSE_WAIT_H

#include "parse_token.h"

/* A wait or await, with what stands in it */
struct expression *parse_wait(struct parser *p);

#endif
