/*
 * The size of show, and what two tasks at once say: the second begins while the
 * first waits for its second answer, which fails.
 */
#define main main_of_the_answer
#include "main_of_the_answer.c"
#undef main

int main(void)
{
    struct waker waker = waker_noop();
    struct context cx = {&waker};
    struct async_main first, second;
    int err = 0, other = 0;
    size_t least = sizeof(struct http_get) + _Alignof(struct http_get);

    printf("show %zu %zu\n", sizeof(struct show), least);
    async_main_init(&first, &err);
    async_main_init(&second, &other);
    for (int i = 0; i < 7; i++) /* up to the second request */
        async_main_poll(&first, &cx, NULL);
    async_main_poll(&second, &cx, NULL);
    while (!async_main_poll(&first, &cx, NULL).is_ready)
        ;
    async_main_drop(&first);
    async_main_drop(&second);
    return 0;
}
