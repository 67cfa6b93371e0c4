// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.BuildId;
import io.addrscope.model.Device;
import io.addrscope.model.Frame;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Neighbor;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Permissions;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Locations to render: some named ones that people know, and any number of random ones of every shape. */
final class Samples {

    static final Mapping LIBC = mapping(
            0x7f3a8c026000L,
            0x7f3a8c17b000L,
            "r-xp",
            0x26000,
            "/usr/lib/x86_64-linux-gnu/libc.so.6",
            "93ac0de93ac0de93ac0de93ac0de93ac0de93ac0");

    static final Mapping ANONYMOUS = mapping(0x7f3a94000000L, 0x7f3a94021000L, "rw-p", 0, "", null);

    private static final String[] NAMES = {
        "",
        "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/tmp/a b (c)\nd\\e\t\"quoted\" (deleted)",
        "/tmp/\u001b[31mred\u0007",
        "/tmp/\u65e5\u672c\u8a9e \ud83d\ude00 \u202e\u2028",
        "/memfd:jit (deleted)",
        "/SYSV0000002a (deleted)",
        "/dev/zero (deleted)",
        "[heap]",
        "[anon:arena]",
        "[vsyscall]",
        "anon_inode:[perf_event]",
        "/" + "x".repeat(4400)
    };

    private Samples() {}

    static Location libcFunction() {
        return located(0x7f3a8c0a1b2eL, LIBC, OptionalLong.of(0xa1b2e), OptionalLong.of(0xa1b2e), List.of());
    }

    static Location unmapped() {
        return new Location(
                0x7f3a8c17b018L,
                ObtainedBy.TEXT,
                Freshness.SNAPSHOT,
                0,
                0,
                null,
                new Neighbor(0x18, LIBC),
                new Neighbor(ANONYMOUS.start() - 0x7f3a8c17b018L, ANONYMOUS),
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                List.of(new Reason(Reason.Code.UNMAPPED, "No mapping holds the address.")));
    }

    static Location located(
            long address, Mapping mapping, OptionalLong fileOffset, OptionalLong elfAddress, List<Reason> reasons) {
        return new Location(
                address,
                ObtainedBy.IOCTL,
                Freshness.VERIFIED,
                0,
                0,
                mapping,
                null,
                null,
                fileOffset,
                elfAddress,
                null,
                List.of(),
                null,
                reasons);
    }

    static Mapping mapping(
            long start, long end, String permissions, long offset, String name, @Nullable String buildId) {
        return mapping(start, end, permissions, offset, name.getBytes(StandardCharsets.UTF_8), buildId);
    }

    static Mapping mapping(
            long start, long end, String permissions, long offset, byte[] name, @Nullable String buildId) {
        int bits = (permissions.charAt(0) == 'r' ? Permissions.READ : 0)
                | (permissions.charAt(1) == 'w' ? Permissions.WRITE : 0)
                | (permissions.charAt(2) == 'x' ? Permissions.EXECUTE : 0)
                | (permissions.charAt(3) == 's' ? Permissions.SHARED : 0);
        boolean file = name.length > 0 && name[0] == '/';
        return new Mapping(
                start,
                end,
                new Permissions(bits),
                offset,
                file ? new Device(0xfe, 0) : Device.NONE,
                file ? 339380 : 0,
                MappingName.of(name),
                false,
                0,
                buildId == null ? null : BuildId.of(HexFormat.of().parseHex(buildId)));
    }

    /** A location in which everything is random, valid and sometimes absent. */
    static Location random(Random random) {
        boolean mapped = random.nextBoolean();
        return new Location(
                random.nextLong(),
                pick(random, ObtainedBy.values()),
                pick(random, new Freshness[] {
                    Freshness.VERIFIED, Freshness.SNAPSHOT, Freshness.leased(Duration.ofMillis(5))
                }),
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(Integer.MAX_VALUE),
                mapped ? randomMapping(random) : null,
                random.nextBoolean() ? new Neighbor(random.nextLong(), randomMapping(random)) : null,
                random.nextBoolean() ? new Neighbor(random.nextLong(), randomMapping(random)) : null,
                random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
                random.nextBoolean() ? randomSymbol(random) : null,
                randomFrames(random),
                random.nextBoolean() ? randomUsage(random) : null,
                randomReasons(random));
    }

    private static Mapping randomMapping(Random random) {
        byte[] name = pick(random, NAMES).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            name = new byte[1 + random.nextInt(12)];
            random.nextBytes(name);
        }
        byte[] buildId = new byte[1 + random.nextInt(32)];
        random.nextBytes(buildId);
        return new Mapping(
                random.nextLong(),
                random.nextInt(8) == 0 ? 0 : random.nextLong(),
                new Permissions(random.nextInt(16)),
                random.nextLong(),
                new Device(random.nextInt(1 << 12), random.nextInt(1 << 20)),
                random.nextLong(),
                MappingName.of(name),
                random.nextBoolean(),
                pick(random, new Long[] {0L, 4096L, 2L << 20}),
                random.nextBoolean() ? BuildId.of(buildId) : null);
    }

    private static Symbol randomSymbol(Random random) {
        return new Symbol(
                pick(random, NAMES),
                pick(random, NAMES),
                random.nextBoolean() ? pick(random, NAMES) : null,
                "function",
                "symtab",
                random.nextBoolean() ? pick(random, NAMES) : null,
                random.nextBoolean() ? pick(random, NAMES) : null,
                random.nextLong(),
                random.nextInt(3));
    }

    private static List<Frame> randomFrames(Random random) {
        List<Frame> frames = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            frames.add(new Frame(
                    random.nextInt(4) > 0 ? pick(random, NAMES) : null,
                    null,
                    random.nextBoolean() ? pick(random, NAMES) : null,
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextBoolean()));
        }
        return frames;
    }

    private static Usage randomUsage(Random random) {
        return new Usage(
                pick(random, NAMES),
                random.nextBoolean() ? pick(random, NAMES) : null,
                random.nextBoolean(),
                pick(random, NAMES));
    }

    private static List<Reason> randomReasons(Random random) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            reasons.add(new Reason(pick(random, Reason.Code.values()), pick(random, NAMES)));
        }
        return reasons;
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
