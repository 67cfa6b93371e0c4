// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.testing.Toolchain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What {@code llvm-symbolizer} says of addresses, by debug information alone: symbols are hidden from it. */
final class LlvmSymbolizer {

    private static final int SHT_PROGBITS = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_DYNSYM = 11;

    /** One function; what is not known is empty or 0. */
    record Frame(String function, String file, int line, int column) {

        static Frame of(SourceFrame frame) {
            String linkageName = frame.linkageName();
            String name = linkageName == null ? frame.name() : linkageName;
            String file = frame.file();
            return new Frame(name == null ? "" : name, file == null ? "" : file, frame.line(), frame.column());
        }
    }

    private LlvmSymbolizer() {}

    /** Asks for all addresses of a file; of each the frames, innermost first, none if nothing is known. */
    static List<List<Frame>> frames(Path file, long[] addresses) {
        Toolchain.require("llvm-symbolizer");
        try {
            Path questions = Files.createTempFile("addresses", ".txt");
            Path answers = Files.createTempFile("frames", ".json");
            StringBuilder text = new StringBuilder();
            for (long address : addresses) {
                text.append("0x").append(Long.toHexString(address)).append('\n');
            }
            Files.writeString(questions, text);
            Process process = new ProcessBuilder(
                            "llvm-symbolizer", "--obj=" + file, "--no-demangle", "--inlining", "--output-style=JSON")
                    .redirectInput(questions.toFile())
                    .redirectOutput(answers.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("llvm-symbolizer failed on " + file);
            }
            List<List<Frame>> frames = new ArrayList<>(addresses.length);
            try (BufferedReader lines = Files.newBufferedReader(answers)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    frames.add(parse(line));
                }
            }
            Files.delete(questions);
            Files.delete(answers);
            if (frames.size() != addresses.length) {
                throw new AssertionError(frames.size() + " answers for " + addresses.length + " addresses: " + file);
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<Frame> parse(String json) {
        JsonArray symbols = JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("Symbol");
        List<Frame> frames = new ArrayList<>();
        for (JsonElement symbol : symbols) {
            JsonObject frame = symbol.getAsJsonObject();
            frames.add(new Frame(
                    frame.get("FunctionName").getAsString(),
                    frame.get("FileName").getAsString(),
                    frame.get("Line").getAsInt(),
                    frame.get("Column").getAsInt()));
        }
        boolean unknown = frames.size() == 1 && frames.get(0).equals(new Frame("", "", 0, 0));
        return unknown ? List.of() : frames;
    }

    /** Copies a file, with its symbol tables declared to be something else. */
    static Path withoutSymbols(Path file, Path copy) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean wide = bytes[4] == 2;
        long headers = wide ? elf.getLong(40) : elf.getInt(32);
        int size = elf.getShort(wide ? 58 : 46);
        int count = elf.getShort(wide ? 60 : 48);
        for (int i = 0; i < count; i++) {
            int type = (int) headers + i * size + 4;
            if (elf.getInt(type) == SHT_SYMTAB || elf.getInt(type) == SHT_DYNSYM) {
                elf.putInt(type, SHT_PROGBITS);
            }
        }
        return Files.write(copy, bytes);
    }
}
