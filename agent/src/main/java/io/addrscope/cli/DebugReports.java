// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.debuginfo.AltLink;
import io.addrscope.debuginfo.Attempt;
import io.addrscope.debuginfo.DebugContents;
import io.addrscope.debuginfo.DebugFile;
import io.addrscope.debuginfo.DebugFiles;
import io.addrscope.debuginfo.DebugSearch;
import io.addrscope.debuginfo.LibraryImage;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.elf.ElfFile;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.locate.ImageCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.BuildId;
import io.addrscope.model.Freshness;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks up what there is of symbols and debug information: for a file, or for each library of a process. */
final class DebugReports {

    private final ProcessFiles files;
    private final DebugFiles debugFiles;

    /**
     * @param files those of the process, or of this one
     * @param debugFiles finds debug files in them
     */
    DebugReports(ProcessFiles files, DebugFiles debugFiles) {
        this.files = files;
        this.debugFiles = debugFiles;
    }

    /** Reports on a file that is open. */
    LibraryReport of(FileTarget target) {
        return report(target.path(), OptionalLong.empty(), target.file(), target.elf());
    }

    /**
     * Reports on the ELF files that a process has mapped, in the order of addresses.
     *
     * @param names only on files whose paths contain one of these; on all if there are none
     */
    List<LibraryReport> of(AddressSpace space, List<String> names) {
        List<LibraryReport> reports = new ArrayList<>();
        ImageCursor cursor = space.imageCursor(Freshness.VERIFIED);
        for (Mapping first : firstMappings(space.maps())) {
            if (!contains(first.name().text(), names) || !cursor.seek(first.start())) {
                continue;
            }
            Mapping mapping = cursor.mapping();
            boolean isElf = cursor.elfAddress(-1) != -1;
            if (mapping != null && mapping.isSameFile(first)) {
                LibraryReport report = isElf ? ofImage(mapping) : ofUnreadable(mapping, space);
                if (report != null) {
                    reports.add(report);
                }
            }
        }
        return reports;
    }

    private static boolean contains(String path, List<String> names) {
        for (String name : names) {
            if (path.contains(name)) {
                return true;
            }
        }
        return names.isEmpty();
    }

    /** Returns the lowest mapping of each file. */
    private static Iterable<Mapping> firstMappings(MapsSnapshot maps) {
        Map<String, Mapping> first = new LinkedHashMap<>();
        for (int i = 0; i < maps.size(); i++) {
            Mapping mapping = maps.mapping(i);
            if (mapping.isFileBacked()) {
                first.putIfAbsent(mapping.device() + " " + mapping.inode(), mapping);
            }
        }
        return first.values();
    }

    /** An image that memory shows, and perhaps a file. */
    private LibraryReport ofImage(Mapping mapping) {
        MappingName path = mapping.deleted() ? mapping.name().withoutDeletedMark() : mapping.name();
        OptionalLong start = OptionalLong.of(mapping.start());
        Reason reason;
        try (OpenFile file = files.open(path)) {
            ElfFile elf = ElfFile.read(file.bytes());
            if (isMapped(file, elf, mapping)) {
                return report(path, start, file, elf);
            }
            reason = new Reason(
                    Reason.Code.FILE_REPLACED,
                    "another file lies at " + path.printable() + " now than the one mapped, and is not looked at");
        } catch (FileUnavailableException e) {
            reason = e.reason();
        } catch (IOException e) {
            reason = new Reason(
                    Reason.Code.FILE_REPLACED,
                    "what lies at " + path.printable() + " now is not what is mapped: " + e.getMessage());
        }
        BuildId buildId = mapping.buildId();
        List<Reason> reasons = List.of(reason);
        if (buildId == null) {
            return new LibraryReport(path, start, null, null, null, null, List.of(), reasons, null);
        }
        List<Attempt> attempts = new ArrayList<>();
        try (DebugSearch search = debugFiles.find(LibraryImage.of(path, buildId))) {
            attempts.addAll(search.attempts());
            return found(path, start, buildId, null, search.found(), attempts, reasons);
        }
    }

    /** A file that may be a library and cannot be looked at; null for one that is none, as data files are. */
    private static @Nullable LibraryReport ofUnreadable(Mapping mapping, AddressSpace space) {
        List<Reason> reasons = space.locate(mapping.start()).reasons();
        for (Reason reason : reasons) {
            if (reason.code() == Reason.Code.FILE_UNREADABLE || reason.code() == Reason.Code.MALFORMED_ELF) {
                return new LibraryReport(
                        mapping.name(),
                        OptionalLong.of(mapping.start()),
                        mapping.buildId(),
                        null,
                        null,
                        null,
                        List.of(),
                        reasons,
                        null);
            }
        }
        return null;
    }

    private static boolean isMapped(OpenFile file, ElfFile elf, Mapping mapping) {
        BuildId mapped = mapping.buildId();
        return mapped == null
                ? file.identity().inode() == mapping.inode()
                : Objects.equals(mapped, elf.image().buildId());
    }

    private LibraryReport report(MappingName path, OptionalLong start, OpenFile file, ElfFile elf) {
        DebugContents contents = DebugContents.of(elf);
        BuildId buildId = elf.image().buildId();
        List<Attempt> attempts = new ArrayList<>();
        if (contents.isComplete()) {
            LibraryReport.Found shared = shared(files, path, contents.altLink(), attempts);
            return new LibraryReport(path, start, buildId, contents, null, shared, attempts, List.of(), null);
        }
        try (DebugSearch search = debugFiles.find(LibraryImage.of(path, file.identity(), elf))) {
            attempts.addAll(search.attempts());
            return found(path, start, buildId, contents, search.found(), attempts, List.of());
        }
    }

    private LibraryReport found(
            MappingName path,
            OptionalLong start,
            @Nullable BuildId buildId,
            @Nullable DebugContents contents,
            @Nullable DebugFile file,
            List<Attempt> attempts,
            List<Reason> reasons) {
        LibraryReport.Found shared = file == null
                ? null
                : shared(file.files(), file.path(), file.contents().altLink(), attempts);
        return new LibraryReport(
                path, start, buildId, contents, LibraryReport.Found.of(file), shared, attempts, reasons, null);
    }

    private LibraryReport.@Nullable Found shared(
            ProcessFiles whose, MappingName path, @Nullable AltLink link, List<Attempt> attempts) {
        if (link == null) {
            return null;
        }
        try (DebugSearch search = debugFiles.findShared(whose, path, link)) {
            attempts.addAll(search.attempts());
            return LibraryReport.Found.of(search.found());
        }
    }
}
