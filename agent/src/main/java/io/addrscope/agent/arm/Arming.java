// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Has the crash of this JVM explained, by the command that it runs then. */
public final class Arming {

    /** HotSpot reads it when the JVM crashes, so it is never given back. Guarded by the class. */
    private static @Nullable KeptText kept;

    private Arming() {}

    /**
     * Puts the command in front of those that the user has given by {@code -XX:OnError}. Does nothing the second time. Safe for
     * several threads.
     *
     * @param jar the path of the agent's jar
     * @param directory the value of the option {@code crash.dir}
     * @param debugDirectories the value of the option {@code debug.dirs}
     * @throws IOException if this JVM, or the machine, is not one on which that works, saying why; nothing was changed then
     */
    public static synchronized void arm(String jar, String directory, String debugDirectories) throws IOException {
        if (kept != null) {
            return;
        }
        Explainer explainer = new Explainer(System.getProperty("java.home", ""), jar);
        explainer.writeTo(directory);
        explainer.lookIn(debugDirectories);
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        byte[] command = explainer.command(System.getenv("PATH"), charset);
        try (ProcessMemory memory = new ProcessMemory(ProcessMemory.OWN)) {
            KeptText text = new KeptText();
            // Before anything can refer to it, and whatever comes of that.
            kept = text;
            set(command, explainer.signature().getBytes(charset), memory, OwnMappings.read(), text);
        }
    }

    /** Writes nothing but the text before all is known to be as expected, and then one word. */
    static void set(byte[] command, byte[] signature, ProcessMemory memory, OwnMappings mappings, KeptText text)
            throws IOException {
        LoadedLibrary libjvm = new LoadedLibrary(memory, mappings.libjvm());
        long storage = new FlagTable(memory, libjvm).onError();
        if (!libjvm.isVariable(storage)) {
            throw new IOException("HotSpot's flag OnError is stored outside of libjvm's variables");
        }
        byte[] before = new byte[Long.BYTES];
        memory.read(storage, before);
        long users = word(before);
        byte[] theirs = users == 0 ? new byte[0] : memory.text(users, KeptText.CAPACITY);
        if (holds(theirs, signature)) {
            throw new IOException("OnError has the command already");
        }
        long address = text.find(mappings, memory);
        text.put(joined(command, theirs), address, memory);

        byte[] after = bytes(address);
        byte[] now = new byte[Long.BYTES];
        memory.read(storage, now);
        if (!Arrays.equals(before, now)) {
            throw new IOException("somebody else is setting OnError");
        }
        memory.write(storage, after);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] both = Arrays.copyOf(first, first.length + 1 + second.length);
        both[first.length] = ';';
        System.arraycopy(second, 0, both, first.length + 1, second.length);
        return both;
    }

    private static boolean holds(byte[] text, byte[] part) {
        for (int from = 0; from <= text.length - part.length; from++) {
            if (Arrays.equals(text, from, from + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static long word(byte[] bytes) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = (word << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return word;
    }

    private static byte[] bytes(long word) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (word >>> (i * Byte.SIZE));
        }
        return bytes;
    }
}
