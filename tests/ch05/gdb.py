"""
Follows the switches of a program of chapter 5, one instruction at a time, and
checks at each one what a debugger shows of the stack: until the stack pointer
is the other fiber's the caller's frames, and from then on the frames that the
other had when it left, each with the registers that a call preserves.

Run by gdb, which has the program already.  From the environment: SWITCH, the
function that switches; SWITCHES, how many to follow (default: all); SOCKET,
where an emulator waits with the program.
"""
import os

import gdb

SWITCH = os.environ["SWITCH"]
SWITCHES = int(os.environ.get("SWITCHES") or 1000000)
SOCKET = os.environ.get("SOCKET")

# where a fiber's frames end
BOTTOMS = ("skip", "skip_entry", "enter", "enter_entry")

# the first two arguments, and what a call preserves
CPUS = {
    "i386:x86-64": ("rdi", "rsi", ["rbx", "rbp", "r12", "r13", "r14", "r15"]),
    "aarch64": ("x0", "x1", [f"x{i}" for i in range(19, 30)] + [f"v{i}" for i in range(8, 16)]),
    "riscv:rv64": ("a0", "a1", ["fp"] + [f"s{i}" for i in range(1, 12)] + [f"fs{i}" for i in range(12)]),
}


def say(text):
    """On stderr: what gdb itself says of each step is on stdout."""
    os.write(2, f"{text}\n".encode())


class Frame:
    def __init__(self, frame, kept):
        self.name = frame.name()
        self.inline = frame.type() == gdb.INLINE_FRAME
        self.pc = frame.pc()
        self.sp = int(frame.read_register("sp"))
        self.kept = {name: word(frame.read_register(name)) for name in kept}

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __str__(self):
        words = " ".join(f"{name}={value}" for name, value in self.kept.items())
        return f"    {self.name} pc={self.pc:#x} sp={self.sp:#x} {words}"


def word(value):
    """
    A register's 64 bits.  Of a floating-point one gdb makes a union of types,
    and of a vector, whose lower half counts, one of arrays.
    """
    while value.type.code in (gdb.TYPE_CODE_UNION, gdb.TYPE_CODE_ARRAY):
        if value.type.code == gdb.TYPE_CODE_ARRAY:
            value = value[0]
        else:
            value = value[value.type.fields()[0].name]
    return value.format_string(format="x")


class Wrong(Exception):
    pass


def cpu():
    """
    Where the CPU has SVE, gdb makes v8 of a longer register, and does not look
    into the CFI for it.
    """
    architecture = gdb.newest_frame().architecture()
    first, second, kept = CPUS[architecture.name()]
    if architecture.registers().find("z8"):
        kept = [name for name in kept if name[0] != "v"]
    return first, second, kept


def view(frame):
    """What a debugger sees from this frame outward; it must come to an end."""
    frames = []
    while frame is not None:
        frames.append(Frame(frame, KEPT))
        last, frame = frame, frame.older()
    reason = last.unwind_stop_reason()
    if reason not in (gdb.FRAME_UNWIND_NO_REASON, gdb.FRAME_UNWIND_OUTERMOST):
        raise Wrong(gdb.frame_stop_reason_string(reason))
    if frames[-1].name not in BOTTOMS + ("main",):
        raise Wrong(f"the last frame is of {frames[-1].name}")
    return frames


def names(frames):
    return [frame.name for frame in frames]


def has_ended(frames):
    """
    What calls the switch for the last time is t_return() in steps c and d.  In f
    it is live(), which has nothing but the switch below it once its task is over.
    """
    seen = names(frames)
    return "t_return" in seen or "live" in seen and set(seen[:seen.index("live")]) <= {"switch_to"}


def expect(seen, expected):
    if seen != expected:
        text = "\n".join(["seen"] + [str(frame) for frame in seen] +
                         ["expected"] + [str(frame) for frame in expected])
        raise Wrong(text)


def expect_landing(expected):
    """The call has returned, perhaps to where an inlined function begins."""
    seen = view(gdb.newest_frame())
    expect([f for f in seen if not f.inline], [f for f in expected if not f.inline])


def expect_new(seen):
    """Nobody has called anything there yet."""
    if len(seen) != 1 or seen[0].name not in BOTTOMS:
        raise Wrong(f"a new fiber has the frames {names(seen)}")


def register(name):
    return int(gdb.newest_frame().read_register(name))


def is_ret():
    """
    On x86-64, when ret comes next, gdb takes the word that it will find for the
    caller's address and asks no CFI (amd64_epilogue_frame_unwind), but in code
    by gcc.  That is right but where ret does not return.
    """
    pc = gdb.newest_frame().pc()
    return gdb.newest_frame().architecture().disassemble(pc)[0]["asm"].startswith("ret") and KEPT[0] == "rbx"


def stepi():
    gdb.execute("stepi")


def stop_at(place):
    """True unless the program ends before."""
    stop = gdb.Breakpoint(f"*{place}", temporary=True)
    gdb.execute("continue")
    if stop.is_valid():
        stop.delete()
    return any(thread.is_valid() for thread in gdb.selected_inferior().threads())


def follow(waiting):
    """One switch.  waiting: what those look like who wait, by their contexts."""
    old, new, sp = register(FROM), register(TO), register("sp")
    caller = view(gdb.newest_frame().older())
    there = waiting.pop(new, None)
    while gdb.newest_frame().name() == SWITCH:
        seen = view(gdb.newest_frame().older())
        if register("sp") == sp:
            expect(seen, caller)
        elif there:
            expect(seen, there)
        else:
            expect_new(seen)
        stepi()
    if there:
        expect_landing(there)
    while not there and gdb.newest_frame().name() in BOTTOMS:
        if not is_ret():
            expect_new(view(gdb.newest_frame()))
        stepi()
    if not has_ended(caller):
        waiting[old] = caller
    callee = view(gdb.newest_frame())
    say(" < ".join(names(caller)) + " -> " + " < ".join(names(callee)))


def follow_all():
    waiting = {}
    followed = 0
    while followed < SWITCHES and stop_at(SWITCH):
        follow(waiting)
        followed += 1
    if not followed:
        raise Wrong("there was no switch")


def expect_caller_of_hello(caller):
    """
    Its frame is gt_switch's.  That one's is main's again, on another stack,
    which under qemu lies below; then gdb goes no further.
    """
    hello = gdb.newest_frame()
    if names([Frame(hello, []), Frame(hello.older(), [])]) != ["hello", SWITCH]:
        raise Wrong(f"{hello.name()} was called by {hello.older().name()}")
    if hello.older().unwind_stop_reason() != gdb.FRAME_UNWIND_INNER_ID:
        expect(view(hello.older())[1:], caller)


def follow_there_and_back():
    """Step a and b: the new stack has its caller's frames below its own."""
    stop_at(SWITCH)
    caller = view(gdb.newest_frame().older())
    while gdb.newest_frame().name() == SWITCH:
        if not is_ret():
            expect(view(gdb.newest_frame().older()), caller)
        stepi()
    expect_caller_of_hello(caller)
    stop_at("gt_return")
    while register("pc") != caller[0].pc:
        expect(view(gdb.newest_frame().older()), caller)
        stepi()
    expect_landing(caller)
    say(" < ".join(names(caller)))


for setting in (
    "confirm off",
    "pagination off",
    "debuginfod enabled off",
    "inferior-tty /dev/null",
):
    gdb.execute(f"set {setting}")
try:
    if SOCKET:
        gdb.execute(f"target remote {SOCKET}")
    else:
        gdb.execute("starti")
    gdb.execute("tbreak main")
    gdb.execute("continue")
    FROM, TO, KEPT = cpu()
    if SWITCH == "gt_switch":
        follow_there_and_back()
    else:
        follow_all()
except (Wrong, gdb.error) as problem:
    say(f"wrong: {problem}")
    say(gdb.execute("x/i $pc", to_string=True))
    say(gdb.execute("backtrace", to_string=True))
    gdb.execute("kill")
    gdb.execute("quit 1")
