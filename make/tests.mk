# The test suite: unit tests, tools and fuzz targets, which tests/run runs with the
# bats files.

# A unit test is tests/unit/NAME.c and check.c, and what its first lines name:
# make/units says how, and writes the rules.
UNITS := $(filter-out check served served_calls,$(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
ifneq ($(UNITS),)
$(O)/units.mk: make/units $(wildcard tests/unit/*.[ch])
	@mkdir -p $(@D)
	@make/units $(UNITS:%=tests/unit/%.c) > $@
ifneq ($(filter tests test $(B)/unit/%,$(GOALS)),)
include $(O)/units.mk
endif
endif

$(O)/tests/unit/%.o: DEFINES = -I.
$(UNITS:%=$(B)/unit/%): $(B)/unit/%: $(O)/tests/unit/%.c.o $(O)/tests/unit/check.c.o $(O)/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(link) $(WRAP) -o $@ $(filter %.o,$^)

# nm says what the delayserver needs of libc, so that a test finds a call that is
# not wrapped, and what it keeps in memory that outlives its main().
$(B)/unit/delayserver_faults: $(O)/delayserver.needs.o
$(O)/delayserver.needs.c: $(O)/delayserver.whole.o make/tests.mk
	@(echo 'const char *const delayserver_needs[] = {' && \
	    $(CROSS)nm -u $< | sed 's/.* /    "/; s/@.*//; s/"__isoc23_/"/; s/"__\(.*\)_chk$$/"\1/; s/$$/",/' && echo '    0};' && \
	    echo 'const char *const delayserver_keeps[] = {' && \
	    $(CROSS)nm -f sysv $< | awk -F '[ |]+' '/OBJECT/ && $$NF ~ /^\.t?(bss|data)/ && \
	        $$NF !~ /^\.data\.rel\.ro/ { print "    \"" $$1 "\"," }' && echo '    0};') > $@
$(O)/delayserver.needs.o: $(O)/delayserver.needs.c
	$(compile) -c -o $@ $<

# Tools of the tests run on this machine, whatever ARCH is.
TOOLS := $(patsubst tests/tools/%.c,%,$(wildcard tests/tools/*.c))
$(TOOLS:%=$(B)/tools/%): $(B)/tools/%: tests/tools/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(HOSTCC) -std=gnu17 -Wall -Wextra -Werror -O2 -g -o $@ $<

$(B)/tools/hostile $(B)/tools/seeds: tests/fuzz/hostile.h tests/fuzz/hostile.inc
$(B)/tools/corofyasync: tests/corofy/async_form.h
$(B)/tools/corofyrandom: $(wildcard tests/tools/corofyrandom_*.inc)

# A bats file says in its first lines what it needs of the build folder, as
# "needs: ch01-overview tools/badserver", or "needs: nothing". FILTER builds no more
# than that; what a file does not say is everything.
EVERYTHING := all $(UNITS:%=$(B)/unit/%) $(TOOLS:%=$(B)/tools/%) $(FUZZERS:%=$(B)/fuzz/%)
chosen = $(foreach f,$(patsubst %.bats,%,$(patsubst tests/%,%,$(FILTER))),$(or \
    $(filter unit $(UNITS:%=unit/%),$(f)),$(wildcard tests/$(f)/*.bats tests/$(f).bats)))
needs_of = $(or $(filter unit/%,$(1)),$(if $(filter unit,$(1)),$(UNITS:%=unit/%)),$(shell sed -n 's/^\# needs: //p' $(1)),everything)
needs = $(if $(FILTER),$(sort $(foreach f,$(chosen),$(call needs_of,$(f)))),everything)
NEEDS := $(if $(filter tests test,$(GOALS)),$(needs))
tests: $(if $(filter everything,$(NEEDS)),$(EVERYTHING),$(addprefix $(B)/,$(filter-out nothing,$(NEEDS))))

test: tests ## run the test suite (FILTER= parts, files or units: see tests/README.md)
	@B='$(B)' RUN='$(RUN)' COMPILER='$(COMPILER)' CC='$(CC)' ARCH='$(ARCH)' \
	    SANITIZE='$(SANITIZE)' VALGRIND='$(VALGRIND)' FILTER='$(FILTER)' tests/run $(UNITS:%=$(B)/unit/%)

check: ## run the whole matrix: compilers, sanitizers, valgrind, CPUs, style (WITHOUT= legs)
	@tests/check $(WITHOUT)

soak: ## all that check leaves out, for hours: before a release (Debian, as root)
	@tests/soak $(WITHOUT)

.PHONY: tests test check soak
