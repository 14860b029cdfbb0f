/* parker: what the parkers of ch10-final/parker-bonus cost */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "any_parker.h"
#include "measure.h"

enum {
    PARTS = 50
};

typedef double measure_fn(const struct parker_kind *kind, int count);

/* Of the fastest of many parts: hardly ever is the machine busy in all. */
static void measure(const char *name, measure_fn *take,
                    const struct parker_kind *kind, int count)
{
    int part = count < PARTS ? 1 : count / PARTS;
    double fastest = take(kind, part);

    for (int i = 1; i < PARTS; i++) {
        double ns = take(kind, part);

        if (ns < fastest)
            fastest = ns;
    }
    printf("%s %.6g ns\n", name, fastest);
}

int main(int argc, char **argv)
{
    int count = argc == 4 ? atoi(argv[3]) : 0;

    for (int i = 0; i < PARKER_KINDS && count > 0; i++) {
        const struct parker_kind *kind = &parker_kinds[i];

        if (strcmp(argv[1], kind->name) != 0)
            continue;
        if (strcmp(argv[2], "token") == 0)
            measure("token", measure_token, kind, count);
        else if (strcmp(argv[2], "turn") == 0)
            measure("turn", measure_turn, kind, count);
        else
            break;
        return 0;
    }
    fputs("usage: parker KIND token|turn COUNT, as bench/parker/run has it\n",
          stderr);
    return 2;
}
