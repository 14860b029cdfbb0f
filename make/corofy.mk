# Steps whose main.c corofy makes of main.co.

# The corofy that works for the build runs on this machine, whatever ARCH is.
COROFY_HERE := $(if $(TRIPLE)$(SANITIZE),$(B)/tools/corofy,$(B)/corofy)
$(B)/tools/corofy: $(wildcard corofy/*.[ch])
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(HOSTCC) -std=gnu17 -O2 -o $@ $(filter %.c,$^)

# Chapter 10: main.c is made below build/, as a compiler would.  Lines are those of
# main.co, for messages and debuggers.
$(SAY_ASYNC:%=$(O)/%/main.c): $(O)/%/main.c: %/main.co $(COROFY_HERE)
	@mkdir -p $(@D)
	$(call say_file,COROFY,$<)
	$(Q)$(COROFY_HERE) --async --line --force $< $@

# A main.c that is missing is told each time, whatever was built before.
MISSING := $(filter-out $(SAY_ASYNC),$(ASYNC))
$(MISSING:%=$(O)/%/main.c): $(O)/%/main.c: %/main.c
$(MISSING:%=%/main.c): %/main.c: FORCE
	@scripts/co missing $*

# It stands elsewhere, and includes headers of the step.
$(ASYNC:%=$(O)/%/main.c.o): $(O)/%/main.c.o: $(O)/%/main.c $(O)/flags
	$(compile) $(DEFINES) -iquote $* -c -o $@ $<

# Chapters 7 to 9: main.c is kept beside main.co, and used as it is.  Should it not
# be what corofy makes of main.co, everything that uses it says so, each time.
KEPT := $(filter-out $(ASYNC),$(CO))
$(KEPT:%=$(O)/%/main.co.same): $(O)/%/main.co.same: %/main.co %/main.c scripts/co $(COROFY_HERE)
	@mkdir -p $(@D)
	@scripts/co check $* $(COROFY_HERE) $@

$(KEPT:%=$(O)/%.whole.o): $(O)/%.whole.o: | $(O)/%/main.co.same
