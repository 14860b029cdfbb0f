# Copies of steps as readers make them, to break them or to do an exercise.
# Load after helper.  tests/chNN/readme.bats does what a chapter's "Break it"
# says, tests/chNN/exercises.bats what its exercises ask for.

# Readers build plain programs for their own machine.
need_plain_build() {
    [ -z "$RUN$SANITIZE" ] || skip "copies of steps are built without ${RUN:-sanitizers}"
}

# lay_out STEP FOLDER: a copy as `make try` makes it, in a tree of its own; of
# what is no step, all of it
lay_out() {
    case ${1##*/} in
    [a-z]-* | *-bonus) ;;
    *)
        cp -r "$1" "$2"
        return
        ;;
    esac
    local root=$PWD tree=$2.tree
    mkdir "$tree"
    ln -s "$root"/ch[0-9]* "$root/scripts" "$tree"
    (cd "$tree" && scripts/try "$1" "$root/$B" > /dev/null)
    mv "$tree/build/try/$1" "$2"
}

# apply PATCH FOLDER: git takes no patch that does not fit
apply() {
    local patch=$PWD/$1
    (cd "$2" && GIT_CEILING_DIRECTORIES=${2%/*} git apply -p1 "$patch")
}

# begin STEP: its copy, in $COPY; the one before is gone
begin() {
    need_plain_build
    COPY=$BATS_TEST_TMPDIR/copy/${1##*/}
    rm -rf "$BATS_TEST_TMPDIR/copy"
    mkdir "$BATS_TEST_TMPDIR/copy"
    lay_out "$1" "$COPY"
}

# replace FILE OLD NEW: in the copy, where OLD may have several lines and must
# be there once
replace() {
    local text rest
    text=$(cat "$COPY/$1")
    [[ $text == *"$2"* ]] || {
        echo "$1 has no: $2"
        return 1
    }
    rest=${text#*"$2"}
    [[ $rest != *"$2"* ]] || {
        echo "$1 has it more than once: $2"
        return 1
    }
    printf '%s\n' "${text%%"$2"*}$3$rest" > "$COPY/$1"
}

# build [FLAG]...: $PROGRAM, of the copy, by the command that `make try` prints
build() {
    local assembly=()
    ! compgen -G "$COPY/*.S" > /dev/null || assembly=("$COPY"/*.S)
    PROGRAM=$COPY/${COPY##*/}
    run $COMPILER -std=gnu17 -Wall -g "$@" -o "$PROGRAM" "$COPY"/*.c "${assembly[@]}"
    echo "$output"
    [ "$status" -eq 0 ]
}

# start [ARGUMENT]...: the program, for a minute at the most; sets status,
# output and stderr
start() {
    ulimit -c 0
    try timeout 60 "$PROGRAM" "$@"
}
