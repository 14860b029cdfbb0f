# What the tests of this chapter share.  Load after helper.

STEPS="a-coroutines-variables b-coroutines-references e-coroutines-pin"

# build STEP: in its folder; prints the program's name
build() {
    local program=$BATS_TEST_TMPDIR/$1
    (cd "ch09-pinning/$1" && $COMPILER -std=gnu17 -Wall -Wextra -Werror -o "$program" ./*.c) >&2 &&
        echo "$program"
}

# broken STEP FILE SED [OPTION...]: a copy of the step in FOLDER, with FILE edited
# by sed -E and built with more options; what the compiler says is in $output
broken() {
    FOLDER=$BATS_TEST_TMPDIR/$1
    cp -r "ch09-pinning/$1" "$FOLDER"
    sed -E -i "$3" "$FOLDER/$2"
    run ! cmp -s "ch09-pinning/$1/$2" "$FOLDER/$2"
    run $COMPILER -std=gnu17 -Wall -Wextra -g "${@:4}" -o "$FOLDER/program" "$FOLDER"/*.c
    echo "$output"
}
