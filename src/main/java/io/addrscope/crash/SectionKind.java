// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/** The sections of a report (vmError.cpp of JDK 8 to 27, and what it calls). Their order differs between JDKs. */
public enum SectionKind {
    /** What stands before the report. */
    BEFORE(Expected.SELDOM),
    /** The lines that begin with {@code #}. */
    HEADER(Expected.ALWAYS),
    /** The heading of the summary. */
    SUMMARY(Expected.SELDOM),
    /** The command line; private. */
    COMMAND_LINE(Expected.SELDOM),
    /** The machine. */
    HOST(Expected.SELDOM),
    /** Time, time zone and time since the start; JDK 8 writes it last. */
    TIME(Expected.ALWAYS),
    /** What the address sanitizer says. */
    ASAN(Expected.SELDOM),
    /** The heading of the thread's part. */
    THREAD(Expected.ALWAYS),
    /** The thread that failed. */
    CURRENT_THREAD(Expected.ALWAYS),
    /** What a compiler thread was compiling. */
    COMPILE_TASK(Expected.SELDOM),
    /** Bounds of the stack. */
    STACK(Expected.ALWAYS),
    /** The stack as HotSpot walked it. */
    NATIVE_FRAMES(Expected.ALWAYS),
    /** Says that the stack is walked again. */
    RETRY(Expected.SELDOM),
    /** The Java part of the stack. */
    JAVA_FRAMES(Expected.SELDOM),
    /** The Java thread that a thread of the VM was working on. */
    PROCESSED_THREAD(Expected.SELDOM),
    /** The signal. */
    SIGINFO(Expected.AFTER_SIGNAL),
    /** The registers. */
    REGISTERS(Expected.AFTER_SIGNAL),
    /** What the registers hold. */
    REGISTER_MAPPING(Expected.SELDOM),
    /** Words of the stack. */
    TOP_OF_STACK(Expected.AFTER_SIGNAL),
    /** Bytes around the pc. */
    INSTRUCTIONS(Expected.AFTER_SIGNAL),
    /** What the first words of the stack hold. */
    STACK_SLOTS(Expected.SELDOM),
    /** Objects that the thread has locked. */
    LOCK_STACK(Expected.SELDOM),
    /** A dump of generated code. */
    CODE(Expected.SELDOM),
    /** What the thread of the VM was doing. */
    VM_OPERATION(Expected.SELDOM),
    /** The heading of the process's part. */
    PROCESS(Expected.ALWAYS),
    /** Users and groups; private. */
    USER(Expected.SELDOM),
    /** Lists of threads by their addresses. */
    THREAD_LIST(Expected.SELDOM),
    /** The Java threads. */
    JAVA_THREADS(Expected.SELDOM),
    /** The threads of the VM. */
    OTHER_THREADS(Expected.SELDOM),
    /** What is being compiled. */
    COMPILE_TASKS(Expected.SELDOM),
    /** Whether the VM is at a safepoint. */
    VM_STATE(Expected.ALWAYS),
    /** Locks of the VM and their owners. */
    LOCKS(Expected.SELDOM),
    /** How often memory and stacks were exhausted. */
    EXCEPTION_COUNTS(Expected.SELDOM),
    /** Address and size of the heap, with compressed oops. */
    HEAP_ADDRESS(Expected.SELDOM),
    /** Archives of classes. */
    CDS(Expected.SELDOM),
    /** Compressed class space, and how class pointers are encoded. */
    CLASS_SPACE(Expected.SELDOM),
    /** How the collector was set up. */
    GC_LOG(Expected.SELDOM),
    /** The heap and what belongs to it. */
    HEAP(Expected.SELDOM),
    /** The regions of the heap. */
    HEAP_REGIONS(Expected.SELDOM),
    /** Tables of the collector. */
    GC_TABLES(Expected.SELDOM),
    /** The page that stops threads. */
    POLLING_PAGE(Expected.SELDOM),
    /** Metaspace. */
    METASPACE(Expected.SELDOM),
    /** Heaps of generated code. */
    CODE_CACHE(Expected.SELDOM),
    /** A log of events. */
    EVENTS(Expected.SELDOM),
    /** The mappings, or on other systems the libraries. */
    DYNAMIC_LIBRARIES(Expected.ALWAYS),
    /** Agents and their options; private. */
    AGENTS(Expected.SELDOM),
    /** State of the reader of symbols. */
    DECODER(Expected.SELDOM),
    /** Options and class path; private. */
    VM_ARGUMENTS(Expected.ALWAYS),
    /** Flags and their values; private. */
    FLAGS(Expected.SELDOM),
    /** Where logs go. */
    LOGGING(Expected.SELDOM),
    /** What the JDK says of itself. */
    RELEASE_FILE(Expected.SELDOM),
    /** Environment; private. */
    ENVIRONMENT(Expected.ALWAYS),
    /** Locale. */
    LOCALE(Expected.SELDOM),
    /** Signal handlers. */
    SIGNAL_HANDLERS(Expected.ALWAYS),
    /** Native memory tracking. */
    NATIVE_MEMORY(Expected.SELDOM),
    /** Memory of compilers. */
    COMPILER_MEMORY(Expected.SELDOM),
    /** Trimming of malloc's memory. */
    TRIM(Expected.SELDOM),
    /** The heading of the system's part. */
    SYSTEM(Expected.ALWAYS),
    /** The operating system. */
    OS(Expected.SELDOM),
    /** Memory of the machine. */
    MEMORY_INFO(Expected.SELDOM),
    /** Memory of the process. */
    PROCESS_MEMORY(Expected.SELDOM),
    /** Limits of the container. */
    CONTAINER(Expected.SELDOM),
    /** Processors. */
    CPU(Expected.SELDOM),
    /** Memory and page size. */
    MEMORY(Expected.SELDOM),
    /** The build of the VM. */
    VM_INFO(Expected.SELDOM),
    /** The mark of the end; JDK 8 has none. */
    END(Expected.SELDOM),
    /** What stands behind the report, or another report. */
    AFTER(Expected.SELDOM);

    /** When a section is missed if it is not there. */
    enum Expected {
        ALWAYS,
        AFTER_SIGNAL,
        SELDOM
    }

    private final Expected expected;

    SectionKind(Expected expected) {
        this.expected = expected;
    }

    /** Returns whether a complete report has this section. */
    boolean isExpected(boolean isAfterSignal) {
        return expected == Expected.ALWAYS || (expected == Expected.AFTER_SIGNAL && isAfterSignal);
    }

    /** Returns whether it may hold what is nobody else's business: command lines, environment, names of users. */
    public boolean isPrivate() {
        return switch (this) {
            case BEFORE, COMMAND_LINE, USER, AGENTS, VM_ARGUMENTS, FLAGS, ENVIRONMENT, AFTER -> true;
            default -> false;
        };
    }

    /** Returns whether a line that begins it says so even where a report has not begun yet. */
    boolean isUnmistakable() {
        return switch (this) {
            case SUMMARY,
                    THREAD,
                    PROCESS,
                    SYSTEM,
                    CURRENT_THREAD,
                    NATIVE_FRAMES,
                    SIGINFO,
                    REGISTERS,
                    REGISTER_MAPPING,
                    TOP_OF_STACK,
                    INSTRUCTIONS,
                    STACK_SLOTS,
                    JAVA_THREADS,
                    DYNAMIC_LIBRARIES -> true;
            default -> false;
        };
    }

    /** Returns whether each of its first lines begins a section of its own; of others, a run of them is one section. */
    boolean isEachOnItsOwn() {
        return this == EVENTS || this == NATIVE_FRAMES || this == JAVA_FRAMES;
    }
}
