#include "connection.h"
#include "dice.h"
#include "faults.h"
#include "log.h"
#include "loop.h"
#include "response.h"

#include <errno.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the connection waits for, besides the time to answer */
enum waiting {
    WAITING_NEW, /* to be looked at: something has begun anew */
    WAITING_REQUEST,
    WAITING_HEAD,
    WAITING_BODY,
    WAITING_ANSWER, /* nothing else */
    WAITING_WRITE,
    WAITING_END,
};

/* How long it does so at most; 0: as long as it takes */
static const uint64_t patience_ns[] = {
    [WAITING_REQUEST] = 60 * SECOND_NS, [WAITING_HEAD] = 10 * SECOND_NS,
    [WAITING_BODY] = 10 * SECOND_NS,    [WAITING_ANSWER] = 0,
    [WAITING_WRITE] = 60 * SECOND_NS,   [WAITING_END] = 1 * SECOND_NS,
};

static void end(struct connection *c)
{
    struct connections *all = c->all;

    *c->link = c->next;
    if (c->next != NULL)
        c->next->link = c->link;
    timer_cancel(&all->loop->timers, &c->timer);
    outbox_fini(&c->outbox);
    request_fini(&c->request);
    close(c->fd); /* and epoll forgets it */
    free(c);
    all->count--;
    all->closed(all);
}

/*
 * Functions below that do something return false when the connection is over:
 * connection_ready, stop and expire end it then, nobody else.
 * Those named is_ or wants_ are questions.
 */

/* Appends an answer that is due now; NULL without memory */
static struct answer *queue_answer(struct connection *c, int status,
                                   uint64_t now_ns)
{
    struct answer *answer = malloc(sizeof(*answer));

    if (answer == NULL)
        return NULL;
    *answer = (struct answer){
        .due_ns = now_ns,
        .status = (uint16_t)status,
        .is_head = c->request.head.is_head,
        .is_old = c->request.head.is_old,
    };
    outbox_add(&c->outbox, answer);
    return answer;
}

/* No request will be read any more, and the last answer says so */
static void stop_reading(struct connection *c)
{
    c->closing = true;
    if (c->outbox.first != NULL)
        c->outbox.last->close = true;
}

static bool queue_error(struct connection *c, int status, const char *problem,
                        uint64_t now_ns)
{
    struct answer *answer = queue_answer(c, status, now_ns);

    if (answer == NULL)
        return false;
    answer->problem = problem;
    stop_reading(c);
    return true;
}

/* Takes from the head what is to be said; from now on it is the answer's */
static void move_content(struct answer *answer, struct head *head)
{
    answer->problem = head->problem;
    answer->message = head->message;
    answer->message_size = head->message_size;
    answer->faults = head->faults;
    head->message = NULL;
    head->faults = NULL;
}

/* Lets it fail if chance says so, and there is memory to keep in mind how */
static void roll_dice(const struct dice *dice, uint64_t number,
                      struct answer *answer)
{
    struct faults faults;

    if (answer->faults != NULL ||
        !dice_fail(dice, number, answer->message_size, &faults))
        return;
    answer->faults = malloc(sizeof(faults));
    if (answer->faults != NULL)
        *answer->faults = faults;
}

/* It will be as asked: its line in the log, its delay, its faults */
static void grant(struct connection *c, struct answer *answer)
{
    struct log *log = c->all->log;
    const struct dice *dice = c->all->dice;
    uint64_t number = log_next_number(log);
    uint32_t delay_ms = c->request.head.delay_ms;
    const struct faults *faults;

    roll_dice(dice, number, answer);
    faults = answer->faults;
    if (faults != NULL) {
        delay_ms += dice_jitter(dice, number, faults->jitter_ms);
        if (faults->status != 0)
            answer->status = faults->status;
    }
    answer->due_ns += delay_ms * MS_NS;
    log_request(log, number, delay_ms, answer->message, answer->message_size,
                faults);
}

/* Is this the last answer, and does it say so? */
static void decide_close(struct connection *c, struct answer *answer)
{
    const struct faults *faults = answer->faults;
    bool is_asked = c->request.head.close;
    bool is_ignored = faults != NULL && faults->ignore_keepalive;

    if ((is_asked && !is_ignored) || response_needs_close(answer))
        stop_reading(c);
    else if ((is_ignored && !is_asked) ||
             (faults != NULL && faults_cut(faults)))
        c->closing = true; /* without a word */
}

/* The request is complete: its delay starts, and the next request may come */
static bool queue_request(struct connection *c, uint64_t now_ns)
{
    struct request *request = &c->request;
    struct answer *answer = queue_answer(c, request->head.status, now_ns);

    if (answer == NULL)
        return false;
    move_content(answer, &request->head);
    if (request->head.status == 200)
        grant(c, answer);
    decide_close(c, answer);
    request_fini(request);
    request_init(request);
    c->waiting = WAITING_NEW;
    return true;
}

static bool take_input(struct connection *c, const char *data, size_t size,
                       uint64_t now_ns)
{
    bool alive = true;
    size_t used;

    for (; alive && size > 0 && !c->closing; data += used, size -= used) {
        switch (request_feed(&c->request, data, size, &used)) {
        case REQUEST_MORE:
            break;
        case REQUEST_CONTINUE:
            alive = queue_answer(c, 100, now_ns) != NULL;
            break;
        case REQUEST_COMPLETE:
            alive = queue_request(c, now_ns);
            break;
        }
    }
    return alive;
}

/* A client that has no more to ask may still wait for answers */
static bool take_end(struct connection *c, uint64_t now_ns)
{
    c->at_end = true;
    if (!c->closing && c->request.phase != PHASE_EMPTY)
        return queue_error(c, 400, "the request ends before it is complete",
                           now_ns);
    stop_reading(c);
    return true;
}

static bool read_input(struct connection *c)
{
    struct connections *all = c->all;
    uint64_t now_ns;
    ssize_t size;

    do
        size = recv(c->fd, all->input, INPUT_SIZE, 0);
    while (size < 0 && errno == EINTR);
    /* Taken after recv: no delay may start before its request is here */
    now_ns = loop_now_ns();
    if (size < 0)
        return errno == EAGAIN;
    if (size == 0)
        return take_end(c, now_ns);
    return take_input(c, all->input, (size_t)size, now_ns);
}

/* Writes what is due.  What waits for the socket gets new patience with it. */
static bool write_output(struct connection *c, uint64_t now_ns)
{
    struct connections *all = c->all;
    ptrdiff_t sent = outbox_write(&c->outbox, c->fd, now_ns, &all->output);

    if (sent > 0 && c->waiting == WAITING_WRITE)
        c->waiting = WAITING_NEW;
    return sent >= 0;
}

/* What arrives may be of no more interest, but that the client goes is */
static bool wants_input(const struct connection *c)
{
    return c->lingering || outbox_hangs(&c->outbox) ||
           (!c->closing && c->outbox.unsent == NULL &&
            c->outbox.count < PENDING_MAX);
}

/* All is written, and now comes the reset, or the end */
static bool is_to_reset(const struct connection *c)
{
    return outbox_is_empty(&c->outbox) && c->outbox.reset;
}

static bool is_to_end(const struct connection *c)
{
    return outbox_is_empty(&c->outbox) && !c->outbox.reset && c->closing;
}

static enum waiting what_for(const struct connection *c)
{
    if (c->lingering)
        return WAITING_END;
    if (c->outbox.unsent != NULL || is_to_reset(c))
        return WAITING_WRITE;
    /* Nobody is late with what we do not read, or have not asked for */
    if (!wants_input(c) ||
        (c->outbox.first != NULL && c->outbox.last->status == 100))
        return WAITING_ANSWER;
    if (c->request.phase == PHASE_EMPTY)
        return c->outbox.first != NULL ? WAITING_ANSWER : WAITING_REQUEST;
    return c->request.phase <= PHASE_FIELDS ? WAITING_HEAD : WAITING_BODY;
}

static bool update_interest(struct connection *c)
{
    uint32_t events = (wants_input(c) ? EPOLLIN : 0) |
                      (c->outbox.unsent != NULL ? EPOLLOUT : 0);

    if (events == c->interest)
        return true;
    c->interest = events;
    return loop_change(c->all->loop, c->fd, events, c) == 0;
}

/* A client that is to be reset is looked at again: the longer, the later */
static uint64_t next_look_ns(const struct connection *c, uint64_t now_ns)
{
    uint64_t since_ns = c->deadline_ns - patience_ns[WAITING_WRITE];
    uint64_t waited_ns = now_ns > since_ns ? now_ns - since_ns : 0;

    return now_ns + (waited_ns / 8 > MS_NS ? waited_ns / 8 : MS_NS);
}

/*
 * The timer is moved only to an earlier time.  If the time becomes later, as
 * it mostly does, it expires once for nothing, which costs less than to move
 * it for each request.
 */
static void update_timer(struct connection *c, uint64_t now_ns)
{
    struct timers *timers = &c->all->loop->timers;
    enum waiting waiting = what_for(c);
    uint64_t next_ns;

    if (waiting != c->waiting) {
        c->waiting = (uint8_t)waiting;
        c->deadline_ns = patience_ns[waiting] == 0
                             ? TIMER_NEVER
                             : now_ns + patience_ns[waiting];
    }
    next_ns = is_to_reset(c) ? next_look_ns(c, now_ns) : outbox_due(&c->outbox);
    if (c->deadline_ns < next_ns)
        next_ns = c->deadline_ns;
    if (next_ns <= now_ns)
        next_ns = now_ns + 1; /* in the next round: others have their turn */
    if (next_ns < timer_due(timers, &c->timer))
        timer_set(timers, &c->timer, next_ns);
}

/*
 * Closing at once would lose the answer: octets that were not read make the
 * kernel reset the connection, and the client's kernel then throws away what
 * the client has not read.  So say that this is the end, and read a little
 * longer until the client says the same.
 */
static bool linger(struct connection *c)
{
    if (c->lingering)
        return !c->at_end;
    c->lingering = true;
    return !c->at_end && shutdown(c->fd, SHUT_WR) == 0;
}

/*
 * A reset throws away what the kernel has not sent yet, as the client's window
 * is full.  Nothing tells when that changes, so it is looked at now and then.
 */
static bool is_ready_to_reset(const struct connection *c)
{
    int waiting = 0;

    return ioctl(c->fd, SIOCOUTQNSD, &waiting) < 0 || waiting == 0;
}

static bool reset(struct connection *c)
{
    static const struct linger at_once = {.l_onoff = 1};

    if (!is_ready_to_reset(c))
        return true;
    /* If this fails, an end comes in place of a reset: no harm is done */
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    return false;
}

/* After each change: what comes next? */
static bool settle(struct connection *c, uint64_t now_ns)
{
    /* What hangs ends when the client says that it is done, or we stop */
    if (outbox_hangs(&c->outbox) && (c->at_end || c->all->stopping))
        return false;
    if (is_to_reset(c) && !reset(c))
        return false;
    if (is_to_end(c) && !linger(c))
        return false;
    if (!update_interest(c))
        return false;
    update_timer(c, now_ns);
    return true;
}

/* Patience is at an end */
static bool give_up(struct connection *c, uint64_t now_ns)
{
    switch (c->waiting) {
    case WAITING_HEAD:
        return queue_error(c, 408, "the request did not arrive in 10 seconds",
                           now_ns);
    case WAITING_BODY:
        return queue_error(c, 408, "the body did not arrive in 10 seconds",
                           now_ns);
    default:
        return false;
    }
}

static void expire(struct timer *timer, uint64_t now_ns)
{
    struct connection *c =
        (void *)((char *)timer - offsetof(struct connection, timer));
    bool alive = now_ns < c->deadline_ns || give_up(c, now_ns);

    if (!alive || !write_output(c, now_ns) || !settle(c, now_ns))
        end(c);
}

int connection_open(struct connections *all, int fd)
{
    struct connection *c = malloc(sizeof(*c));
    int err;

    if (c == NULL)
        return -ENOMEM;
    err = loop_add(all->loop, fd, EPOLLIN, c);
    if (err < 0) {
        free(c);
        return err;
    }
    *c = (struct connection){
        .all = all,
        .next = all->first,
        .link = &all->first,
        .fd = fd,
        .interest = EPOLLIN,
        .timer.expired = expire,
    };
    if (c->next != NULL)
        c->next->link = &c->next;
    all->first = c;
    all->count++;
    request_init(&c->request);
    update_timer(c, loop_now_ns());
    return 0;
}

void connection_ready(struct connection *c, uint32_t events)
{
    /* HUP: reset, or both sides have said all */
    bool alive = (events & (EPOLLERR | EPOLLHUP)) == 0;

    if (alive && (events & EPOLLOUT))
        alive = write_output(c, loop_now_ns());
    if (alive && (events & EPOLLIN))
        alive = read_input(c);
    if (!alive || !settle(c, loop_now_ns()))
        end(c);
}

static void stop(struct connection *c)
{
    bool alive = !wants_input(c) || read_input(c);

    stop_reading(c);
    if (outbox_is_empty(&c->outbox) && !c->lingering)
        alive = false; /* idle: nothing is owed */
    if (!alive || !settle(c, loop_now_ns()))
        end(c);
}

void connections_stop(struct connections *all)
{
    struct connection *c, *next;

    all->stopping = true;
    for (c = all->first; c != NULL; c = next) {
        next = c->next;
        stop(c);
    }
}

void connections_abort(struct connections *all)
{
    while (all->first != NULL)
        end(all->first);
}
