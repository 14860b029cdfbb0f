# Exercise 2: c-coroutines-problem/main.co with an offset in place of a pointer
/^#include "runtime.h"/i #include "relative.h"
s/^    struct text \*writer = &buffer;/    struct relative writer;\n\n    relative_set(\&writer, \&buffer);/
/^coroutine/,/^}/ s/(writer,/(relative_get(\&writer),/
s/(const void \*)coroutine->stack.writer/relative_get(\&coroutine->stack.writer)/
