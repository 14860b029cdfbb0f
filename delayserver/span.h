#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A part of a line, and the questions that HTTP's grammar asks about it */
struct span {
    const char *data;
    size_t size;
};

bool span_is(struct span span, const char *text);

/* The same where capital letters make no difference */
bool span_is_word(struct span span, const char *text);

/* RFC 9110, 5.6.2: what names of methods and fields consist of */
bool span_is_token(struct span span);

/* At least one octet, and all of them from ! to ~ */
bool span_is_visible(struct span span);

/* RFC 9110, 7.2: host[:port]; as far as the grammar goes, both may be empty */
bool span_is_host(struct span span);

/* Only decimal digits, at most max; the value goes to *number */
bool span_is_number(struct span span, uint32_t max, uint32_t *number);

/* Without the blanks around it */
struct span span_trim(struct span span);

/* Takes from the front of *rest what stands before the separator, and both */
struct span span_split(struct span *rest, char separator);

#endif
