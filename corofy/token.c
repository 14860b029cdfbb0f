#include "token.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_SIZE = INT_MAX / 2,
    MAX_DEPTH = 1000, /* of #if within #if */
};

/* Punctuators of more than one character, the longest first */
static const struct {
    const char *text;
    int type;
} punctuators[] = {
    {"%:%:", P_PASTE}, {"...", P_ELLIPSIS}, {"<<=", P_ASSIGN},
    {">>=", P_ASSIGN}, {"->", P_ARROW},     {"&&", P_AND_AND},
    {"||", P_OR_OR},   {"++", P_INCREMENT}, {"--", P_INCREMENT},
    {"<=", P_OTHER},   {">=", P_OTHER},     {"==", P_OTHER},
    {"!=", P_OTHER},   {"<<", P_OTHER},     {">>", P_OTHER},
    {"+=", P_ASSIGN},  {"-=", P_ASSIGN},    {"*=", P_ASSIGN},
    {"/=", P_ASSIGN},  {"%=", P_ASSIGN},    {"&=", P_ASSIGN},
    {"|=", P_ASSIGN},  {"^=", P_ASSIGN},    {"##", P_PASTE},
    {"<:", '['},       {":>", ']'},         {"<%", '{'},
    {"%>", '}'},       {"%:", '#'},         {"=", P_ASSIGN},
};

struct lexer {
    struct tokens *tokens;
    struct source *source;
    const char *at;
    const char *end;
    int line;
    const char *line_start;
    bool at_line_start; /* nothing but white space since the last newline */
    struct arm *arm;
};

/* --- Characters --- */

/*
 * The length of a splice, a backslash at the end of a line, which is not there.
 * For compilers, blanks may stand between.
 */
static size_t splice_at(const char *p)
{
    size_t length;

    if (*p != '\\')
        return 0;
    length = 1 + strspn(p + 1, " \t\v\f\r");
    return p[length] == '\n' ? length + 1 : 0;
}

static const char *skip_splices(const char *p)
{
    size_t length;

    while ((length = splice_at(p)) > 0)
        p += length;
    return p;
}

/* The character n characters on; 0 at the end */
static char peek(const struct lexer *lexer, int n)
{
    const char *p = skip_splices(lexer->at);

    while (n-- > 0 && p < lexer->end)
        p = skip_splices(p + 1);
    return p < lexer->end ? *p : '\0';
}

/* To a place further on in the text */
static void move_to(struct lexer *lexer, const char *place)
{
    for (; lexer->at < place; lexer->at++) {
        if (*lexer->at == '\n') {
            lexer->line++;
            lexer->line_start = lexer->at + 1;
        }
    }
}

static void advance(struct lexer *lexer, int n)
{
    while (n-- > 0 && lexer->at < lexer->end) {
        move_to(lexer, skip_splices(lexer->at));
        if (lexer->at < lexer->end)
            move_to(lexer, lexer->at + 1);
    }
}

static bool starts_with(const struct lexer *lexer, const char *text)
{
    for (int i = 0; text[i] != '\0'; i++) {
        if (peek(lexer, i) != text[i])
            return false;
    }
    return true;
}

/* Letters, and every octet of a character beyond ASCII */
static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

static bool is_word(char c)
{
    return is_letter(c) || isdigit((unsigned char)c);
}

bool is_identifier(const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (!is_word(*p))
            return false;
    }
    return is_letter(*text);
}

/* The name of a word, which may have splices in it */
static struct name *read_name(struct lexer *lexer, const char *text,
                              size_t length)
{
    struct buffer spelling = {0};
    struct name *name;

    if (memchr(text, '\\', length) == NULL)
        return name_of(&lexer->tokens->names, text, length);
    for (const char *p = text; p < text + length; p = skip_splices(p + 1))
        buffer_add(&spelling, p, 1);
    name = name_of(&lexer->tokens->names, spelling.data,
                   decode_universal(spelling.data));
    free(spelling.data);
    return name;
}

/* --- Tokens --- */

static void skip_line(struct lexer *lexer)
{
    while (lexer->at < lexer->end && peek(lexer, 0) != '\n')
        advance(lexer, 1);
}

static bool at_comment(const struct lexer *lexer)
{
    return starts_with(lexer, "/*") || starts_with(lexer, "//");
}

static void skip_comment(struct lexer *lexer)
{
    const char *start = skip_splices(lexer->at);

    if (peek(lexer, 1) == '/') {
        skip_line(lexer);
        return;
    }
    advance(lexer, 2);
    while (!starts_with(lexer, "*/")) {
        if (lexer->at >= lexer->end) {
            report_error(lexer->source, start, "end it with */",
                         "comment without end");
            return;
        }
        advance(lexer, 1);
    }
    advance(lexer, 2);
}

/* "..." or '...', from its quote on; false if its line ends before it does */
static bool skip_quoted(struct lexer *lexer)
{
    char quote = peek(lexer, 0);

    advance(lexer, 1);
    while (peek(lexer, 0) != quote) {
        if (peek(lexer, 0) == '\\')
            advance(lexer, 1);
        if (lexer->at >= lexer->end || peek(lexer, 0) == '\n')
            return false;
        advance(lexer, 1);
    }
    advance(lexer, 1);
    return true;
}

static int read_quoted(struct lexer *lexer, const char *start)
{
    bool is_string = peek(lexer, 0) == '"';

    if (!skip_quoted(lexer))
        report_error(lexer->source, start, "end it in the same line",
                     "%s without end",
                     is_string ? "string" : "character constant");
    return is_string ? T_STRING : T_CHARACTER;
}

/* R"delimiter(...)delimiter", from its quote on; GNU C has it from C++. */
static int read_raw_string(struct lexer *lexer, const char *start)
{
    const char *delimiter = lexer->at + 1;
    size_t length = strcspn(delimiter, "()\\ \t\r\n");
    const char *p = delimiter + length;

    while (p < lexer->end &&
           !(p[0] == ')' && strncmp(p + 1, delimiter, length) == 0 &&
             p[1 + length] == '"'))
        p++;
    if (p >= lexer->end)
        report_error(lexer->source, start, "it ends with )delimiter\"",
                     "raw string without end");
    else
        p += length + 2;
    move_to(lexer, p);
    return T_STRING;
}

static bool is_prefix(const struct name *name, bool *raw)
{
    static const char *const prefixes[] = {"u8", "u", "U", "L", ""};
    size_t length = name->length;

    *raw = name->text[length - 1] == 'R';
    if (*raw)
        length--;
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        if (strlen(prefixes[i]) == length &&
            strncmp(name->text, prefixes[i], length) == 0)
            return *raw || length > 0;
    }
    return false;
}

/* \u0041, a character by its number, as a part of a name */
static bool is_universal(const struct lexer *lexer)
{
    return peek(lexer, 0) == '\\' &&
           (peek(lexer, 1) == 'u' || peek(lexer, 1) == 'U');
}

/* An identifier, a keyword, or a string or character with a prefix */
static int read_word(struct lexer *lexer, struct token *token)
{
    bool raw;

    while (is_word(peek(lexer, 0)) || is_universal(lexer))
        advance(lexer, 1);
    token->name =
        read_name(lexer, token->text, (size_t)(lexer->at - token->text));
    if ((peek(lexer, 0) == '"' || peek(lexer, 0) == '\'') &&
        is_prefix(token->name, &raw)) {
        if (!raw) {
            token->name = NULL;
            return read_quoted(lexer, token->text);
        }
        if (*lexer->at == '"') {
            token->name = NULL;
            return read_raw_string(lexer, token->text);
        }
    }
    return token->name->keyword;
}

/* A preprocessing number (C17, 6.4.8): more than numbers, but never less */
static int read_number(struct lexer *lexer)
{
    for (;;) {
        char c = peek(lexer, 0);
        char sign = peek(lexer, 1);

        if (c != '\0' && strchr("eEpP", c) && (sign == '+' || sign == '-'))
            advance(lexer, 2);
        else if (is_word(c) || c == '.')
            advance(lexer, 1);
        else
            return T_NUMBER;
    }
}

static int read_punctuator(struct lexer *lexer)
{
    char c = peek(lexer, 0);

    for (size_t i = 0; i < sizeof(punctuators) / sizeof(*punctuators); i++) {
        if (c == punctuators[i].text[0] &&
            starts_with(lexer, punctuators[i].text)) {
            advance(lexer, (int)strlen(punctuators[i].text));
            return punctuators[i].type;
        }
    }
    if (strchr("[](){}.&*+-~!/%<>^|?:;,#@`\\", c) == NULL || c == '\0')
        report_error(lexer->source, skip_splices(lexer->at), NULL,
                     "octet 0x%02x in the text", (unsigned char)c);
    advance(lexer, 1);
    return (unsigned char)c;
}

/* One token, which must be there */
static void read_token(struct lexer *lexer, struct token *token)
{
    char c = peek(lexer, 0);

    move_to(lexer, skip_splices(lexer->at));
    token->text = lexer->at;
    token->line = lexer->line;
    token->line_start = lexer->line_start;
    token->arm = lexer->arm;
    if (is_letter(c) || is_universal(lexer))
        token->type = read_word(lexer, token);
    else if (isdigit((unsigned char)c) ||
             (c == '.' && isdigit((unsigned char)peek(lexer, 1))))
        token->type = read_number(lexer);
    else if (c == '"' || c == '\'')
        token->type = read_quoted(lexer, token->text);
    else
        token->type = read_punctuator(lexer);
    token->length = (size_t)(lexer->at - token->text);
}

/* Blanks and comments of a line; false at its end */
static bool skip_blanks(struct lexer *lexer)
{
    for (;;) {
        char c = peek(lexer, 0);

        if (at_comment(lexer))
            skip_comment(lexer);
        else if (c != '\0' && strchr(" \t\r\v\f", c) != NULL)
            advance(lexer, 1);
        else
            return lexer->at < lexer->end && c != '\n';
    }
}

/* What need not be C, up to the end of its line: one not within a comment */
static void skip_text(struct lexer *lexer)
{
    while (skip_blanks(lexer)) {
        if (peek(lexer, 0) == '"' || peek(lexer, 0) == '\'')
            skip_quoted(lexer);
        else
            advance(lexer, 1);
    }
}

const char *end_of_comment(const char *text, const char *end)
{
    struct lexer lexer = {.at = text, .end = end};

    if (at_comment(&lexer))
        skip_comment(&lexer);
    return lexer.at;
}

const char *end_of_character(const char *text, const char *end)
{
    struct lexer lexer = {.at = text, .end = end};

    if (*text != '"' && *text != '\'')
        return text + 1;
    skip_quoted(&lexer);
    return lexer.at;
}

const char *end_of_directive(const char *text, const char *end)
{
    struct lexer lexer = {.at = text, .end = end};

    skip_text(&lexer);
    return lexer.at;
}

/* --- Directives --- */

static bool at_directive(const struct lexer *lexer)
{
    return peek(lexer, 0) == '#' || starts_with(lexer, "%:");
}

/* The tokens up to the end of the line, for the caller to free */
static struct token *read_line(struct lexer *lexer, int *count)
{
    struct token *list = NULL;
    size_t capacity = 0;

    *count = 0;
    while (skip_blanks(lexer)) {
        list = grow(list, (size_t)*count, &capacity, sizeof(*list));
        list[*count] = (struct token){0};
        read_token(lexer, &list[(*count)++]);
    }
    return list;
}

/* A macro's own parameters are no names: any text may come for them. */
static void forget_parameters(struct macro *macro, const struct token *list,
                              int count)
{
    for (int i = 0; i < count; i++) {
        if (list[i].name != NULL)
            list[i].name->parameter_of = macro;
    }
    for (int i = 0; i < macro->count; i++) {
        const struct name *name = macro->body[i].name;

        if (name != NULL && name->parameter_of == macro)
            macro->body[i] = (struct token){.type = P_OTHER};
    }
}

/* Which bracket closes which in the macro's text */
static void match_body(const struct macro *macro)
{
    struct token *open = NULL, *outer; /* each knows the one around it */

    for (struct token *i = macro->body; i < macro->body + macro->count; i++) {
        if (i->type == '(' || i->type == '[' || i->type == '{') {
            i->match = open;
            open = i;
        } else if (open != NULL &&
                   (i->type == ')' || i->type == ']' || i->type == '}')) {
            outer = open->match;
            open->match = i;
            i->match = open;
            open = outer;
        }
    }
    for (; open != NULL; open = outer) {
        outer = open->match;
        open->match = NULL;
    }
}

/* NAME or NAME(...), then the replacement list; returns the name */
static struct name *read_define(struct lexer *lexer)
{
    int count, i = 1;
    struct token *list = read_line(lexer, &count);
    struct name *name = count > 0 ? list[0].name : NULL;
    struct macro *macro;

    if (name == NULL) {
        free(list);
        return NULL;
    }
    macro = arena_alloc(lexer->source->arena, sizeof(*macro));
    macro->at = list[0].text;
    macro->has_parameters = count > 1 && list[1].type == '(' &&
                            list[1].text == list[0].text + list[0].length;
    while (macro->has_parameters && i < count && list[i].type != ')')
        i++;
    i += macro->has_parameters && i < count;
    macro->count = count - i;
    macro->body = 1 + (struct token *)arena_alloc(
                          lexer->source->arena,
                          sizeof(*macro->body) * (size_t)(macro->count + 2));
    memcpy(macro->body, list + i, sizeof(*list) * (size_t)macro->count);
    if (macro->has_parameters)
        forget_parameters(macro, list + 2, i - 2);
    match_body(macro);
    free(list);
    macro->before = name->macro;
    if (name->macro == NULL) {
        name->next_macro = lexer->tokens->macros;
        lexer->tokens->macros = name;
    }
    name->macro = macro;
    return name;
}

/* The name that stands here, or NULL */
static struct name *name_here(struct lexer *lexer)
{
    struct token token = {0};

    if (!skip_blanks(lexer) || !is_letter(peek(lexer, 0)))
        return NULL;
    read_token(lexer, &token);
    return token.name;
}

static struct arm *new_arm(struct lexer *lexer, const char *text,
                           struct arm *outer, struct arm *previous,
                           struct group *group)
{
    struct arm *arm = arena_alloc(lexer->source->arena, sizeof(*arm));

    *arm = (struct arm){
        .outer = outer,
        .previous = previous,
        .text = text,
        .length = (size_t)(lexer->at - text),
        .depth = outer != NULL ? outer->depth + 1 : 1,
        .group = group,
    };
    return arm;
}

static void begin_group(struct lexer *lexer, const char *text)
{
    struct group *group = arena_alloc(lexer->source->arena, sizeof(*group));

    group->at = text;
    lexer->arm = new_arm(lexer, text, lexer->arm, NULL, group);
    if (lexer->arm->depth == MAX_DEPTH + 1)
        report_error(lexer->source, text, NULL,
                     "#if nested too deeply: more than %d levels", MAX_DEPTH);
}

/* #elif, #else or #endif */
static void end_arm(struct lexer *lexer, const char *text,
                    enum directive_kind kind, const char *word)
{
    struct arm *arm = lexer->arm;

    if (arm == NULL) {
        report_error(lexer->source, text, NULL, "#%s without #if", word);
        return;
    }
    if (kind == D_ENDIF) {
        lexer->arm = arm->outer;
        return;
    }
    if (arm->group->else_line > 0)
        report_error(lexer->source, text, NULL,
                     "#%s after the #else of line %d", word,
                     arm->group->else_line);
    else if (kind == D_ELSE)
        arm->group->else_line = lexer->line;
    lexer->arm = new_arm(lexer, text, arm->outer, arm, arm->group);
}

/* The word of the directive at the lexer, as in "ifdef", or NULL */
static const struct name *read_directive_word(struct lexer *lexer)
{
    advance(lexer, peek(lexer, 0) == '%' ? 2 : 1);
    return name_here(lexer);
}

static enum directive_kind kind_of(const struct name *word)
{
    static const struct {
        const char *text;
        enum directive_kind kind;
    } kinds[] = {
        {"define", D_DEFINE}, {"undef", D_UNDEF}, {"include", D_INCLUDE},
        {"pragma", D_PRAGMA}, {"if", D_IF},       {"ifdef", D_IF},
        {"ifndef", D_IF},     {"elif", D_ELIF},   {"elifdef", D_ELIF},
        {"elifndef", D_ELIF}, {"else", D_ELSE},   {"endif", D_ENDIF},
        {"line", D_LINE},
    };

    for (size_t i = 0; word != NULL && i < sizeof(kinds) / sizeof(*kinds);
         i++) {
        if (strcmp(word->text, kinds[i].text) == 0)
            return kinds[i].kind;
    }
    return D_OTHER;
}

/* Is there nothing else in the line than 0? */
static bool is_zero(struct lexer lexer)
{
    if (!skip_blanks(&lexer) || peek(&lexer, 0) != '0')
        return false;
    advance(&lexer, 1);
    return !skip_blanks(&lexer);
}

/*
 * What follows #if 0 need not be C: it is skipped up to the directive that ends
 * the arm, which is left to read.
 */
static void skip_arm(struct lexer *lexer)
{
    int depth = 0;

    while (lexer->at < lexer->end) {
        enum directive_kind kind = D_OTHER;
        struct lexer ahead;

        advance(lexer, 1);
        if (skip_blanks(lexer) && at_directive(lexer)) {
            ahead = *lexer;
            kind = kind_of(read_directive_word(&ahead));
        }
        if (depth == 0 && kind >= D_ELIF)
            return;
        depth += (kind == D_IF) - (kind == D_ENDIF);
        skip_text(lexer);
    }
}

static struct directive *add_directive(struct lexer *lexer)
{
    struct tokens *tokens = lexer->tokens;
    struct directive *directive =
        arena_alloc(lexer->source->arena, sizeof(*directive));

    directive->at = lexer->at;
    *tokens->directives_end = directive;
    tokens->directives_end = &directive->next;
    return directive;
}

/* The number that stands here, or 0 */
static int number_here(struct lexer *lexer)
{
    return skip_blanks(lexer) ? (int)strtol(lexer->at, NULL, 10) : 0;
}

/* From # on to the end of the line, which is left to read */
static void read_directive(struct lexer *lexer)
{
    struct directive *directive = add_directive(lexer);
    const struct name *word = read_directive_word(lexer);
    enum directive_kind kind = kind_of(word);
    int number = 0;
    bool is_text =
        kind == D_IF && strcmp(word->text, "if") == 0 && is_zero(*lexer);

    directive->kind = kind;
    if (kind == D_DEFINE)
        directive->macro = read_define(lexer);
    else if (kind == D_UNDEF)
        directive->macro = name_here(lexer);
    else if (kind == D_LINE || word == NULL) /* as in # 5 "in.co" */
        number = number_here(lexer);
    skip_text(lexer);
    directive->end = lexer->at;
    if (number > 0) {
        directive->kind = D_LINE;
        directive->shift = number - (lexer->line + 1);
    }
    if (kind == D_IF)
        begin_group(lexer, directive->at);
    else if (kind >= D_ELIF)
        end_arm(lexer, directive->at, kind, word->text);
    if (is_text)
        skip_arm(lexer);
}

/* All that is white space, directives among it; false at the end of the text */
static bool skip_space(struct lexer *lexer)
{
    for (;;) {
        if (peek(lexer, 0) == '\n') {
            lexer->at_line_start = true;
            advance(lexer, 1);
        } else if (!skip_blanks(lexer)) {
            if (lexer->at >= lexer->end)
                return false;
        } else if (lexer->at_line_start && at_directive(lexer)) {
            move_to(lexer, skip_splices(lexer->at));
            read_directive(lexer);
        } else {
            lexer->at_line_start = false;
            return true;
        }
    }
}

/* --- Tokens that have been read --- */

bool is_among(const struct name *name, const char *words)
{
    size_t length;

    for (; *words != '\0'; words += length + strspn(words + length, " ")) {
        length = strcspn(words, " ");
        if (length == name->length && memcmp(words, name->text, length) == 0)
            return true;
    }
    return false;
}

bool is_name(const struct token *token, const char *words)
{
    return token->type == T_NAME && is_among(token->name, words);
}

bool has_directive(const struct token *token)
{
    const char *p = token->space, *next;

    for (; p < token->text; p = next) {
        next = end_of_comment(p, token->text);
        if (next == p && (*p == '#' || *p == '%'))
            return true;
        if (next == p)
            next = end_of_character(p, token->text);
    }
    return false;
}

long said_line(const struct tokens *tokens, const struct token *token)
{
    long shift = 0;

    for (const struct directive *i = tokens->directives;
         i != NULL && i->at < token->text; i = i->next)
        shift = i->kind == D_LINE ? i->shift : shift;
    return token->line + shift;
}

struct token *find_comma(struct token *first, struct token *last)
{
    int questions = 0; /* a ? b, c : d */

    while (first < last && (first->type != ',' || questions > 0)) {
        questions += first->type == '?';
        questions -= first->type == ':' && questions > 0;
        first = group_end(first) + 1;
    }
    return first < last ? first : last;
}

/* --- The whole text --- */

static struct token *add_token(struct tokens *tokens)
{
    tokens->list = grow(tokens->list, (size_t)tokens->count + 1,
                        &tokens->capacity, sizeof(*tokens->list));
    tokens->count++;
    tokens->list[tokens->count] = (struct token){0};
    return &tokens->list[tokens->count];
}

static void read_tokens(struct tokens *tokens, struct lexer *lexer)
{
    for (;;) {
        const char *space = lexer->at;
        bool more = skip_space(lexer);
        struct token *token = add_token(tokens);

        token->space = space;
        if (!more) {
            token->text = lexer->end;
            token->line = lexer->line;
            token->line_start = lexer->line_start;
            break;
        }
        read_token(lexer, token);
        if (too_many_errors(tokens->source))
            return;
    }
    for (const struct arm *arm = lexer->arm; arm != NULL; arm = arm->outer)
        report_error(tokens->source, arm->group->at, "end it with #endif",
                     "#if without end");
}

/* The lexer takes an octet 0 for the end: it must be there and nowhere else. */
static void check_text(struct source *source)
{
    const char *p = source->text, *end = source->text + source->size;

    if (source->size > MAX_SIZE)
        report_error(source, p, NULL, "the file is too large");
    while ((p = memchr(p, '\0', (size_t)(end - p))) != NULL &&
           !too_many_errors(source))
        report_error(source, p++, NULL, "octet 0x00: this is no text");
}

void tokens_init(struct tokens *tokens, struct source *source)
{
    struct lexer lexer = {
        .tokens = tokens,
        .source = source,
        .at = source->text,
        .end = source->text + source->size,
        .line = 1,
        .line_start = source->text,
        .at_line_start = true,
    };

    *tokens = (struct tokens){.source = source};
    tokens->directives_end = &tokens->directives;
    names_init(&tokens->names, source->arena);
    check_text(source);
    if (source->failed)
        lexer.end = lexer.at;
    if (starts_with(&lexer, "\xef\xbb\xbf")) /* a byte order mark */
        lexer.line_start = lexer.at += 3;
    tokens->list = grow(NULL, 0, &tokens->capacity, sizeof(*tokens->list));
    tokens->list[0] = (struct token){
        .text = source->text, .line = 1, .line_start = lexer.line_start};
    read_tokens(tokens, &lexer);
    tokens->end = &tokens->list[tokens->count--];
}

void tokens_fini(struct tokens *tokens)
{
    free(tokens->list);
}
