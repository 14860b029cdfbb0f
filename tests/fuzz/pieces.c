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
    struct head *head = &p->request.head;
    struct answer *a = &p->answer;

    if (head->status == 200) {
        require(head->message != NULL || head->message_size == 0, "a message");
        a->delay_ms = head->delay_ms;
        a->message = head->message;
        a->message_size = head->message_size;
        head->message = NULL;
    }
    if (head->status >= 400)
        require((head->problem != NULL) != (head->message != NULL),
                "an error is told in words of one kind");
    a->end = p->at;
    a->status = head->status;
    a->is_head = head->is_head;
    a->close = head->close;
    reading_add(&p->reading, a);
    p->closed = head->close;
    p->answer = (struct answer){.begin = p->at};
    request_fini(&p->request);
    request_init(&p->request);
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
