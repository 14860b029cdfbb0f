# corofy as a command: its files, and what happens when they fail
# needs: corofy

# shellcheck disable=SC2030,SC2031  # each test runs for itself, which is meant

load ../lib/helper
load command

@test "corofy: OUT is beside IN unless it is said" {
    mkdir dir
    source_of hello > dir/a.b.co
    corofy dir/a.b.co
    succeeds
    is_hello dir/a.b.c
    corofy dir/a.b.co other.txt
    succeeds
    cmp dir/a.b.c other.txt
    only dir in.co other.txt
}

@test "corofy: a name that does not end in .co needs an OUT" {
    local name
    for name in in.c in in.co.txt inco .co dir/.co; do
        mkdir -p dir
        cp in.co "$name"
        corofy "$name"
        expect_complaint 2 "$name"
            corofy "$name" out.c
        succeeds
        is_hello out.c
        rm -r "$name" out.c dir
        source_of hello > in.co
    done
    only in.co
}

# of_standard_input FILE: a translation as it is of a file without a name
of_standard_input() {
    sed '1s/ in\.co:/ <stdin>:/' "$1"
}

@test "corofy: - is standard input and output" {
    corofy in.co out.c
    sh_corofy '"$@" in.co -'
    [ "$status" -eq 0 ]
    diff out.c <(echo "$output")
    sh_corofy '"$@" - - < in.co'
    [ "$status" -eq 0 ]
    diff <(of_standard_input out.c) <(echo "$output")
    sh_corofy '"$@" - other.c < in.co'
    succeeds
    diff <(of_standard_input out.c) other.c
    only in.co other.c out.c
}

@test "corofy: - alone reads from the one and writes to the other" {
    corofy in.co out.c
    sh_corofy '"$@" - < in.co'
    [ "$status" -eq 0 ]
    diff <(of_standard_input out.c) <(echo "$output")
    only in.co out.c
}

@test "corofy: standard input may come in pieces, and from a pipe" {
    corofy in.co out.c
    sh_corofy 'while IFS= read -r -N 1 c; do printf %s "$c"; done < in.co | "$@" - -'
    [ "$status" -eq 0 ]
    diff <(of_standard_input out.c) <(echo "$output")
}

@test "corofy: messages about standard input say so" {
    broken > broken.co
    sh_corofy '"$@" - - < broken.co'
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [[ $stderr == "<stdin>:2:3: error: "* ]]
}

@test "corofy: standard input that is closed is a failure" {
    sh_corofy '"$@" - - <&-'
    expect_complaint 1 "standard input: Bad file descriptor"
}

@test "corofy: what cannot be read is one line, status 1, and no output" {
    corofy nosuch.co
    expect_complaint 1 "nosuch.co: No such file or directory"
    mkdir dir.co
    corofy dir.co
    expect_complaint 1 "dir.co: Is a directory"
    corofy in.co/in.co
    expect_complaint 1 "in.co/in.co: Not a directory"
    corofy "" out.c
    expect_complaint 1 ""
    only dir.co in.co
}

@test "corofy: an error while reading is not the end of the file" {
    ln -s /proc/self/mem mem.co
    corofy mem.co
    expect_complaint 1 "mem.co: Input/output error"
    only in.co mem.co
}

# as_nobody COMMAND...: in this folder, without the rights of root
as_nobody() {
    chmod 755 .
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}

# need_nobody: a corofy that as_nobody can start
need_nobody() {
    as_nobody true || skip "setpriv is missing, which root needs for it"
    cp "$COROFY" corofy
    as_nobody test -x "$PWD/corofy" || skip "only root may enter $PWD"
}

@test "corofy: a file that one may not read, a folder that one may not write" {
    need_nobody
    cp in.co secret.co
    chmod 600 secret.co
    [ "$(id -u)" -eq 0 ] || chmod 000 secret.co
    # shellcheck disable=SC2086
    try as_nobody $RUN ./corofy secret.co out.c
    expect_complaint 1 "secret.co: Permission denied"
    mkdir closed
    [ "$(id -u)" -eq 0 ] || chmod 555 closed
    # shellcheck disable=SC2086
    try as_nobody $RUN ./corofy in.co closed/out.c
    expect_complaint 1 "closed/out.c: Permission denied"
    [ -z "$(ls -A closed)" ]
}

@test "corofy: an output that cannot be made is one line and status 1" {
    corofy in.co nosuch/out.c
    expect_complaint 1 "nosuch/out.c: No such file or directory"
    mkdir in.c
    corofy in.co
    expect_complaint 1 "in.c: Is a directory"
    only in.c in.co
    [ -z "$(ls -A in.c)" ]
}

@test "corofy: a source is not overwritten by its translation" {
    cp in.co before
    corofy in.co in.co
    expect_complaint 2 "in.co"
    corofy in.co ./in.co
    expect_complaint 2 "./in.co"
    ln -s in.co link.c
    corofy in.co link.c
    expect_complaint 2 "link.c"
    ln in.co hard.c
    corofy in.co hard.c
    expect_complaint 2 "hard.c"
    sh_corofy '"$@" - in.co < in.co'
    expect_complaint 2 "in.co"
    cmp in.co before
    [ -L link.c ]
    only before hard.c in.co link.c
}

@test "corofy: what is no file may be input and output" {
    # root, should corofy be wrong, would put a file into the place of /dev/null
    need_nobody
    # shellcheck disable=SC2086
    try as_nobody $RUN ./corofy /dev/null /dev/null
    succeeds
    [ -c /dev/null ]
}

@test "corofy: a file called - is ./-" {
    corofy in.co out.c
    cp in.co ./-
    sh_corofy '"$@" - < in.co'
    [ "$status" -eq 0 ]
    diff <(of_standard_input out.c) <(echo "$output")
    corofy ./- other.c
    succeeds
    diff <(sed '1s/ in\.co:/ -:/' out.c) other.c
    cmp in.co ./-
}

@test "corofy: a full device is a failure, and stays a device" {
    ln -s /dev/full full.c
    corofy in.co full.c
    expect_complaint 1 "full.c: No space left on device"
    [ -L full.c ]
    [ -c /dev/full ]
}

@test "corofy: other than files may be the output, such as a pipe" {
    mkfifo pipe
    cat pipe > got &
    corofy in.co pipe
    wait $!
    succeeds
    [ -p pipe ]
    is_hello_in got
}

is_hello_in() {
    cp "$1" got.c
    is_hello got.c
}

@test "corofy: an output is replaced as a whole, or not at all" {
    source_of hello | sed 's/say("hello")/say("hello hello")/' > other.co
    echo "/* corofy made this of something: edit that */" > out.c
    cp out.c before
    # of two thousand octets one thousand can be written
    sh_corofy 'ulimit -f 1; "$@" in.co out.c'
    expect_complaint 1 "out.c: File too large"
    cmp out.c before
    sh_corofy 'ulimit -f 1; "$@" in.co new.c'
    expect_complaint 1 "new.c: File too large"
    only before in.co other.co out.c
    corofy other.co out.c
    corofy in.co out.c
    succeeds
    is_hello out.c
}

@test "corofy: without enough memory there is a message and no output" {
    [ -z "$RUN$SANITIZE" ] || skip "the limit would be that of the tool around it"
    echo precious > huge.c
    truncate -s 1G huge.co
    sh_corofy 'ulimit -v 200000; "$@" huge.co'
    expect_complaint 1 "huge.co: Cannot allocate memory"
    yes 'int i;' | head -n 500000 > huge.co
    sh_corofy 'ulimit -v 200000; "$@" huge.co'
    expect_complaint 1 "out of memory"
    [ "$(cat huge.c)" = precious ]
    only huge.c huge.co in.co
}

@test "corofy: what is no text at all is a hundred errors, not one for each octet" {
    truncate -s 64M zeros.co
    corofy zeros.co
    [ "$status" -eq 1 ]
    [ "${#stderr_lines[@]}" -eq 301 ]
    yes $'\001' | head -c 10M > ones.co
    corofy ones.co
    [ "$status" -eq 1 ]
    [ "${#stderr_lines[@]}" -eq 301 ]
    only in.co ones.co zeros.co
}

@test "corofy: errors in the source leave the output as it was" {
    broken > broken.co
    echo precious > broken.c
    corofy broken.co
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [ "$(cat broken.c)" = precious ]
    corofy broken.co new.c
    [ "$status" -eq 1 ]
    sh_corofy '"$@" broken.co -'
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    only broken.c broken.co in.co
}

@test "corofy: warnings do not keep it from its work" {
    echo 'coroutine void idle(void) { }' > idle.co
    corofy idle.co
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [[ $stderr == "idle.co:1:"*": warning: "* ]]
    grep -q '^struct future \*idle(void)$' idle.c
}

@test "corofy: the output's mode is that of any new file, or stays" {
    umask 022
    corofy in.co
    [ "$(stat -c %a in.c)" = 644 ]
    umask 077
    corofy in.co private.c
    [ "$(stat -c %a private.c)" = 600 ]
    corofy in.co
    [ "$(stat -c %a in.c)" = 644 ]
}

@test "corofy: an output that is a link is written through" {
    mkdir dir
    ln -s dir/real.c out.c
    : > dir/real.c
    corofy in.co out.c
    succeeds
    [ -L out.c ]
    is_hello dir/real.c
}

# stays FILE OPTION...: corofy does not overwrite it, says so, and can be made to
stays() {
    cp "$1" before
    corofy "${@:2}" in.co "$1"
    expect_complaint 1 "$1: corofy did not make this file"
    cmp "$1" before
    corofy --force "${@:2}" in.co "$1"
    succeeds
    rm before
}

@test "corofy: all that it writes says of what, above all else" {
    local expected="/* corofy made this of in.co: edit that */"
    sed 's/coroutine/async/; s/wait/await/' in.co > async.co
    mkdir dir
    mv async.co dir/in.co
    corofy --annotate in.co
    [ "$(head -n 1 in.c)" = "$expected" ]
    corofy --line dir/../in.co
    diff <(head -n 2 in.c) - << END
$expected
#line 1 "dir/../in.co"
END
    corofy --async --header dir/in.co
    [ "$(head -n 1 dir/in.h)" = "$expected" ]
    corofy --async --sizes dir/in.co
    [ "${lines[0]}" = "$expected" ]
    # no name can end the comment, or the line
    printf 'int i;\n' > $'*\n%s.co'
    corofy $'*\n%s.co' -
    diff - <(echo "$output") << 'END'
/* corofy made this of *\012%s.co: edit that */
int i;
END
}

@test "corofy: what it did not make it does not overwrite" {
    echo "int main(void) { return 0; }" > out.c
    stays out.c
    is_hello out.c
    printf '/* corofy made' > out.c # it ends too early
    stays out.c --stack
    printf '\n/* corofy made this of in.co: edit that */\n' > out.c
    stays out.c
    mkdir dir
    echo old > dir/real.c
    ln -s dir/real.c link.c
    stays link.c
    [ -L link.c ]
    is_hello dir/real.c
    sed 's/coroutine/async/; s/wait/await/' in.co > async.co
    echo "void hello(void);" > async.h
    corofy --async --header async.co
    expect_complaint 1 "async.h: corofy did not make this file"
    [ "$(cat async.h)" = "void hello(void);" ]
}

@test "corofy: what it made, and what is empty, it overwrites" {
    : > out.c
    corofy in.co out.c
    succeeds
    is_hello out.c
    source_of other > other.co
    corofy --stack other.co out.c
    succeeds
    grep -q '^struct future \*other(void)$' out.c
}

@test "corofy: a link that leads nowhere is a failure, and stays" {
    ln -s nosuch/out.c out.c
    corofy in.co out.c
    expect_complaint 1 "out.c: No such file or directory"
    [ -L out.c ]
    only in.co out.c
}

@test "corofy: names may be as long as names of files" {
    local name
    printf -v name '%0252d' 0
    cp in.co "$name.co"
    corofy "$name.co"
    succeeds
    is_hello "$name.c"
    printf -v name '%0256d' 0
    corofy in.co "$name"
    expect_complaint 1 "$name: File name too long"
}

@test "corofy: whoever reads the output may leave" {
    # more than a pipe holds, so that it is noticed
    { cat in.co && repeat 100000 '/**/'; } > long.co
    sh_corofy '"$@" long.co - | :; echo "${PIPESTATUS[0]}"'
    [ "$output" -eq $((128 + $(kill -l PIPE))) ]
    [ -z "$stderr" ]
    sh_corofy 'trap "" PIPE; "$@" long.co - | :; echo "${PIPESTATUS[0]}"'
    [ "$output" -eq 1 ]
    [ "$stderr" = "corofy: standard output: Broken pipe" ]
}
