# What a reader does with steps.

# STEP names a step or a chapter, and may be abbreviated: CHOSEN are the steps.
CHOSEN :=
ifneq ($(STEP)$(AGAINST),)
find_steps = $(or $(shell scripts/find '$(subst ','\'',$(1))' $(STEPS)),$(error $(2) must name a step or a chapter))
ifneq ($(STEP),)
CHOSEN := $(call find_steps,$(STEP),STEP)
endif
ifneq ($(AGAINST),)
override AGAINST := $(call find_steps,$(AGAINST),AGAINST)
ifneq ($(word 2,$(AGAINST)),)
$(error AGAINST names $(words $(AGAINST)) steps, and must be one of them: $(AGAINST))
endif
endif
endif
need_step = $(if $(CHOSEN),,$(error which step? make $@ STEP=$(firstword $(STEPS))))
need_co = $(or $(filter $(CO),$(CHOSEN)),$(error $(STEP) has no main.co))
ifneq ($(word 2,$(CHOSEN)),)
ifneq ($(ARGS),)
$(error ARGS are for one step, and STEP=$(STEP) names $(words $(CHOSEN)))
endif
endif

# A chapter's binary is all that its steps need.
to_run = $(sort $(foreach s,$(or $(CHOSEN),$(CHAPTERS)),$(firstword $(subst /, ,$(s)))))
first_run:
	$(if $(FIRST_RUN),$(if $(SILENT),,@echo 'Building $(if $(CHOSEN),$(to_run): this takes some seconds,all chapters: this takes up to a minute) (V=1 shows how).'))
$(if $(FIRST_RUN),$(shell true)$(to_run:%=$(B)/%): | first_run)

run: $(to_run:%=$(B)/%) ## a tour through all chapters, or one STEP with ARGS
	@scripts/tour '$(RUN)' '$(B)' $(if $(word 2,$(CHOSEN)),$(to_run),$(if $(CHOSEN),$(CHOSEN) $(ARGS),$(CHAPTERS)))

# Steps that ask a delayserver are of little use without one.
server := $(if $(and $(CHOSEN),$(filter step try,$(MAKECMDGOALS))),$(if $(shell grep -ls DELAYSERVER $(CHOSEN:%=%/*.c) $(CHOSEN:%=%/*.co)),$(B)/delayserver))

# Shown whole, as one may want to copy it
step: $(server) $(if $(filter $(CHOSEN),$(ON_RUNTIME)),$(B)/libcorofy.a) $(foreach s,$(CHOSEN),$(if $(filter $(s),$(ASYNC)),$(O)/$(s)/main.c,$(if $(filter $(s),$(KEPT)),$(O)/$(s)/main.co.same))) ## build one STEP as a program of its own, for a debugger
	$(need_step)
	@mkdir -p $(CHOSEN:%=$(B)/step/%)
	$(foreach s,$(CHOSEN),$(build_step)$(newline))

# The source files of a step, where main.c may be one that was made
sources = $(filter-out $(call made_main,$(1)),$(wildcard $(1)/*.c $(1)/*.S)) $(patsubst %,$(O)/%,$(call made_main,$(1)))
on_runtime = $(if $(filter $(1),$(ON_RUNTIME)),$(2))
build_step = $(COMPILER) $(REQUIRED) -O0 -g3 -iquote $(s) $(call on_runtime,$(s),-Iruntime) -o $(B)/step/$(s)/$(notdir $(s)) $(strip $(call sources,$(s)) $(call on_runtime,$(s),$(B)/libcorofy.a -lpthread))
define newline


endef

try: $(server) $(if $(filter $(CO),$(CHOSEN)),$(COROFY_HERE)) ## lay out a copy of one STEP below build/try, to break it there
	$(need_step)
	@for step in $(CHOSEN); do scripts/try $$step $(B) $(COROFY_HERE) $(or_head) || exit; done

co: $(if $(filter $(CO),$(CHOSEN)),$(COROFY_HERE)) ## make main.c of one STEP anew, of its main.co
	$(need_step)
	@for step in $(need_co); do scripts/co make $$step $(COROFY_HERE) || exit; done

diff: ## what one STEP changed against the step it grew from, or AGAINST another
	$(need_step)
	@scripts/progression diff '$(AGAINST)' $(CHOSEN)

carry: ## take a FILE that was changed forward, from its step to all that took it over
	@scripts/carry '$(FILE)' $(STEPS)

progression: ## a table of all steps: files new, changed and taken, lines that are new
	@scripts/progression table $(STEPS) $(or_head)

readme: ## bring tables of steps and links to lines in the READMEs up to date
	@scripts/readme write

list-steps:
	@echo $(STEPS)

.PHONY: run first_run step try co diff carry progression readme list-steps
