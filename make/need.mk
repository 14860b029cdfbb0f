# What the suite needs is asked for before anything is built: what is missing is
# one line that says what to do.  `make help` and what only reads the sources
# work without.

GOALS := $(or $(MAKECMDGOALS),all)
# Those that start programs
STARTS := $(filter run test,$(GOALS))

ifneq ($(filter-out help clean diff progression readme list-steps format,$(GOALS)),)
ifneq ($(filter 3.% 4.0% 4.1%,$(MAKE_VERSION)),)
$(error GNU make $(MAKE_VERSION) is too old: this needs 4.2 or later)
endif
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

# make/need says what the compiler and its libc lack, or nothing.
LACKS := $(shell make/need $(COMPILER))
ifneq ($(LACKS),)
$(error $(LACKS))
endif

ifneq ($(filter test check soak,$(GOALS)),)
LACKS := $(shell tests/run --need)
ifneq ($(LACKS),)
$(error $(LACKS))
endif
endif

ifneq ($(and $(STARTS),$(TRIPLE)),)
ifeq ($(shell command -v qemu-$(ARCH)),)
$(error qemu-$(ARCH) is missing, which runs programs for $(ARCH): apt-get install qemu-user)
endif
endif
ifneq ($(and $(STARTS),$(VALGRIND)),)
ifeq ($(shell command -v valgrind),)
$(error valgrind is missing: apt-get install valgrind)
endif
endif
endif
