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
