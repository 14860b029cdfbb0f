/* corofy: makes plain C of C with coroutines */
#define _GNU_SOURCE /* asprintf */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corofy.h"
#include "token.h"

enum {
    EXIT_USAGE = 2,
    GO_ON = -1, /* no reason to exit */
};

/* Above all characters, so that optopt tells long options from short ones */
enum {
    OPTION_WAKER = 256,
    OPTION_STACK,
    OPTION_PIN,
    OPTION_ASYNC,
    OPTION_HEADER,
    OPTION_SIZES,
    OPTION_ANNOTATE,
    OPTION_LINE,
    OPTION_NO_ABOUT,
    OPTION_TYPEDEF,
    OPTION_FORCE,
    OPTION_HELP,
    OPTION_VERSION,
};

/* What the command line asks for */
struct command {
    struct corofy_options options;
    bool force;
};

static const char usage[] =
    "usage: corofy [OPTION]... IN.co [OUT.c]\n"
    "Makes plain C of C with coroutines.  OUT.c is IN.c if it is left out;\n"
    "- stands for standard input or output.\n"
    "\n"
    "      --waker         poll() takes a waker (chapter 8)\n"
    "      --stack         keep what lives across a wait (chapter 9)\n"
    "      --pin           poll() takes a pin, and --stack (chapter 9)\n"
    "      --async         async, await and defer: futures by value (chapter 10)\n"
    "      --header        with --async: the header IN.h, for other files\n"
    "      --sizes         with --async: a program that prints what is kept\n"
    "      --annotate      the source of each coroutine as a comment above it\n"
    "      --line          #line directives, for debuggers and compilers\n"
    "      --no-about      with --async: without what a runtime asks for\n"
    "      --typedef NAME  NAME is a type\n"
    "      --force         overwrite OUT.c also if corofy did not make it\n"
    "      --help          this text\n"
    "      --version       the version\n";

static const struct option known_options[] = {
    {"waker", no_argument, NULL, OPTION_WAKER},
    {"stack", no_argument, NULL, OPTION_STACK},
    {"pin", no_argument, NULL, OPTION_PIN},
    {"async", no_argument, NULL, OPTION_ASYNC},
    {"header", no_argument, NULL, OPTION_HEADER},
    {"sizes", no_argument, NULL, OPTION_SIZES},
    {"annotate", no_argument, NULL, OPTION_ANNOTATE},
    {"line", no_argument, NULL, OPTION_LINE},
    {"no-about", no_argument, NULL, OPTION_NO_ABOUT},
    {"typedef", required_argument, NULL, OPTION_TYPEDEF},
    {"force", no_argument, NULL, OPTION_FORCE},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {0},
};

/* Prints "corofy: ..." and returns the status to exit with */
static int complain(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int complain(int status, const char *format, ...)
{
    va_list args;

    fputs("corofy: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputs(status == EXIT_USAGE ? "\ntry corofy --help\n" : "\n", stderr);
    return status;
}

static bool is_standard(const char *name)
{
    return strcmp(name, "-") == 0;
}

/* --- Reading and writing: all return 0 or -errno ------------------------- */

/* What a file holds, for the caller to free */
static int read_all(FILE *file, char **text, size_t *size)
{
    size_t capacity = 64 * 1024;
    char *larger = malloc(capacity);
    int err;

    *text = NULL;
    *size = 0;
    while (larger != NULL) {
        *text = larger;
        *size += fread(*text + *size, 1, capacity - *size, file);
        if (*size < capacity)
            break;
        larger = realloc(*text, capacity *= 2);
    }
    if (larger != NULL && !ferror(file))
        return 0;
    err = -errno;
    free(*text);
    return err;
}

/* Closes the file, too */
static int write_all(FILE *file, const char *text, size_t size)
{
    bool written = fwrite(text, 1, size, file) == size && fflush(file) == 0;
    int err = written ? 0 : -errno;

    return fclose(file) == 0 || err < 0 ? err : -errno;
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

static int write_file(int fd, mode_t mode, const char *text, size_t size)
{
    FILE *file = fchmod(fd, mode) == 0 ? fdopen(fd, "w") : NULL;
    int err = -errno;

    if (file != NULL)
        return write_all(file, text, size);
    close(fd);
    return err;
}

/*
 * Into a file beside it, which then takes its place: whoever reads the output
 * sees the old one or the new one, whole.
 */
static int replace_file(const char *name, const char *text, size_t size)
{
    const char *slash = strrchr(name, '/');
    int folder = slash != NULL ? (int)(slash + 1 - name) : 0;
    char *beside;
    int fd, err;

    if (asprintf(&beside, "%.*scorofy.XXXXXX", folder, name) < 0)
        return -ENOMEM;
    fd = mkstemp(beside);
    err = fd < 0 ? -errno : write_file(fd, mode_of(name), text, size);
    if (err == 0 && rename(beside, name) < 0)
        err = -errno;
    if (fd >= 0 && err < 0)
        unlink(beside);
    free(beside);
    return err;
}

static bool is_special(const char *name)
{
    struct stat status;

    return stat(name, &status) == 0 && !S_ISREG(status.st_mode);
}

static int write_output(const char *name, const char *text, size_t size)
{
    struct stat status;
    char *target;
    int err;

    if (is_standard(name))
        return write_all(stdout, text, size);
    if (is_special(name)) { /* a device or a pipe stays what it is */
        FILE *file = fopen(name, "w");

        return file == NULL ? -errno : write_all(file, text, size);
    }
    /* a link stays one, too: what it leads to is replaced */
    target = realpath(name, NULL);
    if (target == NULL && lstat(name, &status) == 0)
        return -errno; /* realpath's: it leads nowhere */
    err = replace_file(target != NULL ? target : name, text, size);
    free(target);
    return err;
}

/* Would something be lost that corofy cannot make again? */
static bool would_lose(const char *output)
{
    const size_t length = strlen(COROFY_BANNER);
    char start[sizeof(COROFY_BANNER)];
    FILE *file;
    size_t size;

    if (is_standard(output) || is_special(output))
        return false;
    file = fopen(output, "r");
    if (file == NULL)
        return errno == EACCES; /* it is there, whatever it is */
    size = fread(start, 1, length, file);
    fclose(file);
    return size > 0 &&
           (size < length || memcmp(start, COROFY_BANNER, length) != 0);
}

static bool is_same_file(FILE *input, const char *output)
{
    struct stat first, second;

    return !is_standard(output) && fstat(fileno(input), &first) == 0 &&
           S_ISREG(first.st_mode) && stat(output, &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/* --- Translating: all return the status to exit with --------------------- */

static int translate_text(const struct command *command, const char *input,
                          const char *output, const char *text, size_t size)
{
    const char *shown = is_standard(output) ? "standard output" : output;
    size_t result_size;
    char *result;
    int err;

    if (corofy_translate(is_standard(input) ? "<stdin>" : input, text, size,
                         &command->options, stderr, &result, &result_size) < 0)
        return EXIT_FAILURE;
    if (!command->force && would_lose(output)) {
        free(result);
        return complain(EXIT_FAILURE,
                        "%s: corofy did not make this file: it stays as it is "
                        "(--force overwrites it)",
                        output);
    }
    err = write_output(output, result, result_size);
    free(result);
    if (err < 0)
        return complain(EXIT_FAILURE, "%s: %s", shown, strerror(-err));
    return EXIT_SUCCESS;
}

/* All of the input is read before anything is written. */
static int translate_file(const struct command *command, const char *input,
                          const char *output)
{
    const char *shown = is_standard(input) ? "standard input" : input;
    FILE *file = is_standard(input) ? stdin : fopen(input, "r");
    int err = -errno;
    char *text;
    size_t size;

    if (file == NULL)
        return complain(EXIT_FAILURE, "%s: %s", shown, strerror(-err));
    if (is_same_file(file, output)) {
        fclose(file);
        return complain(EXIT_USAGE, "%s is the input, too", output);
    }
    err = read_all(file, &text, &size);
    fclose(file);
    if (err < 0)
        return complain(EXIT_FAILURE, "%s: %s", shown, strerror(-err));
    err = translate_text(command, input, output, text, size);
    free(text);
    return err;
}

/* --- The command line ---------------------------------------------------- */

/* Prints what was asked for: then a full disk is a failure. */
static int print(const char *text)
{
    if (fputs(text, stdout) == EOF || fflush(stdout) == EOF)
        return complain(EXIT_FAILURE, "standard output: %s", strerror(errno));
    return EXIT_SUCCESS;
}

static int add_typedef(struct corofy_options *options, const char *name)
{
    size_t size = (options->typedef_count + 1) * sizeof(name);
    const char **names;

    if (!is_identifier(name))
        return complain(EXIT_USAGE, "--typedef %s: not a name", name);
    names = realloc((void *)options->typedefs, size);
    if (names == NULL)
        return complain(EXIT_FAILURE, "%s", strerror(errno));
    names[options->typedef_count++] = name;
    options->typedefs = names;
    return GO_ON;
}

static int complain_of_option(const char *word)
{
    if (optopt > 0 && optopt < OPTION_WAKER)
        return complain(EXIT_USAGE, "-%c: unknown option", optopt);
    return complain(EXIT_USAGE, "%s: %s", word,
                    optopt == 0 ? "unknown option" : "takes no value");
}

static int take_option(struct command *command, int option, char **argv)
{
    struct corofy_options *options = &command->options;

    switch (option) {
    case OPTION_WAKER:
        options->waker = true;
        return GO_ON;
    case OPTION_STACK:
        options->stack = true;
        return GO_ON;
    case OPTION_PIN:
        options->pin = true;
        return GO_ON;
    case OPTION_ASYNC:
        options->async = true;
        return GO_ON;
    case OPTION_HEADER:
        options->output = COROFY_HEADER;
        return GO_ON;
    case OPTION_SIZES:
        options->output = COROFY_SIZES;
        return GO_ON;
    case OPTION_ANNOTATE:
        options->annotate = true;
        return GO_ON;
    case OPTION_LINE:
        options->line = true;
        return GO_ON;
    case OPTION_NO_ABOUT:
        options->no_about = true;
        return GO_ON;
    case OPTION_TYPEDEF:
        return add_typedef(options, optarg);
    case OPTION_FORCE:
        command->force = true;
        return GO_ON;
    case OPTION_HELP:
        return print(usage);
    case OPTION_VERSION:
        return print("corofy 1.0\n");
    case ':':
        return complain(EXIT_USAGE, "--typedef: a NAME is missing");
    default:
        return complain_of_option(argv[optind - 1]);
    }
}

/* To IN.c, for IN.co; or to what else is to be written */
static int translate_beside(const struct command *command, const char *input)
{
    enum corofy_output kind = command->options.output;
    size_t length = strlen(input);
    char *output;
    int status;

    if (length < 4 || strcmp(input + length - 3, ".co") != 0 ||
        input[length - 4] == '/')
        return complain(EXIT_USAGE, "%s: not a .co file: say where to write",
                        input);
    if (kind == COROFY_SIZES)
        return translate_file(command, input, "-");
    output = strndup(input, length - 1);
    if (output != NULL && kind == COROFY_HEADER)
        output[length - 2] = 'h';
    if (output == NULL)
        return complain(EXIT_FAILURE, "%s", strerror(errno));
    status = translate_file(command, input, output);
    free(output);
    return status;
}

/* What cannot be meant together; or GO_ON */
static int check_options(const struct corofy_options *options)
{
    if (options->async && (options->waker || options->stack || options->pin))
        return complain(EXIT_USAGE,
                        "--async has what --waker, --stack and --pin are for");
    if (options->output != COROFY_C && !options->async)
        return complain(EXIT_USAGE, "--header and --sizes need --async");
    return GO_ON;
}

static int translate(const struct command *command, int count, char **names)
{
    int status = check_options(&command->options);

    if (status != GO_ON)
        return status;
    if (count == 0)
        return complain(EXIT_USAGE, "which file?");
    if (count > 2)
        return complain(EXIT_USAGE, "%s: too many files", names[2]);
    if (count == 2)
        return translate_file(command, names[0], names[1]);
    if (is_standard(names[0]))
        return translate_file(command, "-", "-");
    return translate_beside(command, names[0]);
}

int main(int argc, char **argv)
{
    struct command command = {0};
    int option, status = GO_ON;

    signal(SIGXFSZ, SIG_IGN); /* what is too large is an error of write() */
    while (status == GO_ON &&
           (option = getopt_long(argc, argv, ":", known_options, NULL)) != -1)
        status = take_option(&command, option, argv);
    if (status == GO_ON)
        status = translate(&command, argc - optind, argv + optind);
    free((void *)command.options.typedefs);
    return status;
}
