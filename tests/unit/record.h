#ifndef RECORD_H
#define RECORD_H

/* What a test sees happen, a letter each, in order */
#include <string.h>

#include "tests/unit/check.h"

static char record[64];

static inline void note(char what)
{
    size_t length = strlen(record);

    CHECK(length + 1 < sizeof(record));
    record[length] = what;
    record[length + 1] = '\0';
}

#endif
