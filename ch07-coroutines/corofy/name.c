#include "name.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"

enum {
    HASH_SIZE = 4096,
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
    {"alignof", K_SIZEOF},
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
    {"noreturn", K_INLINE},
    {"_Thread_local", K_THREAD_LOCAL},
    {"thread_local", K_THREAD_LOCAL},
    {"__thread", K_THREAD_LOCAL},
    {"_Alignas", K_ALIGNAS},
    {"alignas", K_ALIGNAS},
    {"__attribute", K_ATTRIBUTE},
    {"__attribute__", K_ATTRIBUTE},
    {"_Static_assert", K_STATIC_ASSERT},
    {"static_assert", K_STATIC_ASSERT},
    {"__label__", K_LOCAL_LABEL},
};

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

void names_init(struct tokens *tokens)
{
    tokens->names =
        arena_alloc(tokens->source->arena, sizeof(*tokens->names) * HASH_SIZE);
    for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
        name_of(tokens, keywords[i].text, strlen(keywords[i].text))->keyword =
            keywords[i].type;
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
