"""
Where does everything wait?  For gdb: the tasks of each executor that are not
ready, the newest first.  For each task its coroutines, the outermost first, and
the future at their end, which waits for something outside.  For steps c and d
of chapter 8 and for the steps of chapter 10 that have an executor.

    gdb -q -batch -x docs/waits.py -p PID
"""
import os
import re

import gdb


def executors():
    """The threads that run an executor, each with its executor."""
    for thread in sorted(gdb.selected_inferior().threads(), key=lambda t: t.num):
        thread.switch()
        frame = gdb.newest_frame()
        while frame and frame.name() != "executor_block_on":
            frame = frame.older()
        if frame:
            yield thread, frame.read_var("executor")


def members(value):
    return [field.name for field in value.type.fields()]


def unboxed(future):
    """What a struct future is in truth: its poll function has the name of it."""
    if "vtable" in members(future):  # in chapter 10
        place, poll = future["self"], future["vtable"]["poll"]
    else:
        place, poll = future.address, future["poll"]
    name = re.sub(r"_poll(_boxed)?$", "", gdb.block_for_pc(int(poll)).function.name)
    for struct in name, name + "_future":
        try:
            return name, place.cast(gdb.lookup_type("struct " + struct).pointer()).dereference()
        except gdb.error:
            pass  # there is no such struct
    return name, None


def child(future):
    """The future that a coroutine waits for, with its name; or None."""
    wait = re.search(r"_AWAIT(\d+)_", str(future["state"]))
    if wait:  # in chapter 10 it is a member, by value
        future = future["await" + wait[1]]
        return unboxed(future) if future.type.tag == "future" else (future.type.tag, future)
    if "child" in members(future) and int(future["child"]) != 0:
        return unboxed(future["child"].dereference())
    return None


def where(name, future):
    """The name of a future, and where it waits as far as its struct says."""
    state = re.sub("^" + name.upper() + "_", "", str(future["state"]))
    line = re.search(r"_LINE(\d+)$", state)
    if line:
        poll = gdb.lookup_global_symbol(name + "_poll") or gdb.lookup_static_symbol(name + "_poll")
        state = os.path.basename(poll.symtab.filename) + ":" + line[1]
    return f"{name} {state}" + (f", fd {future['fd']}" if "fd" in members(future) else "")


def stack(task):
    """The stack of a task that is on no stack."""
    future = task["future"]
    if future.type.code == gdb.TYPE_CODE_PTR:  # in chapter 8
        future = future.dereference()
    frame = unboxed(future)
    while frame is not None:
        name, future = frame
        if future is None or "state" not in members(future):
            yield name
            return
        yield where(name, future)
        frame = child(future)


for thread, executor in executors():
    print(f"thread {thread.num}, {thread.name}: {executor['tasks']['count']} pending tasks")
    task = executor["tasks"]["newest"]
    while int(task) != 0:
        has = "is queued" if task["is_queued"] else f"wakers: {task['wakers']}"
        print(f"  task {task['id']}, {has}: " + " > ".join(stack(task)))
        task = task["older"]
