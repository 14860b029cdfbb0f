# needs: corofy tools/corofyrandom
load ../lib/helper
# Random programs, of which `make check` tries many more.

@test "corofy: random programs do what plain C does" {
    [ -z "$RUN" ] || skip "what corofy writes is the same, run by whatever"
    try tests/corofy/random 100
    [ "$status" -eq 0 ]
}

# What the seeds are compiled by takes turns: see tests/corofy/random.
@test "corofy --async: random programs do what plain C does, as built by clang" {
    [ -z "$RUN" ] || skip "what corofy writes is the same, run by whatever"
    command -v clang > /dev/null || skip "clang is missing: apt-get install clang"
    try tests/corofy/random --async 20 181
    [ "$status" -eq 0 ]
}

@test "corofy --async: random programs do what plain C does, with sanitizers" {
    [ -z "$RUN" ] || skip "what corofy writes is the same, run by whatever"
    try tests/corofy/random --async 20 201
    [ "$status" -eq 0 ]
}

# A generator that grows no more of something would find no more of it, either.
@test "corofy --async: random programs await several futures in every way" {
    local kind
    try "$B/tools/corofyrandom" --async 1 200
    [ "$status" -eq 0 ]
    while read -r kind; do
        [ "$(grep -cE -e "$kind" <<< "$output")" -ge 20 ] || {
            echo "hardly any line in 200 programs has: $kind"
            false
        }
    done << 'END'
await\(join\(
await\(try_join\(
await\(select\(
await\(select_fair\(
await\(timeout\(
await\(timeout_at\(
select(_fair)?\(.*[( ]join\(
[( ]join\(.*select(_fair)?\(
try_join\(.*(select|select_fair|timeout|timeout_at)\(
switch \(await\((select|select_fair|timeout|try_join)
while \(fuel && fuel-- && await\((select|select_fair|timeout|try_join)
[(,] ?([a-z0-9_.>-]+ = )?box\(c[0-9]_[0-9]+\(
future\(c[0-9]_[0-9]+_new\(
char \*[a-z0-9]+ = NULL;
[a-z0-9]+ = kept\(
[( ][a-z0-9]+(\.|->)[ab] = [a-z_]+\(
struct [a-z_]+ \*[a-z0-9]+ = NULL;
struct [a-z_]+ \*[a-z0-9]+ = .* \? &[a-z0-9]+ : NULL;
(later|attempt|pairs|digits)[a-z_]*_init\(&
^ +c[0-9]_[0-9]+_init\(&
lane \* 8 \+ [1-7]
await\(hushed_later_never\(0u\)\);
END
}
