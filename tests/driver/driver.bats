# The driver that runs a chapter's steps, tested with a chapter made for it.
# needs: delayserver tools/badserver tools/isolated

load ../lib/helper

setup_file() {
    SUITE=$PWD TREE=$BATS_FILE_TMPDIR/tree
    export SUITE TREE
    copy_tree "$TREE"
    cd "$TREE" || return
    new_step ch99-test/a-good 'says "well" and how it was called' '
    printf("%s:", argv[0]);
    for (int i = 1; i < argc; i++)
        printf(" [%s]", argv[i]);
    puts("");'
    new_step ch99-test/a-good-bonus "more of it" 'puts("bonus");'
    new_step ch99-test/b-crash "is meant to die" '
    puts("printed before");
    raise(SIGSEGV);'
    echo SIGSEGV > ch99-test/b-crash/EXPECT
    new_step ch99-test/c-skip "cannot run here" 'return 77;'
    new_step ch99-test/d-server "needs a server" '
    puts(getenv("DELAYSERVER") ? getenv("DELAYSERVER") : "8080");'
    new_step ch99-test/e-opens "a file of its own" 'fprintf(stderr, "%d", dup(0));'
    new_step ch99-test/parker-bonus "has no letter" 'puts("parker");'

    new_step ch98-bad/a-abort "aborts" 'abort();'
    new_step ch98-bad/b-fails "fails" 'return argc > 1 ? atoi(argv[1]) : 3;'
    new_step ch98-bad/c-good "is good" 'puts("still runs");'
    new_step ch98-bad/d-survives "should have died" ''
    echo SIGSEGV > ch98-bad/d-survives/EXPECT
    new_step ch98-bad/e-ends "by the signal that it is told" 'raise(atoi(argv[1]));'

    new_step ch98-bad/f-otherwise "dies otherwise" 'abort();'
    echo SIGSEGV > ch98-bad/f-otherwise/EXPECT

    new_step ch96-faults/a-dies "as it is told" '
    static const char constant = 1;
    volatile char *address = argv[1][0] == (char)117 ? (char *)8
                             : argv[1][0] == (char)112 ? (char *)&constant
                             : (char *)0x8000000000000000;
    if (argv[1][0] == (char)115)
        raise(SIGSEGV);
    *address = 1;'

    new_step ch97-long/a-waits "for ever" 'puts(getenv("DELAYSERVER")); puts("now waiting"); pause();'
    new_step ch97-long/b-next "comes after that" 'puts("next");'
    new_step ch97-long/c-leaves "before the answer comes" 'return system("bash ask.sh");'
    cat > ask.sh << 'END'
IFS=: read -r host port <<< "$DELAYSERVER"
exec 3<> "/dev/tcp/$host/$port"
printf 'GET /0/ping HTTP/1.1\r\nHost: a\r\n\r\nGET /3600000/late HTTP/1.1\r\nHost: a\r\n\r\n' >&3
# all of the first answer: what is left unread would reset the connection
until [ "$line" = $'\r' ]; do IFS= read -r line <&3 || exit; done
read -r -N 4 line <&3
echo "$line"
END
    echo '/* so it needs a DELAYSERVER */' >> ch97-long/c-leaves/main.c
    make_in . -s > make.log 2>&1 || { cat make.log; return 1; }
}

setup() {
    cd "$TREE" || return
}

# A test that failed half-way leaves no driver behind.
teardown() {
    if [ -n "${DRIVER:-}" ] && [ -e "/proc/$DRIVER" ]; then
        kill -KILL "$DRIVER"
    fi
    helper_teardown
}

@test "driver: --list shows the steps in order, with their first lines" {
    step ch99-test --list
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = 'a-good        says "well" and how it was called' ]
    [ "${lines[1]}" = 'a-good-bonus  more of it' ]
    [ "${lines[2]%% *}" = b-crash ]
    [ "${lines[6]}" = 'parker-bonus  has no letter' ]
    [ "${#lines[@]}" -eq 7 ]
}

@test "driver: --help shows usage and steps" {
    step ch99-test --help
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "usage: ch99-test [STEP [ARGUMENTS...]]" ]]
    [[ $output == *"b-crash"* ]]
}

@test "driver: a step by letter is the shortest that begins so" {
    step ch99-test a
    [ "$status" -eq 0 ]
    [ "$output" = "a-good:" ]
}

@test "driver: a step by prefix and by its whole name" {
    step ch99-test a-good-b
    [ "$output" = bonus ]
    step ch99-test a-good
    [ "$output" = "a-good:" ]
    step ch99-test p
    [ "$output" = parker ]
}

@test "driver: arguments go to the step unchanged" {
    step ch99-test a 'two words' --list '' '*'
    [ "$status" -eq 0 ]
    [ "$output" = "a-good: [two words] [--list] [] [*]" ]
}

@test "driver: an unknown step is a usage error in one line" {
    step ch99-test nonsense
    [ "$status" -eq 2 ]
    [ -z "$output" ]
    [ "$stderr" = 'ch99-test: no step "nonsense": --list shows what there is' ]
    step ch99-test --nonsense
    [ "$status" -eq 2 ]
    step ch99-test ''
    [ "$status" -eq 2 ]
}

@test "driver: all steps run in order, a heading before each" {
    step ch99-test
    [ "$status" -eq 0 ]
    headings=$(grep '^===' <<< "$output" | cut -d ' ' -f 3)
    [ "$headings" = "ch99-test/a-good:
ch99-test/a-good-bonus:
ch99-test/b-crash:
ch99-test/c-skip:
ch99-test/d-server:
ch99-test/e-opens:
ch99-test/parker-bonus:" ]
    [[ $output == *"printed before"* ]] # before the crash, and not lost by it
}

@test "driver: a step that dies as it should is reported and no failure" {
    step ch99-test b
    [ "$status" -eq 0 ]
    [ "$output" = "printed before" ]
    [[ $stderr == *"b-crash died by SIGSEGV, as it should: "* ]]
}

@test "driver: a step that does not die as it should has failed" {
    step ch98-bad d
    [ "$status" -eq 1 ]
    [[ $stderr == *"d-survives ended with exit status 0, not by SIGSEGV" ]]
}

@test "driver: a step that dies of another signal than it should says both" {
    step ch98-bad f
    [ "$status" -eq 1 ]
    [[ $stderr == *"f-otherwise died by SIGABRT: "*"it should have died by SIGSEGV" ]]
}

@test "driver: a step that dies is reported with the name of the signal" {
    step ch98-bad a
    [ "$status" -eq 1 ]
    [[ $stderr == *"ch98-bad: a-abort died by SIGABRT: "* ]]
    step ch98-bad e 15
    [[ $stderr == *"e-ends died by SIGTERM: Terminated"* ]]
    [ -n "$RUN" ] || {
        step ch98-bad e 40
        [[ $stderr == *"e-ends died by signal 40: "* ]]
    }
}

@test "driver: says of a step that died what is known, and no more" {
    step ch96-faults a unmapped
    [[ $stderr == *"died by SIGSEGV: it used an address at which there is no memory" ]]
    step ch96-faults a protected
    [[ $stderr == *"died by SIGSEGV: it used memory in a way that is not allowed there" ]]
    step ch96-faults a sent
    [[ $stderr == *"died by SIGSEGV: the signal was sent, by itself or by another process" ]]
    # tools look at an address before the CPU does
    [ "$ARCH$RUN$SANITIZE" != x86_64 ] || {
        step ch96-faults a refused
        [[ $stderr == *"died by SIGSEGV: the CPU refused an access: "* ]]
    }
}

# few_files COMMAND...: so few that a server cannot serve, but a step can run
few_files() {
    try bash -c 'for fd in "/proc/$$/fd/"*; do
            fd=${fd##*/}
            [ "$fd" -le 2 ] || eval "exec $fd>&-"
        done
        ulimit -n 6
        exec "$@"' - "$@"
}

@test "driver: where no server can be started, it says why and runs what needs none" {
    [ -z "$RUN$SANITIZE" ] || skip "tools need files, too, and may have none here"
    unset DELAYSERVER
    few_files "$B/ch97-long" a
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [[ $stderr == "delayserver: "*": Too many open files"*"ch97-long: a-waits was not run: it needs a delayserver" ]]
    [[ $stderr != *"Protocol error"* ]]
    few_files "$B/ch99-test"
    [ "$status" -eq 1 ]
    [[ $output == *"printed before"*"parker"* ]]
    [[ $stderr == *"ch99-test: d-server was not run: it needs a delayserver"* ]]
    run ! grep -q 'a-good' <<< "$stderr"
}

@test "driver: a step that fails is reported and the tour goes on" {
    step ch98-bad
    [ "$status" -eq 1 ]
    [[ $output == *"still runs"* ]]
    [[ $stderr == *"b-fails failed with exit status 3"* ]]
    step ch98-bad b 0
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
}

@test "driver: exit status 77 is a skip, not a failure" {
    step ch99-test c
    [ "$status" -eq 0 ]
    [[ $stderr == *"ch99-test: c-skip skipped" ]]
}

@test "driver: output that cannot be written is a failure" {
    run bash -c "$RUN $B/ch99-test a-good-bonus 2>&1 > /dev/full"
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"a-good-bonus: some of the output could not be written"* ]]
}

@test "driver: a list that cannot be written is a failure" {
    try bash -c "$RUN $B/ch99-test --list > /dev/full"
    [ "$status" -eq 1 ]
    [ "$stderr" = "ch99-test: some of the output could not be written" ]
}

@test "driver: no file of a step takes the place of a closed stdin or stdout" {
    try bash -c "$RUN $B/ch99-test e-opens <&- >&-"
    [ "$status" -eq 0 ]
    [ "$stderr" -ge 3 ]
}

@test "driver: DELAYSERVER is what the steps are told, and none is started" {
    DELAYSERVER=example:1 step ch99-test d
    [ "$output" = "example:1" ]
    [ -z "$stderr" ]
}

@test "driver: a step that needs no server gets none" {
    unset DELAYSERVER
    step ch99-test a
    [ -z "$stderr" ]
}

# on_8080 COMMAND...: runs d-server in a network of its own in which, unless
# there is none, COMMAND listens on port 8080
on_8080() {
    skip_unless_isolated
    unset DELAYSERVER
    cat > "$BATS_TEST_TMPDIR/on_8080.sh" << 'END'
log=$1
shift
if [ $# -gt 0 ]; then
    "$@" > "$log" &
    until grep -qs Listening "$log"; do sleep 0.05; done
fi
$RUN "$B/ch99-test" d | tee "$log.address"
IFS=: read -r host port < "$log.address"
if [ -n "$port" ] && exec 3<> "/dev/tcp/$host/$port"; then
    echo "the server is still there"
fi
[ $# -eq 0 ] || kill $!
END
    try isolated bash "$BATS_TEST_TMPDIR/on_8080.sh" "$BATS_TEST_TMPDIR/log" "$@"
}

@test "driver: a delayserver is started where none listens, and stopped" {
    on_8080
    [[ $output =~ ^127\.0\.0\.1:[0-9]+$ ]]
    [[ $stderr == "delayserver: none answers on 127.0.0.1:8080, so one runs on $output meanwhile"* ]]
    [[ $stderr == *"Connection refused"* ]]
}

@test "driver: a server that still owes answers holds up nobody" {
    skip_unless_isolated
    unset DELAYSERVER
    # shellcheck disable=SC2086
    try isolated timeout -k 10 300 $RUN "$B/ch97-long" c # the answer: in an hour
    [ "$status" -eq 0 ]
    [ "$output" = ping ]
    [[ $stderr != *"ended with"* ]]
}

@test "driver: a delayserver that answers on 8080 is used" {
    # shellcheck disable=SC2086
    on_8080 $RUN "$B/delayserver" --quiet
    [ "$output" = 8080 ]
    [ -z "$stderr" ]
}

@test "driver: something else on 8080 counts as nothing" {
    for mode in garbage silent-close early-close flood; do
        on_8080 "$SUITE/$B/tools/badserver" $mode 8080
        [[ $output =~ ^127\.0\.0\.1:[0-9]+$ ]]
        [[ $stderr == "delayserver: none answers"* ]]
    done
}

# start_long: runs ch97-long in the background; sets DRIVER and CHILDREN
start_long() {
    # bash runs background jobs with SIGINT ignored, and the driver keeps that
    cat > long.sh << 'END'
exec setsid env --default-signal=INT "$SUITE/$B/tools/isolated" $RUN "$B/ch97-long"
END
    skip_unless_isolated
    unset DELAYSERVER
    bash long.sh > "$BATS_TEST_TMPDIR/long.log" 2>&1 3>&- &
    DRIVER=$!
    wait_for_line "$BATS_TEST_TMPDIR/long.log" "now waiting"
    CHILDREN=$(children_of "$DRIVER")
}

# all_gone PID...: until none of them is there; a zombie waits for a parent
all_gone() {
    local pid i
    for pid; do
        for ((i = 0; i < 200; i++)); do
            [ -e "/proc/$pid" ] || break
            grep -q '^State:.Z' "/proc/$pid/status" && break
            sleep 0.05
        done
        [ $i -lt 200 ] || return 1
    done
}

@test "driver: SIGINT ends the tour and leaves no child and no server" {
    start_long
    kill -INT -- "-$DRIVER" # as Ctrl-C does it, to the step as well
    status=0
    wait "$DRIVER" || status=$?
    cat "$BATS_TEST_TMPDIR/long.log"
    [ "$status" -eq $((128 + 2)) ]
    [ "$(wc -w <<< "$CHILDREN")" -eq 2 ] # the step and the server
    all_gone $CHILDREN
    run ! grep -e next -e "ended with" "$BATS_TEST_TMPDIR/long.log"
}

@test "driver: steps and server die with a driver that is killed" {
    start_long
    kill -KILL "$DRIVER"
    status=0
    wait "$DRIVER" || status=$?
    [ "$status" -eq $((128 + 9)) ]
    [ "$(wc -w <<< "$CHILDREN")" -eq 2 ] # the step and the server
    all_gone $CHILDREN
}

@test "driver: what it was started to ignore, it ignores" {
    cat > hup.sh << 'END'
trap '' HUP
exec $RUN "$B/ch97-long"
END
    bash hup.sh > "$BATS_TEST_TMPDIR/hup.log" 2>&1 3>&- &
    DRIVER=$!
    wait_for_line "$BATS_TEST_TMPDIR/hup.log" "now waiting"
    CHILDREN=$(children_of "$DRIVER")
    kill -HUP "$DRIVER"
    kill -TERM "$DRIVER"
    status=0
    wait "$DRIVER" || status=$?
    [ "$status" -eq $((128 + 15)) ]
    all_gone $CHILDREN
}
