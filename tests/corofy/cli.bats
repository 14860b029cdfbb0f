# corofy as a command: its options
# needs: corofy

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper
load command

@test "corofy: --help fits a screen, --version is one line" {
    corofy --help
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${#lines[@]}" -le 23 ]
    [ "$(wc -L <<< "$output")" -le 80 ]
    [[ $output == "usage: corofy "* ]]
    local option
    for option in --waker --stack --pin --async --header --sizes --annotate --line \
        --no-about --typedef --help --version; do
        grep -q -- "^ *$option" <<< "$output"
    done
    corofy --version
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [[ $output =~ ^corofy\ [0-9.]+$ ]]
}

@test "corofy: --help and --version need no file, and touch none" {
    local option
    for option in --help --version; do
        corofy "$option" in.co
        [ "$status" -eq 0 ]
        only in.co
    done
}

@test "corofy: what was asked for and cannot be printed is a failure" {
    local option
    for option in --help --version "in.co -"; do
        sh_corofy "\"\$@\" $option > /dev/full"
        expect_complaint 1 "standard output: No space left on device"
        sh_corofy "\"\$@\" $option >&-"
        expect_complaint 1 "standard output: Bad file descriptor"
    done
    only in.co
}

@test "corofy: wrong usage is one line, and status 2" {
    corofy
    expect_complaint 2 ""
    corofy --nosuch in.co
    expect_complaint 2 "--nosuch"
    corofy -xy in.co
    expect_complaint 2 "-x"
    corofy --stack=1 in.co
    expect_complaint 2 "--stack=1"
    corofy in.co out.c more.c
    expect_complaint 2 "more.c"
    corofy --async --stack in.co
    expect_complaint 2 "--async"
    corofy --header in.co
    expect_complaint 2 "--header"
    corofy --sizes in.co
    expect_complaint 2 "--sizes"
    only in.co
}

@test "corofy: --typedef needs a name" {
    corofy in.co --typedef
    expect_complaint 2 "--typedef"
    local name
    for name in "" 1x "a b" int* "struct x" --stack; do
        corofy --typedef "$name" in.co
        expect_complaint 2 "$name"
    done
    only in.co
}

@test "corofy: --typedef tells a declaration from a call" {
    cat > types.co << 'END'
#include "case.h"
#include "types.h"

coroutine void test(void)
{
    handle(h) = 3, (*more) = &h;

    wait(nothing());
    printf("%d %d\n", h, *more);
}
END
    echo 'typedef int handle, other;' > types.h
    corofy --stack --typedef other --typedef handle types.co
    succeeds
    compiles types.c -I.
}

@test "corofy: options stand where they like, and -- ends them" {
    corofy --stack in.co out.c
    succeeds
    corofy in.co --stack out2.c
    succeeds
    corofy in.co out3.c --stack
    succeeds
    cmp out.c out2.c
    cmp out.c out3.c
    source_of hello > --stack.co
    corofy -- --stack.co
    succeeds
    is_hello ./--stack.c
}

@test "corofy: --pin is --stack, too" {
    cp "$CASES/cases/names-declarators/in.co" pin.co
    corofy pin.co
    [ "$status" -eq 1 ]
    corofy --pin pin.co
    succeeds
    grep -q 'self->stack\.' pin.c
    cp pin.c before.c
    corofy --pin --stack pin.co
    cmp pin.c before.c
}

@test "corofy: the same option twice is once" {
    corofy --line --stack in.co once.c
    corofy --line --line --stack --stack in.co twice.c
    cmp once.c twice.c
}

@test "corofy: --line names the source as it was given, whatever is in it" {
    mkdir dir
    cp in.co dir
    corofy --line dir/in.co
    succeeds
    grep -q '^#line [0-9]* "dir/in.co"$' dir/in.c
    cp in.co 'we"ird %s\n .co'
    corofy --line 'we"ird %s\n .co' out.c
    succeeds
    grep -qF '"we\"ird %s\\n .co"' out.c
    compiles out.c
    corofy in.co plain.c
    run ! grep '#line' plain.c
}

@test "corofy: messages name the file as it was given" {
    mkdir 'a dir'
    broken > 'a dir/%s%n.co'
    corofy 'a dir/%s%n.co'
    [ "$status" -eq 1 ]
    [[ $stderr == "a dir/%s%n.co:2:3: error: "* ]]
}
