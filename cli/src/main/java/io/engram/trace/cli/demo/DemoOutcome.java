// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

/**
 * What a run of the demo did, and how its simulated participants compare with the published ones.
 *
 * <p>Rates are NaN if the budget was too small to finish a single test.
 *
 * @param primings                      calls that traced priming
 * @param interferences                 calls that traced interference
 * @param reconsolidations              calls that traced reconsolidation
 * @param falseMemories                 calls that traced a false memory
 * @param wallNanos                     duration of the run
 * @param listsTested                   immediate recall tests completed
 * @param falseRecallRate               part of immediate recalls in which the lure intruded, mean over lists
 * @param falseRecognitionRate          part of recognition tests in which the lure was called old, mean over lists
 * @param veridicalRecallRate           part of the presented words recalled in immediate tests
 * @param publishedFalseRecallRate      the published mean over the same lists
 * @param publishedFalseRecognitionRate the published mean over the same lists
 * @param publishedVeridicalRecallRate  the published mean over the same lists
 */
public record DemoOutcome(
    long primings,
    long interferences,
    long reconsolidations,
    long falseMemories,
    long wallNanos,
    long listsTested,
    double falseRecallRate,
    double falseRecognitionRate,
    double veridicalRecallRate,
    double publishedFalseRecallRate,
    double publishedFalseRecognitionRate,
    double publishedVeridicalRecallRate) {

    /**
     * All calls to the tracer.
     *
     * @return the number of events
     */
    public long events() {
        return primings + interferences + reconsolidations + falseMemories;
    }

    /**
     * Throughput of the run, the model's own work included.
     *
     * @return events per second, 0 if the run took no measurable time
     */
    public double eventsPerSecond() {
        return wallNanos == 0 ? 0.0 : events() * 1e9 / wallNanos;
    }
}
