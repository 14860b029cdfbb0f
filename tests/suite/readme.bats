# What the documents say is so: links, names, code, and what corofy prints.
# needs: corofy

load ../lib/helper

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
        grep -qE "^[^ ].*[ *]$name\(" corofy/*.[ch]
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

# are_of_libc NAME...: a program that calls them can be linked
are_of_libc() {
    {
        printf 'void %s(void);\n' "$@"
        echo 'int main(void) {'
        printf '    %s();\n' "$@"
        echo '}'
    } > "$BATS_TEST_TMPDIR/calls.c"
    $COMPILER -fno-builtin -w -o "$BATS_TEST_TMPDIR/linked" "$BATS_TEST_TMPDIR/calls.c" 2> /dev/null
}

# Not there: x_init() and so on stand for those of any type x, and goodbye() is
# what readers write.
@test "readme: each function that a document names is there" {
    local document name names=() missing=
    functions_there > "$BATS_TEST_TMPDIR/there"
    for document in $(files '*.md'); do
        functions_named "$document"
    done | sort -u | comm -23 - "$BATS_TEST_TMPDIR/there" > "$BATS_TEST_TMPDIR/elsewhere"
    for name in $(< "$BATS_TEST_TMPDIR/elsewhere"); do
        [[ $name == x_* || $name == goodbye ]] || names+=("$name")
    done
    [ ${#names[@]} -gt 0 ]
    are_of_libc "${names[@]}" || for name in "${names[@]}"; do
        are_of_libc "$name" || missing+=" $name(), in $(files '*.md' | xargs grep -lwF "$name()")"
    done
    echo "missing:$missing"
    [ "$missing" = "" ]
}

@test "readme: the files of corofy are all explained" {
    for file in corofy/*.[ch]; do
        echo "$file"
        grep -q "^|.*\`${file##*/}\`.*|" docs/corofy.md
    done
}

@test "readme: the manual of corofy has the options of --help, in good form" {
    local manual=corofy/corofy.1 word
    # shellcheck disable=SC2086
    try $RUN "$B/corofy" --help
    [ "$status" -eq 0 ]
    for word in $(grep -oE '^ +--[a-z-]+' <<< "$output"); do
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

# links DOCUMENT...: each document, and a file that it has a link to; links in code
# blocks are none
links() {
    awk '
        FNR == 1 { code = 0 }
        /^```/ { code = !code }
        code { next }
        {
            while (match($0, /\]\([^)]*\)/)) {
                link = substr($0, RSTART + 2, RLENGTH - 3)
                $0 = substr($0, RSTART + RLENGTH)
                sub(/#.*/, "", link)
                if (link != "" && link !~ /^http/) print FILENAME, link
            }
        }' "$@" | sort -u
}

@test "readme: every relative link leads to a file" {
    local document link folder missing=
    # shellcheck disable=SC2046  # names without spaces
    links $(files '*.md') > "$BATS_TEST_TMPDIR/links"
    [ -s "$BATS_TEST_TMPDIR/links" ]
    while read -r document link; do
        folder=.
        [[ $document != */* ]] || folder=${document%/*}
        [ -e "$folder/$link" ] || missing+=" $document: $link"
    done < "$BATS_TEST_TMPDIR/links"
    echo "missing:$missing"
    [ "$missing" = "" ]
}

@test "readme: the map of the book names every step" {
    for step in $(make -s list-steps); do
        echo "$step"
        grep -q "$step" docs/book-map.md
    done
}

@test "readme: the tables of steps and the links to lines are up to date" {
    scripts/readme check
}

@test "readme: each step says in one line what to watch for" {
    local step
    for step in $(env -u MAKEFLAGS -u MAKELEVEL make -s list-steps); do
        echo "$step"
        [ "$(grep -c '^[^A-Z].*[.]$' "$step/WATCH")" -eq 1 ]
    done
}
