// SPDX-License-Identifier: Apache-2.0
package io.addrscope.examples;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.maps.MapsSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * One address of every kind that a JVM has, found without AddrScope's help: from the dynamic linker, from HotSpot's own
 * diagnostic commands, from buffers of this program's own making.
 */
final class Specimens {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Map<String, Long> addresses = new LinkedHashMap<>();

    /** What the addresses point into, so that it stays. */
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private final ByteBuffer mapped;

    /** @param file a file that may be overwritten */
    Specimens(Path file) throws IOException, JMException {
        Files.write(file, new byte[BUFFER_BYTES]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, BUFFER_BYTES);
        }
        NativeLibrary process = NativeLibrary.getProcess();
        put("a function of libc (malloc)", Pointer.nativeValue(process.getFunction("malloc")));
        put(
                "a function of the JVM (JNI_GetCreatedJavaVMs)",
                Pointer.nativeValue(process.getFunction("JNI_GetCreatedJavaVMs")));
        put("the Java heap", first("gcHeapInfo", "\\[0x([0-9a-f]+)"));
        put("the code cache", first("compilerCodecache", "bounds \\[0x([0-9a-f]+)"));
        put("a direct buffer", addressOf(direct) + 0x18);
        put("a memory-mapped file", addressOf(mapped) + 0x1234);
        put("the stack of a thread", first("threadPrint", "\\[0x0*([1-9a-f][0-9a-f]{5,})]"));
        put("the vDSO", startOf("[vdso]") + 0x10);
        long last = lastUserAddress();
        put("just behind the last mapping", last + 0x18);
        put("null", 0L);
        put("-1", -1L);
    }

    /** Returns what each address is said to be, and the address. */
    Map<String, Long> addresses() {
        return addresses;
    }

    private void put(String kind, long address) {
        addresses.put(kind, address);
    }

    private static long addressOf(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** Asks HotSpot by the diagnostic command that {@code jcmd} uses, and takes the first address that fits a pattern. */
    private static long first(String command, String... patterns) throws JMException {
        String report = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        for (String pattern : patterns) {
            Matcher matcher = Pattern.compile(pattern).matcher(report);
            if (matcher.find()) {
                return Long.parseUnsignedLong(matcher.group(1), 16);
            }
        }
        throw new IllegalStateException(command + " prints no address here:\n" + report);
    }

    private static long startOf(String name) {
        return AddressSpace.self().maps().mappings().stream()
                .filter(mapping -> mapping.name().text().equals(name))
                .findFirst()
                .orElseThrow()
                .start();
    }

    private static long lastUserAddress() {
        MapsSnapshot maps = AddressSpace.self().maps();
        return maps.mappings().stream()
                .filter(mapping -> mapping.end() > 0)
                .mapToLong(mapping -> mapping.end())
                .max()
                .orElseThrow();
    }
}
