/*
 * How tasks sleep and are woken in ch08-runtime/c-reactor-executor, small
 * enough that Spin can try every order in which its threads and the server may
 * run.
 *
 * A test sees those orders that happen.  A wakeup that is lost one time in a
 * million is not among them; here it is, with the steps that lead to it:
 *
 *     tests/models/check
 *
 * An executor runs TASKS tasks.  Each waits for an answer that comes in PIECES
 * pieces, on a file that has the number of the task.  Names are those of the C
 * sources.  What stands in atomic {} is done there under a lock (or by one
 * system call), so nobody can come between.  Left out: who frees what.
 *
 * Each of these takes one precaution away, and Spin finds out why it is there:
 *
 *     -DREAD_FIRST        a future reads, and stores its waker if that would
 *                         block.  It is the book's order; the book's reactor
 *                         keeps a waker that it has woken, which hides the
 *                         mistake as long as the waker stays the same
 *     -DNO_TOKEN          parker_unpark() wakes whoever is parked now
 *     -DCLEAR_AFTER_POLL  is_queued is cleared after the poll, not before it
 *     -DLAST_FIRST        the ready queue gives out the task that came last
 *     -DCHECK_AFTER_POLL  only the executor, after a poll, looks whether anybody
 *                         has a waker of the task, and not whoever drops one
 *     -DQUEUED_IS_LOST    whoever drops the last waker does not look whether
 *                         the task is queued
 *     -DPOLL_UNCOUNTED    the waker of a poll does not count
 *
 * With -DYIELD task 0 waits for nothing, but always wakes itself when polled:
 * the other one must have its turns even so.
 *
 * With -DSTRAND somebody takes a waker out of the reactor's table and drops it,
 * once and at any time.  So does a task that deregisters another
 * one's file, or stores its own waker for the same file.
 */

#define TASKS  2
#define PIECES 2

/* --- The kernel ----------------------------------------------------------- */

byte came[TASKS];               /* pieces that can be read */
bool edge[TASKS];               /* something new came: epoll says so once */

proctype server(byte fd)
{
    do
    :: came[fd] < PIECES ->
        atomic {
            came[fd]++;
            edge[fd] = true;
            printf("server:   piece %d comes for file %d: an edge\n",
                   came[fd], fd)
        }
    :: else -> break
    od
}

/* --- What must hold ------------------------------------------------------- */

bool is_finished[TASKS];
bool is_queued[TASKS] = true;
byte got[TASKS];                /* pieces that the future has read */
bool is_woken[TASKS];           /* and has not been polled since */

/* Who has finished need not be polled. */
#define is_due(task) (is_woken[task] && !is_finished[task])

ltl woken_task_is_polled {
    [] (is_due(0) -> <> !is_due(0)) && [] (is_due(1) -> <> !is_due(1))
}

ltl answer_is_read {
    [] (came[0] > got[0] -> <> (came[0] == got[0])) &&
    [] (came[1] > got[1] -> <> (came[1] == got[1]))
}

bool has_waker[TASKS];          /* in the reactor's table, by file */
byte in_hand[TASKS];            /* wakers that were taken from there */
bool is_polled[TASKS];
bool is_told[TASKS];            /* the panic: nobody has a waker of it */

/* Nobody will ever wake it. */
#define is_lost(task) \
    (!is_finished[task] && !is_queued[task] && !is_polled[task] && \
     !has_waker[task] && in_hand[task] == 0)

ltl told_if_lost {
    [] ((is_lost(0) -> <> is_told[0]) && (is_lost(1) -> <> is_told[1]) &&
        (is_told[0] -> is_lost(0)) && (is_told[1] -> is_lost(1)))
}

ltl nobody_is_told {
    [] (!is_told[0] && !is_told[1])
}

/* And, as Spin checks by itself: nobody waits for ever, but for the reactor. */

/* --- parker.h ------------------------------------------------------------- */

#ifndef NO_TOKEN

bool has_token;

/* Waits for the token and takes it. */
inline parker_park()
{
    atomic {
        has_token ->
            has_token = false;
            printf("executor: takes the token\n")
    }
}

inline parker_unpark()
{
    has_token = true
}

#else

bool is_parked;

/* Says that it is parked, and waits until that is no more so. */
inline parker_park()
{
    atomic {
        is_parked = true;
        printf("executor: is parked\n")
    }
    !is_parked
}

/* Too early, and there is nobody whom it wakes. */
inline parker_unpark()
{
    atomic {
        if
        :: is_parked -> is_parked = false
        :: else -> printf("          ... nobody is parked\n")
        fi
    }
}

#endif

/* --- ready_queue.c -------------------------------------------------------- */

chan queue = [TASKS] of { byte };
byte wakers[TASKS];             /* of that task; that of a poll is one of them */

inline append(task)
{
    assert(nfull(queue));       /* each task once: there is always room */
    queue ! task;
#ifdef LAST_FIRST
    if
    :: len(queue) == 2 -> queue ? other; queue ! other
    :: else
    fi
#endif
}

/* is_new: it was not in the queue, and is now */
inline ready_queue_push(task)
{
    atomic {
        is_new = !is_queued[task] && !is_finished[task];
        is_woken[task] = true;
        if
        :: is_new -> is_queued[task] = true; append(task)
        :: else -> printf("          ... which is queued already or done\n")
        fi
    }
}

/* task, or TASKS if there is none */
inline ready_queue_pop(task)
{
    atomic {
        if
        :: queue ? task ->
#ifndef CLEAR_AFTER_POLL
            is_queued[task] = false;
#endif
#ifndef POLL_UNCOUNTED
            wakers[task]++;
#endif
            is_polled[task] = true
        :: empty(queue) -> task = TASKS
        fi
    }
}

/* --- executor.c: wakers --------------------------------------------------- */

inline waker_clone(task)
{
    wakers[task]++              /* one step, as all that stands alone */
}

#ifndef QUEUED_IS_LOST
#define has_a_turn(task) is_queued[task]
#else
#define has_a_turn(task) false
#endif

/* In the same atomic step as the count */
inline look_if_lost(task)
{
    if
    :: wakers[task] == 0 && !has_a_turn(task) && !is_finished[task] ->
        is_told[task] = true;
        printf("          ... nobody has a waker of task %d: panic\n", task)
    :: else
    fi
}

/* Of a waker that was taken from the table, and is still in_hand */
inline waker_drop(task)
{
    atomic {
        wakers[task]--;
        in_hand[task]--;
#ifndef CHECK_AFTER_POLL
        look_if_lost(task)
#endif
    }
}

/* The executor drops the waker with which it has polled. */
inline drop_after_poll(task)
{
    atomic {
        is_polled[task] = false;
#ifndef POLL_UNCOUNTED
        wakers[task]--;
#endif
        look_if_lost(task)
    }
}

inline waker_wake(task)
{
    ready_queue_push(task);
    if
    :: is_new -> parker_unpark()
    :: else
    fi
}

/* --- reactor.c ------------------------------------------------------------ */

inline reactor_set_waker(fd)
{
    waker_clone(fd);
    atomic {
        assert(!has_waker[fd]); /* whoever woke the task has taken it */
        has_waker[fd] = true;
        printf("executor: the waker of task %d is stored\n", fd)
    }
}

/* Takes the waker, and calls it and drops it when the lock is free again. */
inline wake(fd)
{
    atomic {
        is_known = has_waker[fd];
        has_waker[fd] = false;
        if
        :: is_known -> in_hand[fd]++; printf("reactor:  wakes task %d\n", fd)
        :: else -> printf("reactor:  no waker for file %d: forgets it\n", fd)
        fi
    }
    if
    :: is_known -> waker_wake(fd); waker_drop(fd)
    :: else
    fi
}

/* Takes one, as reactor_deregister() and the waker of another task do. */
proctype stranger()
{
    byte fd;

end_wait:                       /* or it comes too late */
    if
    :: atomic { has_waker[0] -> has_waker[0] = false; fd = 0; in_hand[0]++ }
    :: atomic { has_waker[1] -> has_waker[1] = false; fd = 1; in_hand[1]++ }
    fi;
    printf("          ... somebody has taken the waker of task %d\n", fd);
    waker_drop(fd)
}

proctype reactor()
{
    byte fd, other;
    bool is_known, is_new;

end_wait:                       /* where it may wait for ever */
    do
    :: atomic { edge[0] -> edge[0] = false; fd = 0 };
        wake(fd)
    :: atomic { edge[1] -> edge[1] = false; fd = 1 };
        wake(fd)
    od
}

/* --- http.c: the future of a task ----------------------------------------- */

inline read(task)
{
    atomic {
        got[task] = came[task];
        is_ready = got[task] == PIECES;
        printf("executor: task %d has read %d of %d pieces\n",
               task, got[task], PIECES)
    }
}

inline poll(task)
{
    is_woken[task] = false;
#ifndef READ_FIRST
    reactor_set_waker(task);
    read(task)
#else
    read(task);
    if
    :: !is_ready -> reactor_set_waker(task)
    :: else
    fi
#endif
}

/* --- executor.c: tasks ---------------------------------------------------- */

/* What was woken in its last poll has finished by the time it is its turn. */
inline run_task(task)
{
    if
    :: !is_finished[task] ->
#ifdef YIELD
        if
        :: task == 0 ->
            is_woken[task] = false;
            is_ready = false;
            waker_wake(task)
        :: else -> poll(task)
        fi;
#else
        poll(task);
#endif
        if
        :: is_ready -> pending--; is_finished[task] = true
        :: else
        fi
    :: else
    fi;
#ifdef CLEAR_AFTER_POLL
    atomic {
        is_queued[task] = false;
        printf("executor: task %d is queued no more\n", task)
    }
#endif
    drop_after_poll(task)
}

/* The tasks have been spawned when it begins. */
proctype executor()
{
    byte task, other, pending = TASKS;
    bool is_new, is_ready;

    do
    :: ready_queue_pop(task);
        if
        :: task < TASKS -> run_task(task)
        :: task == TASKS && pending == 0 -> break
        :: task == TASKS && pending > 0 ->
            printf("executor: nothing is queued, %d of %d tasks are pending\n",
                   pending, TASKS);
            parker_park()
        fi
    od
}

init {
    byte other;

    atomic {
        append(0);
        append(1);
        run server(0);
        run server(1);
        run reactor();
#ifdef STRAND
        run stranger();
#endif
        run executor()
    }
}
