#ifndef HEAD_H
#define HEAD_H

#include "request.h"

/*
 * The grammar of the lines at the head of a request, and what they mean.
 *
 * Each function returns 0, or the status with which the connection ends
 * (r->problem says why).  What is wrong without leaving doubt where the
 * request ends goes to r->status, and the rest of it is read.
 */

/* METHOD TARGET HTTP/1.1, without CR LF */
int head_read_request_line(struct request *r, const char *line, size_t size);

/* NAME: VALUE, without CR LF.  In trailers it is checked, and means nothing. */
int head_read_field(struct request *r, const char *line, size_t size);

/* The empty line behind the fields: do they go together? */
int head_end(struct request *r);

/* Gives the request an error for an answer, in place of what it asked for */
void head_refuse(struct request *r, int status, const char *problem);

#endif
