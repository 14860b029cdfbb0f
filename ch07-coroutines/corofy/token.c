#include "token.h"

#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    HASH_SIZE = 4096,
    MAX_SIZE = INT_MAX / 2,
};

/* Keywords, in all their spellings, and names that are as good as one */
static const struct {
    const char *text;
    int type;
} keywords[] = {
    {"break", K_BREAK},
    {"case", K_CASE},
    {"continue", K_CONTINUE},
    {"default", K_DEFAULT},
    {"do", K_DO},
    {"else", K_ELSE},
    {"for", K_FOR},
    {"goto", K_GOTO},
    {"if", K_IF},
    {"return", K_RETURN},
    {"switch", K_SWITCH},
    {"while", K_WHILE},
    {"asm", K_ASM},
    {"__asm", K_ASM},
    {"__asm__", K_ASM},
    {"sizeof", K_SIZEOF},
    {"_Alignof", K_SIZEOF},
    {"__alignof", K_SIZEOF},
    {"__alignof__", K_SIZEOF},
    {"_Generic", K_GENERIC},
    {"offsetof", K_OFFSETOF},
    {"__builtin_offsetof", K_OFFSETOF},
    {"struct", K_STRUCT},
    {"union", K_STRUCT},
    {"enum", K_ENUM},
    {"char", K_CHAR},
    {"void", K_VOID},
    {"short", K_TYPE},
    {"int", K_TYPE},
    {"long", K_TYPE},
    {"float", K_TYPE},
    {"double", K_TYPE},
    {"signed", K_TYPE},
    {"__signed__", K_TYPE},
    {"unsigned", K_TYPE},
    {"_Bool", K_TYPE},
    {"bool", K_TYPE},
    {"_Complex", K_TYPE},
    {"__complex__", K_TYPE},
    {"__int128", K_TYPE},
    {"_Float128", K_TYPE},
    {"__builtin_va_list", K_TYPE},
    {"typeof", K_TYPEOF},
    {"__typeof", K_TYPEOF},
    {"__typeof__", K_TYPEOF},
    {"__auto_type", K_AUTO_TYPE},
    {"const", K_CONST},
    {"__const", K_CONST},
    {"__const__", K_CONST},
    {"volatile", K_QUALIFIER},
    {"__volatile__", K_QUALIFIER},
    {"restrict", K_QUALIFIER},
    {"__restrict", K_QUALIFIER},
    {"__restrict__", K_QUALIFIER},
    {"_Atomic", K_QUALIFIER},
    {"__extension__", K_QUALIFIER},
    {"typedef", K_TYPEDEF},
    {"static", K_STATIC},
    {"extern", K_EXTERN},
    {"auto", K_AUTO},
    {"register", K_AUTO},
    {"inline", K_INLINE},
    {"__inline", K_INLINE},
    {"__inline__", K_INLINE},
    {"_Noreturn", K_INLINE},
    {"_Thread_local", K_THREAD_LOCAL},
    {"__thread", K_THREAD_LOCAL},
    {"_Alignas", K_ALIGNAS},
    {"__attribute", K_ATTRIBUTE},
    {"__attribute__", K_ATTRIBUTE},
    {"_Static_assert", K_STATIC_ASSERT},
    {"static_assert", K_STATIC_ASSERT},
    {"__label__", K_LOCAL_LABEL},
};

/* Punctuators of more than one character, the longest first */
static const struct {
    const char *text;
    int type;
} punctuators[] = {
    {"%:%:", P_OTHER}, {"...", P_ELLIPSIS}, {"<<=", P_ASSIGN},
    {">>=", P_ASSIGN}, {"->", P_ARROW},     {"&&", P_AND_AND},
    {"||", P_OR_OR},   {"++", P_INCREMENT}, {"--", P_INCREMENT},
    {"<=", P_OTHER},   {">=", P_OTHER},     {"==", P_OTHER},
    {"!=", P_OTHER},   {"<<", P_OTHER},     {">>", P_OTHER},
    {"+=", P_ASSIGN},  {"-=", P_ASSIGN},    {"*=", P_ASSIGN},
    {"/=", P_ASSIGN},  {"%=", P_ASSIGN},    {"&=", P_ASSIGN},
    {"|=", P_ASSIGN},  {"^=", P_ASSIGN},    {"##", P_OTHER},
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
    struct token *into; /* what a directive is read into, in place of tokens */
    int into_count;
};

/* --- Characters --- */

/* The length of a backslash and a newline: a splice, which is not there */
static size_t splice_at(const char *p)
{
    if (p[0] != '\\')
        return 0;
    if (p[1] == '\n')
        return 2;
    return p[1] == '\r' && p[2] == '\n' ? 3 : 0;
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

/* --- Names --- */

struct name *name_of(struct tokens *tokens, const char *text, size_t length)
{
    uint32_t hash = 2166136261;
    struct name **slot;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619;
    slot = &tokens->names[hash % HASH_SIZE];
    for (struct name *name = *slot; name != NULL; name = name->next) {
        if (name->length == length && memcmp(name->text, text, length) == 0)
            return name;
    }
    struct name *name = arena_alloc(tokens->source->arena, sizeof(*name));

    *name = (struct name){
        .text = arena_copy(tokens->source->arena, text, length),
        .length = length,
        .keyword = T_NAME,
        .next = *slot,
    };
    *slot = name;
    return name;
}

/* The name of a word, which may have splices in it */
static struct name *read_name(struct lexer *lexer, const char *text,
                              size_t length)
{
    struct buffer spelling = {0};
    struct name *name;

    if (memchr(text, '\\', length) == NULL)
        return name_of(lexer->tokens, text, length);
    buffer_print(&spelling, "");
    for (const char *p = skip_splices(text); p < text + length;
         p = skip_splices(p + 1))
        buffer_add(&spelling, p, 1);
    name = name_of(lexer->tokens, spelling.data, spelling.length);
    free(spelling.data);
    return name;
}

/* --- Tokens --- */

static void skip_comment(struct lexer *lexer)
{
    const char *start = lexer->at;

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

static void skip_line(struct lexer *lexer)
{
    while (lexer->at < lexer->end && peek(lexer, 0) != '\n')
        advance(lexer, 1);
}

/* "..." or '...', from its quote on */
static int read_quoted(struct lexer *lexer, const char *start)
{
    char quote = peek(lexer, 0);
    bool is_string = quote == '"';

    advance(lexer, 1);
    while (peek(lexer, 0) != quote) {
        if (peek(lexer, 0) == '\\')
            advance(lexer, 1);
        if (lexer->at >= lexer->end || peek(lexer, 0) == '\n') {
            report_error(lexer->source, start, "end it in the same line",
                         "%s without end",
                         is_string ? "string" : "character constant");
            return is_string ? T_STRING : T_CHARACTER;
        }
        advance(lexer, 1);
    }
    advance(lexer, 1);
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

        if (starts_with(lexer, "/*"))
            skip_comment(lexer);
        else if (starts_with(lexer, "//"))
            skip_line(lexer);
        else if (c != '\0' && strchr(" \t\r\v\f", c) != NULL)
            advance(lexer, 1);
        else
            return lexer->at < lexer->end && c != '\n';
    }
}

/* --- Directives --- */

/* #define NAME or NAME(...), then the replacement list */
static void read_define(struct lexer *lexer, const struct token *list,
                        int count)
{
    struct macro *macro;
    int i = 1;

    if (count < 1 || list[0].name == NULL)
        return;
    macro = arena_alloc(lexer->source->arena, sizeof(*macro));
    macro->name = list[0].name;
    macro->at = list[0].text;
    macro->has_parameters = count > 1 && list[1].type == '(' &&
                            list[1].text == list[0].text + list[0].length;
    while (macro->has_parameters && i < count && list[i].type != ')')
        i++;
    i += macro->has_parameters && i < count;
    macro->count = count - i;
    macro->body =
        arena_alloc(lexer->source->arena,
                    sizeof(*macro->body) * (size_t)(macro->count + 1));
    if (macro->count > 0)
        memcpy(macro->body, list + i, sizeof(*list) * (size_t)macro->count);
    macro->next = lexer->tokens->macros;
    lexer->tokens->macros = macro;
    macro->name->macro = macro;
}

static void begin_arm(struct lexer *lexer, const char *text,
                      struct arm *previous, struct arm *outer)
{
    struct arm *arm = arena_alloc(lexer->source->arena, sizeof(*arm));

    arm->outer = outer;
    arm->previous = previous;
    arm->text = text;
    arm->length = (size_t)(lexer->at - text);
    arm->group = previous != NULL
                     ? previous->group
                     : arena_alloc(lexer->source->arena, sizeof(*arm->group));
    if (previous == NULL)
        arm->group->at = text;
    lexer->arm = arm;
}

/* The word of the directive at the lexer, as in "ifdef" */
static struct name *peek_directive(struct lexer *lexer)
{
    struct lexer ahead = *lexer;
    struct token token = {0};

    advance(&ahead, peek(&ahead, 0) == '%' ? 2 : 1);
    if (!skip_blanks(&ahead) || !is_letter(peek(&ahead, 0)))
        return NULL;
    read_token(&ahead, &token);
    return token.name;
}

static bool is_named(const struct name *name, const char *text)
{
    return name != NULL && strcmp(name->text, text) == 0;
}

/*
 * What follows #if 0 need not be C: it is skipped up to the directive that ends
 * the arm, which is left to read.
 */
static void skip_arm(struct lexer *lexer)
{
    int depth = 0;

    while (lexer->at < lexer->end) {
        const struct name *word = NULL;

        advance(lexer, peek(lexer, 0) == '\n');
        if (skip_blanks(lexer) && peek(lexer, 0) == '#')
            word = peek_directive(lexer);
        if (depth == 0 && (is_named(word, "endif") || is_named(word, "else") ||
                           is_named(word, "elif")))
            return;
        if (is_named(word, "endif"))
            depth--;
        if (is_named(word, "if") || is_named(word, "ifdef") ||
            is_named(word, "ifndef"))
            depth++;
        skip_line(lexer);
    }
}

static void end_arm(struct lexer *lexer, const char *text,
                    const struct name *word)
{
    struct arm *arm = lexer->arm;

    if (arm == NULL)
        report_error(lexer->source, text, NULL, "#%s without #if", word->text);
    else if (is_named(word, "endif"))
        lexer->arm = arm->outer;
    else
        begin_arm(lexer, text, arm, arm->outer);
}

/* The tokens of a directive after its word: at most so many as fit */
static int read_operands(struct lexer *lexer, struct token **list)
{
    size_t capacity = 0;
    int count = 0;

    while (skip_blanks(lexer)) {
        *list = grow(*list, (size_t)count, &capacity, sizeof(**list));
        (*list)[count] = (struct token){0};
        read_token(lexer, &(*list)[count++]);
    }
    return count;
}

/* From # on to the end of the line, which is left to read */
static void read_directive(struct lexer *lexer)
{
    const char *text = lexer->at;
    struct name *word = peek_directive(lexer);
    struct token *list = NULL;
    int count;

    if (is_named(word, "error") || is_named(word, "warning")) {
        skip_line(lexer); /* any text at all */
        return;
    }
    advance(lexer, peek(lexer, 0) == '%' ? 2 : 1);
    if (word != NULL) {
        struct token token = {0};

        skip_blanks(lexer);
        read_token(lexer, &token);
    }
    count = read_operands(lexer, &list);
    if (is_named(word, "define"))
        read_define(lexer, list, count);
    else if (is_named(word, "if") || is_named(word, "ifdef") ||
             is_named(word, "ifndef"))
        begin_arm(lexer, text, NULL, lexer->arm);
    else if (is_named(word, "elif") || is_named(word, "else") ||
             is_named(word, "endif"))
        end_arm(lexer, text, word);
    if (is_named(word, "if") && count == 1 && list[0].length == 1 &&
        list[0].text[0] == '0')
        skip_arm(lexer);
    free(list);
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
        } else if (lexer->at_line_start &&
                   (peek(lexer, 0) == '#' || starts_with(lexer, "%:"))) {
            move_to(lexer, skip_splices(lexer->at));
            read_directive(lexer);
        } else {
            lexer->at_line_start = false;
            return true;
        }
    }
}

/* --- Brackets --- */

struct open_brackets {
    int *list;
    size_t count;
    size_t capacity;
};

static int closing(int type)
{
    return type == '(' ? ')' : type == '[' ? ']' : '}';
}

static void report_open(struct tokens *tokens, int index)
{
    const struct token *token = &tokens->list[index];

    report_error(tokens->source, token->text, NULL, "'%c' is never closed",
                 token->type);
}

/* What was opened after the other half is never closed. */
static void close_bracket(struct tokens *tokens, struct open_brackets *open,
                          int index)
{
    struct token *token = &tokens->list[index];
    size_t i = open->count;

    while (i > 0 &&
           closing(tokens->list[open->list[i - 1]].type) != token->type)
        i--;
    if (i == 0) {
        if (token->arm == NULL)
            report_error(tokens->source, token->text, NULL,
                         "'%c' closes nothing", token->type);
        return;
    }
    while (open->count > i)
        report_open(tokens, open->list[--open->count]);
    open->count = i - 1;
    token->match = open->list[i - 1];
    tokens->list[token->match].match = index;
}

/*
 * What was open at each #if that is not yet ended, innermost last.  A second
 * arm begins with what was open at the first, and after the #endif the first
 * one counts, as only one of them is there.
 */
struct open_group {
    struct group *group;
    struct arm *arm; /* the one that it is in */
    int *list;
    size_t count;
    int *after; /* its first arm's end, or NULL */
    size_t after_count;
    struct open_group *outer;
};

static int *copy_open(struct tokens *tokens, const struct open_brackets *open)
{
    int *copy =
        arena_alloc(tokens->source->arena, sizeof(int) * (open->count + 1));

    if (open->count > 0)
        memcpy(copy, open->list, sizeof(int) * open->count);
    return copy;
}

static void set_open(struct open_brackets *open, const int *list, size_t count)
{
    if (count > 0)
        memcpy(open->list, list, sizeof(int) * count);
    open->count = count;
}

static struct open_group *enter_group(struct tokens *tokens,
                                      const struct open_brackets *open,
                                      struct arm *arm, struct open_group *outer)
{
    struct open_group *entered =
        arena_alloc(tokens->source->arena, sizeof(*entered));

    entered->group = arm->group;
    entered->arm = arm;
    entered->list = copy_open(tokens, open);
    entered->count = open->count;
    entered->outer = outer;
    return entered;
}

static void leave_arm(struct tokens *tokens, struct open_brackets *open,
                      struct open_group *group)
{
    if (open->count != group->count ||
        (open->count > 0 &&
         memcmp(open->list, group->list, sizeof(int) * open->count) != 0))
        group->group->unbalanced = true;
    if (group->after == NULL) {
        group->after = copy_open(tokens, open);
        group->after_count = open->count;
    }
    set_open(open, group->list, group->count);
}

static bool is_within(const struct arm *arm, const struct group *group)
{
    for (; arm != NULL; arm = arm->outer) {
        if (arm->group == group)
            return true;
    }
    return false;
}

/* From the arm of one token to that of the next */
static struct open_group *change_arm(struct tokens *tokens,
                                     struct open_brackets *open,
                                     struct open_group *groups, struct arm *arm)
{
    while (groups != NULL && !is_within(arm, groups->group)) {
        leave_arm(tokens, open, groups);
        set_open(open, groups->after, groups->after_count);
        groups = groups->outer;
    }
    if (arm == NULL)
        return groups;
    if (groups != NULL && groups->group == arm->group) {
        if (groups->arm != arm)
            leave_arm(tokens, open, groups);
        groups->arm = arm;
        return groups;
    }
    groups = change_arm(tokens, open, groups, arm->outer);
    return enter_group(tokens, open, arm, groups);
}

static void match_brackets(struct tokens *tokens)
{
    struct open_brackets open = {0};
    struct open_group *groups = NULL;
    struct arm *arm = NULL;

    for (int i = 1; i <= tokens->count; i++) {
        struct token *token = &tokens->list[i];

        if (token->arm != arm) {
            groups = change_arm(tokens, &open, groups, token->arm);
            arm = token->arm;
        }
        if (token->type == '(' || token->type == '[' || token->type == '{') {
            open.list =
                grow(open.list, open.count, &open.capacity, sizeof(int));
            open.list[open.count++] = i;
        } else if (token->type == ')' || token->type == ']' ||
                   token->type == '}') {
            close_bracket(tokens, &open, i);
        }
    }
    while (open.count > 0)
        report_open(tokens, open.list[--open.count]);
    free(open.list);
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
    }
    if (lexer->arm != NULL)
        report_error(tokens->source, lexer->arm->group->at,
                     "end it with #endif", "#if without end");
}

void tokens_init(struct tokens *tokens, struct source *source)
{
    const char *nul = memchr(source->text, '\0', source->size);
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
    tokens->names =
        arena_alloc(source->arena, sizeof(*tokens->names) * HASH_SIZE);
    for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
        name_of(tokens, keywords[i].text, strlen(keywords[i].text))->keyword =
            keywords[i].type;
    if (source->size > MAX_SIZE)
        report_error(source, source->text, NULL, "the file is too large");
    else if (nul != NULL)
        report_error(source, nul, NULL, "octet 0x00: this is no text");
    if (source->failed)
        lexer.end = lexer.at;
    if (starts_with(&lexer, "\xef\xbb\xbf")) /* a byte order mark */
        lexer.line_start = lexer.at += 3;
    tokens->list = grow(NULL, 0, &tokens->capacity, sizeof(*tokens->list));
    tokens->list[0] =
        (struct token){.text = source->text, .line = 1, .line_start = lexer.at};
    read_tokens(tokens, &lexer);
    tokens->count--;
    if (!source->failed)
        match_brackets(tokens); /* else it would only say more of the same */
}

void tokens_fini(struct tokens *tokens)
{
    free(tokens->list);
}
