#ifndef PIN_H
#define PIN_H

/*
 * A pin is a pointer, and a promise about what it points to: that it stays in
 * its place until its memory is given back, also when the pin itself is long
 * gone.  So what is pinned may keep pointers to itself.
 *
 * In Rust the compiler holds people to it: who has a pin gets at the pointer
 * in it only by writing `unsafe`.  Here that word is the name of the member,
 * and all that it does is to be easy to search for.  It is written
 *
 *     to make a pin of a pointer    and promise for all who can reach the place
 *     to get at the pointer         and promise to move nothing by way of it
 *
 * A pin is assigned and handed on like any pointer; that moves nothing.
 */

/* The type of pins of a struct name, which is struct name_pin. */
#define PIN_TYPE(name)          \
    struct name##_pin {         \
        struct name *unchecked; \
    }

/*
 * A pin of a new struct name, which is initialized as by {...} and lives to the
 * end of the block: Rust's pin!.  It has no name of its own, so nobody can
 * reach it but by way of the pin.  In Rust the pin cannot leave the block
 * either; here it can, and then points to what is no more.
 */
#define PIN(name, ...) ((struct name##_pin){&(struct name){__VA_ARGS__}})

#endif
