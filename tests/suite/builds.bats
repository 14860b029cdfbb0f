# Each step is built by hand with the commands that make try prints.
# needs: corofy libcorofy.a delayserver

load ../lib/helper

# The build folder of a copy is in a tree of links, so that nobody's copy is in the way.
@test "readme: each step is built by hand with the commands that make try prints" {
    [ "$COMPILER$SANITIZE$VALGRIND" = gcc ] || skip "the commands say cc, whatever the suite is built with"
    local steps step commands
    steps=$(env -u MAKEFLAGS -u MAKELEVEL make -s list-steps)
    ln -s "$PWD"/ch* "$PWD/runtime" "$PWD/scripts" "$BATS_TEST_TMPDIR"
    [[ $B = /* ]] || B=$PWD/$B
    cd "$BATS_TEST_TMPDIR" || return
    for step in $steps; do
        commands=$(scripts/try "$step" "$B" | sed -n 's/^    //p' | grep -v '/delayserver$')
        echo "$commands"
        bash -e -c "${commands% && ./*}"
        [ -x "build/try/$step/${step##*/}" ]
    done
}

# stays STEP FUNCTION: although the step does not call it
stays() {
    case $2 in
    panic) ;; # beside die() in error.h: the two ways to end are one module
    mio_*) ;; # mio is one contract, and only some of its users need all of it
    fiber_yield) ;; # what a fiber is for, though f yields only where it waits
    address_format) [[ $1 == ch10-* ]] ;; # who awaits an answer says where it was from
    http_get | http_getf_init) ;; # a path as it is, or made as printf(3) would
    *_new) [[ $1 == ch10-* ]] ;; # what corofy makes for callers that are no coroutines
    async_main | async_main_free) [[ $1 == ch09-pinning/c-* ]] ;; # it moves one by hand
    *) false ;;
    esac
}

@test "builds: a step has no function that it does not call" {
    local step function program=$BATS_TEST_TMPDIR/program superfluous=
    [ "$ARCH" = "$(uname -m)" ] && [ -z "$SANITIZE$VALGRIND" ] || skip "the linker says the same of other builds"
    for step in $(make -s list-steps); do
        [[ $step != *-windows ]] || continue
        # this one is linked with the runtime, and has what that would call of it
        [[ $step != */c-your-own-runtime ]] || continue
        cp -r "$step" "$BATS_TEST_TMPDIR/step"
        [ -f "$step/main.c" ] || "$B/corofy" --async "$step/main.co" "$BATS_TEST_TMPDIR/step/main.c"
        run $COMPILER -std=gnu17 -O0 -w -ffunction-sections -Wl,--gc-sections,--print-gc-sections \
            -o "$program" "$BATS_TEST_TMPDIR"/step/*.[cS]
        [ "$status" -eq 0 ]
        for function in $(grep -oE "\.text\.[a-z][a-z_0-9]*" <<< "$output" | cut -d . -f 3); do
            stays "$step" "$function" || superfluous+="$step: $function()"$'\n'
        done
        rm -r "$BATS_TEST_TMPDIR/step"
    done
    echo "$superfluous"
    [ "$superfluous" = "" ]
}
