#ifndef REFERENCE_H
#define REFERENCE_H

#include "reading.h"

#include <sys/types.h>

/*
 * A second parser of requests, slow and obvious: it has all of the input in
 * one piece and looks at it as often as it likes.  It was written from RFC
 * 9110, RFC 9112 and delayserver/README.md, and shares no line with
 * delayserver/: what both say is likely so.
 *
 * The caller ends the reading with reading_fini.
 */
void reference_read(struct reading *r, const char *input, size_t size);

/*
 * Decodes each %XX once, into out, which has room for size octets.  Returns
 * how many came out, or -1 where a % is without its two digits.
 */
ssize_t reference_decode(char *out, const char *in, size_t size);

#endif
