#include "timer.h"

#include "runtime.h"

enum {
    NS_PER_MS = 1000000
};

/* --- Timers -----------------------------------------------------------------
 */

void timer_init(struct timer *timer)
{
    wheel_entry_init(&timer->entry);
    timer->waker = (struct waker){NULL, NULL};
}

void timer_start(struct timer *timer, int64_t at, const struct waker *waker)
{
    struct runtime *runtime = runtime_here;

    waker_keep(&timer->waker, waker);
    if (wheel_has(&timer->entry) && timer->entry.at == at)
        return;
    if (wheel_has(&timer->entry))
        wheel_remove(&runtime->timers, &timer->entry);
    wheel_add(&runtime->timers, &timer->entry, at);
    runtime_trace(TRACE_TIMER_SET, runtime->running, at - runtime->now, NULL);
}

void timer_stop(struct timer *timer)
{
    if (wheel_has(&timer->entry)) {
        wheel_remove(&runtime_here->timers, &timer->entry);
        runtime_trace(TRACE_TIMER_STOP, runtime_here->running, 0, NULL);
    }
    waker_drop(&timer->waker);
}

void timer_fire(struct timer *timer, int64_t now)
{
    runtime_trace(TRACE_TIMER_FIRE, NULL, now - timer->entry.at, NULL);
    waker_wake(&timer->waker);
}

/* --- Sleeping ---------------------------------------------------------------
 */

void sleep_until_init(struct sleep_until *self, int64_t at)
{
    if (runtime_here == NULL)
        panic("to sleep before runtime_init()");
    timer_init(&self->timer);
    self->timer.entry.at = at;
}

struct poll sleep_until_poll(struct sleep_until *self, struct context *cx,
                             sleep_until_output *output)
{
    (void)output;
    if (self->timer.entry.at > clock_now()) {
        timer_start(&self->timer, self->timer.entry.at, cx->waker);
        return POLL_PENDING;
    }
    if (!runtime_overspend(cx))
        return POLL_PENDING;
    timer_stop(&self->timer);
    return POLL_READY;
}

void sleep_until_drop(struct sleep_until *self)
{
    timer_stop(&self->timer);
}

/* now + ms, or the end of time */
static int64_t add_ms(int64_t now, int64_t ms)
{
    int64_t ns, at;

    if (__builtin_mul_overflow(ms, NS_PER_MS, &ns) ||
        __builtin_add_overflow(now, ns, &at))
        return ms < 0 ? now : INT64_MAX;
    return at;
}

void sleep_ms_init(struct sleep_ms *self, int64_t ms)
{
    sleep_until_init(&self->sleep,
                     runtime_here != NULL ? add_ms(clock_now(), ms) : 0);
}

/* --- Intervals --------------------------------------------------------------
 */

void interval_init(struct interval *interval, int64_t period,
                   enum interval_missed missed)
{
    if (period <= 0)
        panic("an interval of %lld ms", (long long)period);
    *interval = (struct interval){
        .next = add_ms(clock_now(), period),
        .period = add_ms(0, period),
        .missed = missed,
    };
}

void interval_next_init(struct interval_next *self, struct interval *interval)
{
    self->interval = interval;
    sleep_until_init(&self->sleep, interval->next);
}

/* The time after this one */
static int64_t time_after(const struct interval *interval)
{
    int64_t now = clock_now(), late = now - interval->next;

    switch (interval->missed) {
    case INTERVAL_BURST:
        break;
    case INTERVAL_DELAY:
        return now + interval->period;
    case INTERVAL_SKIP:
        return now + interval->period - late % interval->period;
    }
    return interval->next + interval->period;
}

struct poll interval_next_poll(struct interval_next *self, struct context *cx,
                               interval_next_output *output)
{
    if (self->interval == NULL)
        panic("interval_next was polled after it was ready");
    if (!sleep_until_poll(&self->sleep, cx, NULL).is_ready)
        return POLL_PENDING;
    if (output != NULL)
        *output = self->interval->next;
    self->interval->next = time_after(self->interval);
    self->interval = NULL;
    return POLL_READY;
}

void interval_next_drop(struct interval_next *self)
{
    sleep_until_drop(&self->sleep);
}
