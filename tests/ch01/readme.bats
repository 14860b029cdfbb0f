# What chapter 1's README says under "Break it"
# needs: ch01-overview delayserver

load ../lib/helper
load ../lib/copies

@test "ch01: an instruction that reads what the compiler does not know of" {
    local cpu level
    begin ch01-overview/a-assembly-dereference
    cpu=$(uname -m)
    replace "dereference_$cpu.h" ', "m"(*address)' ''
    build
    start
    [ "$output" = 100 ]
    replace main.c '    printf("%" PRIu64 "\n", dereference(address));' '
        uint64_t first = dereference(address);

        number = 200;
        printf("%" PRIu64 " %" PRIu64 "\n", first, dereference(address));'
    build
    start
    [ "$output" = "100 200" ]
    build -O2
    start
    [ "$status" -eq 0 ]
    [ "${output% *}" = "${output#* }" ]
    # a store that nobody is known to read may be left out, and clang does
    [[ $COMPILER == *clang* ]] || [ "$output" = "100 100" ]
}

# The clock makes the order, on a machine that has time for it: several tries.
@test "ch01: a task that sleeps less changes places with another" {
    begin ch01-overview/b-os-threads
    replace main.c 'sleep_ms(200)' 'sleep_ms(125)'
    build
    for ((try = 1; try <= 10; try++)); do
        start
        [ "$status" -eq 0 ]
        [ "${#lines[@]}" -eq 5 ]
        [ "$output" != "So, we start the program here!
The tasks run concurrently!
We can chain callbacks...
The long running tasks finish last!
...like this!" ] || return 0
    done
    return 1
}

# How fast it is then depends on the machine.
@test "ch01: jobs that work for as long as they wait are done in three ways" {
    begin ch01-overview/c-efficiency
    replace job.h 'JOB_DELAY_MS = 100' 'JOB_DELAY_MS = 10'
    replace job.c 'WORK_ROUNDS = 200000' 'WORK_ROUNDS = 2000000'
    build -O2
    start_server --quiet
    start
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ]
    [ "$(grep -c ' ms  *[0-9.]* ms ' <<< "$output")" -eq 3 ]
    [[ $output == "10 jobs: 10 ms of waiting and a little work each"* ]]
}

@test "ch01: without a server, one line says what could not be done and why" {
    begin ch01-overview/c-efficiency
    build
    DELAYSERVER=127.0.0.1:1 start
    [ "$status" -eq 1 ]
    [ "$stderr" = "c-efficiency: ask the delayserver on 127.0.0.1:1 (is it running?): Connection refused" ]
}
