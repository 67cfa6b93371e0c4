// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.model.Address;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code SIGBUS}: a page of a mapped file could not be had, mostly since the file has become shorter (mmap(2)). */
final class BusErrorRule implements Rule {

    @Override
    public @Nullable Verdict judge(Scene scene) {
        if (!scene.isSignal("SIGBUS")) {
            return null;
        }
        Location location = scene.faultLocation();
        Mapping mapping = location == null ? null : location.mapping();
        String code = scene.signalCode().isEmpty() ? "" : " (" + scene.signalCode() + ")";
        List<String> evidence = new ArrayList<>();
        if (location == null) {
            return new Verdict(Verdict.Kind.BUS_ERROR, "SIGBUS" + code + Sentence.inCode(scene), evidence);
        }
        evidence.add("si_addr " + Sentence.whatIsThere(location));
        if (mapping == null || mapping.inode() == 0) {
            return new Verdict(
                    Verdict.Kind.BUS_ERROR,
                    "SIGBUS" + code + " at " + Address.format(location.address()) + Sentence.inCode(scene),
                    evidence);
        }
        return ofFile(scene, location, mapping, code, evidence);
    }

    private static Verdict ofFile(Scene scene, Location location, Mapping mapping, String code, List<String> evidence) {
        long offset = mapping.fileOffset(location.address());
        String place = "SIGBUS: " + mapping.name().withoutDeletedMark().printable() + " at file offset "
                + Address.format(offset);
        OptionalLong size = scene.addresses.fileSize(mapping);
        if (size.isEmpty()) {
            evidence.add(
                    mapping.deleted()
                            ? "the file was deleted while it was mapped, so nothing tells how long it is"
                            : "the mapped file is not at its path now, so nothing tells how long it is");
            return new Verdict(
                    Verdict.Kind.BUS_ERROR, place + code + " could not be read" + Sentence.inCode(scene), evidence);
        }
        String length = "the file is now " + Address.format(size.getAsLong()) + " bytes long";
        if (Address.isBelow(offset, size.getAsLong())) {
            evidence.add(length
                    + ", so the page is part of it: it could not be read from the disk, there was no room to write"
                    + " it to, or the file has grown again");
            return new Verdict(
                    Verdict.Kind.BUS_ERROR, place + code + " could not be had" + Sentence.inCode(scene), evidence);
        }
        evidence.add("the mapping reaches to file offset " + Address.format(mapping.offset() + mapping.size()));
        return new Verdict(
                Verdict.Kind.TRUNCATED_FILE,
                place + ", " + length + ": truncated while mapped"
                        + Sentence.inCode(scene).replaceFirst("^ in", "; used by"),
                evidence);
    }
}
