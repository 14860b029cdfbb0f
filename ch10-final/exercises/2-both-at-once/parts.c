/* Polls both() so many times, and drops it. */
#define main main_of_the_answer
#include "main_of_the_answer.c"
#undef main

int main(int argc, char **argv)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct both both;

    both_init(&both, "/600/slow", "/400/quick");
    for (int polls = argc > 1 ? atoi(argv[1]) : 0; polls > 0; polls--)
        both_poll(&both, &cx, NULL);
    both_drop(&both);
    return 0;
}
