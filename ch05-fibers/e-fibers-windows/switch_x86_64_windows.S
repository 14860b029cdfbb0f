/*
 * void switch_context(struct context *from, const struct context *to)
 *                     rcx                   rdx
 *
 * To the compiler an ordinary call, so it already takes every register but
 * these nineteen for lost.  Offsets: struct context in
 * context_x86_64_windows.h.
 *
 * When the stack pointer is the other thread's, its registers still lie in to.
 * saved_at says so to a debugger, until the end: a DW_CFA_expression with the
 * value of rdx plus an offset, in two bytes of 7 bits each.
 *
 * The exception tables of Windows have no entries for what is here.  So it
 * takes all of it for leaf functions: they return to the address at rsp.
 */
#if defined(__x86_64__)

/* objects of Windows (COFF) say nothing about types and sizes of symbols */
#if defined(__ELF__)
        .macro  function name
        .globl  \name
        .type   \name, %function
        .endm
        .macro  end name
        .size   \name, . - \name
        .endm
#else
        .macro  function name
        .globl  \name
        .endm
        .macro  end name
        .endm
#endif

        .macro  saved_at reg, offset
        .cfi_escape 0x10, \reg, 3, 0x71, \offset % 0x80 + 0x80, \offset / 0x80
        .endm

        .text
        function switch_context
switch_context:
        .cfi_startproc
        movq    %rsp, 0x00(%rcx)        // save: the stack we stand on ...
        movq    %r15, 0x08(%rcx)
        movq    %r14, 0x10(%rcx)
        movq    %r13, 0x18(%rcx)
        movq    %r12, 0x20(%rcx)
        movq    %rbx, 0x28(%rcx)
        movq    %rbp, 0x30(%rcx)
        movq    %rdi, 0x38(%rcx)
        movq    %rsi, 0x40(%rcx)
        movq    %gs:0x0008, %rax
        movq    %rax, 0x48(%rcx)
        movq    %gs:0x0010, %rax        // may have changed: stacks grow
        movq    %rax, 0x50(%rcx)
        movq    %gs:0x1478, %rax
        movq    %rax, 0x58(%rcx)
        movaps  %xmm6, 0x60(%rcx)
        movaps  %xmm7, 0x70(%rcx)
        movaps  %xmm8, 0x80(%rcx)
        movaps  %xmm9, 0x90(%rcx)
        movaps  %xmm10, 0xa0(%rcx)
        movaps  %xmm11, 0xb0(%rcx)
        movaps  %xmm12, 0xc0(%rcx)
        movaps  %xmm13, 0xd0(%rcx)
        movaps  %xmm14, 0xe0(%rcx)
        movaps  %xmm15, 0xf0(%rcx)

        movq    0x00(%rdx), %rsp        // load: ... from here on, the other
        saved_at 15, 0x08
        saved_at 14, 0x10
        saved_at 13, 0x18
        saved_at 12, 0x20
        saved_at 3 /* rbx */, 0x28
        saved_at 6 /* rbp */, 0x30
        saved_at 5 /* rdi */, 0x38
        saved_at 4 /* rsi */, 0x40
        saved_at 23 /* xmm6 */, 0x60
        saved_at 24, 0x70
        saved_at 25, 0x80
        saved_at 26, 0x90
        saved_at 27, 0xa0
        saved_at 28, 0xb0
        saved_at 29, 0xc0
        saved_at 30, 0xd0
        saved_at 31, 0xe0
        saved_at 32 /* xmm15 */, 0xf0
        movq    0x08(%rdx), %r15
        movq    0x10(%rdx), %r14
        movq    0x18(%rdx), %r13
        movq    0x20(%rdx), %r12
        movq    0x28(%rdx), %rbx
        movq    0x30(%rdx), %rbp
        movq    0x38(%rdx), %rdi
        movq    0x40(%rdx), %rsi
        movq    0x48(%rdx), %rax
        movq    %rax, %gs:0x0008
        movq    0x50(%rdx), %rax
        movq    %rax, %gs:0x0010
        movq    0x58(%rdx), %rax
        movq    %rax, %gs:0x1478
        movaps  0x60(%rdx), %xmm6
        movaps  0x70(%rdx), %xmm7
        movaps  0x80(%rdx), %xmm8
        movaps  0x90(%rdx), %xmm9
        movaps  0xa0(%rdx), %xmm10
        movaps  0xb0(%rdx), %xmm11
        movaps  0xc0(%rdx), %xmm12
        movaps  0xd0(%rdx), %xmm13
        movaps  0xe0(%rdx), %xmm14
        movaps  0xf0(%rdx), %xmm15

        ret                             // leave: to where the other called,
        .cfi_endproc                    //        or skip, when it is new
        end     switch_context

/*
 * f has returned, here, and rsp is a multiple of 16 and at the home that f had.
 * skip steps over that to the next address, which f could not destroy.  One
 * more return, and rsp is 8 below a multiple of 16, as a function expects.
 *
 * No caller: the way back that a debugger shows ends here.  It looks for the
 * function at one before the address of return, so there must be something.
 */
        function skip
skip:
        .cfi_startproc
        .cfi_undefined rip
        nop
        .globl  skip_entry
skip_entry:                             // what a first switch returns to
        addq    $0x20, %rsp
        ret                             // to f, and after it to guard
        .cfi_endproc
        end     skip

#endif
#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
