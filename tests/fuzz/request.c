/*
 * Fuzzes delayserver/request.c: what it makes of an input must not depend on
 * how that is cut, and be what the reference parser makes of it.
 *
 * The first octet of the data says how many sizes of pieces follow, which are
 * used in turn; none stands for octet by octet.  The rest is the input.
 */
#include "pieces.h"
#include "reference.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    SIZES_MAX = 7,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes over got */
static void compare(struct reading *got, const struct reading *expected,
                    const char *how)
{
    if (!reading_equal(got, expected)) {
        fprintf(stderr, "fed %s: %s\nreference: %s\n", how, reading_places(got),
                reading_places(expected));
        abort();
    }
    reading_fini(got);
}

static void read_in_sizes(struct reading *r, const char *input, size_t size,
                          const uint8_t *sizes, size_t count)
{
    struct pieces p;
    size_t next;

    pieces_init(&p);
    for (size_t done = 0, i = 0; done < size; done += next, i++) {
        next = count > 0 ? sizes[i % count] + 1u : 1;
        if (next > size - done)
            next = size - done;
        pieces_feed(&p, input + done, next);
    }
    pieces_end(&p);
    *r = p.reading;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = size > 0 ? data[0] % (SIZES_MAX + 1) : 0;
    struct reading expected, got;
    const char *input;

    if (size < 1 + count)
        return 0;
    input = (const char *)data + 1 + count;
    size -= 1 + count;
    reference_read(&expected, input, size);
    pieces_read(&got, input, size, size, size);
    compare(&got, &expected, "whole");
    read_in_sizes(&got, input, size, data + 1, count);
    compare(&got, &expected, "in pieces");
    reading_fini(&expected);
    return 0;
}
