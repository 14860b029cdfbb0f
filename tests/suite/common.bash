# The tree in which the Makefile and its rules are tried.  Load after helper.

# One tree is built; each test has a copy of it, times of files and all. Its
# delayserver and corofy are one small file each: the Makefile treats them alike,
# and to compile the real ones costs more than all tests together.
setup_file() {
    export BUILT=$BATS_FILE_TMPDIR/built CFLAGS=-O0
    copy_tree "$BUILT"
    rm -r "$BUILT"/delayserver/*.[ch] "${BUILT:?}/$B"
    new_step "$BUILT/delayserver" "in place of it" 'puts("the delayserver");'
    copying_corofy > "$BUILT/corofy/main.c"
    new_step "$BUILT/ch98-one/a-first" "the first step" \
        'printf("first"); for (int i = 1; i < argc; i++) printf("[%s]", argv[i]);'

    # what the first `make run` builds, then all the rest.  A failure of the first two
    # is for the test that reads what they say, and not one of all tests here.
    new_step "$BUILT/ch99-two/a-next" "is another chapter" 'puts("next");'
    make_in "$BUILT" run STEP=ch98-one/a-first > "$BUILT.run" || true
    (cd "$BUILT" && find "$B" > "$BUILT.files") || true
    rm -r "$BUILT/ch99-two"
    make_in "$BUILT" -s > "$BUILT.silent" 2>&1 || { cat "$BUILT.silent"; return 1; }
}

# A corofy that copies, and takes no options but those that main.co names
copying_corofy() {
    cat << 'END'
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    char line[100], said[100], wanted[100] = "/* corofy";
    FILE *from = fopen(argv[argc - 2], "r"), *to = fopen(argv[argc - 1], "w");
    for (int i = 1; i < argc - 2; i++)
        if (strcmp(argv[i], "--line") == 0)
            fprintf(to, "#line 1 \"%s\"\n", argv[argc - 2]);
        else if (strcmp(argv[i], "--force") != 0)
            strcat(strcat(wanted, " "), argv[i]);
    strcat(wanted, " makes main.c of main.co */\n");
    fputs(fgets(line, sizeof line, from), to);
    fputs(fgets(said, sizeof said, from), to);
    while (fgets(line, sizeof line, from))
        fputs(line, to);
    return strcmp(said, wanted) ? 2 : fclose(to);
}
END
}

setup() {
    # said to the run of these tests, and not to what they run
    unset LEAVE_OUT MUST_HAVE ALL REST ONLY JOBS WHOLE SHARE SHARES FILTER
    TREE=$BATS_TEST_TMPDIR/tree
    cp -a "$BUILT" "$TREE"
}

tree_make() {
    try make_in "$TREE" "$@"
}

# chapter BINARY [STEP]: runs it
chapter() {
    # shellcheck disable=SC2086
    run $RUN "$TREE/$B/$1" "${@:2}"
}

# rules STEP: what scripts/progression has to say of a step of the tree
rules() {
    cd "$TREE" || return
    run scripts/progression check "$1"
    echo "$output"
}

# lines_of N TEXT: N lines for a source file
lines_of() {
    seq -f "int $2_%.0f;" 0 $(($1 - 1))
}

# grown STEP: a child of ch98-one/a-first that shares its more.c
grown() {
    lines_of 200 more > "$TREE/ch98-one/a-first/more.c"
    cp -r "$TREE/ch98-one/a-first" "$TREE/ch98-one/$1"
    echo ch98-one/a-first > "$TREE/ch98-one/$1/PREV"
}
