/* corofy made this of in.co: edit that */
#include "case.h"

enum colour {
    RED,
    GREEN = 5,
    BLUE,
};

enum paint_state {
    PAINT_START,
    PAINT_WAIT1,
    PAINT_WAIT2,
    PAINT_WAIT3,
    PAINT_RESOLVED,
};

struct paint {
    struct future future;
    enum paint_state state;
    struct future *child;
    struct {
        enum colour colour;
    } start;
};

static enum poll_state paint_poll(struct future *future, char **output)
{
    struct paint *self = (struct paint *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;

    switch (self->state) {
    case PAINT_START:
        switch (self->start.colour) {
        case RED:
            self->child = ask("red");
            self->state = PAINT_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output1);
            *output = NULL;
            self->state = PAINT_RESOLVED;
            return POLL_READY;
        case GREEN:
            self->child = ask("green");
            self->state = PAINT_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output2);
            *output = NULL;
            self->state = PAINT_RESOLVED;
            return POLL_READY;
        case BLUE:
            self->child = ask("blue");
            self->state = PAINT_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output3);
            *output = NULL;
            self->state = PAINT_RESOLVED;
            return POLL_READY;
        }
        puts("none");
        *output = NULL;
        self->state = PAINT_RESOLVED;
        return POLL_READY;
    case PAINT_WAIT1:
        goto wait1;
    case PAINT_WAIT2:
        goto wait2;
    case PAINT_WAIT3:
        goto wait3;
    case PAINT_RESOLVED:
        break;
    }
    panic("coroutine paint was polled after it was ready");
}

static void paint_drop(struct future *future)
{
    struct paint *self = (struct paint *)future;

    future_drop(self->child);
}

static void paint_free(struct future *future)
{
    paint_drop(future);
    free(future);
}

void paint_init(struct paint *self, enum colour colour)
{
    *self = (struct paint){
        .future = {paint_poll, paint_drop},
        .state = PAINT_START,
        .start = {colour},
    };
}

struct future *paint(enum colour colour)
{
    struct paint *self = future_alloc(sizeof(*self));

    paint_init(self, colour);
    self->future.drop = paint_free;
    return &self->future;
}

struct future *letter(char letter);

enum letter_state {
    LETTER_START,
    LETTER_WAIT1,
    LETTER_WAIT2,
    LETTER_WAIT3,
    LETTER_WAIT4,
    LETTER_RESOLVED,
};

struct letter {
    struct future future;
    enum letter_state state;
    struct future *child;
    struct {
        char letter;
    } start;
};

static enum poll_state letter_poll(struct future *future, char **output)
{
    struct letter *self = (struct letter *)future;
    char *output1 = NULL;
    char *output2 = NULL;
    char *output3 = NULL;
    char *output4 = NULL;

    switch (self->state) {
    case LETTER_START:
        switch (self->start.letter) {
        case 'a':
        case 'b':
            self->child = ask("a or b");
            self->state = LETTER_WAIT1;
        wait1:
            if (future_poll(&self->child, &output1) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output1);
            break;
        case '\'':
        case ':':
            self->child = ask("a quote or a colon");
            self->state = LETTER_WAIT2;
        wait2:
            if (future_poll(&self->child, &output2) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output2);
            break;
        case (sizeof(int) ? 'c' : 'd'):
            self->child = ask("c");
            self->state = LETTER_WAIT3;
        wait3:
            if (future_poll(&self->child, &output3) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output3);
            break;
        case 'x' ... 'z':
            self->child = ask("at the end");
            self->state = LETTER_WAIT4;
        wait4:
            if (future_poll(&self->child, &output4) == POLL_NOT_READY)
                return POLL_NOT_READY;
            print(output4);
        }
        *output = NULL;
        self->state = LETTER_RESOLVED;
        return POLL_READY;
    case LETTER_WAIT1:
        goto wait1;
    case LETTER_WAIT2:
        goto wait2;
    case LETTER_WAIT3:
        goto wait3;
    case LETTER_WAIT4:
        goto wait4;
    case LETTER_RESOLVED:
        break;
    }
    panic("coroutine letter was polled after it was ready");
}

static void letter_drop(struct future *future)
{
    struct letter *self = (struct letter *)future;

    future_drop(self->child);
}

static void letter_free(struct future *future)
{
    letter_drop(future);
    free(future);
}

void letter_init(struct letter *self, char letter)
{
    *self = (struct letter){
        .future = {letter_poll, letter_drop},
        .state = LETTER_START,
        .start = {letter},
    };
}

struct future *letter(char letter)
{
    struct letter *self = future_alloc(sizeof(*self));

    letter_init(self, letter);
    self->future.drop = letter_free;
    return &self->future;
}

int main(void)
{
    run(paint(RED));
    run(paint(GREEN));
    run(paint(BLUE));
    run(paint((enum colour)3));
    for (const char *next = "ab:'cdyz"; *next; next++)
        run(letter(*next));
    return 0;
}
