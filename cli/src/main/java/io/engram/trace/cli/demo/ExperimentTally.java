// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import java.util.Arrays;

/** Counts of one worker: events by type, and results by list. Only complete tests count. */
final class ExperimentTally {

    long primings;
    long interferences;
    long reconsolidations;
    long falseMemories;
    long wordsTested;
    long wordsRecalled;
    long delayedWordsTested;
    long delayedWordsRecalled;
    final long[] luresTested;
    final long[] luresRecalled;
    final long[] luresJudged;
    final long[] luresRecognized;

    ExperimentTally(final int lists) {
        luresTested = new long[lists];
        luresRecalled = new long[lists];
        luresJudged = new long[lists];
        luresRecognized = new long[lists];
    }

    void add(final ExperimentTally other) {
        primings += other.primings;
        interferences += other.interferences;
        reconsolidations += other.reconsolidations;
        falseMemories += other.falseMemories;
        wordsTested += other.wordsTested;
        wordsRecalled += other.wordsRecalled;
        delayedWordsTested += other.delayedWordsTested;
        delayedWordsRecalled += other.delayedWordsRecalled;
        for (int i = 0; i < luresTested.length; i++) {
            luresTested[i] += other.luresTested[i];
            luresRecalled[i] += other.luresRecalled[i];
            luresJudged[i] += other.luresJudged[i];
            luresRecognized[i] += other.luresRecognized[i];
        }
    }

    long events() {
        return primings + interferences + reconsolidations + falseMemories;
    }

    long listsTested() {
        return Arrays.stream(luresTested).sum();
    }

    double falseRecallRate() {
        return rate(luresRecalled, luresTested);
    }

    double falseRecognitionRate() {
        return rate(luresRecognized, luresJudged);
    }

    double veridicalRecallRate() {
        return (double) wordsRecalled / wordsTested;
    }

    /** False recall of one list; NaN if it was never tested. */
    double falseRecallRate(final int list) {
        return (double) luresRecalled[list] / luresTested[list];
    }

    // Each list weighs the same, as in the published mean, however often chance has picked it.
    private static double rate(final long[] hits, final long[] tests) {
        double sum = 0.0;
        int lists = 0;
        for (int i = 0; i < tests.length; i++) {
            if (tests[i] > 0) {
                sum += (double) hits[i] / tests[i];
                lists++;
            }
        }
        return lists == 0 ? Double.NaN : sum / lists;
    }
}
