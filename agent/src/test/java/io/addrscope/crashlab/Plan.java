// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of crash does, and what is to be found then; told step by step. Dies by SIGSEGV, in the library if there is one,
 * unless told otherwise.
 */
public final class Plan {

    /** What becomes of the library's file before anything else happens. */
    public enum Change {
        KEEP,
        DELETE,
        REPLACE,
        TRUNCATE
    }

    /** The other file that a way to die needs. */
    public enum Other {
        NONE,
        /** A library with other functions at the same places. */
        IMPOSTOR,
        /** A library to load and unload. */
        GUEST,
        /** A file of some pages. */
        DATA_FILE,
        LIBRARY_ITSELF
    }

    /** In the place of a file's name: the report goes where all output goes. */
    public static final String STANDARD_OUTPUT = "stdout";

    /** What the report is called unless told otherwise. */
    private static final String REPORT = "hs_err.log";

    private final String way;
    private final @Nullable Build build;
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private Change change = Change.KEEP;
    private Other other = Other.NONE;
    private Ending ending = Ending.SEGV;
    private Place place;
    private List<String> calls = List.of();
    private String reportName = REPORT;
    private List<String> reportOptions = List.of("-XX:ErrorFile=" + REPORT);

    private Plan(String way, @Nullable Build build) {
        this.way = way;
        this.build = build;
        place = build == null ? Place.UNTOLD : Place.LIBRARY;
    }

    static Plan inLibrary(String way, Build build) {
        return new Plan(way, build);
    }

    static Plan without(String way) {
        return new Plan(way, null);
    }

    Plan change(Change toDo) {
        change = toDo;
        return this;
    }

    Plan other(Other file) {
        other = file;
        return this;
    }

    /** With options for the JVM. */
    Plan jvm(String... arguments) {
        jvmArguments.addAll(List.of(arguments));
        return this;
    }

    /** With a limit of the shell's {@code ulimit}. */
    Plan limit(String option) {
        limits.add(option);
        return this;
    }

    Plan ends(Ending expected) {
        ending = expected;
        return this;
    }

    /** With the program counter there. */
    Plan at(Place expected) {
        place = expected;
        return this;
    }

    /** In functions of the library that have called each other, innermost first. */
    Plan calls(String... functions) {
        return calls(List.of(functions));
    }

    Plan calls(List<String> functions) {
        calls = functions;
        return this;
    }

    /** With the report in a file of the working directory, for which options are needed; {@code %p} is the process. */
    Plan report(String name, String... options) {
        reportName = name;
        reportOptions = List.of(options);
        return this;
    }

    public String way() {
        return way;
    }

    @Nullable
    public Build build() {
        return build;
    }

    public Change change() {
        return change;
    }

    public Other other() {
        return other;
    }

    public List<String> limits() {
        return List.copyOf(limits);
    }

    public Ending ending() {
        return ending;
    }

    public Place place() {
        return place;
    }

    public List<String> calls() {
        return calls;
    }

    public List<String> jvmArguments() {
        List<String> all = new ArrayList<>(jvmArguments);
        all.addAll(reportOptions);
        return all;
    }

    public String reportName(long pid) {
        return reportName.replace("%p", Long.toString(pid)).replace("%%", "%");
    }
}
