# Exercise 3: b-coroutines-references/main.co with its text outside of it
s/^coroutine void async_main(void)/coroutine void async_main(struct text *writer)/
/^coroutine/,/^}/ {
    /^    struct text buffer = {0};/d
    /^    struct text \*writer = &buffer;/,/^$/d
    /buffer/d
}
s/^    int err = runtime_init();/    struct text buffer = {0};\n&/
s/executor_block_on(async_main())/executor_block_on(async_main(\&buffer))/
s/^    runtime_fini();/    puts(buffer.data);\n    text_fini(\&buffer);\n&/
