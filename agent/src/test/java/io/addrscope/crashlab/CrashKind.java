// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to die. Each is a {@link Plan}: what is done, and what is to be found then.
 *
 * <p>Those that differ by nothing but the {@link Build} of the library read address 0 in the innermost of some functions.
 */
public enum CrashKind {
    // How the library was built.
    NULL_IN_STATIC(Plan.inLibrary("readNull", Build.C_USUAL).calls(Chains.C)),
    NULL_IN_O0(Plan.inLibrary("readNull", Build.C_O0).calls(Chains.C)),
    NULL_IN_O1(Plan.inLibrary("readNull", Build.C_O1).calls(Chains.C)),
    NULL_WITHOUT_FRAME_POINTERS(Plan.inLibrary("readNull", Build.C_O2).calls(Chains.C)),
    NULL_IN_O3(Plan.inLibrary("readNull", Build.C_O3).calls(Chains.C)),
    NULL_IN_CLANG(Plan.inLibrary("readNull", Build.C_CLANG).calls(Chains.C)),
    NULL_IN_LLD(Plan.inLibrary("readNull", Build.C_LLD).calls(Chains.C)),
    NULL_WITH_DWARF4(Plan.inLibrary("readNull", Build.C_DWARF4).calls(Chains.C)),
    NULL_WITH_DWARF5(Plan.inLibrary("readNull", Build.C_DWARF5).calls(Chains.C)),
    NULL_WITH_COMPRESSED_DWARF(Plan.inLibrary("readNull", Build.C_COMPRESSED).calls(Chains.C)),
    NULL_WITH_SPLIT_DWARF(Plan.inLibrary("readNull", Build.C_SPLIT).calls(Chains.C)),
    NULL_AT_NONZERO_BASE(Plan.inLibrary("readNull", Build.C_NONZERO_BASE).calls(Chains.C)),
    NULL_AT_IMPOSSIBLE_BASE(Plan.inLibrary("readNull", Build.C_IMPOSSIBLE_BASE).calls(Chains.C)),
    NULL_WITHOUT_DEBUG_INFO(
            Plan.inLibrary("readNull", Build.C_WITHOUT_DEBUG_INFO).calls(Chains.C)),
    NULL_IN_STRIPPED(Plan.inLibrary("readNull", Build.C_STRIPPED).calls(Chains.C)),
    NULL_WITH_DEBUG_LINK(Plan.inLibrary("readNull", Build.C_DEBUG_LINK).calls(Chains.C)),
    NULL_WITH_BUILD_ID(Plan.inLibrary("readNull", Build.C_BUILD_ID).calls(Chains.C)),
    NULL_IN_CPP(Plan.inLibrary("readNull", Build.CPP).calls(Chains.CPP)),
    NULL_IN_CPP_CLANG(Plan.inLibrary("readNull", Build.CPP_CLANG).calls(Chains.CPP_WITHOUT_LOOK)),
    NULL_IN_RUST(Plan.inLibrary("readNull", Build.RUST).calls(Chains.RUST)),
    NULL_IN_RUST_V0(Plan.inLibrary("readNull", Build.RUST_V0).calls(Chains.RUST)),

    // What became of its file.
    LIBRARY_DELETED(
            Plan.inLibrary("readNull", Build.C_USUAL).change(Plan.Change.DELETE).calls(Chains.C)),
    LIBRARY_REPLACED(Plan.inLibrary("readNull", Build.C_USUAL)
            .change(Plan.Change.REPLACE)
            .other(Plan.Other.IMPOSTOR)
            .calls(Chains.C)),
    LIBRARY_TRUNCATED_BEFORE_LOOKUP(Plan.inLibrary("readNull", Build.C_USUAL)
            .change(Plan.Change.TRUNCATE)
            .at(Place.LINKER)
            .ends(Ending.BUS)),
    LIBRARY_TRUNCATED(Plan.inLibrary("linkThenTruncate", Build.C_USUAL)
            .other(Plan.Other.LIBRARY_ITSELF)
            .ends(Ending.BUS)
            .calls("Java_io_addrscope_crashlab_Ways_illegal")),
    LIBRARY_UNLOADED(Plan.inLibrary("callUnloaded", Build.C_USUAL)
            .other(Plan.Other.GUEST)
            .at(Place.UNMAPPED)
            .calls("call_target", "Java_io_addrscope_crashlab_Ways_callUnloaded")),

    // Bad addresses.
    UNMAPPED_ADDRESS(Plan.inLibrary("readUnmapped", Build.C_USUAL).calls(Chains.C)),
    NOT_CANONICAL_ADDRESS(Plan.inLibrary("readNotCanonical", Build.C_USUAL).calls(Chains.C)),
    WRITE_TO_CONSTANT(Plan.inLibrary("writeConstant", Build.C_USUAL)
            .calls("store", "Java_io_addrscope_crashlab_Ways_writeConstant")),
    MAPPED_FILE_TRUNCATED(Plan.inLibrary("readMapped", Build.C_USUAL)
            .other(Plan.Other.DATA_FILE)
            .ends(Ending.BUS)
            .calls("inlined_read", "static_leaf", "static_middle", "Java_io_addrscope_crashlab_Ways_readMapped")),

    // Bad calls.
    CALL_TO_NULL(Plan.inLibrary("callNull", Build.C_USUAL)
            .at(Place.UNMAPPED)
            .calls("call_target", "Java_io_addrscope_crashlab_Ways_call")),
    CALL_TO_UNMAPPED(Plan.inLibrary("callUnmapped", Build.C_USUAL)
            .at(Place.UNMAPPED)
            .calls("call_target", "Java_io_addrscope_crashlab_Ways_call")),
    CALL_TO_DATA(Plan.inLibrary("callData", Build.C_USUAL)
            .at(Place.DATA)
            .calls("call_target", "Java_io_addrscope_crashlab_Ways_callData")),
    CALL_TO_ANONYMOUS(Plan.inLibrary("callAnonymous", Build.C_USUAL)
            .at(Place.ANONYMOUS)
            .calls("call_target", "Java_io_addrscope_crashlab_Ways_callAnonymous")),

    // In other people's code.
    IN_MEMCPY(Plan.inLibrary("copyFromNull", Build.C_USUAL)
            .at(Place.LIBC)
            .calls("copy_block", "Java_io_addrscope_crashlab_Ways_copyFrom")),
    CALLED_BACK_BY_QSORT(Plan.inLibrary("sortNulls", Build.C_USUAL)
            .calls("inlined_read", "compare_values", "sort_values", "Java_io_addrscope_crashlab_Ways_sortNulls")),
    IN_JNI_FUNCTION(Plan.inLibrary("lengthOfNull", Build.C_USUAL)
            .at(Place.VM)
            .calls("Java_io_addrscope_crashlab_Ways_lengthOfNull")),
    UNSAFE(Plan.without("unsafe").jvm("-Xint").at(Place.VM)),
    UNSAFE_COMPILED(Plan.without("unsafeCompiled").jvm("-Xbatch").at(Place.COMPILED)),
    HEAP_RUINED(Plan.without("ruinHeap").at(Place.VM)),

    CALL_WITHOUT_RETURN(Plan.inLibrary("readNullAndExit", Build.C_PACKED)
            .calls("inlined_read", "give_up", "call_and_end", "Java_io_addrscope_crashlab_Ways_readAndExit")),

    // Other signals.
    DIVISION_BY_ZERO(Plan.inLibrary("divideByZero", Build.C_USUAL)
            .ends(Ending.FPE)
            .calls("divide_by", "Java_io_addrscope_crashlab_Ways_divide")),
    ILLEGAL_INSTRUCTION(Plan.inLibrary("illegal", Build.C_USUAL)
            .ends(Ending.ILL)
            .calls("trap", "Java_io_addrscope_crashlab_Ways_illegal")),
    SENT_BY_KILL(Plan.without("killed").at(Place.LIBC)),

    // The stack.
    FRAME_POINTER_RUINED(Plan.inLibrary("ruinFramePointer", Build.C_USUAL)
            .calls("ruin_frame_pointer", "Java_io_addrscope_crashlab_Ways_ruinFramePointer")),
    RETURN_TO_UNMAPPED(Plan.inLibrary("returnToUnmapped", Build.C_USUAL).at(Place.UNMAPPED)),
    RETURN_TO_NOT_CANONICAL(
            Plan.inLibrary("returnToNotCanonical", Build.C_USUAL).calls("ruin_return_address")),
    STACK_OVERFLOW_REPORTED(
            Plan.inLibrary("overflowStackWithProbe", Build.C_USUAL).calls("recurse_with_probe")),
    STACK_OVERFLOW(Plan.inLibrary("overflowStack", Build.C_USUAL).ends(Ending.UNREPORTED_SEGV)),
    STACK_POINTER_RUINED(Plan.inLibrary("ruinStackPointer", Build.C_USUAL).ends(Ending.UNREPORTED_SEGV)),

    // Threads and the JVM itself.
    IN_NATIVE_THREAD(Plan.inLibrary("readInThread", Build.C_USUAL)
            .calls("inlined_read", "static_leaf", "static_middle", "exported_outer", "thread_body")),
    CRASH_ON_OUT_OF_MEMORY(Plan.without("fillHeap")
            .jvm("-Xmx16m", "-XX:+CrashOnOutOfMemoryError")
            .ends(Ending.INTERNAL_ERROR)),
    NATIVE_OUT_OF_MEMORY(
            Plan.without("fillHeap").jvm("-Xms16m", "-Xmx1g").limit("-d 300000").ends(Ending.OUT_OF_MEMORY)),

    // How the JVM was started.
    WITH_FLIGHT_RECORDER(Plan.inLibrary("readNull", Build.C_USUAL)
            .jvm("-XX:StartFlightRecording", "-Xlog:jfr*=off")
            .calls(Chains.C)),
    WITHOUT_CORE_DUMP(Plan.inLibrary("readNull", Build.C_USUAL)
            .jvm("-XX:-CreateCoredumpOnCrash")
            .ends(Ending.SEGV_WITHOUT_DUMP)
            .calls(Chains.C)),
    ERROR_FILE_USUAL(
            Plan.inLibrary("readNull", Build.C_USUAL).report("hs_err_pid%p.log").calls(Chains.C)),
    ERROR_FILE_ODD(Plan.inLibrary("readNull", Build.C_USUAL)
            .report("odd name %p 100%% %t.log", "-XX:ErrorFile=odd name %p 100%% %t.log")
            .calls(Chains.C)),
    ERROR_FILE_IMPOSSIBLE(Plan.inLibrary("readNull", Build.C_USUAL)
            .report("hs_err_pid%p.log", "-XX:ErrorFile=/proc/no/such/file.log")
            .calls(Chains.C)),
    ERROR_FILE_TO_STDOUT(Plan.inLibrary("readNull", Build.C_USUAL)
            .report(Plan.STANDARD_OUTPUT, "-XX:+ErrorFileToStdout")
            .calls(Chains.C)),

    // Of which HotSpot never hears.
    ABORT(Plan.inLibrary("abort", Build.C_USUAL).ends(Ending.UNREPORTED_ABORT)),
    ABORT_BY_FREE(Plan.inLibrary("freeStack", Build.C_USUAL).ends(Ending.UNREPORTED_ABORT)),
    ABORT_BY_CPP_EXCEPTION(Plan.inLibrary("abort", Build.CPP).ends(Ending.UNREPORTED_ABORT)),
    ABORT_BY_RUST_PANIC(Plan.inLibrary("abort", Build.RUST_V0).ends(Ending.UNREPORTED_ABORT)),
    KILLED(Plan.without("killedAtOnce").ends(Ending.UNREPORTED_KILL));

    // Told to its end before the kind exists; this package alone could go on telling.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Plan plan;

    CrashKind(Plan plan) {
        this.plan = plan;
    }

    public Plan plan() {
        return plan;
    }

    /** The functions that lead to the innermost, innermost first, by the names that debug information has for them. */
    private static final class Chains {

        static final List<String> C = List.of(
                "inlined_read",
                "static_leaf",
                "static_middle",
                "exported_outer",
                "Java_io_addrscope_crashlab_Ways_readInStatic");
        static final List<String> CPP = List.of(
                "look", "feed", "visit", "operator()", "round", "open", "Java_io_addrscope_crashlab_Ways_readInStatic");
        /** clang moves the read out of the loop and so out of the function that was inlined there. */
        static final List<String> CPP_WITHOUT_LOOK = CPP.subList(1, CPP.size());

        static final List<String> RUST = List.of(
                "weight", "weigh", "closure", "with", "rust_outer", "Java_io_addrscope_crashlab_Ways_readInStatic");

        private Chains() {}
    }

    /** Whether HotSpot could leave a report. */
    public boolean isReported() {
        return plan.ending().isReported();
    }

    /** How the library is built that dies; null if none is needed. */
    @Nullable
    public Build build() {
        return plan.build();
    }
}
