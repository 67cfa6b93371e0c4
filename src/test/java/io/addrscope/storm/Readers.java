// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that ask about random addresses of a storm, and judge each answer at once. */
final class Readers {

    private static final int THREADS = 2;

    /** One page in so many is that of the twin libraries. */
    private static final int TWINS_SHARE = 16;

    /** One question in so many is about another page than the last one: it is the last answer that may be kept too long. */
    private static final int MOVES_SHARE = 3;

    private Readers() {}

    /**
     * Asks, in a storm of its own.
     *
     * @param seed of the addresses, and of the storm
     * @throws AssertionError if the storm could not do what it wanted
     */
    static Report ask(Row row, long seed) {
        Tally tally = new Tally();
        try (Storm storm = Storm.start(seed)) {
            List<Callable<Tally>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                tasks.add(() -> ask(storm, row, random));
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (Future<Tally> done : threads.invokeAll(tasks)) {
                    tally.addAll(done.get());
                }
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } finally {
                threads.shutdownNow();
            }
            return new Report(row.name(), tally, storm.stop());
        }
    }

    private static Tally ask(Storm storm, Row row, Random random) {
        Subject subject = row.subjects().get();
        Judge judge = storm.judge(row.leaseNanos());
        Tally tally = new Tally();
        Answer answer = new Answer();
        int page = storm.twinPage();
        long lookups = row.lookups() / THREADS;
        for (long i = 0; i < lookups; i++) {
            if (random.nextInt(MOVES_SHARE) == 0) {
                page = random.nextInt(TWINS_SHARE) == 0 ? storm.twinPage() : random.nextInt(storm.twinPage());
            }
            Question question = storm.question(page, random.nextInt(Storm.PAGE_BYTES));
            long begin = System.nanoTime();
            subject.ask(question.address(), answer);
            long end = System.nanoTime();
            Verdict verdict = judge.judge(question, answer, begin, end);
            tally.add(verdict, judge.isDecided());
            if (verdict.isWrong()) {
                tally.age(judge.age(question, answer, begin));
                if (tally.wantsMore()) {
                    tally.show(verdict + ": " + judge.describe(question, answer, begin, end));
                }
            }
        }
        return tally;
    }
}
