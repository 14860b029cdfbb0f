# Exercise 3, as it begins: b-coroutines-references/main.co, dropped too early
/^#include "runtime.h"/i #include "once.h"
s/executor_block_on(\(async_main(.*)\));/executor_block_on(once(\1));/
