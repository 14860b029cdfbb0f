#include "form.h"

#include <stddef.h>

#include "emit_async.h"
#include "emit_boxed.h"

static const char *const boxed_used[] = {
    "panic",          "future_poll",   "future_drop",
    "future_alloc",   "aligned_alloc", "POLL_READY",
    "POLL_NOT_READY", "NULL",          NULL};

static const char *const boxed_suffixes[] = {"_poll", "_drop", "_init",
                                             "_free", "_size", NULL};

const struct form form_boxed = {
    .coroutine = "coroutine",
    .wait = "wait",
    .other_coroutine = "async",
    .other_coroutine_hint = "corofy --async",
    .other_coroutine_error = "`async` is no word without --async",
    .no_type_hint = "write void or char * before it",
    .value_in_void_hint = "return without a value, or make it char *",
    .no_value_hint = "return NULL, or make it void",
    .no_value_error = "a char * coroutine returns no value",
    .wait_hint = "wait(future)",
    .several_hint = "make one future of them, with join_all()",
    .used = boxed_used,
    .suffixes = boxed_suffixes,
    .suffix_counts = {2, 4, 5},
    .check_members = emit_boxed_members,
    .state_of = emit_boxed_state,
    .write_coroutine = emit_boxed,
    .write_prototype = emit_boxed_prototype,
    .write_wait = emit_boxed_wait,
};

static const char *const async_used[] = {"panic",        "future_poll",
                                         "future_drop",  "future_alloc",
                                         "future_place", "POLL_PENDING",
                                         "POLL_READY",   "NULL",
                                         "free",         NULL};

static const char *const async_suffixes[] = {
    "_init",   "_poll",       "_drop",       "_new",
    "_output", "_poll_boxed", "_drop_boxed", NULL};

/* From chapter 10 on the words are those of Rust, as in the book. */
const struct form form_async = {
    .coroutine = "async",
    .wait = "await",
    .defer = "defer",
    .wait_is_ours = true,
    .other_coroutine = "coroutine",
    .other_coroutine_hint = "write async and await, or leave out --async",
    .other_coroutine_error = "`coroutine` is no word of --async",
    .has_typed_outputs = true,
    .no_type_hint = "write the type of its output before it",
    .value_in_void_hint = "return without a value, or give it another type",
    .no_value_hint = "return a value, or make it void",
    .no_value_error = "a coroutine with an output returns no value",
    .holds_children = true,
    .wait_hint = "await(x(...)) for a struct x",
    .several_hint = "await(join(x(...), y(...))) for all of them, "
                    "await(select(x(...), y(...))) for the first",
    .used = async_used,
    .suffixes = async_suffixes,
    .suffix_counts = {7, 7, 7},
    .check_members = emit_async_members,
    .has_running_state = true,
    .packs_states = true,
    .state_of = emit_async_state,
    .write_coroutine = emit_async,
    .write_prototype = emit_async_prototype,
    .write_wait = emit_async_wait,
};
