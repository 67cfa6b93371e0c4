// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who reads which section of one report, and what they make of it together. For one thread. */
final class SectionReaders {

    private static final String PROTECTIONS = "Memory protections";

    private final Ranges ranges;
    private final HeaderReader header;
    private final SummaryReader summary = new SummaryReader();
    private final ThreadReader thread = new ThreadReader();
    private final FrameReader frames;
    private final RegisterReader registers;
    private final DescriptionReader descriptions;
    private final HexDumpReader stack;
    private final HexDumpReader instructions;
    private final CodeReader code;
    private final ProcessReader process;
    private final HeapReader heap;
    private final EventReader events;
    private final MappingReader mappings;
    private final SystemReader system;

    SectionReaders(Cuts cuts) {
        this.ranges = new Ranges(cuts);
        this.header = new HeaderReader(cuts);
        this.frames = new FrameReader(cuts);
        this.registers = new RegisterReader(cuts);
        this.descriptions = new DescriptionReader(cuts);
        this.stack = new HexDumpReader(cuts);
        this.instructions = new HexDumpReader(cuts);
        this.code = new CodeReader(ranges);
        this.process = new ProcessReader(cuts);
        this.heap = new HeapReader(cuts, ranges);
        this.events = new EventReader(cuts);
        this.mappings = new MappingReader(cuts);
        this.system = new SystemReader(cuts);
    }

    void read(SectionKind kind, Line line, boolean isFirst) {
        switch (kind) {
            case REGISTER_MAPPING, STACK_SLOTS, LOCK_STACK, CODE -> code.look(line);
            default -> {
                // No generated code is printed there.
            }
        }
        SectionReader reader = reader(kind);
        if (reader != null) {
            reader.read(kind, line, isFirst);
        }
    }

    void interrupted(SectionKind kind) {
        SectionReader reader = reader(kind);
        if (reader != null) {
            reader.interrupted();
        }
    }

    /** Returns who reads a section; null if only its place is kept. */
    private @Nullable SectionReader reader(SectionKind kind) {
        return switch (kind) {
            case HEADER -> header;
            case COMMAND_LINE, HOST, TIME -> summary;
            case CURRENT_THREAD, COMPILE_TASK, STACK, SIGINFO, VM_OPERATION -> thread;
            case NATIVE_FRAMES, RETRY, JAVA_FRAMES, PROCESSED_THREAD -> frames;
            case REGISTERS -> registers;
            case REGISTER_MAPPING, STACK_SLOTS -> descriptions;
            case TOP_OF_STACK -> stack;
            case INSTRUCTIONS -> instructions;
            case JAVA_THREADS, OTHER_THREADS, VM_STATE, LOCKS, SIGNAL_HANDLERS -> process;
            case HEAP_ADDRESS, CDS, CLASS_SPACE, HEAP, HEAP_REGIONS, GC_TABLES, POLLING_PAGE, CODE_CACHE -> heap;
            case EVENTS -> events;
            case DYNAMIC_LIBRARIES -> mappings;
            case OS, MEMORY_INFO, PROCESS_MEMORY, CONTAINER, CPU, MEMORY, VM_INFO -> system;
            default -> null;
        };
    }

    Header header() {
        return header.header();
    }

    /**
     * Puts together what was read.
     *
     * @param last the section in which the input ended before the report did; null if it did not
     */
    HsErrReport report(@Nullable SectionKind last, Structure structure) {
        Header read = header();
        return new HsErrReport(
                read, Platform.of(read.vm()), summary.summary(), fault(), process(last), system.system(), structure);
    }

    private FaultThread fault() {
        return new FaultThread(
                thread.thread(),
                thread.isNative(),
                thread.compileTask(),
                thread.operation(),
                thread.stack(),
                frames.stacks(),
                frames.processedThread(),
                thread.signal(),
                registers.registers(),
                descriptions.registers(),
                descriptions.slots(),
                stack.dump(),
                instructions.dump());
    }

    private ProcessInfo process(@Nullable SectionKind last) {
        addStack();
        List<EventRing> rings = events.rings();
        for (EventRing ring : rings) {
            Text name = ring.name();
            if (name != null && name.is(PROTECTIONS)) {
                ProtectedMemory.addTo(ranges, ring, process.threads());
            }
        }
        return new ProcessInfo(
                process.threads(),
                process.vmState(),
                process.locks(),
                heap.address(),
                heap.mebibytes(),
                heap.compressedOops(),
                heap.regions(),
                heap.pollingPage(),
                rings,
                process.signalHandlers(),
                mappings.section(last == SectionKind.DYNAMIC_LIBRARIES),
                new Landmarks(ranges.landmarks(), process.threads(), heap.regions()));
    }

    /** The failing thread's stack, which a thread that HotSpot does not know has, too. */
    private void addStack() {
        StackBounds bounds = thread.stack();
        if (bounds == null || bounds.low() == null || bounds.high() == null) {
            return;
        }
        ThreadInfo failing = thread.thread();
        Text name = failing == null ? null : failing.name();
        ranges.add(
                Landmark.Kind.STACK,
                bounds.low().value(),
                bounds.high().value(),
                name == null ? "the failing thread" : name.text(),
                bounds.at());
    }
}
