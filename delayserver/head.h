#ifndef HEAD_H
#define HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The grammar of the lines at the head of a request, and what they mean.
 *
 * Functions that return int return 0, or the status with which the connection
 * ends (head->problem says why).  What is wrong without leaving doubt where
 * the request ends goes to head->status, and the rest of the request is read.
 */

struct faults;

enum {
    BODY_MAX = 65536, /* octets */
};

enum body_coding {
    CODING_NONE,
    CODING_CHUNKED,
    CODING_OTHER,
};

/* What the lines said so far.  Zero at first, but for the status, 200. */
struct head {
    /*
     * What to answer, once the request is complete: a problem, which is a
     * literal, if there is one, else the message.  The message and the faults
     * are the head's until the caller takes them and leaves NULL.
     */
    const char *problem;
    char *message;
    struct faults *faults; /* mostly NULL */
    uint32_t message_size;
    uint32_t delay_ms;
    uint32_t body_size; /* of the request; chunks add theirs as they arrive */
    uint16_t status;    /* 200, 204, or 400 and above */
    bool is_head;       /* the answer goes out without its body */
    bool is_old;        /* HTTP/1.0, which must be told that it may go on */
    bool close;         /* nothing behind this request is read */

    /* What the fields said */
    uint8_t coding; /* enum body_coding */
    bool has_host;
    bool has_length;
    bool keep_alive;
    bool expects_continue;
};

/* Frees the message and the faults */
void head_fini(struct head *head);

/* METHOD TARGET HTTP/1.1, without CR LF */
int head_read_request_line(struct head *head, const char *line, size_t size);

/* NAME: VALUE, without CR LF */
int head_read_field(struct head *head, const char *line, size_t size);

/* The same behind a chunked body: the form is checked, and means nothing */
int head_read_trailer(struct head *head, const char *line, size_t size);

/* The empty line behind the fields: do they go together? */
int head_end(struct head *head);

/* Gives the request an error for an answer, in place of what it asked for */
void head_refuse(struct head *head, int status, const char *problem);

#endif
