// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.testing.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code llvm-symbolizer} calls ELF addresses of a file, by its symbol table alone. */
final class LlvmNames {

    private LlvmNames() {}

    /** The names, in the order of the addresses, as the table has them; {@code ??} where there is none. */
    static List<String> of(Path file, List<Long> elfAddresses) {
        List<String> command = new ArrayList<>(List.of("llvm-symbolizer", "--no-demangle", "--obj=" + file));
        elfAddresses.forEach(address -> command.add("DATA 0x" + Long.toHexString(address)));
        String[] answers = Toolchain.run(command).split("\n\n", -1);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < elfAddresses.size(); i++) {
            names.add(answers[i].split("\n", -1)[0]);
        }
        return names;
    }
}
