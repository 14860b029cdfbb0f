/* d-pin: a pointer that promises not to move what it points to */
#include <stdio.h>

#include "error.h"
#include "maybe_self_ref.h"
#include "pin.h"

/* This needs a pin, wherever the place is: init makes it point at itself. */
static void use(struct maybe_self_ref_pin x)
{
    maybe_self_ref_init(x);
    printf("%d\n", maybe_self_ref_a(x));
    *maybe_self_ref_b(x) = 2;
    printf("%d\n", maybe_self_ref_a(x));
}

static void heap_pinning(void)
{
    struct maybe_self_ref_pin x;
    int err = maybe_self_ref_new(&x);

    if (err < 0)
        die(err, "pin on the heap");
    use(x);
    maybe_self_ref_free(x);
}

/* The promise is ours, and easily kept: from here on nobody says x. */
static void stack_pinning_manual(void)
{
    struct maybe_self_ref x = {0};
    struct maybe_self_ref_pin pin = {.unchecked = &x};

    use(pin);
}

static void draw(const struct maybe_self_ref *x, const struct maybe_self_ref *y)
{
    printf("      x: {\n"
           "  +-----> a: %-14p\n"
           "  |       b: %-14p -----+\n"
           "  |   }                          |\n"
           "  |   y: {                       |\n"
           "  |       a: %-14p <----+\n"
           "  +------ b: %-14p\n"
           "      }\n",
           (const void *)&x->a, (const void *)x->b, (const void *)&y->a,
           (const void *)y->b);
}

/*
 * The promise is to be kept for longer than the pins live: as long as x and y
 * do.  What was pinned changes places here, and each b still aims at the old
 * one.  Nobody warns, and nothing crashes.
 */
static void stack_pinning_manual_problem(void)
{
    struct maybe_self_ref x = {0};
    struct maybe_self_ref y = {0};
    struct maybe_self_ref old_x;

    {
        struct maybe_self_ref_pin pin_x = {.unchecked = &x};
        struct maybe_self_ref_pin pin_y = {.unchecked = &y};

        maybe_self_ref_init(pin_x);
        maybe_self_ref_init(pin_y);
    }
    old_x = x;
    x = y;
    y = old_x;
    draw(&x, &y);
}

/* What has no name cannot be named by mistake. */
static void stack_pinning_macro(void)
{
    struct maybe_self_ref_pin x = PIN(maybe_self_ref, 0);

    use(x);
}

/* One member that stays where it is, and one that does not care */
struct foo {
    struct maybe_self_ref a;
    const char *b;
};

PIN_TYPE(foo);

/*
 * A pin of a member.  It is sound because all of foo stays, so that a does; as
 * long as nobody moves a by way of foo, and project_b() never leads to it.
 */
static struct maybe_self_ref_pin project_a(struct foo_pin self)
{
    return (struct maybe_self_ref_pin){.unchecked = &self.unchecked->a};
}

/*
 * A plain pointer to a member, by which it may be changed for another.  It is
 * sound because nothing points to b.  Which member is which is decided here,
 * once: one that is pinned today and moved tomorrow was never pinned.
 */
static const char **project_b(struct foo_pin self)
{
    return &self.unchecked->b;
}

static void pin_projection(void)
{
    struct foo_pin x = PIN(foo, .b = "b was moved out,");
    const char *moved = *project_b(x);

    use(project_a(x));
    *project_b(x) = "and another one moved in";
    printf("%s %s\n", moved, *project_b(x));
}

int main(void)
{
    puts("heap_pinning");
    heap_pinning();
    puts("\nstack_pinning_manual");
    stack_pinning_manual();
    puts("\nstack_pinning_manual_problem");
    stack_pinning_manual_problem();
    puts("\nstack_pinning_macro");
    stack_pinning_macro();
    puts("\npin_projection");
    pin_projection();
    return 0;
}
