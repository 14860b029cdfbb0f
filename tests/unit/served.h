/* wraps: clock_gettime time free freeaddrinfo pthread_join process_open */
#ifndef SERVED_H
#define SERVED_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * A delayserver in a child of the test, clients of it, and its time.
 *
 * What it calls to do anything that can fail, or to know the time, is wrapped
 * by the linker (--wrap in the Makefile): so the program is tested as it is,
 * and has no hooks for it.  The wrappers are in served_calls.c.
 *
 * Its clocks stand still until the test lets time pass, and whenever it waits
 * for events, the test can ask whether it has nothing left to do, and until
 * when.  So no test sleeps, and an hour takes no longer than a millisecond.
 */

/* All that is wrapped and can fail, one in a line: make/units reads this */
enum call {
    CALL_accept4,
    CALL_bind,
    CALL_calloc,
    CALL_close,
    CALL_epoll_create1,
    CALL_epoll_ctl,
    CALL_epoll_pwait2,
    CALL_epoll_wait,
    CALL_eventfd,
    CALL_fflush,
    CALL_fstat,
    CALL_getaddrinfo,
    CALL_getrlimit,
    CALL_getsockname,
    CALL_ioctl,
    CALL_listen,
    CALL_malloc,
    CALL_open,
    CALL_poll,
    CALL_prctl,
    CALL_pthread_create,
    CALL_pthread_sigmask,
    CALL_read,
    CALL_realloc,
    CALL_recv,
    CALL_send,
    CALL_setrlimit,
    CALL_setsockopt,
    CALL_shutdown,
    CALL_signalfd,
    CALL_socket,
    CALL_strdup,
    CALL_write,
    CALLS,
    CALL_NONE = CALLS,
};

#define MS_NS      UINT64_C(1000000)
#define SECOND_NS  (1000 * MS_NS)
#define TIME_NEVER UINT64_MAX

enum {
    SERVED_THREADS_MAX = 8,
    ORDER_MAX = 4096,
    HITS_MAX = 1024,
};

/* All around the server that the test decides, and what came of it */
struct world {
    /* The one fault; reset by served_plan */
    enum call call;
    unsigned nth; /* the first one that fails, counted from 1 */
    int error;    /* its errno */
    bool lasting; /* and so do all that follow */
    bool lossy;   /* after it, octets may get lost on the way */
    atomic_bool armed;

    /* The surroundings, which the test may change at any time */
    atomic_bool no_epoll_pwait2; /* as before Linux 5.11 */
    atomic_bool no_files;        /* none is left to accept a client with */
    atomic_bool octetwise;       /* recv, send and write move only one */
    atomic_bool choppy;          /* every second send finds no room */
    atomic_bool small_buffers;   /* of sockets */

    /* Time: CLOCK_MONOTONIC, and the number that time() gives */
    _Atomic uint64_t now_ns;
    _Atomic int64_t wall_clock;

    /* What happened */
    atomic_uint calls[CALLS]; /* since it was armed */
    atomic_uint struck;       /* how often the fault has */
    atomic_uint threads;      /* that wait for events, or did */
    atomic_uint waits;        /* calls that wait */
    atomic_uint bad_waits;    /* with a timeout that is none */
    atomic_int port;
    atomic_long received; /* octets, all connections together */
    atomic_long sent;
    atomic_long blocks; /* of memory that are allocated, and addrinfo lists */
    atomic_int bad_closes; /* of what was not open */
    int files_left;        /* or missing: not as it was before main */

    /* The connections in the order in which they were read from, written to */
    atomic_uint reads;
    atomic_uint writes;
    int readers[ORDER_MAX];
    int writers[ORDER_MAX];

    /* The same number for calls that the server comes to in the same way */
    uint32_t kinds[CALLS][HITS_MAX];
};

extern struct world *world;

/* Forgets what happened.  The call fails from its nth on, once or lastingly. */
void served_plan(enum call call, unsigned nth, int error, bool lasting);

struct served {
    pid_t pid;  /* 0: there is no process */
    int output; /* where its standard output and error can be read */
    int errors;
    unsigned threads;
    int control[SERVED_THREADS_MAX];
    bool ended[SERVED_THREADS_MAX]; /* the thread waits for no more events */
};

/* How it ended, and everything that it printed */
struct served_end {
    int status; /* as of waitpid */
    char output[65536];
    char errors[4096];
};

enum {
    SERVED_ENDED = 0, /* in place of a point in time */
};

/*
 * Starts a server with these arguments (up to a NULL), which ask for so many
 * threads, and returns when all of them wait for clients, or it has ended.
 */
void served_start(struct served *server, const char *const *arguments,
                  unsigned threads);

/*
 * The same after served_wait, in the process of the server before and with its
 * arguments: a new process costs ten times as much as all that a server does
 * for some clients.  Everything is as it was in the new process.  False: the
 * server before took its process along, and nothing was started.
 */
bool served_restart(struct served *server);

/* Ends the process, if there still is one, after served_wait */
void served_close(struct served *server);

/*
 * Returns when the server has done all that it can do now.  Says when it
 * will have something to do next if nobody else gives it any: TIME_NEVER, or
 * SERVED_ENDED if there is no server any more.
 */
uint64_t served_settle(struct served *server);

/* Lets time pass, with all that happens in it, and settles */
void served_pass(struct served *server, uint64_t ns);

/* Time jumps, as for a process that was stopped; the server sees it after */
void served_jump(uint64_t ns);

/* The server gets SIGTERM */
void served_stop(struct served *server);

/*
 * Waits until the server has ended by itself, for which it gets as much time as
 * it wants up to patience_ns.  False: it has not, and was killed.
 */
bool served_wait(struct served *server, uint64_t patience_ns,
                 struct served_end *end);

/* --- Clients --------------------------------------------------------------*/

struct client {
    struct served *server;
    struct client *next; /* in a list of all */
    int fd;              /* -1 when it has left */
    size_t size;
    char data[16384]; /* of which answers were not taken out yet */
};

enum heard {
    HEARD_ANSWER,
    HEARD_END,     /* the server closed the connection in good order */
    HEARD_CUT,     /* in the middle of an answer, or by a reset */
    HEARD_NOTHING, /* and nothing will come */
    HEARD_NONSENSE,
};

struct answer_heard {
    int status;
    bool close;
    char head[1024];
    char body[12288]; /* a string */
};

/* A new client of a server that listens, or did.  Gone by client_leave. */
struct client *client_new(struct served *server);
void client_leave(struct client *c);

/* Leaves with a reset */
void client_slam(struct client *c);

/* Says it, to whoever still listens; what the server reads it with is open */
void client_say(struct client *c, const char *text);

/* The same, and the server has read it when this returns */
void client_tell(struct client *c, const char *text);

/* Says no more */
void client_shutdown(struct client *c);

/*
 * Takes the next answer (without a body, if it is one to HEAD).  Waits for
 * it, and lets at most patience_ns pass when the server waits for time.
 */
enum heard client_hear(struct client *c, bool is_head, uint64_t patience_ns,
                       struct answer_heard *answer);

/* True if nothing has arrived, not even an end, and nothing will now */
bool client_hears_nothing(struct client *c);

/*
 * For the only client of a server: takes in what was sent to it up to now, and
 * returns how many octets have come that client_hear has not taken out.
 */
size_t client_size(struct client *c);

#endif
