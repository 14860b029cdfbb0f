/*
 * corofyasync IN.co: prints a case of tests/corofy in the form of chapter 10,
 * see tests/corofy/async_form.h.
 *
 * corofyasync IN.co --box "NAME...": and boxes the calls of these, where they
 * are waited for, as in await(box(test())).
 *
 * corofyasync --messages IN.co EXPECTED: prints what corofy has to say of that
 * form if it says EXPECTED of IN.co: the lines that tell a place.
 */
#include "../corofy/async_form.h"

static char *read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(text, 1, size - 1, file) : 0;

    if (!file || ferror(file)) {
        perror(path);
        exit(1);
    }
    fclose(file);
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0')
            text[i] = NUL;
    text[length] = '\0';
    return text;
}

int main(int argc, char **argv)
{
    static char source[1 << 20], expected[1 << 16];
    static struct async_form form;

    if (argc == 4 && strcmp(argv[1], "--messages") == 0) {
        async_form(&form, read_file(argv[2], source, sizeof(source)));
        async_messages(&form, read_file(argv[3], expected, sizeof(expected)),
                       stdout);
        return 0;
    }
    if (argc != 2 && (argc != 4 || strcmp(argv[2], "--box") != 0)) {
        fprintf(stderr, "usage: corofyasync IN.co [--box \"NAME...\"]\n"
                        "       corofyasync --messages IN.co EXPECTED\n");
        return 2;
    }
    form.out = stdout;
    form.boxed = argc == 4 ? argv[3] : NULL;
    async_form(&form, read_file(argv[1], source, sizeof(source)));
    return 0;
}
