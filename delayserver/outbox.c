#include "outbox.h"
#include "faults.h"
#include "timer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void drop_first(struct outbox *outbox)
{
    struct answer *answer = outbox->first;

    outbox->first = answer->next;
    outbox->count--;
    outbox->delivery = (struct delivery){0};
    free(answer->message);
    free(answer->faults);
    free(answer);
}

void outbox_fini(struct outbox *outbox)
{
    while (outbox->first != NULL)
        drop_first(outbox);
    free(outbox->unsent);
}

void outbox_add(struct outbox *outbox, struct answer *answer)
{
    answer->next = NULL;
    if (outbox->first == NULL)
        outbox->first = answer;
    else
        outbox->last->next = answer;
    outbox->last = answer;
    outbox->count++;
}

bool outbox_is_empty(const struct outbox *outbox)
{
    return outbox->first == NULL && outbox->unsent == NULL;
}

uint64_t outbox_due(const struct outbox *outbox)
{
    if (outbox->first == NULL || outbox->unsent != NULL)
        return TIMER_NEVER;
    return delivery_due(&outbox->delivery, outbox->first);
}

bool outbox_hangs(const struct outbox *outbox)
{
    return outbox->first != NULL && outbox->unsent == NULL &&
           delivery_is_over(&outbox->delivery);
}

/* Sends what the socket takes now; returns how much, or -errno */
static ptrdiff_t send_some(int fd, const char *data, size_t size)
{
    size_t sent = 0;

    while (sent < size) {
        ssize_t n = send(fd, data + sent, size - sent, MSG_NOSIGNAL);

        if (n >= 0)
            sent += (size_t)n;
        else if (errno == EAGAIN)
            break;
        else if (errno != EINTR)
            return -errno;
    }
    return (ptrdiff_t)sent;
}

static ptrdiff_t send_unsent(struct outbox *outbox, int fd)
{
    ptrdiff_t sent = send_some(fd, outbox->unsent + outbox->unsent_done,
                               outbox->unsent_size - outbox->unsent_done);

    if (sent < 0)
        return sent;
    outbox->unsent_done += (uint32_t)sent;
    if (outbox->unsent_done == outbox->unsent_size) {
        free(outbox->unsent);
        outbox->unsent = NULL;
    }
    return sent;
}

/* Sends data, and copies what the socket does not take */
static ptrdiff_t send_or_keep(struct outbox *outbox, int fd, const char *data,
                              size_t size)
{
    ptrdiff_t sent = send_some(fd, data, size);

    if (sent < 0 || (size_t)sent == size)
        return sent;
    outbox->unsent_size = (uint32_t)(size - (size_t)sent);
    outbox->unsent_done = 0;
    outbox->unsent = malloc(outbox->unsent_size);
    if (outbox->unsent == NULL)
        return -ENOMEM;
    memcpy(outbox->unsent, data + sent, outbox->unsent_size);
    return sent;
}

/* The first answer is complete, or has come as far as it was asked to */
static void end_first(struct outbox *outbox, uint64_t now_ns)
{
    const struct faults *faults = outbox->first->faults;

    if (faults != NULL && faults->hang)
        return;
    outbox->reset |= faults != NULL && faults->reset != RESET_NEVER;
    drop_first(outbox);
    /* The parts of the next keep their distance, even if the first is late */
    if (outbox->first != NULL && outbox->first->due_ns < now_ns)
        outbox->first->due_ns = now_ns;
}

/* Moves what is due into the buffer; returns how many octets */
static size_t fill(struct outbox *outbox, uint64_t now_ns,
                   struct outbox_buffer *buffer)
{
    size_t size = 0;

    while (outbox_due(outbox) <= now_ns &&
           size + DELIVERY_PART_MAX <= sizeof(buffer->data)) {
        size += delivery_next(&outbox->delivery, outbox->first, &buffer->date,
                              buffer->data + size);
        if (delivery_is_over(&outbox->delivery))
            end_first(outbox, now_ns);
    }
    return size;
}

ptrdiff_t outbox_write(struct outbox *outbox, int fd, uint64_t now_ns,
                       struct outbox_buffer *buffer)
{
    ptrdiff_t sent = 0;
    ptrdiff_t n = 0;

    if (outbox->unsent != NULL)
        sent = n = send_unsent(outbox, fd);
    while (n >= 0 && outbox_due(outbox) <= now_ns && sent < TURN_MAX) {
        n = send_or_keep(outbox, fd, buffer->data,
                         fill(outbox, now_ns, buffer));
        sent += n;
    }
    return n < 0 ? n : sent;
}
