#include "percent.h"

int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

ptrdiff_t percent_decode(char *out, const char *text, size_t size)
{
    char *start = out;

    for (size_t i = 0; i < size; i++) {
        int high, low;

        if (text[i] != '%') {
            *out++ = text[i];
            continue;
        }
        if (size - i < 3)
            return -1;
        high = hex_value(text[i + 1]);
        low = hex_value(text[i + 2]);
        if (high < 0 || low < 0)
            return -1;
        *out++ = (char)(high * 16 + low);
        i += 2;
    }
    return out - start;
}
