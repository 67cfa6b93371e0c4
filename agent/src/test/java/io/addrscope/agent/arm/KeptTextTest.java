// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTextTest {

    private static final String NONE = "1000-2000 r--p 00000000 fe:00 12   /libjvm.so\n";

    @Test
    void theTextIsWhereItIsSaidToBe() throws IOException {
        List<KeptText> texts = new ArrayList<>();
        try (ProcessMemory memory = new ProcessMemory(ProcessMemory.OWN)) {
            for (int i = 0; i < 100; i++) {
                KeptText text = new KeptText();
                texts.add(text);
                OwnMappings mappings = OwnMappings.read();
                long address = text.find(mappings, memory);
                String said = "text " + i + " ".repeat(i) + "ends";
                text.put(said.getBytes(StandardCharsets.UTF_8), address, memory);
                assertThat(new Pointer(address).getString(0)).isEqualTo(said);
            }
        }
        assertThat(texts).hasSize(100);
    }

    @Test
    void anotherAddressIsNotTaken() throws IOException {
        try (ProcessMemory memory = new ProcessMemory(ProcessMemory.OWN)) {
            KeptText text = new KeptText();
            KeptText other = new KeptText();
            long address = other.find(OwnMappings.read(), memory);
            assertThatThrownBy(() -> text.put(new byte[] {1}, address, memory))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the memory of a direct buffer has moved");
            other.put(new byte[] {1}, address, memory);
            OwnMappings nowhere = OwnMappings.of(NONE.getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> text.find(nowhere, memory))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the memory of a direct buffer was not found");
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws IOException {
        try (ProcessMemory memory = new ProcessMemory(ProcessMemory.OWN)) {
            KeptText text = new KeptText();
            long address = text.find(OwnMappings.read(), memory);
            text.put(new byte[KeptText.CAPACITY - 1], address, memory);
            assertThatThrownBy(() -> text.put(new byte[KeptText.CAPACITY], address, memory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than 16384 bytes");
        }
    }
}
