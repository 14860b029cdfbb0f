# What steps print of answers, from run to run the same.  Load after helper.

# answer BODY: the whole answer, as `transcript` shows it
answer() {
    printf '%s\n' 'HTTP/1.1 200 OK' "content-length: ${#1}" 'connection: close' \
        'content-type: text/plain; charset=utf-8' 'date: then' '' "$1"
}

# transcript: $output with an end to lines as ours have, and without the time
transcript() {
    tr -d '\r' <<< "$output" | sed -E 's/^date: .* GMT$/date: then/'
}

# once LINE: stdin, where that line is written once if it repeats itself; how
# often a future is polled in vain is nobody's business.
once() {
    awk -v line="$1" '$0 != line || last != line; { last = $0 }'
}
