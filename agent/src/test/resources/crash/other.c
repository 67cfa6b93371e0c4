// SPDX-License-Identifier: Apache-2.0
// Comes in the place of ways.c's library: one function that covers all offsets that the other has code at.

__asm__(".text\n"
        ".globl wrong_name\n"
        ".type wrong_name, @function\n"
        "wrong_name:\n"
        ".fill 0x8000, 1, 0x90\n"
        "ret\n"
        ".size wrong_name, . - wrong_name\n");
