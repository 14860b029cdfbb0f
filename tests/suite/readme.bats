# What the READMEs show is what the programs do.
# needs: ch01-overview ch03-syscalls ch04-event-queue ch05-fibers ch07-coroutines ch08-runtime ch09-pinning ch10-final corofy delayserver tools/badserver

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
        grep -q "^    check_transcripts ${chapter%/}$" tests/suite/readme.bats
    done
}

# runs_of_corofy README FOLDER: N.arguments ("part: ARGUMENTS" if the README does
# not show all that it says), and N.expected for each run of corofy
runs_of_corofy() {
    awk -v folder="$2" '
        /^<!-- corofy.*: .* -->$/ {
            n++
            sub(/^<!-- corofy[: ] */, ""); sub(/ -->$/, "")
            print > (folder "/" n ".arguments")
            wanted = 1
            next
        }
        wanted && /^```text$/ { wanted = 0; inside = 1; next }
        wanted { print "no ```text block after a run of corofy: " $0; exit 1 }
        inside && /^```$/ { inside = 0; next }
        inside { print > (folder "/" n ".expected") }' "$1"
}

@test "readme: corofy says what it says there" {
    local arguments all count=0
    for readme in docs/*.md */README.md; do
        dir=$BATS_TEST_TMPDIR/${readme//\//_}
        mkdir "$dir"
        runs_of_corofy "$readme" "$dir"
        for run in "$dir"/*.arguments; do
            [ -f "$run" ] || continue
            all=$(cat "$run")
            arguments=${all#part: }
            echo "$readme: corofy $arguments"
            # shellcheck disable=SC2086
            $RUN "$B/corofy" $arguments > "$dir/out" 2>&1 || [ $? -eq 1 ]
            head -n 1 "${run%.arguments}.expected" > "$dir/command"
            [ "$(cat "$dir/command")" = "\$ build/corofy $arguments" ]
            tail -n +2 "${run%.arguments}.expected" > "$dir/shown"
            if [ "$arguments" != "$all" ]; then
                contains "$dir/out" "$dir/shown"
            else
                diff -u "$dir/shown" "$dir/out"
            fi
            count=$((count + 1))
        done
    done
    [ $count -gt 0 ]
}

@test "readme: the functions of corofy that are named are there" {
    grep -o '`[a-z_]*()`' docs/corofy.md | tr -d '`()' | sort -u > "$BATS_TEST_TMPDIR/names"
    [ -s "$BATS_TEST_TMPDIR/names" ]
    while read -r name; do
        echo "$name"
        grep -qE "^[^ ].*[ *]$name\(" ch07-coroutines/corofy/*.[ch]
    done < "$BATS_TEST_TMPDIR/names"
}

# files NAME...: those of the suite
files() {
    local name names=()
    for name; do
        names+=(-o -name "$name")
    done
    find . \( -path ./build -o -path ./.git \) -prune -o -type f \( "${names[@]:1}" \) -print |
        sort | sed 's|^\./||'
}

# functions_there: what is followed by a parenthesis in the sources and in the
# answers to exercises, comments left out; labels of assembly; and what corofy
# makes of a coroutine
functions_there() {
    files '*.[chS]' '*.co' '*.py' '*.patch' | xargs cat |
        awk '{
                 gsub(/\/\*[^*]*\*\//, "")
                 if (inside && !sub(/^.*\*\//, "")) next
                 inside = sub(/\/\*.*$/, "")
                 sub(/(^|[^:])\/\/.*$/, "")
                 print
             }' |
        sed -nE 's/^([a-z_0-9]+):/\1(/
                 p
                 s/^(static )?async .*[ *]([a-z_0-9]+)\(.*/\2_init( \2_poll( \2_drop( \2_new(/p' |
        grep -aoE '\<[a-z_][a-z_0-9]*\(' | tr -d '(' | sort -u
}

# functions_named DOCUMENT: each is written as name(); the first column of the
# dictionary is Rust
functions_named() {
    local rust=
    [[ $1 != */rust-to-c.md ]] || rust='s/^\|[^|]*\|//'
    sed -E "$rust" "$1" |
        grep -oE '(^|[^>.:a-z_0-9])[a-z_][a-z_0-9]*\(\)' | grep -oE '[a-z_][a-z_0-9]*' | sort -u
}

# is_of_libc NAME: a program that calls it can be linked
is_of_libc() {
    echo "void $1(void); int main(void) { $1(); return 0; }" |
        $COMPILER -fno-builtin -w -x c -o "$BATS_TEST_TMPDIR/linked" - 2> /dev/null
}

# Not there: x_init() and so on stand for those of any type x, and goodbye() is
# what readers write.
@test "readme: each function that a document names is there" {
    local document name missing=
    functions_there > "$BATS_TEST_TMPDIR/there"
    for document in $(files '*.md'); do
        for name in $(functions_named "$document" | comm -23 - "$BATS_TEST_TMPDIR/there"); do
            [[ $name == x_* || $name == goodbye ]] || is_of_libc "$name" ||
                missing="$missing $document: $name()"
        done
    done
    echo "missing:$missing"
    [ "$missing" = "" ]
}

@test "readme: the files of corofy are all explained" {
    for file in ch07-coroutines/corofy/*.[ch]; do
        echo "$file"
        grep -q "^|.*\`${file##*/}\`.*|" docs/corofy.md
    done
}

@test "readme: the manual of corofy has the options of --help, in good form" {
    local manual=ch07-coroutines/corofy/corofy.1 word
    # shellcheck disable=SC2086
    try $RUN "$B/corofy" --help
    [ "$status" -eq 0 ]
    for word in $(grep -oE '^ +--[a-z]+' <<< "$output"); do
        echo "$word"
        grep -qE "^\.It Fl.* ${word#-}( |\$)" "$manual"
    done
    command -v mandoc > /dev/null || skip "its form: mandoc is missing"
    run mandoc -T lint -W warning "$manual"
    echo "$output"
    [ "$status" -eq 0 ]
}

# excerpts README FOLDER: N.source (the path) and N.excerpt for each excerpt;
# fails for code that does not say where it is from
excerpts() {
    awk -v folder="$2" '
        /^<!-- from: .* -->$/ { n++; print $3 > (folder "/" n ".source"); wanted = 1; next }
        /^```(c|asm)$/ {
            if (!wanted) { print FILENAME ":" FNR ": whose code is this?"; exit 1 }
            wanted = 0; inside = 1; next
        }
        inside && /^```$/ { inside = 0; next }
        inside { print > (folder "/" n ".excerpt") }' "$1"
}

# contains FILE EXCERPT: the lines of EXCERPT stand in FILE, one after the other
contains() {
    awk 'NR == FNR { want[n++] = $0; next }
         { have[m++] = $0 }
         END {
             for (i = 0; i + n <= m; i++) {
                 for (j = 0; j < n && have[i + j] == want[j]; j++) { }
                 if (j == n) exit 0
             }
             exit 1
         }' "$2" "$1"
}

@test "readme: code in a README stands so in the sources" {
    for readme in README.md docs/*.md */README.md; do
        dir=$BATS_TEST_TMPDIR/${readme//\//_}
        mkdir "$dir"
        excerpts "$readme" "$dir"
        for source in "$dir"/*.source; do
            [ -f "$source" ] || continue
            echo "$readme: $(cat "$source")"
            contains "$(cat "$source")" "${source%.source}.excerpt"
        done
    done
}

# columns README FOLDER: N.sources, N.left and N.right for each block that shows
# two pieces of code beside each other, with a | in the same place of each line
columns() {
    awk -v folder="$2" '
        /^<!-- beside: .* -->$/ { n++; print $3, $4 > (folder "/" n ".sources"); wanted = 1; next }
        /^```text$/ && wanted { wanted = 0; inside = 1; place = 0; next }
        inside && /^```$/ { inside = 0; next }
        inside && !place { place = index($0, "|") }
        inside && substr($0, place, 1) != "|" { print "no | in its place: " $0; exit 1 }
        inside {
            print substr($0, 1, place - 1) > (folder "/" n ".left")
            print substr($0, place + 1) > (folder "/" n ".right")
        }' "$1"
}

# flows FILE CODE: all of CODE stands in FILE, white space apart
flows() {
    local code
    code=$(tr -d '[:space:]' < "$2")
    [ -n "$code" ]
    [[ $(tr -d '[:space:]' < "$1") == *"$code"* ]]
}

@test "readme: code beside code stands so in both sources" {
    local left right count=0
    for readme in docs/*.md */README.md; do
        dir=$BATS_TEST_TMPDIR/${readme//\//_}
        mkdir "$dir"
        columns "$readme" "$dir"
        for sources in "$dir"/*.sources; do
            [ -f "$sources" ] || continue
            read -r left right < "$sources"
            echo "$readme: $left, $right"
            flows "$left" "${sources%.sources}.left"
            flows "$right" "${sources%.sources}.right"
            count=$((count + 1))
        done
    done
    [ $count -gt 0 ]
}

@test "readme: every relative link leads to a file" {
    for readme in *.md docs/*.md */README.md; do
        # links in code blocks are none
        for link in $(awk '/^```/ { code = !code } !code' "$readme" |
            grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//; s/#.*//'); do
            case $link in http*) continue ;; esac
            echo "$readme: $link"
            [ -e "$(dirname "$readme")/$link" ]
        done
    done
}

@test "readme: the map of the book names every step" {
    for step in $(make -s list-steps); do
        echo "$step"
        grep -q "$step" docs/book-map.md
    done
}

@test "readme: the tables of steps and the links to lines are up to date" {
    chapter/readme check
}

@test "readme: each step says in one line what to watch for" {
    local step
    for step in $(env -u MAKEFLAGS -u MAKELEVEL make -s list-steps); do
        echo "$step"
        [ "$(grep -c '^[^A-Z].*[.]$' "$step/WATCH")" -eq 1 ]
    done
}
