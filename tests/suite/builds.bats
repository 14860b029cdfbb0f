# Each step is built by hand with the commands that make try prints.
# needs: corofy delayserver

load ../lib/helper

# The build folder of a copy is in a tree of links, so that nobody's copy is in the way.
@test "readme: each step is built by hand with the commands that make try prints" {
    [ "$COMPILER$SANITIZE$VALGRIND" = gcc ] || skip "the commands say cc, whatever the suite is built with"
    local steps step commands
    steps=$(env -u MAKEFLAGS -u MAKELEVEL make -s list-steps)
    ln -s "$PWD"/ch* "$BATS_TEST_TMPDIR"
    [[ $B = /* ]] || B=$PWD/$B
    cd "$BATS_TEST_TMPDIR" || return
    for step in $steps; do
        commands=$(scripts/try "$step" "$B" | sed -n 's/^    //p' | grep -v '/delayserver$')
        echo "$commands"
        bash -e -c "${commands% && ./*}"
        [ -x "build/try/$step/${step##*/}" ]
    done
}
