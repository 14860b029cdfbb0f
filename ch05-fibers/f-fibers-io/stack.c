#define _GNU_SOURCE /* MAP_ANONYMOUS, syscall */
#include "stack.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102 /* headers before Linux 6.13 */
#endif

/*
 * A CPU's caches tell memory apart by the lower bits of its address.  If all
 * stacks began at the same place in a page, all would compete for the same few
 * lines.  They begin at 48 different ones.  The last KiB of a page of 4 is left
 * for the fiber itself and for its first frames, so that one which needs little
 * touches no other page.
 */
enum {
    STAGGERED_LINES = 48,
};

_Static_assert(sizeof(struct stack) == 64, "a line of the cache");

/* The page more is for the stagger, and for what stands above the stack. */
static size_t mapping_bytes(const struct stack_kind *kind)
{
    return STACK_GUARD_BYTES + kind->stack_bytes + kind->page_bytes;
}

/*
 * A kernel that does not know an advice refuses it, but an emulator may take
 * any and do nothing.  So let the kernel try to write to the page, by a system
 * call that fills a struct: the kernel answers EFAULT where we would get a
 * SIGSEGV.  syscall(2) asks the kernel itself.  A function of libc may do its
 * work without the kernel, and then the fault is ours: since glibc 2.41
 * getrandom(3) does.
 */
static bool probe_guard_markers(size_t page_bytes)
{
    bool is_guarded;
    void *page = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return false;
    is_guarded = madvise(page, page_bytes, MADV_GUARD_INSTALL) == 0 &&
                 syscall(SYS_uname, page) < 0 && errno == EFAULT;
    munmap(page, page_bytes);
    return is_guarded;
}

int stack_kind_init(struct stack_kind *kind, size_t stack_bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    if (stack_bytes == 0 || stack_bytes > PTRDIFF_MAX / 2)
        return -EINVAL;
    *kind = (struct stack_kind){
        .stack_bytes = (stack_bytes + page - 1) / page * page,
        .page_bytes = page,
        .has_guard_markers = probe_guard_markers(page),
    };
    return 0;
}

static int guard(const struct stack_kind *kind, char *start)
{
    if (kind->has_guard_markers &&
        madvise(start, STACK_GUARD_BYTES, MADV_GUARD_INSTALL) == 0)
        return 0;
    /* also where mlockall(2) has been called since: locked pages take none */
    return mprotect(start, STACK_GUARD_BYTES, PROT_NONE) < 0 ? -errno : 0;
}

int stack_map(struct stack_kind *kind, struct stack **stack)
{
    size_t bytes = mapping_bytes(kind), line;
    struct stack *mapped;
    int err;
    char *start =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

    if (start == MAP_FAILED)
        return -errno;
    err = guard(kind, start);
    if (err < 0) {
        munmap(start, bytes);
        return err;
    }
    line = kind->mapped_count++ % STAGGERED_LINES;
    mapped = (struct stack *)(start + bytes) - 1 - line;
    mapped->bottom = start + STACK_GUARD_BYTES;
    annotate_map(&mapped->annotation, mapped->bottom,
                 (size_t)((char *)mapped - mapped->bottom));
    *stack = mapped;
    return 0;
}

int stack_unmap(const struct stack_kind *kind, struct stack *stack)
{
    struct annotation *annotation = &stack->annotation;
    int err;

    /* before, as another OS thread may map the same addresses right after */
    annotate_unmap(annotation);
    if (munmap(stack->bottom - STACK_GUARD_BYTES, mapping_bytes(kind)) == 0)
        return 0;
    err = -errno;
    annotate_map(annotation, annotation->bottom, annotation->bytes);
    return err;
}

bool stack_is_guard(const struct stack *stack, const void *address)
{
    uintptr_t below = (uintptr_t)stack->bottom - (uintptr_t)address;

    return below > 0 && below <= STACK_GUARD_BYTES;
}
