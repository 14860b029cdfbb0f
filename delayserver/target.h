#ifndef TARGET_H
#define TARGET_H

#include <stddef.h>
#include <stdint.h>

struct faults;

/* What a request's target asks for: /delay/message?faults */
struct target {
    uint32_t delay_ms;
    uint32_t message_size;
    char *message; /* any octets, not terminated; NULL: there are none */
    struct faults *faults; /* NULL: there are none */
};

/*
 * Understands a request target of visible ASCII: /delay/message or the same
 * behind http://host, with or without a ?query (see faults.h).  Returns the
 * HTTP status to answer with: 200, and a message and faults that the caller
 * frees; or 400, 404 or 503, and either *problem says why in words, or it is
 * NULL and target->message, which the caller frees, does so in a line.
 */
int target_parse(struct target *target, const char *text, size_t size,
                 const char **problem);

#endif
