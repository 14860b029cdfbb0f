# bench/NAME/run measures, with the programs of its C files.  Some take objects
# and headers of a step, too.
BENCHES := $(patsubst bench/%/run,%,$(wildcard bench/*/run))
BENCH_PROGRAMS := $(patsubst %.c,$(B)/%,$(wildcard bench/*/*.c bench/*/peers/*.c))

ifneq ($(filter bench,$(GOALS)),)
ifneq ($(TRIPLE)$(SANITIZE)$(VALGRIND),)
$(error bench measures plain programs on this machine: leave ARCH, SANITIZE and VALGRIND out)
endif
ifneq ($(filter-out $(BENCHES),$(BENCH)),)
$(error no bench "$(BENCH)": BENCH is one of $(BENCHES))
endif
endif

$(BENCH_PROGRAMS): $(B)/%: $(O)/%.c.o
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(link) -o $@ $(filter %.o,$^)

FIBERS_C := ch05-fibers/c-fibers
FIBERS_F := ch05-fibers/f-fibers-io
PARKER := ch10-final/parker-bonus
$(addprefix $(B)/bench/switch/,bare bare-ret bare-fpu): $(O)/bench/switch/bare_x86_64.S.o
$(B)/bench/switch/c-switch: $(filter %.S.o,$(call objects,$(FIBERS_C)))
$(B)/bench/switch/f-switch: $(filter %.S.o,$(call objects,$(FIBERS_F)))
$(B)/bench/switch/f: $(filter-out %/main.c.o,$(call objects,$(FIBERS_F)))
$(O)/bench/switch/c-switch.c.o: DEFINES = -I$(FIBERS_C)
$(O)/bench/switch/f-switch.c.o $(O)/bench/switch/f.c.o: DEFINES = -I$(FIBERS_F)

$(B)/bench/parker/parker: $(addprefix $(O)/$(PARKER)/,any_parker.c.o measure.c.o error.c.o)
$(O)/bench/parker/parker.c.o: DEFINES = -I$(PARKER)

bench: all $(filter $(addprefix $(B)/bench/,$(addsuffix /%,$(or $(BENCH),$(BENCHES)))),$(BENCH_PROGRAMS)) ## measure against others, all or one BENCH (see bench/README.md)
	@for bench in $(or $(BENCH),$(BENCHES)); do B='$(B)' bench/$$bench/run || exit; done

.PHONY: bench
