# What the READMEs show of the steps is what they print.
# needs: ch01-overview ch03-syscalls ch04-event-queue ch05-fibers ch07-coroutines ch08-runtime ch09-pinning ch10-final delayserver tools/badserver

load ../lib/helper

# transcripts README FOLDER: writes N.spec ("[KIND]:CHAPTER/STEP ARGS"),
# and N.expected (the block) for each transcript of the README
transcripts() {
    awk -v folder="$2" '
        /^<!-- transcript.* -->$/ {
            n++
            sub(/^<!-- transcript */, ""); sub(/ *-->$/, "")
            print > (folder "/" n ".spec")
            wanted = 1
            next
        }
        wanted && /^```text$/ { wanted = 0; inside = 1; next }
        wanted { print "no ```text block after a transcript: " $0; exit 1 }
        inside && /^```$/ { inside = 0; next }
        inside { print > (folder "/" n ".expected") }' "$1"
}

# without_spurious: each wakeup that was of no use is followed by the lines that
# came before it.  While five are pending one of them needs no time, and may have
# its answer before the first line.
without_spurious() {
    sed -zE 's/((Schedule other tasks\n|[^\n]*pending tasks[^\n]*)\n)\1+/\1/g
             s/main: 5 pending tasks[^\n]*\n//'
}

# with_names: the first address that there is becomes A1, also where it comes
# again, the next A2: what is the same stays the same.
with_names() {
    awk '{
        line = ""
        while (match($0, /0x[0-9a-f]+ */)) {
            address = substr($0, RSTART, RLENGTH)
            sub(/ +$/, "", address)
            if (!(address in names)) names[address] = "A" ++count
            line = line substr($0, 1, RSTART - 1) names[address] " "
            $0 = substr($0, RSTART + RLENGTH)
        }
        line = line $0
        sub(/ +$/, "", line)
        print line
    }'
}

# What differs from run to run: dates, and figures and addresses where they were
# measured, how often a line comes where it is repeated, and how often a runtime
# says that it waits for a future that was woken
normalise() {
    local rules='s/\r$//; s/^date: .*/date: D/; s/[[:blank:]]*$//' lines=cat
    [ "$1" != measured ] || rules="$rules; s/0x[0-9a-f]*/N/g; s/[0-9][0-9.]*/N/g; s/[[:blank:]][[:blank:]]*/ /g; s/--*/-/g"
    [ "$1" != repeated ] || lines='uniq'
    [ "$1" != woken ] || lines=without_spurious
    [ "$1" != addresses ] || lines='with_names | uniq'
    sed -e "$rules" "$2" | eval "$lines"
}

# check_transcripts CHAPTER
check_transcripts() {
    local dir=$BATS_TEST_TMPDIR spec kind call name args count=0 skipped=
    transcripts "$1/README.md" "$dir"
    start_server --quiet
    for spec in "$dir"/*.spec; do
        kind=$(cut -d : -f 1 "$spec")
        call=$(cut -d : -f 2- "$spec")
        read -r name args <<< "$call"
        echo "$name $args"
        [ "$(head -n 1 "${spec%.spec}.expected")" = \
            "\$ make run STEP=$name${args:+ ARGS=$args}" ]
        # shellcheck disable=SC2086
        $RUN "$B/${name%%/*}" "${name#*/}" $args \
            > "$dir/out" 2> "$dir/err" || echo "exit status $?"
        cat "$dir/err"
        count=$((count + 1))
        if grep -q skipped "$dir/err"; then
            skipped="$skipped $name"
            continue
        fi
        tail -n +2 "${spec%.spec}.expected" > "$dir/block"
        diff -u <(normalise "$kind" "$dir/block") <(normalise "$kind" "$dir/out")
    done
    [ $count -gt 0 ]
    [ -z "$skipped" ] || skip "the others are right, but these do not run here:$skipped"
}

@test "readme: the transcripts of chapter 1 are what its steps print" {
    check_transcripts ch01-overview
}

@test "readme: the transcripts of chapter 3 are what its steps print" {
    check_transcripts ch03-syscalls
}

@test "readme: the transcripts of chapter 4 are what its steps print" {
    check_transcripts ch04-event-queue
}

@test "readme: the transcripts of chapter 5 are what its steps print" {
    check_transcripts ch05-fibers
}

@test "readme: the transcripts of chapter 7 are what its steps print" {
    check_transcripts ch07-coroutines
}

@test "readme: the transcripts of chapter 8 are what its steps print" {
    check_transcripts ch08-runtime
}

@test "readme: the transcripts of chapter 9 are what its steps print" {
    check_transcripts ch09-pinning
}

@test "readme: the transcripts of chapter 10 are what its steps print" {
    check_transcripts ch10-final
}

# marked README MARK: the blocks that stand behind <!-- MARK -->
marked() {
    awk -v mark="<!-- $2 -->" '
        $0 == mark { wanted = 1; next }
        wanted && /^```/ { wanted = 0; inside = 1; next }
        inside && /^```$/ { inside = 0; next }
        inside { print }' "$1"
}

@test "readme: the addresses in figures are those of a transcript" {
    local readme step count=0
    for readme in */README.md; do
        for step in $(sed -n 's/^<!-- figure: \(.*\) -->$/\1/p' "$readme" | sort -u); do
            marked "$readme" "transcript addresses: $step" > "$BATS_TEST_TMPDIR/transcript"
            for address in $(marked "$readme" "figure: $step" | grep -o '0x[0-9a-f]*'); do
                echo "$readme: $step: $address"
                grep -qw "$address" "$BATS_TEST_TMPDIR/transcript"
                count=$((count + 1))
            done
        done
    done
    [ $count -gt 0 ]
}

# in_order LINES FILE: each of LINES is what a line of FILE begins with, one
# after the other, but for process ids, addresses and the prefix that the
# compilers until gcc 13 put before the names of libc's functions
in_order() {
    awk '{ gsub(/0x[0-9a-f]+/, "N"); sub(/^==[0-9]+==/, ""); sub(/ in __interceptor_/, " in ") }
         NR == FNR { want[n++] = $0; next }
         i < n && index($0, want[i]) == 1 { i++ }
         END { if (i < n) { print "not there, or too early: " want[i]; exit 1 } }' "$1" "$2"
}

@test "readme: AddressSanitizer says what it says there" {
    local program=$BATS_TEST_TMPDIR/program readme step args
    [ -z "$RUN" ] || skip "AddressSanitizer does not run below ${RUN%% *}"
    [[ $COMPILER != *clang* ]] || skip "clang's reports say it in other words"
    echo 'int main(void) { return 0; }' |
        $COMPILER -fsanitize=address -x c -o "$program" - && "$program" ||
        skip "$COMPILER has no AddressSanitizer"
    serve instant
    for readme in $(grep -l '^<!-- asan: ' */README.md); do
        grep '^<!-- asan: ' "$readme" > "$BATS_TEST_TMPDIR/calls"
        while read -r _ _ step args; do
            args=${args%-->}
            marked "$readme" "asan: $step ${args% }" > "$BATS_TEST_TMPDIR/shown"
            [ -s "$BATS_TEST_TMPDIR/shown" ]
            $COMPILER -std=gnu17 -g -fsanitize=address -o "$program" "$step"/*.c
            # shellcheck disable=SC2086
            "$program" $args > "$BATS_TEST_TMPDIR/report" 2>&1 3>&- || echo "exit status $?"
            cat "$BATS_TEST_TMPDIR/report"
            in_order "$BATS_TEST_TMPDIR/shown" "$BATS_TEST_TMPDIR/report"
        done < "$BATS_TEST_TMPDIR/calls"
    done
}

@test "readme: every chapter has a test of its transcripts here" {
    for chapter in ch[0-9][0-9]-*/; do
        grep -q "^    check_transcripts ${chapter%/}$" tests/suite/transcripts.bats
    done
}
