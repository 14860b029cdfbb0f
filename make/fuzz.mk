# A fuzz target is tests/fuzz/NAME.c, with a corpus in tests/fuzz/corpus/NAME.
# As a program of its own it runs the files that are its arguments.
FUZZERS := $(notdir $(wildcard tests/fuzz/corpus/*))
# The delayserver's parser, and the other that it is compared with
PARSERS := $(addprefix delayserver/,request.c head.c span.c target.c faults.c percent.c) \
    $(addprefix tests/fuzz/,pieces.c reading.c reference.c)
FUZZED_request := $(PARSERS)
FUZZED_percent := $(PARSERS)
FUZZED_corofy := $(filter-out %/main.c,$(wildcard corofy/*.c))
$(FUZZERS:%=$(B)/fuzz/%): $(B)/fuzz/%: $(O)/tests/fuzz/%.c.o $$(patsubst $$(percent),$(O)/$$(percent).o,tests/fuzz/standalone.c $$(FUZZED_$$*)) $(O)/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(link) -o $@ $(filter %.o,$^)

# With a fuzzer around it: libFuzzer, which clang brings, or AFL++.
FUZZ ?= request
SECONDS ?= 60
ENGINE ?= libfuzzer
FUZZ_CC_libfuzzer := clang
FUZZ_CC_afl := env AFL_QUIET=1 afl-clang-fast
FUZZ_PACKAGES_libfuzzer := clang libclang-rt-dev
FUZZ_PACKAGES_afl := afl++
ifneq ($(filter fuzz,$(GOALS)),)
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
$(FUZZ_ENGINES): build/%: tests/fuzz/$$(notdir $$*).c $$(FUZZED_$$(notdir $$*)) $(wildcard delayserver/*.h corofy/*.h tests/fuzz/*.h)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(FUZZ_CC_$(patsubst %/,%,$(dir $*))) $(REQUIRED) -Werror -g -O2 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $(filter %.c,$^)

fuzz: build/$(ENGINE)/$(FUZZ) ## fuzz a parser (FUZZ=request|percent|corofy SECONDS=60 ENGINE=libfuzzer|afl)
	@tests/fuzz/campaign $(ENGINE) $(FUZZ) $(SECONDS)

.PHONY: fuzz
