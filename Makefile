# The C companion to "Asynchronous Programming in Rust".  `make help` lists
# the targets, CONTRIBUTING.md says how to add a step.
#
# Each step is compiled as a program of its own whose main() has another name,
# then linked with `ld -r` into one object in which every symbol but that main
# is local: so steps keep plain names and cannot collide.  A chapter's binary
# is all its steps, the delayserver made the same way, the driver in driver/
# and a table of the steps, generated from the folders.

MAKEFLAGS += --no-builtin-rules
# As many jobs as there are CPUs; -j1 on the command line is stronger
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL: # make clean all
endif
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.SECONDARY:
.DEFAULT_GOAL := all

# --- What there is -----------------------------------------------------------

STEPS := $(sort $(patsubst %/,%,$(dir $(wildcard $(foreach c,$(wildcard ch[0-9][0-9]-*),$(addprefix $(c)/,[a-z]-*/main.c *-bonus/main.c [a-z]-*/main.co *-bonus/main.co))))))
CHAPTERS := $(sort $(foreach s,$(STEPS),$(firstword $(subst /, ,$(s)))))
steps_of = $(filter $(1)/%,$(STEPS))

# CO: steps whose main.c corofy makes of main.co.  Most keep both in the folder.
# ASYNC: in these main.co says that corofy makes main.c by --async: the build does
# so, below build/.  A main.c in the folder is a reader's own, and not looked at.
CO := $(patsubst %/main.co,%,$(wildcard $(STEPS:%=%/main.co)))
SAY_ASYNC := $(filter $(CO),$(patsubst %/main.co,%,$(shell grep -l '^/\* corofy --async ' /dev/null $(CO:%=%/main.co))))
# Without a main.c there is no other way, so a step that forgets to say it is told.
ASYNC := $(sort $(SAY_ASYNC) $(filter-out $(patsubst %/main.c,%,$(wildcard $(CO:%=%/main.c))),$(CO)))
# ON_RUNTIME: programs of the runtime in runtime/, by its header that each must have.
ON_RUNTIME := $(patsubst %/main.co,%,$(shell grep -l '^#include "glue.h"$$' /dev/null $(ASYNC:%=%/main.co)))

include make/tools.mk
include make/need.mk

# --- Objects -----------------------------------------------------------------

# A build warns and goes on.  What the tests run is strict: there a warning is an
# error, and what was built with one is built again.
STRICT := $(if $(filter tests test check bench fuzz,$(MAKECMDGOALS)),-Werror)
ifneq ($(STRICT),)
$(patsubst %.warned,%,$(shell find $(O) -name '*.warned' 2> /dev/null)): FORCE
endif

# Quiet: a line a file.  V=1 shows the commands, -s nothing.  The first build
# that `make run` needs fits a screen: there a line a program is enough.
SILENT = $(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
Q = $(if $(V),,@)
say = $(if $(V)$(SILENT),,@echo '$(1) $(2)')
FIRST_RUN := $(if $(filter run,$(MAKECMDGOALS)),$(if $(wildcard $(O)),,yes))
say_file = $(if $(FIRST_RUN),,$(say))

compile = $(Q)make/compile $@ $(COMPILER) $(REQUIRED) $(STRICT) $(COLOR) $(CFLAGS) $(NO_LTO) -MMD -MP
link = $(Q)$(COMPILER) $(REQUIRED) $(CFLAGS) $(NO_LTO) $(LDFLAGS)

# What is made anew each time replaces what was there only if it differs, so
# that nothing else is built again for it.
keep_if_same = cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# The same for a file of one line that make knows: no program has to run where it
# says that already. (make 4.3 may leave the line's end on what it reads, so strip.)
same = $(and $(findstring x$(1)x,x$(2)x),$(findstring x$(2)x,x$(1)x))
write = $(if $(call same,$(strip $(1)),$(strip $(file <$@))),,@mkdir -p $(@D) && printf '%s\n' '$(subst ','\'',$(1))' > $@)

# The flags, and below the list of a step's objects: what was built with other
# flags, or linked from other files, is built again.
$(O)/flags: FORCE
	$(call write,$(COMPILER) $(REQUIRED) $(CFLAGS) $(LDFLAGS))

$(O)/%.c.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(call say_file,CC,$<)
	$(compile) $(DEFINES) -c -o $@ $<

$(O)/%.S.o: %.S $(O)/flags
	@mkdir -p $(@D)
	$(call say_file,AS,$<)
	$(compile) -c -o $@ $<

# --- Programs ----------------------------------------------------------------

all: $(CHAPTERS:%=$(B)/%) $(B)/delayserver $(B)/corofy $(B)/libcorofy.a ## build everything

# The objects of a folder's C and assembly files; the name of its main()
made_main = $(if $(filter $(1),$(ASYNC)),$(1)/main.c)
objects = $(addprefix $(O)/,$(addsuffix .o,$(sort $(wildcard $(1)/*.c $(1)/*.S) $(made_main))))
main_of = $(subst -,_,$(notdir $(1)))_main

# One object of a whole program: only its main() can be seen from outside.
PROGRAMS := $(STEPS) delayserver
$(PROGRAMS:%=$(O)/%/main.c.o): private DEFINES = -Dmain=$(call main_of,$(patsubst $(O)/%/main.c.o,%,$@))
$(PROGRAMS:%=$(O)/%.objects): $(O)/%.objects: FORCE
	$(call write,$(call objects,$*))

$(PROGRAMS:%=$(O)/%.whole.o): $(O)/%.whole.o: $$(call objects,$$*) $(O)/%.objects
	$(Q)$(COMPILER) -nostdlib -r -o $@ $(filter %.o,$^) $(filter %.a,$^)
	$(Q)$(OBJCOPY) --keep-global-symbol=$(call main_of,$*) $@

$(O)/%/table.c: FORCE
	@mkdir -p $(@D)
	@scripts/table $* > $@.new
	@$(keep_if_same)

$(O)/%/table.o: $(O)/%/table.c $(O)/flags
	$(compile) -Idriver -c -o $@ $<

# A step whose futures run in the runtime of runtime/ is not whole without that.
$(ON_RUNTIME:%=$(O)/%/main.c.o): private DEFINES += -Iruntime
$(ON_RUNTIME:%=$(O)/%.whole.o): $(B)/libcorofy.a

percent := %
$(CHAPTERS:%=$(B)/%): $(B)/%: $$(call objects,driver) $(O)/%/table.o $$(patsubst $$(percent),$(O)/$$(percent).whole.o,$$(call steps_of,$$*)) $(O)/delayserver.whole.o $(O)/flags
	$(call say,LD,$@)
	$(link) -o $@ $(filter %.o,$^)

$(B)/delayserver: $(O)/delayserver.whole.o $(O)/flags
	$(call say,LD,$@)
	$(link) -Wl,--defsym=main=delayserver_main -o $@ $<

$(B)/corofy: $(call objects,corofy) $(O)/flags
	$(call say,LD,$@)
	$(link) -o $@ $(filter %.o,$^)

# The runtime, for programs of one's own
$(B)/libcorofy.a: $(call objects,runtime)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

include make/corofy.mk make/steps.mk make/fuzz.mk make/tests.mk make/bench.mk

# --- The rest ----------------------------------------------------------------

install: all ## install the delayserver, corofy and their manuals below PREFIX
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/man/man1'
	install $(B)/delayserver $(B)/corofy '$(DESTDIR)$(PREFIX)/bin/'
	install -m 644 delayserver/delayserver.1 corofy/corofy.1 '$(DESTDIR)$(PREFIX)/share/man/man1/'

format: ## format the C sources as .clang-format says
	$(or $(shell command -v clang-format),$(error clang-format is missing: apt-get install clang-format)) -i $(shell tests/lib/sources)

clean: ## remove everything built, but not the copies that you try things in
	@[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name try -exec rm -rf {} +
	@[ ! -d build ] || rmdir build 2> /dev/null || echo 'build/try has your copies of steps, and was left.'

help: ## this list
	@(echo 'make [TARGET] [CC=clang] [ARCH=$(subst $(space),|,$(ARCHS))] [SANITIZE=address,undefined|thread] [V=1]' && \
	    awk -F ':.*## ' '/^[a-z]+:.*## / && !seen[$$1]++ { printf "  %-12s %s\n", $$1, $$2 }' \
	        $(wildcard make/steps.mk make/tests.mk Makefile make/*.mk)) $(or_head)

FORCE:
.PHONY: all install format clean help FORCE

-include $(shell find $(O) -name '*.d' 2>/dev/null)
