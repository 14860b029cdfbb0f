#define main main_of_the_answer
#include "main.c"
#undef main

void just_store(uint64_t *address, uint64_t value);

void just_store(uint64_t *address, uint64_t value)
{
    store(address, value);
}

int main(void)
{
    uint64_t numbers[3] = {100, 100, 100};
    uint64_t before = numbers[1], after;

    store(&numbers[1], 0x1122334455667788);
    after = numbers[1];
    store(&numbers[1], 200);
    if (before != 100 || after != 0x1122334455667788 || numbers[1] != 200)
        return 1;
    return numbers[0] == 100 && numbers[2] == 100 ? 0 : 2;
}
