# How `check` compiles and runs a case, once its text is what is expected.  The
# list tests/corofy/verified holds for this file as it is: after a change to it
# all cases are compiled and run again.
# shellcheck shell=bash disable=SC2154  # some variables are check's

# All of it is done with gcc on the machine's own CPU; with another compiler, CPU or
# valgrind what can differ is run.
everything() {
    [ "$CC" = gcc ] && [ -z "$SANITIZE$VALGRIND" ] && [ "$ARCH" = "$(uname -m)" ]
}

other_compiler() {
    case $CC in
    *clang*) echo gcc ;;
    *) echo clang ;;
    esac
}

has_other_compiler() {
    command -v "$(other_compiler)" > /dev/null
}

# shellcheck disable=SC2046  # a list of flags
has_sanitizers() {
    echo 'int main(void) { return 0; }' |
        compile "$COMPILER" $(sanitize $sanitizers) -o "$tmp/sanitizers" -x c - 2> /dev/null
}

skipped() {
    everything || return 0
    has_other_compiler || echo "$(other_compiler) is missing"
    has_sanitizers || echo "$COMPILER has no sanitizers ($sanitizers)"
}

# build COMPILER ARGUMENT...: what corofy wrote.  Only gcc's C has the warning.
build() {
    local files=(in.c)
    [[ " $* " == *" -c "* ]] || files+=("${with[@]}")
    case $1 in
    *clang*) compile "$@" "${files[@]}" ;;
    *) compile "$@" -Wjump-misses-init "${files[@]}" ;;
    esac
}

# prints COMMAND...: what run.out says, and nothing on stderr
prints() {
    $limit "$@" > stdout 2> stderr || {
        echo "exit status $?"
        cat stdout stderr
        return 1
    }
    diff -u run.out stdout && diff -u /dev/null stderr
}

runs() {
    # shellcheck disable=SC2086  # a list of words
    prints $RUN ./program
}

# Texts that a coroutine would have freed, had it not been dropped, are lost:
# case.h counts futures instead, and that of the async form says which texts.
# valgrind would see no more than AddressSanitizer does, and takes long.
runs_dropping() {
    local -x CANCEL=1
    local -x ASAN_OPTIONS=detect_leaks=${1-$finds_leaks}
    [ -z "$VALGRIND" ] || return 0
    # shellcheck disable=SC2086
    prints $RUN ./program
}

# The same for one that other-form says loses memory: that is so, and all else
# is well.
runs_leaking() {
    runs_dropping 0 && ! runs_dropping 1
}

# program COMPILER ARGUMENT...
program() {
    [ -e run.out ] || {
        must "compile with $*" build "$@" -c -o object
        return
    }
    must "compile with $*" build "$@" -o program || return
    must "run as built with $*" runs || return
    if [ -n "$async" ] && is_listed leaks && [[ " $* " == *fsanitize* ]]; then
        must "leak when dropped, as other-form says" runs_leaking
    else
        must "end well when dropped, as built with $*" runs_dropping
    fi
}

agrees_with_oracle() {
    [ -z "$async" ] && [ ! -e no-oracle ] && [ -e run.out ] || return 0
    must "compile as plain C" oracle program -O0 && must "run as plain C" prints ./program
}

# shellcheck disable=SC2046  # a list of flags
check_program() {
    [ -z "$SANITIZE" ] || return 0 # of corofy; its output is as it was without
    everything || {
        program "$COMPILER" -O2
        return
    }
    agrees_with_oracle
    # twice the same of clang would take twenty seconds in the other form, too
    local levels="-O0 -O2"
    [ -z "$async" ] || levels=-O0
    # with the sanitizers gcc's -O0 warns of no less
    $sanitizing || must "compile with $COMPILER -O0" build "$COMPILER" -O0 -c -o object
    ! has_other_compiler || for level in $levels; do
        must "compile with $(other_compiler) $level" \
            build "$(other_compiler)" "$level" -c -o object
    done
    program "$COMPILER" -O2
    ! $sanitizing || program "$COMPILER" -O0 $(sanitize $sanitizers)
}
