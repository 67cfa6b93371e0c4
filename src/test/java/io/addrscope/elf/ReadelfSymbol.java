// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of what {@code readelf} says of symbols.
 *
 * @param table name of the section
 * @param value ELF address, or whatever it is
 * @param size size in bytes; 0 if it is not told
 * @param type such as {@code FUNC}
 * @param bind such as {@code GLOBAL}
 * @param section index of the section, or a word such as {@code UND}
 * @param name name, without a version
 */
record ReadelfSymbol(String table, long value, long size, String type, String bind, String section, String name) {

    private static final Pattern TABLE = Pattern.compile("^Symbol table '(\\S+)' contains .*");

    private static final Pattern LINE = Pattern.compile(
            "^ *\\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\\d+) (\\S+) +(\\S+) +\\S+ +(?:\\[[^]]*] +)?(\\S+) (\\S+).*");

    /** Returns all symbols of a file that have a name. */
    static List<ReadelfSymbol> of(Path file) {
        List<ReadelfSymbol> symbols = new ArrayList<>();
        String table = "";
        for (String line : Toolchain.run("readelf", "-sW", file.toString()).split("\n", -1)) {
            Matcher heading = TABLE.matcher(line);
            if (heading.matches()) {
                table = heading.group(1);
            }
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                symbols.add(new ReadelfSymbol(
                        table,
                        Long.parseUnsignedLong(m.group(1), 16),
                        Long.decode(m.group(2)),
                        m.group(3),
                        m.group(4),
                        m.group(5),
                        m.group(6).split("@", 2)[0]));
            }
        }
        return symbols;
    }

    /** Returns the values of a table's symbols by name. */
    static Map<String, Long> values(Path file, String table) {
        return of(file).stream()
                .filter(symbol -> symbol.table().equals(table))
                .collect(Collectors.toMap(ReadelfSymbol::name, ReadelfSymbol::value, (a, b) -> a));
    }
}
