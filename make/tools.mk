# What to build with: compiler, CPU and checkers, each combination in a folder
# of its own below build/.

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

REQUIRED := -std=gnu17 -Wall -Wextra
ifneq ($(SANITIZE),)
REQUIRED += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
# `ld -r` and objcopy need machine code, and link-time optimisation leaves none.
# This stands behind CFLAGS, which may ask for it.
NO_LTO := -fno-lto
# The compiler's messages go through make/compile, so it sees no terminal.
COLOR := $(if $(MAKE_TERMERR),-fdiagnostics-color=always)

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
AR := $(CROSS)ar

# A finding of valgrind turns the exit status to 99.
VALGRIND_FLAGS := -q --error-exitcode=99 --leak-check=full \
    --trace-children=yes --trace-children-skip=*/bin/*

# RUN stands before each program that a target starts.
RUN :=
ifneq ($(TRIPLE),)
# LeakSanitizer traces its own process, which the emulator has no means for.
RUN := $(if $(findstring address,$(SANITIZE)),env LSAN_OPTIONS=detect_leaks=0 )qemu-$(ARCH) -L /usr/$(TRIPLE)
else ifneq ($(VALGRIND),)
RUN := env RUNTIME_MALLOC=1 valgrind $(VALGRIND_FLAGS)
else ifneq ($(filter thread,$(SANITIZE)),)
# gcc 12's TSan knows the memory layout without address randomisation only
RUN := $(shell setarch -R true && echo setarch -R)
endif

# build, build/clang, build/aarch64-address+undefined, ...
empty :=
space := $(empty) $(empty)
comma := ,
VARIANT := $(strip $(if $(TRIPLE),$(ARCH)) $(filter-out gcc,$(notdir $(CC))) $(subst $(comma),+,$(SANITIZE)))
B := build$(if $(VARIANT),/$(subst $(space),-,$(VARIANT)))
O := $(B)/obj

# Who reads only the beginning of an output, as `| head` does, is content with that.
or_head = || [ $$? -eq 141 ]
