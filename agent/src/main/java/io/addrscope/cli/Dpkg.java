// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the package database of Debian, Ubuntu and their relatives knows of files, and what the package lists that are here
 * offer; neither asks the network.
 */
final class Dpkg {

    /** Which package a file belongs to, and in which version. */
    private record Owner(String name, String version, String source) {}

    private final OsRelease system;
    private final Map<String, Owner> owners = new HashMap<>();

    /** Versions that the package lists offer, by package. */
    private final Map<String, List<String>> offered = new HashMap<>();

    private Dpkg(OsRelease system) {
        this.system = system;
    }

    /** Looks up to whom files belong, all at once. */
    static Dpkg of(List<String> paths, OsRelease system) {
        Dpkg dpkg = new Dpkg(system);
        dpkg.readOwners(paths);
        dpkg.readOffers();
        return dpkg;
    }

    /** Returns the package that a file belongs to, and its version; null if it belongs to none. */
    static @Nullable String packageOf(String path, OsRelease system) {
        Dpkg dpkg = new Dpkg(system);
        dpkg.readOwners(List.of(path));
        Owner owner = dpkg.owners.get(path);
        return owner == null ? null : owner.name() + " " + owner.version();
    }

    private void readOwners(List<String> paths) {
        List<String> command = new ArrayList<>(List.of("dpkg-query", "--search", "--"));
        for (String path : paths) {
            if (isLiteral(path)) {
                command.add(path);
                String other = otherSpelling(path);
                if (other != null) {
                    command.add(other);
                }
            }
        }
        Map<String, String> packages = new HashMap<>();
        for (String line : Tool.lines(command)) {
            int colon = line.indexOf(": ");
            // Those of a diversion say who moved a file, not whose it is.
            if (colon > 0 && !line.startsWith("diversion ")) {
                String first = line.substring(0, colon).split(", ", 2)[0];
                packages.put(line.substring(colon + 2), first);
            }
        }
        Map<String, Owner> described = describe(packages);
        for (String path : paths) {
            String other = otherSpelling(path);
            String name = packages.getOrDefault(path, other == null ? "" : packages.getOrDefault(other, ""));
            Owner owner = described.get(name);
            if (owner != null) {
                owners.put(path, owner);
            }
        }
    }

    private static Map<String, Owner> describe(Map<String, String> packages) {
        List<String> command = new ArrayList<>(List.of(
                "dpkg-query",
                "--show",
                "--showformat",
                "${binary:Package}\\t${Package}\\t${Version}\\t${source:Package}\\n",
                "--"));
        for (String name : packages.values()) {
            if (!command.contains(name)) {
                command.add(name);
            }
        }
        Map<String, Owner> owners = new HashMap<>();
        for (String line : packages.isEmpty() ? List.<String>of() : Tool.lines(command)) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 4) {
                Owner owner = new Owner(fields[1], fields[2], fields[3]);
                owners.put(fields[0], owner);
                // Where there is one architecture only, the other command leaves it out, or the other way round.
                owners.putIfAbsent(fields[1], owner);
            }
        }
        return owners;
    }

    private void readOffers() {
        List<String> command = new ArrayList<>(List.of("apt-cache", "madison"));
        for (Owner owner : owners.values()) {
            for (String name : debugPackages(owner)) {
                if (!command.contains(name)) {
                    command.add(name);
                }
            }
        }
        for (String line : command.size() == 2 ? List.<String>of() : Tool.lines(command)) {
            String[] fields = line.split("\\|", -1);
            if (fields.length >= 2) {
                offered.computeIfAbsent(fields[0].strip(), Dpkg::newList).add(fields[1].strip());
            }
        }
    }

    private static List<String> newList(String key) {
        return new ArrayList<>();
    }

    /** Says how to get the debug information of a file; null if it belongs to no package. */
    @Nullable
    Advice advise(String path) {
        Owner owner = owners.get(path);
        if (owner == null) {
            return null;
        }
        String other = null;
        for (String name : debugPackages(owner)) {
            List<String> versions = offered.getOrDefault(name, List.of());
            if (versions.contains(owner.version())) {
                return new Advice(install(name, owner.version()), List.of());
            }
            if (other == null && !versions.isEmpty()) {
                other = name;
            }
        }
        if (other != null) {
            return outdated(owner, other, offered.getOrDefault(other, List.of()).get(0));
        }
        String likely = likeliest(owner);
        return new Advice(install(likely, owner.version()), notes(owner, likely));
    }

    /** Installing the debug package of another version would put another library under the process, or fit nothing. */
    private Advice outdated(Owner owner, String name, String version) {
        List<String> notes = new ArrayList<>();
        notes.add("the package lists here offer " + name + " in version " + version + " only, which does not fit "
                + owner.name() + " " + owner.version() + " and may replace it");
        if (system.get("ID").equals("debian")) {
            notes.add("the version that fits is kept at https://snapshot.debian.org/package/" + owner.source() + "/"
                    + owner.version() + "/");
        }
        return new Advice(null, notes);
    }

    private List<String> notes(Owner owner, String name) {
        if (!name.endsWith("-dbgsym")) {
            return List.of();
        }
        String codename = system.get("VERSION_CODENAME");
        if (system.get("ID").equals("ubuntu")) {
            return List.of(
                    "-dbgsym packages are in an archive of their own; add to the package sources:"
                            + " deb http://ddebs.ubuntu.com " + codename + " main restricted universe multiverse",
                    "and the same with " + codename
                            + "-updates; its key comes with: apt install ubuntu-dbgsym-keyring");
        }
        if (system.get("ID").equals("debian")) {
            return List.of("-dbgsym packages are in an archive of their own; add to the package sources:"
                    + " deb http://deb.debian.org/debian-debug " + codename + "-debug main");
        }
        return List.of("whether there is a package " + name + " is not known here: " + owner.name()
                + " is not in the package lists");
    }

    private static String install(String name, String version) {
        // The version keeps the library as it is: the process has it mapped.
        return "apt install " + Quoted.forShell(name + "=" + version);
    }

    /** Names under which debug packages go, the likeliest first. */
    private static List<String> debugPackages(Owner owner) {
        List<String> names = new ArrayList<>();
        names.add(likeliest(owner));
        add(names, owner.name() + "-dbgsym");
        add(names, owner.name() + "-dbg");
        add(names, owner.source() + "-dbg");
        return names;
    }

    private static void add(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    /** Most debug packages are made by machine, and named so; some are made by hand. */
    private static String likeliest(Owner owner) {
        String source = owner.source();
        if (source.equals("glibc")) {
            return "libc6-dbg";
        }
        return source.startsWith("openjdk-") ? source + "-dbg" : owner.name() + "-dbgsym";
    }

    /** Returns whether dpkg takes a path as it is, and not as a pattern. */
    private static boolean isLiteral(String path) {
        for (int i = 0; i < path.length(); i++) {
            if ("*?[\\\n".indexOf(path.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Packages list files where they put them, before or after {@code /usr} was merged. */
    private static @Nullable String otherSpelling(String path) {
        if (path.startsWith("/usr/lib") || path.startsWith("/usr/bin/") || path.startsWith("/usr/sbin/")) {
            return path.substring("/usr".length());
        }
        return path.startsWith("/lib") || path.startsWith("/bin/") || path.startsWith("/sbin/") ? "/usr" + path : null;
    }
}
