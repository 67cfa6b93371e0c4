// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out the {@link Truth} about a process that has written its report and waits to end. */
final class Witness {

    private static final String SYSTEM_DEBUG_FILES = "/usr/lib/debug";

    private static final Pattern PLACE = Pattern.compile("(.*):(\\d+):\\d+");

    private final Path directory;
    private final Maps maps;
    private final Build.@Nullable Library library;

    /**
     * Makes a witness.
     *
     * @param directory for files on the way
     */
    Witness(Path directory, Maps maps, Build.@Nullable Library library) {
        this.directory = directory;
        this.maps = maps;
        this.library = library;
    }

    Truth ask(long pid, String report) throws IOException {
        List<Reported> addresses = Reported.in(report, maps);
        JsonObject gdb = gdb(pid, Reported.thread(report), addresses);
        Map<Long, List<Truth.Frame>> linked = linked(addresses);
        List<Truth.Answer> answers = new ArrayList<>();
        int index = 0;
        for (JsonElement element : gdb.getAsJsonArray("answers")) {
            JsonObject said = element.getAsJsonObject();
            Reported about = addresses.get(index++);
            answers.add(new Truth.Answer(
                    about,
                    text(said, "symbol"),
                    said.get("offset").getAsLong(),
                    strings(said, "functions"),
                    text(said, "file"),
                    said.get("line").getAsInt(),
                    linked.getOrDefault(about.lookup(), List.of())));
        }
        return new Truth(answers, strings(gdb, "stack"));
    }

    private JsonObject gdb(long pid, long thread, List<Reported> addresses) throws IOException {
        Path script = directory.resolve("witness.py");
        try (InputStream in = Objects.requireNonNull(Witness.class.getResourceAsStream("/crash/witness.py"))) {
            Files.write(script, in.readAllBytes());
        }
        Path output = directory.resolve("witness.json");
        String list = addresses.stream()
                .map(address -> Long.toUnsignedString(address.lookup()))
                .collect(Collectors.joining(", "));
        String said = Tool.run(List.of(
                "gdb",
                "-nx",
                "-q",
                "-batch",
                "-iex",
                "set auto-load off",
                "-iex",
                "set debuginfod enabled off",
                "-iex",
                "set debug-file-directory " + debugDirectories(),
                "-p",
                Long.toString(pid),
                "-ex",
                "python tid = " + thread + "; addresses = [" + list + "]; output = '" + output + "'",
                "-x",
                script.toString()));
        if (!Files.exists(output)) {
            throw new AssertionError("gdb says nothing: " + said);
        }
        return JsonParser.parseString(Files.readString(output)).getAsJsonObject();
    }

    private String debugDirectories() {
        Path own = library == null ? null : library.debugDirectory();
        return own == null ? SYSTEM_DEBUG_FILES : SYSTEM_DEBUG_FILES + ":" + own;
    }

    /** What the library says that came from the linker about each address that lies in what was loaded. */
    private Map<Long, List<Truth.Frame>> linked(List<Reported> addresses) {
        Map<Long, List<Truth.Frame>> frames = new LinkedHashMap<>();
        if (library == null) {
            return frames;
        }
        long first = firstAddress(library.twin());
        List<String> command = new ArrayList<>(List.of("llvm-symbolizer", "--obj=" + library.twin()));
        for (Reported address : addresses) {
            Maps.Entry entry = maps.at(address.lookup());
            if (entry != null
                    && entry.file().equals(library.file().toString())
                    && frames.put(address.lookup(), List.of()) == null) {
                long base = Objects.requireNonNull(maps.base(entry.file()));
                command.add("0x" + Long.toHexString(address.lookup() - base + first));
            }
        }
        if (!frames.isEmpty()) {
            String[] said = Tool.run(command).strip().split("\n\n", -1);
            int index = 0;
            for (Map.Entry<Long, List<Truth.Frame>> entry : frames.entrySet()) {
                entry.setValue(frames(said[index++]));
            }
        }
        return frames;
    }

    /** Reads pairs of lines: a function, and its file with line and column. */
    private static List<Truth.Frame> frames(String said) {
        String[] lines = said.split("\n", -1);
        List<Truth.Frame> frames = new ArrayList<>();
        for (int i = 0; i + 1 < lines.length; i += 2) {
            Matcher place = PLACE.matcher(lines[i + 1]);
            if (!lines[i].equals("??") && place.matches()) {
                frames.add(new Truth.Frame(lines[i], place.group(1), Integer.parseInt(place.group(2))));
            }
        }
        return frames;
    }

    /** The ELF address of what is mapped first. */
    private static long firstAddress(Path file) {
        for (String line : Tool.run(List.of("readelf", "-lW", file.toString())).split("\n", -1)) {
            String[] fields = line.strip().split(" +", -1);
            if (fields[0].equals("LOAD")) {
                return Long.decode(fields[2]);
            }
        }
        throw new AssertionError("nothing is loaded of " + file);
    }

    private static @Nullable String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value.isJsonNull() ? null : value.getAsString();
    }

    private static List<String> strings(JsonObject object, String key) {
        List<String> strings = new ArrayList<>();
        object.getAsJsonArray(key).forEach(element -> strings.add(element.getAsString()));
        return strings;
    }
}
