#ifndef TOKEN_TYPE_H
#define TOKEN_TYPE_H

/* A token's type: a punctuator of one character is that character. */
enum token_type {
    T_END,
    T_NAME = 256,
    T_NUMBER,
    T_STRING,
    T_CHARACTER,

    P_ARROW,
    P_AND_AND,
    P_OR_OR,
    P_ASSIGN, /* = and its kin: += and so on */
    P_INCREMENT,
    P_ELLIPSIS,
    P_PASTE, /* ## */
    P_OTHER, /* of two or three characters, and of no interest */

    K_FIRST,
    K_BREAK = K_FIRST,
    K_CASE,
    K_CONTINUE,
    K_DEFAULT,
    K_DO,
    K_ELSE,
    K_FOR,
    K_GOTO,
    K_IF,
    K_RETURN,
    K_SWITCH,
    K_WHILE,
    K_ASM,

    K_SIZEOF, /* _Alignof too */
    K_GENERIC,
    K_OFFSETOF,

    /* from here on: what a declaration may begin with */
    K_DECLARES,
    K_STRUCT = K_DECLARES, /* union too */
    K_ENUM,
    K_TYPE, /* void, int, unsigned, ... */
    K_CHAR,
    K_VOID,
    K_TYPEOF,
    K_AUTO_TYPE,
    K_CONST,
    K_QUALIFIER, /* volatile, restrict, _Atomic */
    K_TYPEDEF,
    K_STATIC,
    K_EXTERN,
    K_AUTO, /* register too */
    K_INLINE,
    K_THREAD_LOCAL,
    K_ALIGNAS,
    K_ATTRIBUTE,
    K_ATTRIBUTES, /* a macro of the file that stands for some; see word.h */
    K_STATIC_ASSERT,
    K_LOCAL_LABEL,
};

#endif
