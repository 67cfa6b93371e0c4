// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All questions, asked in rounds: in each the C program and then every JDK, so that slow times of the machine hit all. */
final class Questions {

    private static final String POINT = "numbers";
    private static final String POINT_AND_NAME = "named";
    private static final String POINT_AND_PROOF = "held";

    private final Bench bench;
    private final List<Jdk> jdks;

    Questions(Bench bench, List<Jdk> jdks) {
        this.bench = bench;
        this.jdks = jdks;
    }

    List<Row> rows() throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        String seek = PointQuery.class.getSimpleName() + ".seek";
        int many = bench.pick(1, 9);
        int few = bench.pick(1, 4);
        add(all, new Question("point query, 300 mappings", POINT, seek, 300, 1, "≤ 1.5×, 0 B"), many);
        add(all, new Question("the same with the name", POINT_AND_NAME, seek + "Named", 300, 1, "≤ 1.6×, 0 B"), many);
        for (int mappings : bench.quick() ? List.of(50_000) : List.of(1000, 10_000, 50_000)) {
            String what = String.format("point query, %,d mappings", mappings);
            add(all, new Question(what, POINT, seek, mappings, 1, "as with 300"), few);
        }
        for (int threads : bench.quick() ? List.of(4) : List.of(2, 4)) {
            String what = "point query, " + threads + " threads, CPU time of one query";
            add(all, new Question(what, POINT, seek, 300, threads, "as with 1"), few);
        }
        add(
                all,
                new Question(
                        "snapshot of 50,000 mappings",
                        "text",
                        TextSnapshot.class.getSimpleName() + ".maps",
                        50_000,
                        1,
                        "≤ 2×"),
                many);
        String locate = PointQuery.class.getSimpleName() + ".locate";
        add(all, new Question("`locate`: all that is known", POINT_AND_NAME, locate, 300, 1, ""), few);
        String lines = PointQuery.class.getSimpleName() + ".readLines";
        add(all, new Question("for scale: plain Java reads `maps` for each query", POINT, lines, 300, 1, ""), few);
        return rows(all);
    }

    /** The ways to look up addresses at random, beside one query without a name in C. */
    List<Row> lookUps() throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        int rounds = bench.pick(1, 4);
        String leased = "leased";
        lookUp(all, rounds, "leased, 300 mappings", leased, 300, 1, "≤ 25 ns, 0 B");
        lookUp(all, rounds, "leased, 50,000 mappings", leased, 50_000, 1, "≤ 60 ns, 0 B");
        lookUp(all, rounds, "leased, 300 mappings, 2 threads, each", leased, 300, 2, "≤ 1.1 times one thread");
        lookUp(all, rounds, "leased, 300 mappings, of 10,000 at once, each", "mappingsLeased", 300, 1, "≤ 25 ns");
        lookUp(all, rounds, "leased, all that is known, of 10,000 at once, each", "locateAllLeased", 300, 1, "");
        lookUp(all, rounds, "leased, all that is known", "locateLeased", 300, 1, "");
        lookUp(all, rounds, "verified", "verified", 300, 1, "≤ 1.5×");
        lookUp(all, rounds, "verified, in code, with the image and its proof", "proven", 300, 1, "≤ 4×");
        lookUp(all, rounds, "verified, with the name", "verifiedNamed", 300, 1, "");
        lookUp(all, rounds, "verified, all that is known", "locate", 300, 1, "");
        lookUp(all, rounds, "verified, in code, all that is known", "locateCode", 300, 1, "");
        lookUp(all, rounds, "for scale: a sorted map of all mappings, read each time", "treeMap", 300, 1, "");
        lookUp(all, rounds, "for scale: the same, read once a second", "treeMapOfTheSecond", 300, 1, "");
        return rows(all);
    }

    /** Names of addresses in libjvm, beside one query without a name in C. */
    List<Row> symbols() throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        int rounds = bench.pick(1, 4);
        String symbols = SymbolLookUp.class.getSimpleName();
        add(all, new Question("name, of a snapshot", POINT, symbols + ".named", 300, 1, "≤ 200 ns, 0 B"), rounds);
        add(all, new Question("name, verified", POINT, symbols + ".namedVerified", 300, 1, "≤ 4×"), rounds);
        String beside = "name, verified, beside a query and the same proof in C";
        add(all, new Question(beside, POINT_AND_PROOF, symbols + ".namedVerified", 300, 1, ""), rounds);
        add(all, new Question("first symbol of libjvm", POINT, symbols + ".first", 300, 1, "≤ 30 ms"), rounds);
        return rows(all);
    }

    List<Row> lines() throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        int rounds = bench.pick(1, 3);
        String lines = LineLookUp.class.getSimpleName();
        String frames = "functions and lines of an address of libc, its unit read";
        add(all, new Question(frames, POINT, lines + ".frames", 300, 1, "≤ 1 µs"), rounds);
        add(all, new Question("the same with the symbol, as an answer", POINT, lines + ".located", 300, 1, ""), rounds);
        return rows(all);
    }

    private void lookUp(
            List<Measured> all, int rounds, String what, String method, int mappings, int threads, String target) {
        String benchmark = LookUp.class.getSimpleName() + "." + method;
        add(all, new Question("look-up " + what, POINT, benchmark, mappings, threads, target), rounds);
    }

    private List<Row> rows(List<Measured> all) throws IOException, InterruptedException {
        ask(all);
        List<Row> rows = new ArrayList<>();
        all.forEach(measured -> rows.add(measured.row()));
        return rows;
    }

    private void add(List<Measured> all, Question question, int rounds) {
        all.add(new Measured(question, rounds, jdks.size()));
    }

    private void ask(List<Measured> all) throws IOException, InterruptedException {
        int last = all.stream().mapToInt(measured -> measured.rounds).max().orElse(0);
        for (int round = 1; round <= last; round++) {
            for (Measured measured : all) {
                if (round <= measured.rounds) {
                    Progress.say("round " + round + " of " + measured.rounds + ": " + measured.question.what());
                    ask(measured);
                }
            }
        }
    }

    private void ask(Measured measured) throws IOException, InterruptedException {
        Question question = measured.question;
        double floor = question.askFloor(bench);
        measured.floors.add(floor);
        for (int i = 0; i < jdks.size(); i++) {
            measured.findings.add(i, question.askJava(bench, jdks.get(i)), floor);
        }
    }

    /** What was found for one question. */
    private static final class Measured {

        final Question question;
        final int rounds;
        final List<Double> floors = new ArrayList<>();
        final Findings findings;

        Measured(Question question, int rounds, int jdks) {
            this.question = question;
            this.rounds = rounds;
            this.findings = new Findings(jdks);
        }

        Row row() {
            return new Row(
                    question.what(), "C: " + Row.time(Samples.median(floors)), findings.cells(), question.target());
        }
    }
}
