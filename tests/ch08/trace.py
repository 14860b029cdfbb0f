"""
Who calls what for the first request of chapter 8's b: from the first poll of its
future to its drop, a line for each call and each return.  What the reactor's
thread does is indented.  ch08-runtime/README.md draws what this prints.

    make step STEP=ch08-runtime/b-reactor-executor
    gdb -nx -q -batch -x tests/ch08/trace.py \\
        build/step/ch08-runtime/b-reactor-executor/b-reactor-executor > /dev/null
"""
import os

import gdb

CALLS = (
    "http_get_poll", "is_connected", "is_sent", "is_answered", "http_get_drop",
    "reactor_register", "reactor_set_waker", "reactor_deregister",
    "waker_clone", "waker_wake", "parker_park", "parker_unpark",
)
# of these the return is worth a line, too
RETURNS = ("http_get_poll", "is_connected", "is_sent", "is_answered", "parker_park")
LAST = "reactor_deregister"

# of epoll_event.events
BITS = (("IN", 0x1), ("OUT", 0x4), ("ERR", 0x8), ("HUP", 0x10), ("RDHUP", 0x2000))


def say(text):
    """On stderr: what the program and gdb itself say is on stdout."""
    indent = "    " if gdb.selected_thread().name == "reactor" else ""
    os.write(2, f"{indent}{text}\n".encode())


class Call(gdb.Breakpoint):
    def stop(self):
        say(self.location)
        if self.location in RETURNS:
            Return(self.location)
        return self.location == LAST


class Return(gdb.FinishBreakpoint):
    def __init__(self, function):
        super().__init__(gdb.newest_frame(), internal=True)
        self.function = function

    def stop(self):
        value = self.return_value
        say(f"{self.function} returns" + ("" if value is None else f" {value}"))
        return False


class Wait(gdb.Breakpoint):
    """The reactor's wait: nothing before it returns is of interest."""

    def stop(self):
        Events(gdb.newest_frame().read_var("events").dereference())
        return False


class Events(gdb.FinishBreakpoint):
    def __init__(self, events):
        super().__init__(gdb.newest_frame(), internal=True)
        self.events = events

    def stop(self):
        for i in range(int(self.events["length"])):
            bits = int(self.events["list"][i]["epoll"]["events"])
            say("mio_poll_wait: " + " ".join(name for name, bit in BITS if bits & bit))
        return False


gdb.execute("set pagination off")
for function in CALLS:
    Call(function)
Wait("mio_poll_wait")
gdb.execute("run")
