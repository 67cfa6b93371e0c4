// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the nested part of the jar holds, as the build wrote it down: nothing has to be searched for at run time.
 *
 * <p>A text file, one statement a line, in UTF-8:
 *
 * <pre>
 *   version VERSION            of the build, once, first
 *   module NAME                begins a module; what follows is about it
 *   package NAME               it has this package
 *   requires MODULE            it needs this module
 *   optional MODULE            it uses this module if the JVM has it
 *   exports PACKAGE            to everyone
 *   exports PACKAGE M,M,...    to these modules
 * </pre>
 */
final class LayerIndex {

    static final String NAME = "inst/index";

    private final Map<String, List<String[]>> statements = new LinkedHashMap<>();

    private LayerIndex() {}

    /**
     * Reads the index of a jar.
     *
     * @throws IOException if it is missing, is damaged, or is of another version than these classes
     */
    static LayerIndex read(Archive jar, String path) throws IOException {
        byte[] bytes = jar.read(NAME);
        if (bytes == null) {
            throw new IOException(path + " has no " + NAME);
        }
        LayerIndex index = new LayerIndex();
        index.parse(new String(bytes, StandardCharsets.UTF_8), path);
        return index;
    }

    private void parse(String text, String jar) throws IOException {
        List<String[]> current = null;
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                throw new IOException(jar + ": " + NAME + " is cut short");
            }
            // A single blank as separator: no regular expression is involved.
            String[] words = text.substring(start, end).split(" ");
            start = end + 1;
            if (words.length < 2) {
                throw new IOException(jar + ": " + NAME + " is damaged at '" + words[0] + "'");
            }
            if (words[0].equals("module")) {
                current = new ArrayList<>();
                statements.put(words[1], current);
            } else if (words[0].equals("version")) {
                checkVersion(words[1], jar);
            } else if (current == null) {
                throw new IOException(jar + ": " + NAME + " begins with no module");
            } else {
                current.add(words);
            }
        }
    }

    /** The file may have been replaced since the JVM read these classes from it. */
    private static void checkVersion(String version, String jar) throws IOException {
        if (!version.equals(AgentJar.version())) {
            throw new IOException(jar + " has become version " + version + " while " + AgentJar.version() + " runs");
        }
    }

    /** The modules that the index lists. */
    Set<String> modules() {
        return statements.keySet();
    }

    /** The module of each package. */
    Map<String, String> moduleByPackage() {
        Map<String, String> modules = new HashMap<>();
        for (Map.Entry<String, List<String[]>> module : statements.entrySet()) {
            for (String[] words : module.getValue()) {
                if (words[0].equals("package")) {
                    modules.put(words[1], module.getKey());
                }
            }
        }
        return modules;
    }

    /** Describes one of {@link #modules()}. */
    ModuleDescriptor descriptor(String module) {
        ModuleDescriptor.Builder builder = ModuleDescriptor.newModule(module);
        for (String[] words : statements.getOrDefault(module, List.of())) {
            switch (words[0]) {
                case "package" -> builder.packages(Set.of(words[1]));
                case "requires" -> builder.requires(words[1]);
                case "optional" -> builder.requires(Set.of(Requires.Modifier.STATIC), words[1]);
                case "exports" -> {
                    if (words.length == 2) {
                        builder.exports(words[1]);
                    } else {
                        builder.exports(words[1], Set.of(words[2].split(",")));
                    }
                }
                default -> throw new IllegalArgumentException(NAME + " has an unknown statement: " + words[0]);
            }
        }
        return builder.build();
    }
}
