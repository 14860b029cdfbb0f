#include "pieces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(bool condition, const char *promise)
{
    if (condition)
        return;
    fprintf(stderr, "request.c breaks a promise: %s\n", promise);
    abort();
}

void pieces_init(struct pieces *p)
{
    *p = (struct pieces){0};
    request_init(&p->request);
}

static void take_answer(struct pieces *p)
{
    struct request *r = &p->request;
    struct answer *a = &p->answer;

    if (r->status == 200) {
        require(r->message != NULL || r->message_size == 0, "a message");
        a->delay_ms = r->delay_ms;
        a->message = r->message;
        a->message_size = r->message_size;
        r->message = NULL;
    }
    if (r->status >= 400)
        require((r->problem != NULL) != (r->message != NULL),
                "an error is told in words of one kind");
    a->end = p->at;
    a->status = r->status;
    a->is_head = r->is_head;
    a->close = r->close;
    reading_add(&p->reading, a);
    p->closed = r->close;
    p->answer = (struct answer){.begin = p->at};
    request_fini(r);
    request_init(r);
}

void pieces_feed(struct pieces *p, const char *data, size_t size)
{
    /* A copy of just this size: reading beyond it is seen by sanitizers */
    char *copy = malloc(size + !size);
    size_t done = 0, used;

    require(copy != NULL, "memory");
    memcpy(copy, data, size);
    while (done < size && !p->closed) {
        enum request_event event =
            request_feed(&p->request, copy + done, size - done, &used);

        require(used <= size - done, "no more used than given");
        require(used > 0, "it goes on");
        done += used;
        p->at += used;
        if (event == REQUEST_MORE)
            require(done == size, "all used unless something has happened");
        if (event == REQUEST_CONTINUE)
            p->answer.told = true;
        if (event == REQUEST_COMPLETE)
            take_answer(p);
    }
    free(copy);
}

void pieces_end(struct pieces *p)
{
    p->reading.more = !p->closed && p->request.phase != PHASE_EMPTY;
    p->reading.more_told = p->reading.more && p->answer.told;
    request_fini(&p->request);
}

void pieces_read(struct reading *r, const char *input, size_t size,
                 size_t first, size_t piece)
{
    struct pieces p;
    size_t next;

    pieces_init(&p);
    pieces_feed(&p, input, first);
    for (size_t done = first; done < size; done += next) {
        next = size - done < piece ? size - done : piece;
        pieces_feed(&p, input + done, next);
    }
    pieces_end(&p);
    *r = p.reading;
}
