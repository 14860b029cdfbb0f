#define _GNU_SOURCE
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reading_add(struct reading *r, const struct answer *answer)
{
    size_t size = (r->count + 1) * sizeof(r->answers[0]);

    r->answers = realloc(r->answers, size);
    if (r->answers == NULL)
        abort();
    r->answers[r->count++] = *answer;
}

void reading_fini(struct reading *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->answers[i].message);
    free(r->answers);
    *r = (struct reading){0};
}

static bool same_answer(const struct answer *a, const struct answer *b)
{
    return a->begin == b->begin && a->end == b->end && a->status == b->status &&
           a->is_head == b->is_head && a->told == b->told &&
           a->close == b->close && a->delay_ms == b->delay_ms &&
           a->message_size == b->message_size &&
           (a->message_size == 0 ||
            memcmp(a->message, b->message, a->message_size) == 0);
}

bool reading_equal(const struct reading *a, const struct reading *b)
{
    if (a->count != b->count || a->more != b->more ||
        a->more_told != b->more_told)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!same_answer(&a->answers[i], &b->answers[i]))
            return false;
    }
    return true;
}

static void print_message(FILE *out, const struct answer *a)
{
    fprintf(out, " %u:", (unsigned)a->delay_ms);
    for (size_t i = 0; i < a->message_size; i++) {
        unsigned char octet = a->message[i];

        fprintf(out, octet < ' ' || octet > '~' ? "\\x%02x" : "%c", octet);
    }
}

static void print_answer(FILE *out, const struct answer *a, bool places)
{
    if (places)
        fprintf(out, "[%zu-%zu] ", a->begin, a->end);
    if (a->told)
        fprintf(out, "100, ");
    fprintf(out, "%s%d", a->is_head ? "head " : "", a->status);
    if (a->status == 200)
        print_message(out, a);
    if (a->close)
        fprintf(out, ", close");
}

static char *print(const struct reading *r, bool places)
{
    char *line;
    size_t size;
    FILE *out = open_memstream(&line, &size);

    if (out == NULL)
        abort();
    for (size_t i = 0; i < r->count; i++) {
        fprintf(out, "%s", i > 0 ? ", " : "");
        print_answer(out, &r->answers[i], places);
    }
    if (r->more)
        fprintf(out, "%s%smore", r->count > 0 ? ", " : "",
                r->more_told ? "100, " : "");
    if (fclose(out) != 0)
        abort();
    return line;
}

char *reading_line(const struct reading *r)
{
    return print(r, false);
}

char *reading_places(const struct reading *r)
{
    return print(r, true);
}
