load helper
# Random programs, of which `make check` tries many more.

@test "corofy: random programs do what plain C does" {
    [ -z "$RUN" ] || skip "what corofy writes is the same, run by whatever"
    try tests/corofy/random 100
    [ "$status" -eq 0 ]
}

# Of these the one half is compiled by clang, the other with sanitizers.
@test "corofy --async: random programs do what plain C does" {
    [ -z "$RUN" ] || skip "what corofy writes is the same, run by whatever"
    try tests/corofy/random --async 40 151
    [ "$status" -eq 0 ]
}
