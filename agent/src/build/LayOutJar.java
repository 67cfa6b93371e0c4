// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Lays out the content of {@code addrscope.jar} in a directory; the build runs it as a single source file.
 *
 * <pre>
 *   io/addrscope/agent/*.class    what an application may see: the entry classes and their helpers,
 *   io/addrscope/agent/arm/*.class    and what every JVM with the agent needs
 *   inst/index                    the modules under inst, as io.addrscope.agent.LayerIndex reads them
 *   inst/MODULE.jar               the classes of a module, packed by themselves: one entry of the jar, not thousands
 *   inst/MODULE/...               its other files, and those classes that are read as files
 *   META-INF/licenses/...         the licences of all that is inside
 * </pre>
 *
 * <p>The index is sorted and holds nothing of the machine that wrote it, so the same classes give the same jar.
 */
public final class LayOutJar {

    /** Holds the packages of the agent. */
    private static final String AGENT_PACKAGE = "io/addrscope/agent";

    /** The packages whose classes stay at the root. */
    private static final List<String> ROOT_PACKAGES = List.of(AGENT_PACKAGE, AGENT_PACKAGE + "/arm");

    /** What is packed has no time of its own. Not the very first that the format knows: that one is told in a zone, too. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final String COMMAND_LINE_PACKAGE = "io/addrscope/cli";

    /** Classes that are read as files, to make others of them: they lie loose, too. */
    private static final List<String> TEMPLATES =
            List.of("io/addrscope/agent/hooks/AddrScope.class", "io/addrscope/agent/hooks/ExitAdvice.class");

    /** What JNA's own native libraries are called, for the two CPUs that AddrScope supports. */
    private static final List<String> JNA_LIBRARIES =
            List.of("com/sun/jna/linux-x86-64/libjnidispatch.so", "com/sun/jna/linux-aarch64/libjnidispatch.so");

    /** The modules of AddrScope, which may use all public classes of each other. */
    private static final String OURS = "io.addrscope,io.addrscope.agent,io.addrscope.cli";

    private final Path out;
    private final List<String> index = new ArrayList<>();

    private LayOutJar(Path out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 10) {
            throw new IllegalArgumentException(
                    "VERSION OUT CLASSES LIBRARY JNA GSON BYTE-BUDDY XZ XZ-LICENSE LICENSE, not " + List.of(args));
        }
        Path out = Path.of(args[1]);
        delete(out);
        LayOutJar layout = new LayOutJar(out);
        layout.run(
                args[0],
                Path.of(args[2]),
                Path.of(args[3]),
                Path.of(args[4]),
                Path.of(args[5]),
                Path.of(args[6]),
                Path.of(args[7]),
                Path.of(args[8]),
                Path.of(args[9]));
        equalizePermissions(out);
    }

    private void run(
            String version,
            Path classes,
            Path library,
            Path jna,
            Path gson,
            Path byteBuddy,
            Path xz,
            Path xzLicense,
            Path license)
            throws IOException {
        copy(classes, "", name -> ROOT_PACKAGES.contains(parent(name)) && isClass(name));

        index.add("version " + version);
        module("com.google.gson", gson, LayOutJar::isClass);
        requireIfPresent("java.sql", "jdk.unsupported");
        export("com.google.gson", "com.google.gson.stream");

        // JNA looks at the classes of those who call it, so they are open to it; it needs no list of them for that.
        module("com.sun.jna", jna, name -> isClass(name) || JNA_LIBRARIES.contains(name));
        requireIfPresent("java.desktop", "java.logging");
        export("com.sun.jna", "com.sun.jna.ptr");

        SortedSet<String> packages = module("net.bytebuddy", byteBuddy, LayOutJar::isClass);
        requireIfPresent("java.instrument", "jdk.unsupported");
        exportTo(packages, "io.addrscope.agent");

        module("org.tukaani.xz", xz, LayOutJar::isClass);
        export("org.tukaani.xz");

        packages = module("io.addrscope", library, LayOutJar::isContent);
        require("com.google.gson", "com.sun.jna", "org.tukaani.xz");
        requireIfPresent("java.management", "jdk.jfr", "jdk.unsupported");
        exportTo(packages, OURS + ",com.sun.jna");

        packages = module(
                "io.addrscope.agent",
                classes,
                name -> name.startsWith(AGENT_PACKAGE + "/")
                        && !ROOT_PACKAGES.contains(parent(name))
                        && isContent(name));
        require("com.google.gson", "io.addrscope", "java.instrument", "net.bytebuddy");
        requireIfPresent("java.management", "jdk.jfr", "jdk.unsupported");
        // To everyone: the entry class is called from the root of the jar, the MXBean by the platform's server.
        packages.forEach(this::export);

        module("io.addrscope.cli", classes, name -> name.startsWith(COMMAND_LINE_PACKAGE + "/") && isContent(name));
        require("com.google.gson", "io.addrscope");
        requireIfPresent("jdk.attach");

        Files.write(out.resolve("inst/index"), index);

        Path licenses = Files.createDirectories(out.resolve("META-INF/licenses"));
        Files.copy(license, licenses.resolve("addrscope-Apache-2.0.txt"));
        // Gson's jar has no copy of its licence; it is the same text.
        Files.copy(license, licenses.resolve("gson-Apache-2.0.txt"));
        // Nor has that of XZ for Java.
        Files.copy(xzLicense, licenses.resolve("xz-0BSD.txt"));
        try (FileSystem jar = FileSystems.newFileSystem(jna)) {
            Files.copy(jar.getPath("META-INF/AL2.0"), licenses.resolve("jna-Apache-2.0.txt"));
            Files.copy(jar.getPath("META-INF/LGPL2.1"), licenses.resolve("jna-LGPL-2.1.txt"));
        }
        try (FileSystem jar = FileSystems.newFileSystem(byteBuddy)) {
            Files.copy(jar.getPath("META-INF/LICENSE"), licenses.resolve("byte-buddy-Apache-2.0.txt"));
            Files.copy(jar.getPath("META-INF/NOTICE"), licenses.resolve("byte-buddy-NOTICE.txt"));
            Files.copy(jar.getPath("META-INF/licenses/ASM"), licenses.resolve("byte-buddy-asm-BSD-3-Clause.txt"));
        }
    }

    private SortedSet<String> module(String name, Path source, Predicate<String> wanted) throws IOException {
        index.add("module " + name);
        copy(source, "inst/" + name + "/", file -> wanted.test(file) && (!isClass(file) || TEMPLATES.contains(file)));
        SortedSet<String> packages = new TreeSet<>();
        Path archive = out.resolve("inst/" + name + ".jar");
        Files.createDirectories(archive.getParent());
        try (ZipOutputStream packed = new ZipOutputStream(Files.newOutputStream(archive))) {
            packed.setLevel(Deflater.BEST_COMPRESSION);
            for (String file : pack(source, packed, file -> wanted.test(file) && isClass(file))) {
                packages.add(parent(file).replace('/', '.'));
            }
        }
        packages.forEach(p -> index.add("package " + p));
        return packages;
    }

    /** Packs the wanted files of a jar or a directory; returns their names. */
    private static List<String> pack(Path source, ZipOutputStream packed, Predicate<String> wanted) throws IOException {
        if (Files.isDirectory(source)) {
            return packTree(source, packed, wanted);
        }
        try (FileSystem jar = FileSystems.newFileSystem(source)) {
            return packTree(jar.getPath("/"), packed, wanted);
        }
    }

    private static List<String> packTree(Path root, ZipOutputStream packed, Predicate<String> wanted)
            throws IOException {
        List<String> names = wanted(root, wanted);
        for (String name : names) {
            ZipEntry entry = new ZipEntry(name);
            // Without a zone, so that no zone shows in it.
            entry.setTimeLocal(ENTRY_TIME);
            packed.putNextEntry(entry);
            Files.copy(root.resolve(name), packed);
            packed.closeEntry();
        }
        return names;
    }

    /** Returns the names of the wanted files of a tree, in order. */
    private static List<String> wanted(Path root, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(wanted)
                    .sorted()
                    .toList();
        }
    }

    private void require(String... modules) {
        Stream.of(modules).forEach(m -> index.add("requires " + m));
    }

    private void requireIfPresent(String... modules) {
        Stream.of(modules).forEach(m -> index.add("optional " + m));
    }

    private void export(String... packages) {
        Stream.of(packages).forEach(p -> index.add("exports " + p));
    }

    private void exportTo(SortedSet<String> packages, String modules) {
        packages.forEach(p -> index.add("exports " + p + " " + modules));
    }

    /** Copies the wanted files of a jar or a directory below {@code prefix}; returns their names in the source. */
    private List<String> copy(Path source, String prefix, Predicate<String> wanted) throws IOException {
        if (Files.isDirectory(source)) {
            return copyTree(source, prefix, wanted);
        }
        try (FileSystem jar = FileSystems.newFileSystem(source)) {
            return copyTree(jar.getPath("/"), prefix, wanted);
        }
    }

    private List<String> copyTree(Path root, String prefix, Predicate<String> wanted) throws IOException {
        List<String> names = wanted(root, wanted);
        for (String name : names) {
            Path target = out.resolve(prefix + name);
            Files.createDirectories(target.getParent());
            Files.copy(root.resolve(name), target);
        }
        return names;
    }

    /** Module and package descriptors say nothing that is needed at run time: the index replaces the former. */
    private static boolean isContent(String name) {
        return !name.startsWith("META-INF/")
                && !name.endsWith("module-info.class")
                && !name.endsWith("package-info.class");
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && isContent(name);
    }

    private static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** The jar records them, and they came from the umask of whoever builds. */
    private static void equalizePermissions(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String permissions = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
