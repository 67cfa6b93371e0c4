// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfFormatException;
import io.addrscope.elf.NotElfException;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens candidates one by one, and takes the first that is what is wanted. Stateless. */
final class Opener {

    private Opener() {}

    /**
     * Opens the file at a path if it is the wanted one.
     *
     * @param attempts where what came of it is added
     * @return the file; null if it is not to be had or another
     */
    static @Nullable DebugFile open(
            ProcessFiles files, Place place, MappingName path, Wanted wanted, List<Attempt> attempts) {
        OpenFile file;
        try {
            file = files.open(path);
        } catch (FileUnavailableException e) {
            attempts.add(unavailable(place, path, e));
            return null;
        }
        DebugFile taken = null;
        try {
            ElfFile elf = ElfFile.read(file.bytes());
            DebugContents contents = DebugContents.of(elf);
            Wanted.Refusal refusal = wanted.refuse(place, file, elf, contents);
            if (refusal == null) {
                taken = new DebugFile(place, path, files, file, elf, contents);
                attempts.add(new Attempt(place, path.printable(), Outcome.FOUND, ""));
            } else {
                attempts.add(new Attempt(place, path.printable(), refusal.outcome(), refusal.detail()));
            }
            return taken;
        } catch (IOException e) {
            attempts.add(unusable(place, path, e));
            return null;
        } finally {
            if (taken == null) {
                file.close();
            }
        }
    }

    private static Attempt unavailable(Place place, MappingName path, FileUnavailableException e) {
        Reason.Code code = e.reason().code();
        String where = path.printable();
        if (code == Reason.Code.FILE_GONE) {
            return new Attempt(place, where, Outcome.ABSENT, "");
        }
        if (code == Reason.Code.NOT_REGULAR_FILE) {
            return new Attempt(place, where, Outcome.NOT_REGULAR_FILE, "");
        }
        return new Attempt(place, where, Outcome.UNREADABLE, e.reason().detail());
    }

    private static Attempt unusable(Place place, MappingName path, IOException e) {
        String where = path.printable();
        if (e instanceof NotElfException) {
            return new Attempt(place, where, Outcome.NOT_ELF, "");
        }
        String detail = String.valueOf(e.getMessage());
        return new Attempt(
                place, where, e instanceof ElfFormatException ? Outcome.MALFORMED : Outcome.UNREADABLE, detail);
    }
}
