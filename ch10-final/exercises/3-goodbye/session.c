/* Runs a session() to its end. */
#define main main_of_the_answer
#include "main_of_the_answer.c"
#undef main

int main(void)
{
    int err = runtime_init();

    if (err < 0)
        die(err, "start the runtime");
    executor_block_on(session_new());
    runtime_fini();
    return 0;
}
