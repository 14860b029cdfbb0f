"""
For gdb, the command `tasks`: what runtime_dump() would print, of each thread that
has a runtime, in a process or a core file.  It calls nothing in the process.

    gdb -q -batch -x runtime/gdb.py -ex tasks PROGRAM CORE
"""
import gdb


def find_runtime():
    """This thread's.  Without libthread_db it is found only while in a turn."""
    try:
        return gdb.parse_and_eval("runtime_here")
    except gdb.error:
        frame = gdb.newest_frame()
        while frame and frame.name() != "turn":
            frame = frame.older()
        return frame and frame.read_var("runtime")


def cast(place, name):
    return place.cast(gdb.lookup_type(name).pointer())


def entries(head, name):
    """What is in a list, by its member `all`"""
    link = head["next"]
    while link != head.address:
        yield cast(cast(link, "char") - gdb.lookup_type(name)["all"].bitpos // 8, name)
        link = link["next"]


def unbox(place):
    box = cast(place, "struct future")
    return box["vtable"] and box["vtable"]["about"], box["self"]


def find_child(child, parent):
    """The table of one that is awaited, and its place; 0 for what is not known"""
    place, held = cast(parent, "char") + child["offset"], str(child["held"])
    if held == "FUTURE_BOXED":
        return unbox(place)
    if held == "FUTURE_POINTED":
        place = cast(place, "long").dereference()
    return (child["about"], place) if held != "FUTURE_ELSEWHERE" else (0, 0)


def show_future(indent, number, name, about, place):
    """What about->state() returns is `state` in its struct, that of the same file."""
    block = about and place and gdb.block_for_pc(int(about["state"]))
    struct = block and gdb.lookup_symbol(about["name"].string(), block, gdb.SYMBOL_STRUCT_DOMAIN)[0]
    if not struct:  # perhaps it was compiled without -g
        print(indent + number + name.string())
        return
    state = int(place.cast(struct.type.pointer())["state"])
    site = about["sites"][state]
    states = {0: "has not begun", int(about["resolved"]): "is ready"}
    waits = f"waits in line {site['line']}" if site["line"] else "runs"
    where = f"{about['name'].string()} ({about['file'].string()}:{about['line']})"
    print(f"{indent}{number}{where}", states.get(state, waits))
    running = cast(cast(place, "char") + site["running"], "unsigned char")
    for i in range(int(site["child_count"])):
        if not site["running_size"] or running[i // 8] >> i % 8 & 1:
            child = site["children"][i]
            show_future(indent + "  ", "", child["name"], *find_child(child, place))


def show_task(runtime, task, indent):
    number, vtable, place = f"#{task['id']} ", task["vtable"], task + 1
    if task["state"] & gdb.parse_and_eval("(int)TASK_DONE"):
        print(f"{indent}{number}{vtable['name'].string()} is done, and not joined")
    else:
        future = unbox(place) if vtable["is_boxed"] else (vtable["about"], place)
        show_future(indent, number, vtable["name"], *future)
    show_sets(runtime, task, indent + "  ")


def show_sets(runtime, owner, indent):
    for group in entries(runtime["sets"], "struct task_set"):
        for tasks in (group["done"], group["running"]) if group["owner"] == owner else ():
            for task in entries(tasks, "struct task"):
                show_task(runtime, task, indent)


class Tasks(gdb.Command):
    """Where all tasks of each thread's runtime wait, as a tree"""

    def invoke(self, argument, from_tty):
        frame, selected = gdb.selected_frame(), gdb.selected_thread()
        found = False
        for thread in sorted(gdb.selected_inferior().threads(), key=lambda each: each.ptid):
            thread.switch()
            runtime = find_runtime()
            if runtime:
                found = True
                print(f"runtime in thread {thread.num}: {runtime['pending']} tasks")
                for task in entries(runtime["tasks"], "struct task"):
                    show_task(runtime, task, "")
                show_sets(runtime, 0, "")
        if not found:
            print("no thread has a runtime")
        selected.switch()
        frame.select()


Tasks("tasks", gdb.COMMAND_STATUS)
