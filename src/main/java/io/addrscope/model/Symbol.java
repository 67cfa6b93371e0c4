// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * The function or variable that holds an address.
 *
 * @param name name for people, demangled
 * @param raw name as the table has it
 * @param kind what the symbol is: {@code function} or {@code variable}
 * @param table where the name comes from, such as {@code symtab} or {@code dynsym}
 * @param offset bytes from the symbol's start to the address
 * @param size size of the symbol in bytes; 0 if the table does not tell
 */
public record Symbol(String name, String raw, String kind, String table, long offset, long size) {}
