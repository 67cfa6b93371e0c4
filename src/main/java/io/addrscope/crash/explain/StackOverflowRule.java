// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Landmark;
import io.addrscope.crash.StackBounds;
import io.addrscope.crash.ThreadInfo;
import io.addrscope.model.Address;
import io.addrscope.model.ByteSize;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The thread used up its stack: what it could not use lies at the end of the stack, where nothing may be used. */
final class StackOverflowRule implements Rule {

    /** More than the guard pages of HotSpot and of the C library take at the end of a stack. */
    private static final long GUARDED = 512 * 1024;

    @Override
    public @Nullable Verdict judge(Scene scene) {
        StackBounds bounds = scene.report.fault().stack();
        OptionalLong address = scene.faultAddress();
        Location location = scene.faultLocation();
        if (!(scene.isSignal("SIGSEGV") || scene.isSignal("SIGBUS"))
                || bounds == null
                || bounds.low() == null
                || address.isEmpty()
                || location == null) {
            return null;
        }
        long low = bounds.low().value();
        boolean isAtEnd = Address.isWithin(address.getAsLong(), low - GUARDED, low + GUARDED);
        OptionalLong pointer = bounds.pointer() == null
                ? OptionalLong.empty()
                : OptionalLong.of(bounds.pointer().value());
        boolean isUsed = pointer.isEmpty() || Address.isWithin(pointer.getAsLong(), low - GUARDED, low + GUARDED);
        if (!isAtEnd || !isUsed || !isGuarded(scene, location)) {
            return null;
        }
        return new Verdict(
                Verdict.Kind.STACK_OVERFLOW,
                "stack overflow" + thread(scene.report.fault().thread()) + Sentence.inCode(scene),
                evidence(bounds, low, address.getAsLong(), location));
    }

    private static List<String> evidence(StackBounds bounds, long low, long address, Location location) {
        List<String> evidence = new ArrayList<>();
        String high = bounds.high() == null
                ? ""
                : "-" + Address.format(bounds.high().value()) + " of "
                        + ByteSize.format(bounds.high().value() - low);
        evidence.add("si_addr " + Sentence.whatIsThere(location) + ", at the end of the stack " + Address.format(low)
                + high);
        if (bounds.pointer() != null) {
            long left = bounds.pointer().value() - low;
            evidence.add("the stack pointer is "
                    + (left < 0
                            ? ByteSize.format(-left) + " beyond the end of the stack"
                            : ByteSize.format(left) + " before its end"));
        }
        if (Address.isBelow(address, low)) {
            evidence.add("the address is below the stack");
        }
        return evidence;
    }

    private static boolean isGuarded(Scene scene, Location location) {
        for (Landmark landmark : scene.landmarks(location.address())) {
            if (landmark.kind() == Landmark.Kind.GUARD) {
                return true;
            }
        }
        Mapping mapping = location.mapping();
        boolean isUsable = mapping != null
                && (mapping.permissions().isReadable() || mapping.permissions().isWritable());
        // HotSpot takes the guard away when it is hit, to have room for what it does then.
        return !isUsable || scene.signalCode().equals("SEGV_ACCERR");
    }

    private static String thread(@Nullable ThreadInfo thread) {
        return thread == null || thread.name() == null
                ? ""
                : " of thread \"" + thread.name().printable() + "\"";
    }
}
