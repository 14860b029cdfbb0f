/* corofy: makes plain C of C with coroutines */
#define _GNU_SOURCE /* asprintf */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corofy.h"

static const char usage[] =
    "usage: corofy [OPTION]... IN.co [OUT.c]\n"
    "Makes plain C of C with coroutines.  OUT.c is IN.c if it is left out;\n"
    "- stands for standard input or output.\n"
    "\n"
    "      --waker         poll() takes a waker (chapter 8)\n"
    "      --stack         keep what lives across a wait (chapter 9)\n"
    "      --pin           poll() takes a pin, and --stack (chapter 9)\n"
    "      --annotate      the source of each coroutine as a comment above it\n"
    "      --line          #line directives, for debuggers and compilers\n"
    "      --typedef NAME  NAME is a type\n"
    "      --help          this text\n"
    "      --version       the version\n";

static const struct option long_options[] = {
    {"waker", no_argument, NULL, 'w'},
    {"stack", no_argument, NULL, 's'},
    {"pin", no_argument, NULL, 'p'},
    {"annotate", no_argument, NULL, 'a'},
    {"line", no_argument, NULL, 'l'},
    {"typedef", required_argument, NULL, 't'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
    {0},
};

static _Noreturn void fail(const char *what, const char *name, const char *why)
{
    fprintf(stderr, "corofy: %s %s: %s\n", what, name, why);
    exit(1);
}

static bool is_standard(const char *name)
{
    return strcmp(name, "-") == 0;
}

/* --- Reading and writing --- */

static char *read_all(FILE *file, const char *name, size_t *size)
{
    size_t capacity = 64 * 1024, n;
    char *text = malloc(capacity);

    *size = 0;
    while (text != NULL &&
           (n = fread(text + *size, 1, capacity - *size, file)) > 0) {
        *size += n;
        if (*size == capacity)
            text = realloc(text, capacity *= 2);
    }
    if (text == NULL)
        fail("read", name, strerror(ENOMEM));
    if (ferror(file))
        fail("read", name, strerror(errno));
    return text;
}

static char *read_input(const char *name, size_t *size)
{
    FILE *file = is_standard(name) ? stdin : fopen(name, "r");
    char *text;

    if (file == NULL)
        fail("open", name, strerror(errno));
    text = read_all(file, name, size);
    if (file != stdin)
        fclose(file);
    return text;
}

/* false, with errno, if not all of it could be written */
static bool write_all(FILE *file, const char *text, size_t size)
{
    bool written = fwrite(text, 1, size, file) == size && fflush(file) == 0;

    return fclose(file) == 0 && written;
}

/* The rights that a new file gets, or those of the file that is there */
static mode_t mode_of(const char *name)
{
    struct stat status;
    mode_t mask;

    if (stat(name, &status) == 0)
        return status.st_mode & 0777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/*
 * Into a file beside it, which then takes its place: whoever reads the output
 * sees the old one or the new one, whole.
 */
static void replace_file(const char *name, const char *text, size_t size)
{
    char *beside;
    FILE *file = NULL;
    int fd;

    if (asprintf(&beside, "%s.XXXXXX", name) < 0)
        fail("write", name, strerror(ENOMEM));
    fd = mkstemp(beside);
    if (fd < 0)
        fail("write", name, strerror(errno));
    if (fchmod(fd, mode_of(name)) == 0)
        file = fdopen(fd, "w");
    if (file == NULL || !write_all(file, text, size) ||
        rename(beside, name) < 0) {
        int err = errno;

        unlink(beside);
        fail("write", name, strerror(err));
    }
    free(beside);
}

static void write_output(const char *name, const char *text, size_t size)
{
    struct stat status;
    FILE *file;

    if (is_standard(name)) {
        if (!write_all(stdout, text, size))
            fail("write", "standard output", strerror(errno));
    } else if (stat(name, &status) == 0 && !S_ISREG(status.st_mode)) {
        file = fopen(name, "w"); /* a device or a pipe stays what it is */
        if (file == NULL || !write_all(file, text, size))
            fail("write", name, strerror(errno));
    } else {
        replace_file(name, text, size);
    }
}

/* --- The command line --- */

static _Noreturn void refuse(const char *text, const char *argument)
{
    fprintf(stderr, "corofy: %s%s\ntry corofy --help\n", text, argument);
    exit(2);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat first, second;

    return stat(a, &first) == 0 && stat(b, &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/* IN.c for IN.co */
static char *default_output(const char *input)
{
    size_t length = strlen(input);
    char *output;

    if (is_standard(input))
        return strdup("-");
    if (length < 4 || strcmp(input + length - 3, ".co") != 0 ||
        input[length - 4] == '/')
        refuse("say where to write: this is not a .co file: ", input);
    output = strndup(input, length - 1);
    if (output == NULL)
        fail("write", input, strerror(ENOMEM));
    return output;
}

static void show(const char *text)
{
    if (fputs(text, stdout) == EOF || fflush(stdout) == EOF)
        fail("write", "standard output", strerror(errno));
    exit(0);
}

static void add_typedef(struct corofy_options *options, const char *name)
{
    const char **names = reallocarray(
        (void *)options->typedefs, options->typedef_count + 1, sizeof(*names));

    if (names == NULL)
        fail("keep", name, strerror(ENOMEM));
    names[options->typedef_count++] = name;
    options->typedefs = names;
}

static void read_option(struct corofy_options *options, int option, char **argv)
{
    switch (option) {
    case 'w':
        options->waker = true;
        break;
    case 's':
        options->stack = true;
        break;
    case 'p':
        options->pin = true;
        break;
    case 'a':
        options->annotate = true;
        break;
    case 'l':
        options->line = true;
        break;
    case 't':
        add_typedef(options, optarg);
        break;
    case 'h':
        show(usage);
        break;
    case 'v':
        show("corofy 1.0\n");
        break;
    case ':':
        refuse("--typedef needs a NAME", "");
        break;
    default:
        refuse("unknown option ", argv[optind - 1]);
    }
}

static void translate_file(const struct corofy_options *options,
                           const char *input, const char *output)
{
    size_t size, written;
    char *text = read_input(input, &size), *result;

    if (corofy_translate(is_standard(input) ? "<stdin>" : input, text, size,
                         options, stderr, &result, &written) < 0)
        exit(1);
    write_output(output, result, written);
    free(result);
    free(text);
}

int main(int argc, char **argv)
{
    struct corofy_options options = {0};
    char *output;
    int option;

    while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1)
        read_option(&options, option, argv);
    if (argc == optind)
        refuse("which file?", "");
    if (argc > optind + 2)
        refuse("too many files: ", argv[optind + 2]);
    output = argc > optind + 1 ? strdup(argv[optind + 1])
                               : default_output(argv[optind]);
    if (output == NULL)
        fail("write", argv[optind], strerror(ENOMEM));
    if (is_same_file(argv[optind], output))
        refuse("input and output are the same file: ", output);
    translate_file(&options, argv[optind], output);
    free(output);
    free((void *)options.typedefs);
    return 0;
}
