// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import java.util.Arrays;

/**
 * The memory of one simulated participant: activation spreading over an {@link AssociativeNetwork}, traces that decay,
 * and cues whose activation is shared among all that is attached to them.
 *
 * <p>The need for a trace is {@code weight * age^-decay} (Anderson and Schooler, 1991), its activation the logarithm of
 * that. Repeated encodings are kept as their total weight and their weighted mean time, so that one trace costs two
 * numbers however often it is used. Not thread safe; reset and reused, so that the hot path does not allocate.
 *
 * <p>Two clocks run: experienced time, by which traces decay and which slows down between sessions, and elapsed time,
 * by which the window of reconsolidation closes.
 */
final class SemanticMemory {

    /** Scale from activation to response time: seconds at activation 0 (Anderson, 1983). */
    private static final double LATENCY_FACTOR = 0.6;

    private final AssociativeNetwork network;
    private final ModelParameters parameters;
    private final double[] weight;
    private final double[] centroid;
    private final double[] reactivatedAt;
    private final int[] presentations;
    private final int[] retrievals;
    private double experienced;
    private double elapsed;
    private double targetPull;
    private double competitorShare;

    SemanticMemory(final AssociativeNetwork network, final ModelParameters parameters) {
        this.network = network;
        this.parameters = parameters;
        final int nodes = network.nodeCount();
        weight = new double[nodes];
        centroid = new double[nodes];
        reactivatedAt = new double[nodes];
        presentations = new int[nodes];
        retrievals = new int[nodes];
    }

    /** Forgets everything: the next participant. */
    void reset() {
        Arrays.fill(weight, 0.0);
        Arrays.fill(centroid, 0.0);
        Arrays.fill(reactivatedAt, 0.0);
        Arrays.fill(presentations, 0);
        Arrays.fill(retrievals, 0);
        experienced = 0.0;
        elapsed = 0.0;
    }

    /** Lets time pass within a session. */
    void advance(final double seconds) {
        experienced += seconds;
        elapsed += seconds;
    }

    /** Lets time pass between sessions. */
    void rest(final double seconds) {
        experienced += seconds * parameters.restingClock();
        elapsed += seconds;
    }

    /** Elapsed seconds since the participant began. */
    double elapsed() {
        return elapsed;
    }

    /** Encodes a presented word; its activation spreads to the lures it calls up. */
    void study(final int node, final double encodingWeight) {
        strengthen(node, encodingWeight);
        presentations[node]++;
        reactivatedAt[node] = elapsed;
        spread(node, encodingWeight);
    }

    /** Strengthens a trace by its own retrieval; the word called up spreads as a presented one does. */
    void retrieve(final int node, final double addedWeight) {
        strengthen(node, addedWeight);
        retrievals[node]++;
        reactivatedAt[node] = elapsed;
        spread(node, addedWeight);
    }

    private void spread(final int node, final double amount) {
        final int[] targets = network.lureTargets(node);
        final double[] strengths = network.lureStrengths(node);
        for (int i = 0; i < targets.length; i++) {
            strengthen(targets[i], parameters.implicitSpread() * strengths[i] * amount);
        }
    }

    private void strengthen(final int node, final double amount) {
        final double total = weight[node] + amount;
        if (total > 0.0) {
            centroid[node] += (experienced - centroid[node]) * amount / total;
            weight[node] = total;
        }
    }

    /** Odds that a trace is needed now; 0 for one that was never encoded. */
    double need(final int node) {
        if (weight[node] == 0.0) {
            return 0.0;
        }
        final double age = experienced - centroid[node] + 1.0;
        return parameters.decay() == 0.5 ? weight[node] / Math.sqrt(age) : weight[node] * Math.pow(age, -parameters.decay());
    }

    /** Base level activation; negative infinity for a trace that was never encoded. */
    double activation(final int node) {
        return Math.log(need(node));
    }

    /** Seconds a retrieval takes at an activation (Anderson, 1983): the lower the activation, the slower. */
    static double latency(final double activation) {
        return LATENCY_FACTOR * Math.exp(-activation);
    }

    /**
     * Share of the cue's activation that reaches the target: its association, weighted by how available it is, over those
     * of everything active that hangs on the cue. More associates, smaller share: the fan effect (Anderson, 1974).
     */
    double cueShare(final int cue, final int target) {
        final double all = pullOfAll(cue, target);
        return all == 0.0 ? 0.0 : targetPull / all;
    }

    /**
     * Associates of the cue that pull at least {@code ratio} times as hard as the target.
     *
     * @param out receives their nodes; must hold as many as the cue has neighbours
     * @return how many there are; {@link #competitorShare} then tells how much they take
     */
    int competitors(final int cue, final int target, final double ratio, final int[] out) {
        pullOfAll(cue, target);
        final int[] neighbours = network.neighbours(cue);
        final double[] strengths = network.strengths(cue);
        final double floor = targetPull * ratio;
        int count = 0;
        double taken = 0.0;
        for (int i = 0; i < neighbours.length; i++) {
            final double pull = strengths[i] * need(neighbours[i]);
            if (neighbours[i] != target && pull > floor) {
                out[count++] = neighbours[i];
                taken += pull;
            }
        }
        competitorShare = count == 0 ? 0.0 : taken / (taken + targetPull);
        return count;
    }

    /** What the competitors found last take of what they and the target get together. */
    double competitorShare() {
        return competitorShare;
    }

    private double pullOfAll(final int cue, final int target) {
        final int[] neighbours = network.neighbours(cue);
        final double[] strengths = network.strengths(cue);
        double all = 0.0;
        targetPull = 0.0;
        for (int i = 0; i < neighbours.length; i++) {
            final double pull = strengths[i] * need(neighbours[i]);
            all += pull;
            if (neighbours[i] == target) {
                targetPull = pull;
            }
        }
        return all;
    }

    /** Strength in 0..1 of the link between two words studied next to each other: as good as its weaker end. */
    double pairStrength(final int first, final int second) {
        final double weaker = Math.min(need(first), need(second));
        return weaker / (1.0 + weaker);
    }

    /** Part in 0..1 of a trace's uses that came after its first presentation. */
    double repetitionShare(final int node) {
        final int uses = presentations[node] + retrievals[node];
        return uses <= 1 ? 0.0 : (uses - 1.0) / uses;
    }

    boolean studied(final int node) {
        return presentations[node] > 0;
    }

    double weight(final int node) {
        return weight[node];
    }

    /** Elapsed seconds since the trace was last encoded or retrieved. */
    double sinceReactivation(final int node) {
        return elapsed - reactivatedAt[node];
    }
}
