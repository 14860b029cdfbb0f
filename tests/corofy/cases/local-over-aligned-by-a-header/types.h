typedef struct {
    _Alignas(16) int x;
} vec4;
