# Exercise 1: e-coroutines-pin/mover.c that moves while it still may
/^static enum poll_state mover_poll/,/^}/ {
    /^    struct future \*now/d
    s/^    enum poll_state state = now.*//
    /^$/d
    s/^    if/\n&/
    s/^    return state;/    return self->new->poll((struct pin){self->new}, waker, output);/
}
s/^\/\* The first pin breaks its promise. \*\/$/\/* Nobody has pinned it yet. *\//
