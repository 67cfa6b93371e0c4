// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists the paths at which debug files lie by custom (GDB manual, "Debugging Information in Separate Files"); looks at
 * none of them.
 *
 * <p>Paths are bytes; as text they are decoded as ISO 8859-1, which loses none. For one list each; not safe for use by
 * several threads.
 */
final class Candidates {

    /** Shortest build ID that has a place of its own, in bytes: one for the directory and one for the file. */
    private static final int MIN_BUILD_ID = 2;

    /** Most directories above a library that are left out, one after the other, in a directory of the user's. */
    private static final int MAX_SHORTENED = 32;

    /** What merging {@code /usr} has made one: a package may have been built with either spelling. */
    private static final String[] MERGED = {"/lib/", "/lib64/", "/lib32/", "/libx32/", "/bin/", "/sbin/"};

    private static final String USR = "/usr";

    private final ProcessFiles files;
    private final List<MappingName> ownDirectories;
    private final Map<MappingName, Candidate> found = new LinkedHashMap<>();

    /**
     * @param files those of the process
     * @param ownDirectories debug directories beside that of the system
     */
    Candidates(ProcessFiles files, List<MappingName> ownDirectories) {
        this.files = files;
        this.ownDirectories = ownDirectories;
    }

    /** Returns what was listed, each path once, the likeliest first. */
    Collection<Candidate> list() {
        return found.values();
    }

    /** Adds the files of a build ID in each debug directory. */
    void addBuildId(Place place, BuildId buildId) {
        if (buildId.length() < MIN_BUILD_ID) {
            return;
        }
        String id = buildId.toString();
        String file = "/.build-id/" + id.substring(0, 2) + "/" + id.substring(2) + ".debug";
        for (MappingName directory : ownDirectories) {
            add(place, inProcess(latin1(directory) + file));
        }
        add(place, inProcess(latin1(DebugSettings.SYSTEM_DIRECTORY) + file));
    }

    /** Adds the places where the file that a library's link names may lie. */
    void addLink(MappingName library, MappingName name) {
        for (String path : spellings(library)) {
            addBeside(Place.DEBUG_LINK, path, latin1(name));
            addInDirectories(Place.DEBUG_LINK, path, latin1(name));
        }
    }

    /** Adds the names that debug files have by custom. */
    void addByCustom(MappingName library) {
        for (String path : spellings(library)) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.endsWith(".so")) {
                add(Place.CUSTOM, beside(path, name.substring(0, name.length() - ".so".length()) + ".debuginfo"));
            }
            add(Place.CUSTOM, beside(path, name + ".debuginfo"));
            addBeside(Place.CUSTOM, path, name + ".debug");
            addInDirectories(Place.CUSTOM, path, name + ".debug");
        }
    }

    /**
     * Adds the places where the file that several debug files share may lie.
     *
     * @param debugFile the file that names it, with all links resolved
     */
    void addShared(MappingName debugFile, AltLink link) {
        String path = latin1(link.path());
        if (path.startsWith("/")) {
            add(Place.ALT_LINK, inProcess(path));
        } else {
            add(Place.ALT_LINK, beside(latin1(debugFile), path));
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!name.isEmpty()) {
            for (MappingName directory : ownDirectories) {
                add(Place.ALT_LINK, inProcess(latin1(directory) + "/.dwz/" + name));
            }
            add(Place.ALT_LINK, inProcess(latin1(DebugSettings.SYSTEM_DIRECTORY) + "/.dwz/" + name));
        }
        if (!link.supplementary()) {
            addBuildId(Place.BUILD_ID, link.id());
        }
    }

    private void addBeside(Place place, String library, String name) {
        add(place, beside(library, name));
        add(place, beside(library, ".debug/" + name));
    }

    private void addInDirectories(Place place, String library, String name) {
        byte[] ofProcess = files.pathInProcess(bytes(library));
        if (ofProcess == null) {
            return;
        }
        String path = latin1(ofProcess);
        String directory = path.substring(0, path.lastIndexOf('/') + 1);
        for (MappingName own : ownDirectories) {
            addShortened(place, latin1(own), directory, name);
        }
        String system = latin1(DebugSettings.SYSTEM_DIRECTORY);
        add(place, inProcess(system + directory + name));
        String other = otherSpelling(directory);
        if (other != null) {
            add(place, inProcess(system + other + name));
        }
    }

    /** What was unpacked into a directory of the user's may begin anywhere below the root that it is installed to. */
    private void addShortened(Place place, String own, String directory, String name) {
        int from = 0;
        for (int i = 0; i < MAX_SHORTENED && from >= 0; i++) {
            add(place, inProcess(own + directory.substring(from) + name));
            from = directory.indexOf('/', from + 1);
        }
    }

    /** Returns the library's path, and that with all links resolved if it is another. */
    private List<String> spellings(MappingName library) {
        List<String> spellings = new ArrayList<>(2);
        if (library.length() == 0 || library.bytes()[0] != '/') {
            return spellings;
        }
        spellings.add(latin1(library));
        try {
            MappingName real = files.realName(library);
            if (!real.equals(library) && real.bytes()[0] == '/') {
                spellings.add(latin1(real));
            }
        } catch (FileUnavailableException e) {
            // Its file is gone; debug files may have stayed.
        }
        return spellings;
    }

    private static @Nullable String otherSpelling(String directory) {
        for (String merged : MERGED) {
            if (directory.startsWith(merged)) {
                return USR + directory;
            }
            if (directory.startsWith(merged, USR.length()) && directory.startsWith(USR)) {
                return directory.substring(USR.length());
            }
        }
        return null;
    }

    private static MappingName beside(String path, String name) {
        return bytes(path.substring(0, path.lastIndexOf('/') + 1) + name);
    }

    private MappingName inProcess(String path) {
        return files.nameInProcess(path.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void add(Place place, MappingName path) {
        // Byte 0 ends a path for the kernel: what it would open is not what is meant.
        if (!found.containsKey(path) && latin1(path).indexOf('\0') < 0) {
            found.put(path, new Candidate(place, path));
        }
    }

    private static String latin1(MappingName name) {
        return latin1(name.bytes());
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static MappingName bytes(String latin1) {
        return MappingName.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
