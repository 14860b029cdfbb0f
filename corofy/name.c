#include "name.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    HASH_SIZE = 4096,
};

/* Keywords, in all their spellings, and names that are as good as one */
static const struct {
    enum token_type type;
    const char *words;
} keywords[] = {
    {K_BREAK, "break"},
    {K_CASE, "case"},
    {K_CONTINUE, "continue"},
    {K_DEFAULT, "default"},
    {K_DO, "do"},
    {K_ELSE, "else"},
    {K_FOR, "for"},
    {K_GOTO, "goto"},
    {K_IF, "if"},
    {K_RETURN, "return"},
    {K_SWITCH, "switch"},
    {K_WHILE, "while"},
    {K_ASM, "asm __asm __asm__"},
    {K_SIZEOF, "sizeof _Alignof alignof __alignof __alignof__"},
    {K_GENERIC, "_Generic"},
    {K_OFFSETOF, "offsetof __builtin_offsetof"},
    {K_STRUCT, "struct union"},
    {K_ENUM, "enum"},
    {K_CHAR, "char"},
    {K_VOID, "void"},
    {K_TYPE,
     "short int long float double signed __signed__ unsigned _Bool bool "
     "_Complex __complex__ __int128 _Float128 __builtin_va_list"},
    {K_TYPEOF, "typeof __typeof __typeof__"},
    {K_AUTO_TYPE, "__auto_type"},
    {K_CONST, "const __const __const__"},
    {K_QUALIFIER,
     "volatile __volatile__ restrict __restrict __restrict__ _Atomic "
     "__extension__"},
    {K_TYPEDEF, "typedef"},
    {K_STATIC, "static"},
    {K_EXTERN, "extern"},
    {K_AUTO, "auto register"},
    {K_INLINE, "inline __inline __inline__ _Noreturn noreturn"},
    {K_THREAD_LOCAL, "_Thread_local thread_local __thread"},
    {K_ALIGNAS, "_Alignas alignas"},
    {K_ATTRIBUTE, "__attribute __attribute__"},
    {K_STATIC_ASSERT, "_Static_assert static_assert"},
    {K_LOCAL_LABEL, "__label__"},
};

struct name *name_of(struct names *names, const char *text, size_t length)
{
    uint32_t hash = 2166136261;
    struct name **slot;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619;
    slot = &names->slots[hash % HASH_SIZE];
    for (struct name *name = *slot; name != NULL; name = name->next) {
        if (name->length == length && memcmp(name->text, text, length) == 0)
            return name;
    }
    struct name *name = arena_alloc(names->arena, sizeof(*name));

    *name = (struct name){
        .text = arena_copy(names->arena, text, length),
        .number = names->count++,
        .length = length,
        .keyword = T_NAME,
        .next = *slot,
    };
    *slot = name;
    if (length > names->longest)
        names->longest = length;
    return name;
}

void *name_note(struct arena *arena, struct name_notes *notes,
                const struct name *name, size_t size)
{
    if (name->number >= notes->count) {
        size_t count = 2 * (name->number + 1);
        void **items = arena_alloc(arena, count * sizeof(*items));

        if (notes->count > 0)
            memcpy(items, notes->items, notes->count * sizeof(*items));
        notes->items = items;
        notes->count = count;
    }
    if (notes->items[name->number] == NULL)
        notes->items[name->number] = arena_alloc(arena, size);
    return notes->items[name->number];
}

void names_init(struct names *names, struct arena *arena)
{
    size_t length;

    *names = (struct names){
        .arena = arena,
        .slots = arena_alloc(arena, sizeof(*names->slots) * HASH_SIZE),
    };
    for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
        for (const char *p = keywords[i].words; *p != '\0';
             p += length + strspn(p + length, " ")) {
            length = strcspn(p, " ");
            name_of(names, p, length)->keyword = keywords[i].type;
        }
    }
}

enum {
    MAX_SLIPS = 2,
    MAX_WORD = 16
};

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* How many slips make text of word?  (The optimal string alignment distance) */
static int count_slips(const char *text, int text_length, const char *word,
                       int word_length)
{
    int count[MAX_WORD + 1][MAX_WORD + 1];

    for (int i = 0; i <= text_length; i++) {
        for (int k = 0; k <= word_length; k++) {
            if (i == 0 || k == 0) {
                count[i][k] = i + k;
                continue;
            }
            count[i][k] = min(count[i - 1][k], count[i][k - 1]) + 1;
            count[i][k] = min(count[i][k], count[i - 1][k - 1] +
                                               (text[i - 1] != word[k - 1]));
            if (i > 1 && k > 1 && text[i - 1] == word[k - 2] &&
                text[i - 2] == word[k - 1])
                count[i][k] = min(count[i][k], count[i - 2][k - 2] + 1);
        }
    }
    return count[text_length][word_length];
}

bool is_slip(const struct name *name, const char *word)
{
    size_t length = strlen(word);
    int slips;

    if (name->length > MAX_WORD || length > MAX_WORD)
        return false;
    slips = count_slips(name->text, (int)name->length, word, (int)length);
    return slips > 0 && slips <= MAX_SLIPS;
}

/* The octets of a character in UTF-8; at is behind them then */
static char *put_character(char *at, unsigned long c)
{
    static const struct {
        unsigned long end;
        int mark;
    } lengths[] = {{0x80, 0}, {0x800, 0xc0}, {0x10000, 0xe0}, {0x110000, 0xf0}};
    int more = 0; /* octets after the first */

    while (c >= lengths[more].end)
        more++;
    *at++ = (char)(lengths[more].mark | (int)(c >> 6 * more));
    while (more-- > 0)
        *at++ = (char)(0x80 | (c >> 6 * more & 0x3f));
    return at;
}

/* The character that \u00e9 stands for, and the length of that; else 0 */
static unsigned long universal_at(const char *p, size_t *length)
{
    char digits[9] = "";
    unsigned long c;

    *length = p[1] == 'u' ? 6 : 10;
    if (*p != '\\' || strspn(p + 2, "0123456789abcdefABCDEF") < *length - 2)
        return 0;
    memcpy(digits, p + 2, *length - 2);
    c = strtoul(digits, NULL, 16);
    return c >= 0xa0 && c < 0x110000 ? c : 0;
}

size_t decode_universal(char *text)
{
    char *to = text;

    for (const char *p = text; *p != '\0';) {
        size_t length;
        unsigned long c = universal_at(p, &length);

        if (c == 0) {
            *to++ = *p++;
        } else {
            to = put_character(to, c);
            p += length;
        }
    }
    return (size_t)(to - text);
}
