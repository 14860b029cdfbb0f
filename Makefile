# The C companion to "Asynchronous Programming in Rust".  `make help` lists
# the targets, CONTRIBUTING.md says how to add a step.
#
# Each step is compiled as a program of its own whose main() has another name,
# then linked with `ld -r` into one object in which every symbol but that main
# is local: so steps keep plain names and cannot collide.  A chapter's binary
# is all its steps, the delayserver made the same way, the driver in chapter/
# and a table of the steps, generated from the folders.

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.SECONDARY:
.DEFAULT_GOAL := all

# --- What to build with ------------------------------------------------------

CFLAGS ?= -O2 -g
SANITIZE ?=
VALGRIND ?=
PREFIX ?= /usr/local
HOSTCC ?= cc

HOST_ARCH := $(shell uname -m)
override ARCH := $(or $(ARCH),$(HOST_ARCH))
ifeq ($(origin CC),default)
CC := gcc
endif
ifneq ($(words $(CC)),1)
$(error CC is one word, such as gcc or clang, not "$(CC)": options go into CFLAGS)
endif

REQUIRED := -std=gnu17 -Wall -Wextra -Werror
DEPS = -MMD -MP
ifneq ($(SANITIZE),)
REQUIRED += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

ARCHS := x86_64 aarch64 riscv64
PACKAGE_x86_64 := gcc-x86-64-linux-gnu
PACKAGE_aarch64 := gcc-aarch64-linux-gnu
PACKAGE_riscv64 := gcc-riscv64-linux-gnu

# TRIPLE is empty for the machine's own CPU.  Debian's cross compilers keep
# the other CPU's libraries in /usr/TRIPLE, where qemu-user must look too.
TRIPLE := $(if $(filter-out $(HOST_ARCH),$(ARCH)),$(ARCH)-linux-gnu)
CROSS := $(if $(TRIPLE),$(TRIPLE)-)
COMPILER := $(if $(findstring clang,$(CC)),$(CC) $(TRIPLE:%=--target=%),$(CROSS)$(CC))
OBJCOPY := $(CROSS)objcopy
QEMU = $(or $(shell command -v qemu-$(ARCH)),$(error qemu-$(ARCH) is missing, which runs programs for $(ARCH): apt-get install qemu-user))

# Its findings turn the exit status to 99.
VALGRIND_FLAGS := -q --error-exitcode=99 --leak-check=full \
    --trace-children=yes --trace-children-skip=*/bin/*

# RUN stands before each program that a target starts.
ifneq ($(TRIPLE),)
# LeakSanitizer traces its own process, which the emulator has no means for.
RUN = $(if $(findstring address,$(SANITIZE)),env LSAN_OPTIONS=detect_leaks=0 )$(QEMU) -L /usr/$(TRIPLE)
else ifneq ($(VALGRIND),)
RUN = $(or $(shell command -v valgrind),$(error valgrind is missing: apt-get install valgrind)) $(VALGRIND_FLAGS)
else ifneq ($(filter thread,$(SANITIZE)),)
# gcc 12's TSan knows the memory layout without address randomisation only
RUN = $(shell setarch -R true && echo setarch -R)
endif

# Each combination has a folder of its own: build, build/clang,
# build/aarch64-address+undefined, ...
empty :=
space := $(empty) $(empty)
comma := ,
VARIANT := $(strip $(if $(TRIPLE),$(ARCH)) $(filter-out gcc,$(notdir $(CC))) $(subst $(comma),+,$(SANITIZE)))
B := build$(if $(VARIANT),/$(subst $(space),-,$(VARIANT)))
O := $(B)/obj

# Ask for what is missing in one line, but let `make help` work without it.
ifneq ($(filter-out help clean diff progression readme list-steps format,$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell uname -s),Linux)
$(error this needs Linux, not $(shell uname -s): docs/platforms.md shows the ways to get one)
endif
ifeq ($(filter $(ARCH),$(ARCHS)),)
$(error ARCH=$(ARCH) is not known: use one of $(ARCHS))
endif
ifeq ($(shell command -v $(firstword $(COMPILER))),)
$(error $(firstword $(COMPILER)) is missing: apt-get install $(if $(findstring clang,$(CC)),clang,$(if $(TRIPLE),$(PACKAGE_$(ARCH)),$(CC))))
endif
ifneq ($(and $(TRIPLE),$(filter thread,$(SANITIZE))),)
$(error SANITIZE=thread does not run under qemu-user: leave ARCH out)
endif
ifeq ($(shell command -v $(OBJCOPY)),)
$(error $(OBJCOPY) is missing: apt-get install $(if $(TRIPLE),$(PACKAGE_$(ARCH)),binutils))
endif
endif

# --- What there is -----------------------------------------------------------

CHAPTERS := $(patsubst %/,%,$(wildcard ch[0-9][0-9]-*/))
STEPS := $(sort $(patsubst %/,%,$(dir $(wildcard $(foreach c,$(CHAPTERS),$(addprefix $(c)/,[a-z]-*/main.c *-bonus/main.c [a-z]-*/main.co *-bonus/main.co))))))
# Those whose main.co says that corofy makes main.c by --async: each time anew,
# below build/.  A main.c in the folder is a reader's own, and not looked at.
SAY_ASYNC := $(filter $(STEPS),$(patsubst %/main.co,%,$(shell grep -l '^/\* corofy --async ' /dev/null $(STEPS:%=%/main.co) 2> /dev/null)))
# Without a main.c there is no other way, so those that forget it are told.
ASYNC := $(sort $(SAY_ASYNC) $(filter-out $(patsubst %/main.c,%,$(wildcard $(STEPS:%=%/main.c))),$(STEPS)))
CHAPTERS := $(sort $(foreach s,$(STEPS),$(firstword $(subst /, ,$(s)))))
UNITS := $(filter-out check served served_calls,$(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
TOOLS := $(patsubst tests/tools/%.c,%,$(wildcard tests/tools/*.c))

# The objects of a folder's C and assembly files; the name of its main()
made_main = $(if $(filter $(1),$(ASYNC)),$(1)/main.c)
objects = $(addprefix $(O)/,$(addsuffix .o,$(sort $(wildcard $(1)/*.c $(1)/*.S) $(made_main))))
main_of = $(subst -,_,$(notdir $(1)))_main

ifneq ($(STEP),)
override STEP := $(patsubst %/,%,$(STEP))
ifneq ($(filter-out $(STEPS),$(STEP))$(word 2,$(STEP))$(findstring %,$(STEP)),)
$(error no step "$(STEP)": STEP is one of $(STEPS))
endif
endif
need_step = $(if $(STEP),,$(error which step? make $@ STEP=$(firstword $(STEPS))))

# --- Programs ----------------------------------------------------------------

all: $(CHAPTERS:%=$(B)/%) $(B)/delayserver $(B)/corofy ## build everything

# What is made anew each time replaces what was there only if it differs, so
# that nothing else is built again for it.
keep_if_same = cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# The flags, and below the list of a step's objects: what was built with other
# flags, or linked from other files, is built again.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS)' > $@.new
	@$(keep_if_same)

$(O)/%.c.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(DEPS) $(DEFINES) -c -o $@ $<

$(O)/%.S.o: %.S $(O)/flags
	@mkdir -p $(@D)
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(DEPS) -c -o $@ $<

# One object of a whole program: only its main() can be seen from outside.
WHOLE := $(STEPS) delayserver
$(WHOLE:%=$(O)/%/main.c.o): private DEFINES = -Dmain=$(call main_of,$(patsubst $(O)/%/main.c.o,%,$@))
$(WHOLE:%=$(O)/%.objects): $(O)/%.objects: FORCE
	@mkdir -p $(@D)
	@echo '$(call objects,$*)' > $@.new
	@$(keep_if_same)

$(WHOLE:%=$(O)/%.whole.o): $(O)/%.whole.o: $$(call objects,$$*) $(O)/%.objects
	$(COMPILER) -nostdlib -r -o $@ $(filter %.o,$^)
	$(OBJCOPY) --keep-global-symbol=$(call main_of,$*) $@

$(O)/%/table.c: FORCE
	@mkdir -p $(@D)
	@chapter/table $* > $@.new
	@$(keep_if_same)

$(O)/%/table.o: $(O)/%/table.c $(O)/flags
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(DEPS) -Ichapter -c -o $@ $<

steps_of = $(filter $(1)/%,$(STEPS))
$(CHAPTERS:%=$(B)/%): $(B)/%: $$(call objects,chapter) $(O)/%/table.o $$(patsubst $$(percent),$(O)/$$(percent).whole.o,$$(call steps_of,$$*)) $(O)/delayserver.whole.o $(O)/flags
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^)
percent := %

$(B)/delayserver: $(O)/delayserver.whole.o $(O)/flags
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS) -Wl,--defsym=main=delayserver_main -o $@ $<

COROFY := ch07-coroutines/corofy
$(B)/corofy: $(call objects,$(COROFY)) $(O)/flags
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^)

# The corofy that works for the build runs on this machine, whatever ARCH is.
# Lines are those of main.co, for whoever reads a message or steps through it.
COROFY_HERE := $(if $(TRIPLE)$(SANITIZE),$(B)/tools/corofy,$(B)/corofy)
$(B)/tools/corofy: $(wildcard $(COROFY)/*.[ch])
	@mkdir -p $(@D)
	$(HOSTCC) -std=gnu17 -O2 -o $@ $(filter %.c,$^)

$(ASYNC:%=$(O)/%/main.c): $(O)/%/main.c: %/main.co $(COROFY_HERE)
	@mkdir -p $(@D)
	@$(if $(filter $*,$(SAY_ASYNC)),:,echo '$<:2: there is no main.c; say here: /* corofy --async makes main.c of main.co */' >&2; exit 1)
	$(COROFY_HERE) --async --line $< $@

# Where main.c is made it stands elsewhere, and includes headers of the step.
$(ASYNC:%=$(O)/%/main.c.o): $(O)/%/main.c.o: $(O)/%/main.c $(O)/flags
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(DEPS) $(DEFINES) -iquote $* -c -o $@ $<

step_main = $(patsubst %,$(O)/%,$(call made_main,$(STEP)))
step: $(step_main) ## build one STEP as a program of its own, for a debugger
	$(need_step)
	@mkdir -p $(B)/step/$(STEP)
	$(COMPILER) $(REQUIRED) -O0 -g3 -iquote $(STEP) -o $(B)/step/$(STEP)/$(notdir $(STEP)) $(filter-out $(step_main:$(O)/%=%),$(wildcard $(STEP)/*.c $(STEP)/*.S)) $(step_main)

# --- Tests -------------------------------------------------------------------

# A unit test is tests/unit/NAME.c, check.c and the objects under test.
under_test = $(addprefix $(O)/,$(addsuffix .o,$(1)))
# The delayserver's parser, and the other that it is compared with
PARSERS := $(addprefix delayserver/,request.c head.c span.c target.c faults.c percent.c) \
    $(addprefix tests/fuzz/,pieces.c reading.c reference.c)
$(B)/unit/delayserver_request: $(call under_test,$(PARSERS))
$(B)/unit/delayserver_delivery: $(call under_test,$(addprefix delayserver/,delivery.c response.c faults.c dice.c span.c percent.c))
$(B)/unit/delayserver_timer: $(call under_test,delayserver/timer.c)
$(B)/unit/client: $(call under_test,ch01-overview/c-efficiency/client.c)
$(B)/unit/mio: $(call under_test,ch04-event-queue/b-epoll-mio/mio.c ch04-event-queue/b-epoll-mio/error.c)
# The fibers' tests include the step's runtime.c, and count its stacks.
$(B)/unit/fibers_c: $(call under_test,$(addprefix ch05-fibers/c-fibers/,error.c switch_$(ARCH).S) tests/unit/registers_$(ARCH).S)
$(B)/unit/fibers_d: $(call under_test,$(addprefix ch05-fibers/d-fibers-closure/,error.c switch_$(ARCH).S) tests/unit/registers_$(ARCH).S)
$(B)/unit/fibers_c $(B)/unit/fibers_d: WRAP = -Wl,--wrap=malloc,--wrap=free
$(addprefix $(B)/unit/,fibers_f fibers_f_io fibers_f_stacks): $(call under_test,$(addprefix ch05-fibers/f-fibers-io/,fiber_io.c stack.c mio.c error.c switch_$(ARCH).S) tests/unit/registers_$(ARCH).S)
$(B)/unit/fibers_f_io: WRAP = $(addprefix -Wl$(comma)--wrap=,read write epoll_wait)
$(B)/unit/fibers_f_stacks: WRAP = $(addprefix -Wl$(comma)--wrap=,malloc free mmap munmap madvise mprotect epoll_create1)
$(B)/unit/corofy_truncated: $(call under_test,$(filter-out %/main.c,$(wildcard $(COROFY)/*.c)))
$(B)/unit/futures: $(call under_test,$(addprefix ch07-coroutines/c-async-await/,future.c client.c error.c))
$(B)/unit/futures: WRAP = $(WRAP_MEMORY) -Wl,--wrap=puts
# Chapter 8's: in place of the C library they count memory, or call the test
# where a thread would sleep.
CH08 := ch08-runtime
WRAP_MEMORY := $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc aligned_alloc free strdup strndup asprintf vasprintf)
WRAP_SLEEP := $(addprefix -Wl$(comma)--wrap=,pthread_cond_wait puts printf)
$(B)/unit/runtime_a: $(call under_test,$(addprefix $(CH08)/a-runtime/,runtime.c future.c mio.c error.c))
$(B)/unit/runtime_a: WRAP = $(WRAP_MEMORY) $(addprefix -Wl$(comma)--wrap=,epoll_create1 epoll_wait puts)
EXECUTOR := executor.c future.c error.c
PARKER := ch10-final/parker-bonus
$(B)/unit/parker: $(call under_test,$(addprefix $(PARKER)/,any_parker.c error.c))
$(B)/unit/parker: WRAP = $(addprefix -Wl$(comma)--wrap=,pthread_cond_wait pthread_mutex_unlock syscall read)
$(B)/unit/executor_b: $(call under_test,$(addprefix $(CH08)/b-reactor-executor/,$(EXECUTOR)))
$(B)/unit/executor_c: $(call under_test,$(addprefix $(CH08)/c-reactor-executor/,$(EXECUTOR) ready_queue.c))
$(B)/unit/executor_d: $(call under_test,$(addprefix $(CH08)/d-multiple-threads/,$(EXECUTOR) ready_queue.c))
$(addprefix $(B)/unit/executor_,b c d): WRAP = $(WRAP_MEMORY) $(WRAP_SLEEP)
$(addprefix $(B)/unit/executor_,c d): WRAP += -Wl,--wrap=pthread_mutex_lock
$(B)/unit/reactor: $(call under_test,$(addprefix $(CH08)/c-reactor-executor/,reactor.c mio.c error.c))
$(B)/unit/reactor $(B)/unit/reactor_ch10: WRAP = $(WRAP_MEMORY) $(addprefix -Wl$(comma)--wrap=,epoll_create1 eventfd epoll_ctl epoll_wait pthread_create pthread_join)
RUNTIME := $(addprefix $(CH08)/c-reactor-executor/,runtime.c reactor.c future.c client.c mio.c error.c)
$(B)/unit/http_get: $(call under_test,$(RUNTIME))
$(B)/unit/http_get: WRAP = $(WRAP_MEMORY) $(addprefix -Wl$(comma)--wrap=,send puts printf)
$(B)/unit/interleave: $(call under_test,$(RUNTIME) $(addprefix $(CH08)/c-reactor-executor/,executor.c ready_queue.c http.c))
$(B)/unit/interleave $(B)/unit/interleave_ch10: WRAP = $(WRAP_SLEEP) $(addprefix -Wl$(comma)--wrap=,epoll_wait connect recv)
CH10 := ch10-final/a-rust-futures
$(B)/unit/executor_ch10: $(call under_test,$(addprefix $(CH10)/,executor.c ready_queue.c error.c))
$(B)/unit/executor_ch10: WRAP = $(WRAP_MEMORY) $(WRAP_SLEEP) -Wl,--wrap=pthread_mutex_lock
$(B)/unit/reactor_ch10: $(call under_test,$(addprefix $(CH10)/,reactor.c mio.c error.c))
$(B)/unit/http_ch10: $(call under_test,$(addprefix $(CH10)/,runtime.c reactor.c client.c mio.c error.c))
$(B)/unit/http_ch10: WRAP = $(WRAP_MEMORY) $(addprefix -Wl$(comma)--wrap=,connect send recv epoll_ctl puts printf)
$(B)/unit/interleave_ch10: $(call under_test,$(addprefix $(CH10)/,executor.c ready_queue.c http.c runtime.c reactor.c client.c mio.c error.c))
$(B)/unit/waker: $(call under_test,$(CH10)/error.c)
$(B)/unit/waker: WRAP = $(WRAP_MEMORY)
FOREIGN := ch10-final/b-rust-futures-experiments
$(B)/unit/foreign: $(call under_test,$(addprefix $(FOREIGN)/,client.c error.c))
$(B)/unit/foreign: WRAP = $(WRAP_MEMORY) $(addprefix -Wl$(comma)--wrap=,send recv epoll_create1 eventfd epoll_ctl epoll_wait pthread_create pthread_join)
$(B)/unit/text: $(call under_test,ch09-pinning/b-coroutines-references/error.c)
$(B)/unit/text: WRAP = -Wl,--wrap=malloc,--wrap=realloc

# Two tests run a whole delayserver, and stand between it and the C library:
# all calls that served.h lists are wrapped, and a few that belong to them.
# nm says what the delayserver needs, so that no call is forgotten.
SERVING := $(addprefix $(B)/unit/,delayserver_faults delayserver_time)
WRAPPED = clock_gettime time free freeaddrinfo pthread_join \
    $(shell sed -n 's/^    CALL_\([a-z0-9_]*\),$$/\1/p' tests/unit/served.h)
$(SERVING): $(call objects,delayserver) $(call under_test,tests/unit/served.c tests/unit/served_calls.c)
$(SERVING): WRAP = $(WRAPPED:%=-Wl,--wrap=%)
$(B)/unit/delayserver_faults: $(O)/delayserver.needs.o
$(O)/delayserver.needs.c: $(O)/delayserver.whole.o
	(echo 'const char *const delayserver_needs[] = {' && \
	    $(CROSS)nm -u $< | sed 's/.* /    "/; s/@.*//; s/"__isoc23_/"/; s/"__\(.*\)_chk$$/"\1/; s/$$/",/' && echo '    0};') > $@
$(O)/delayserver.needs.o: $(O)/delayserver.needs.c
	$(COMPILER) $(REQUIRED) $(CFLAGS) -c -o $@ $<

$(O)/tests/unit/%.o: DEFINES = -I.
$(UNITS:%=$(B)/unit/%): $(B)/unit/%: $(O)/tests/unit/%.c.o $(O)/tests/unit/check.c.o $(O)/flags
	@mkdir -p $(@D)
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS) $(WRAP) -o $@ $(filter %.o,$^)

# Tools of the tests run on this machine, whatever ARCH is.
$(TOOLS:%=$(B)/tools/%): $(B)/tools/%: tests/tools/%.c
	@mkdir -p $(@D)
	$(HOSTCC) -std=gnu17 -Wall -Wextra -Werror -O2 -g -o $@ $<

$(B)/tools/hostile $(B)/tools/seeds: tests/hostile.h tests/hostile.inc

# A fuzz target is tests/fuzz/NAME.c, with a corpus in tests/fuzz/corpus/NAME.
# As a program of its own it runs the files that are its arguments.
FUZZERS := $(notdir $(wildcard tests/fuzz/corpus/*))
FUZZED_request := $(PARSERS)
FUZZED_percent := $(PARSERS)
FUZZED_corofy := $(filter-out %/main.c,$(wildcard $(COROFY)/*.c))
$(FUZZERS:%=$(B)/fuzz/%): $(B)/fuzz/%: $(O)/tests/fuzz/%.c.o $$(call under_test,tests/fuzz/standalone.c $$(FUZZED_$$*)) $(O)/flags
	@mkdir -p $(@D)
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^)

# With a fuzzer around it: libFuzzer, which clang brings, or AFL++.
FUZZ ?= request
SECONDS ?= 60
ENGINE ?= libfuzzer
FUZZ_CC_libfuzzer := clang
FUZZ_CC_afl := env AFL_QUIET=1 afl-clang-fast
FUZZ_PACKAGES_libfuzzer := clang libclang-rt-dev
FUZZ_PACKAGES_afl := afl++
ifneq ($(filter fuzz,$(MAKECMDGOALS)),)
ifeq ($(filter $(FUZZ),$(FUZZERS)),)
$(error no fuzz target "$(FUZZ)": FUZZ is one of $(FUZZERS))
endif
ifeq ($(FUZZ_CC_$(ENGINE)),)
$(error no fuzzer "$(ENGINE)": ENGINE is libfuzzer or afl)
endif
ifeq ($(shell command -v $(lastword $(FUZZ_CC_$(ENGINE)))),)
$(error $(lastword $(FUZZ_CC_$(ENGINE))) is missing: apt-get install $(FUZZ_PACKAGES_$(ENGINE)))
endif
endif
FUZZ_ENGINES := $(foreach e,libfuzzer afl,$(FUZZERS:%=build/$(e)/%))
$(FUZZ_ENGINES): build/%: tests/fuzz/$$(notdir $$*).c $$(FUZZED_$$(notdir $$*)) $(wildcard delayserver/*.h $(COROFY)/*.h tests/fuzz/*.h)
	@mkdir -p $(@D)
	$(FUZZ_CC_$(patsubst %/,%,$(dir $*))) $(REQUIRED) -g -O2 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $(filter %.c,$^)

fuzz: build/$(ENGINE)/$(FUZZ) ## fuzz a parser (FUZZ=request|percent|corofy SECONDS=60 ENGINE=libfuzzer|afl)
	@tests/fuzz/campaign $(ENGINE) $(FUZZ) $(SECONDS)

tests: all $(UNITS:%=$(B)/unit/%) $(TOOLS:%=$(B)/tools/%) $(FUZZERS:%=$(B)/fuzz/%)

test: tests ## run the test suite (FILTER= names of test files)
	@B='$(B)' RUN='$(RUN)' COMPILER='$(COMPILER)' CC='$(CC)' ARCH='$(ARCH)' \
	    SANITIZE='$(SANITIZE)' VALGRIND='$(VALGRIND)' FILTER='$(FILTER)' tests/run $(UNITS:%=$(B)/unit/%)

check: ## run the whole matrix: compilers, sanitizers, valgrind, CPUs, style (WITHOUT= legs)
	@tests/check $(WITHOUT)

# --- Benchmarks --------------------------------------------------------------

# bench/NAME/run measures, with the programs of its C files.  Some take objects
# and headers of a step, too.
BENCHES := $(patsubst bench/%/run,%,$(wildcard bench/*/run))
BENCH_PROGRAMS := $(patsubst %.c,$(B)/%,$(wildcard bench/*/*.c bench/*/peers/*.c))

ifneq ($(filter bench,$(MAKECMDGOALS)),)
ifneq ($(TRIPLE)$(SANITIZE)$(VALGRIND),)
$(error bench measures plain programs on this machine: leave ARCH, SANITIZE and VALGRIND out)
endif
ifneq ($(filter-out $(BENCHES),$(BENCH)),)
$(error no bench "$(BENCH)": BENCH is one of $(BENCHES))
endif
endif

$(BENCH_PROGRAMS): $(B)/%: $(O)/%.c.o
	@mkdir -p $(@D)
	$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^)

FIBERS_C := ch05-fibers/c-fibers
FIBERS_F := ch05-fibers/f-fibers-io
$(addprefix $(B)/bench/switch/,bare bare-ret bare-fpu): $(O)/bench/switch/bare_x86_64.S.o
$(B)/bench/switch/c-switch: $(filter %.S.o,$(call objects,$(FIBERS_C)))
$(B)/bench/switch/f-switch: $(filter %.S.o,$(call objects,$(FIBERS_F)))
$(B)/bench/switch/f: $(filter-out %/main.c.o,$(call objects,$(FIBERS_F)))
$(O)/bench/switch/c-switch.c.o: DEFINES = -I$(FIBERS_C)
$(O)/bench/switch/f-switch.c.o $(O)/bench/switch/f.c.o: DEFINES = -I$(FIBERS_F)

$(B)/bench/parker/parker: $(call under_test,$(addprefix $(PARKER)/,any_parker.c measure.c error.c))
$(O)/bench/parker/parker.c.o: DEFINES = -I$(PARKER)

bench: all $(filter $(addprefix $(B)/bench/,$(addsuffix /%,$(or $(BENCH),$(BENCHES)))),$(BENCH_PROGRAMS)) ## measure against others, all or one BENCH (see bench/README.md)
	@for bench in $(or $(BENCH),$(BENCHES)); do B='$(B)' bench/$$bench/run || exit; done

# --- Reading and running -----------------------------------------------------

run: all ## a tour through all chapters, or one STEP with ARGS
	@chapter/tour '$(RUN)' '$(B)' $(if $(STEP),$(STEP) $(ARGS),$(CHAPTERS))

try: $(if $(wildcard $(STEP)/main.co),$(COROFY_HERE)) ## lay out a copy of one STEP below build/try, to break it there
	$(need_step)
	@chapter/try $(STEP) $(patsubst %/,%,$(dir $(COROFY_HERE)))

diff: ## what one STEP changed against the step it grew from
	$(need_step)
	@chapter/progression diff $(STEP)

progression: ## a table of all steps: files and lines added, changed, taken
	@chapter/progression table $(STEPS)

readme: ## bring tables of steps and links to lines in the READMEs up to date
	@chapter/readme write

list-steps:
	@echo $(STEPS)

format: ## format the C sources as .clang-format says
	$(or $(shell command -v clang-format),$(error clang-format is missing: apt-get install clang-format)) -i $(shell tests/sources)

install: all ## install the delayserver, corofy and their manuals below PREFIX
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/man/man1'
	install $(B)/delayserver $(B)/corofy '$(DESTDIR)$(PREFIX)/bin/'
	install -m 644 delayserver/delayserver.1 $(COROFY)/corofy.1 '$(DESTDIR)$(PREFIX)/share/man/man1/'

clean: ## remove everything built
	rm -rf build

help: ## this list
	@echo 'make [TARGET] [CC=clang] [ARCH=$(subst $(space),|,$(ARCHS))] [SANITIZE=address,undefined|thread]'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

FORCE:
.PHONY: all step try tests test fuzz check bench run diff progression readme list-steps format install clean help FORCE

-include $(shell find $(O) -name '*.d' 2>/dev/null)
