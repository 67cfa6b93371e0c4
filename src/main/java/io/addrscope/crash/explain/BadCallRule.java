// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Event;
import io.addrscope.crash.EventRing;
import io.addrscope.crash.LibraryImage;
import io.addrscope.crash.Seconds;
import io.addrscope.crash.Text;
import io.addrscope.model.Address;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.StackFrame;
import io.addrscope.model.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A call or jump to what is no code. */
final class BadCallRule implements Rule {

    /** Libraries are not so large that their own addresses would be larger. */
    private static final long LARGEST_ELF_ADDRESS = 1L << 28;

    private static final int LARGEST_NULL_OFFSET = 4096;

    private final List<LibraryImage> libraries;

    /** @param libraries those of the report */
    BadCallRule(List<LibraryImage> libraries) {
        this.libraries = libraries;
    }

    @Override
    public @Nullable Verdict judge(Scene scene) {
        Location location = scene.pcLocation();
        if (location == null || !scene.isCall()) {
            return null;
        }
        long pc = location.address();
        List<String> evidence = new ArrayList<>();
        evidence.add("the program counter is " + Address.format(pc) + ": " + Sentence.whatIsThere(location));
        String by = by(scene);
        if (isMusl()) {
            List<String> slots = slots(scene, pc);
            if (!slots.isEmpty()) {
                evidence.addAll(slots);
                return new Verdict(
                        Verdict.Kind.UNRELOCATED_CALL,
                        "musl: the program counter " + Address.format(pc) + " is an unrelocated slot: " + slots.get(0)
                                + by,
                        evidence);
            }
        }
        addUnloaded(scene, evidence);
        if (by.isEmpty()) {
            addTopOfStack(scene, evidence);
        }
        String call = by.isEmpty() ? "jump or return" : "call";
        if (Address.isBelow(pc, LARGEST_NULL_OFFSET)) {
            String offset = pc == 0 ? "" : " plus " + Address.format(pc);
            return new Verdict(
                    Verdict.Kind.NULL_CALL,
                    call + " through a null pointer" + offset + by + Sentence.fromJava(scene),
                    evidence);
        }
        return new Verdict(
                Verdict.Kind.BAD_CALL,
                call + " through a bad pointer: " + what(location) + by + Sentence.fromJava(scene),
                evidence);
    }

    private static String what(Location location) {
        Reason unloaded = location.reason(Reason.Code.UNLOADED);
        if (unloaded != null) {
            return Address.format(location.address()) + " " + unloaded.detail();
        }
        Mapping mapping = location.mapping();
        return mapping != null
                ? Address.format(location.address()) + " lies in " + Names.memory(location, mapping) + " and is no code"
                : Address.format(location.address()) + " is not mapped";
    }

    private static String by(Scene scene) {
        ExplainedFrame caller = scene.caller();
        if (caller == null || caller.isJava()) {
            return "";
        }
        return ", called by " + Names.place(caller);
    }

    /** A call leaves the address behind it there, whether HotSpot finds the caller or not. */
    private static void addTopOfStack(Scene scene, List<String> evidence) {
        Location location = scene.topOfStack();
        if (location != null) {
            ExplainedFrame frame = new ExplainedFrame(
                    new StackFrame(OptionalLong.of(location.address() + 1), StackFrame.Trust.SCAN, location),
                    null,
                    null);
            evidence.add("the word at the stack pointer leads into " + Names.place(frame)
                    + ": who called, if that was a call");
        }
    }

    private boolean isMusl() {
        for (LibraryImage image : libraries) {
            if (image.baseName().startsWith("ld-musl")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the slots for calls to other libraries that have this address before they are relocated. */
    private List<String> slots(Scene scene, long pc) {
        if (!Address.isBelow(pc, LARGEST_ELF_ADDRESS)) {
            return List.of();
        }
        List<LibraryImage> large = new ArrayList<>();
        for (LibraryImage image : libraries) {
            if (image.spans(image.base() + pc) && !image.baseName().startsWith("ld-musl")) {
                large.add(image);
            }
        }
        long[] candidates = new long[large.size()];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = large.get(i).base() + pc;
        }
        List<String> slots = new ArrayList<>();
        List<Location> locations = scene.addresses.locateAll(candidates);
        for (int i = 0; i < locations.size(); i++) {
            Symbol symbol = locations.get(i).symbol();
            OptionalLong elfAddress = locations.get(i).elfAddress();
            if (symbol != null
                    && symbol.name().endsWith("@plt")
                    && elfAddress.isPresent()
                    && Math.abs(elfAddress.getAsLong() - pc) <= symbol.offset()) {
                slots.add("in " + large.get(i).baseName() + " it is `" + symbol.name() + "`");
            }
        }
        return slots;
    }

    /** The JVM's own log tells of libraries that were unloaded, though not where they were. */
    private static void addUnloaded(Scene scene, List<String> evidence) {
        Location location = scene.pcLocation();
        if (location != null && location.isMapped()) {
            Mapping mapping = location.mapping();
            if (mapping != null && mapping.isFileBacked()) {
                return;
            }
        }
        EventRing ring = scene.report.process().events("Dll operation events");
        if (ring == null) {
            return;
        }
        Seconds end = scene.report.summary().elapsed();
        for (Event event : ring.events()) {
            Text text = event.text();
            Seconds time = event.time();
            if (text != null && text.text().toLowerCase(Locale.ROOT).startsWith("unloaded")) {
                String ago = time == null || end == null
                        ? ""
                        : ", " + Seconds.format(end.nanos() - time.nanos()) + " before the crash";
                evidence.add("the JVM logged: " + text.printable() + ago);
            }
        }
    }
}
