// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import java.util.SplittableRandom;

/**
 * Runs simulated participants through the procedure of Roediger and McDermott (1995) and reports what happens in their
 * memories: study six lists, recall each at once; rest; recall parts of all of them again; judge the lures as old or new.
 *
 * <p>Every event is read off the state of a {@link SemanticMemory}. The only chance is noise in encoding, between
 * participants and in retrieval, from a generator seeded with the run's seed and the worker's index: the same two give
 * the same events, and a larger budget gives the same events and more.
 *
 * <p>All events of one retrieval attempt share a correlation id.
 */
final class DrmExperiment {

    static final int LISTS_PER_SESSION = 6;

    /** A reactivated trace can be changed for some hours; six hours later it no longer can (Nader et al., 2000). */
    static final double LABILE_SECONDS = 6 * 3600.0;

    private static final double SECONDS_PER_WORD = 1.5;
    private static final double SECONDS_BEFORE_RECALL = 2.0;
    private static final double SECONDS_BETWEEN_LISTS = 10.0;
    private static final double SECONDS_PER_ATTEMPT = 0.5;
    private static final double LONGEST_ATTEMPT = 2.0;
    private static final double[] REST_SECONDS = {600.0, 3600.0, 4 * 3600.0, 24 * 3600.0};

    /** The first words of a list are rehearsed more (primacy): added encoding weight, halved from word to word. */
    private static final double PRIMACY = 0.6;

    /** Encoding weight of one retrieval of a fully plastic trace. */
    private static final double RETRIEVAL_WEIGHT = 0.5;

    /** Words of each list that are cued in the delayed test: every third. */
    private static final int DELAYED_STRIDE = 3;

    /** Priming below this is not an effect anyone would report. */
    private static final double PRIMING_FLOOR = 0.18;

    /** How much harder than the target an associate of the cue must pull to count as a competitor. */
    private static final double FAN_RATIO = 10.0;

    /** How much more available than the target a word of a neighbouring list must be to count as a competitor. */
    private static final double LIST_RATIO = 1.5;

    /** Part of a lure's weight below which a word is not named as one of its sources. */
    private static final double SOURCE_FLOOR = 0.02;

    /** Neighbouring lists on each side whose words compete for the same serial position. */
    private static final int LIST_REACH = 2;

    /** Recall around which monitoring neither raises nor lowers the threshold: about the published mean. */
    private static final double MEAN_RECALL = 0.6;

    private final AssociativeNetwork network;
    private final ModelParameters parameters;
    private final SemanticMemory memory;
    private final TraceSink sink;
    private final SplittableRandom random;
    private final ExperimentTally tally;
    private final int[] listOrder;
    private final int[] fanNodes;
    private final long[] ids;
    private final double[] contributions = new double[DrmList.LENGTH];
    private final long correlationBase;

    private long trial;
    private long remaining;
    private double subject;
    private boolean crossListInterference;

    DrmExperiment(
        final AssociativeNetwork network,
        final ModelParameters parameters,
        final TraceSink sink,
        final long seed,
        final int worker) {
        this.network = network;
        this.parameters = parameters;
        this.sink = sink;
        memory = new SemanticMemory(network, parameters);
        random = new SplittableRandom(mix(seed ^ mix(worker + 1L)));
        tally = new ExperimentTally(network.listCount());
        fanNodes = new int[network.largestFan()];
        ids = new long[Math.max(network.largestFan(), DrmList.LENGTH)];
        listOrder = new int[network.listCount()];
        for (int i = 0; i < listOrder.length; i++) {
            listOrder[i] = i;
        }
        correlationBase = (worker + 1L) << 40;
    }

    // A splittable generator steps by a constant: seeds that differ by a multiple of it give shifted copies of one
    // stream. Mixing keeps the workers' streams apart.
    private static long mix(final long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    ExperimentTally tally() {
        return tally;
    }

    /** Allows this many more events. */
    void grant(final long events) {
        remaining += events;
    }

    boolean exhausted() {
        return remaining <= 0;
    }

    /** One participant, or as much of one as the budget allows. */
    void runSession() {
        memory.reset();
        subject = parameters.subjectNoise() * random.nextGaussian();
        final int lists = Math.min(LISTS_PER_SESSION, listOrder.length);
        for (int i = 0; i < lists; i++) {
            final int j = i + random.nextInt(listOrder.length - i);
            final int picked = listOrder[j];
            listOrder[j] = listOrder[i];
            listOrder[i] = picked;
        }
        for (int k = 0; k < lists && remaining > 0; k++) {
            study(listOrder[k]);
            memory.advance(SECONDS_BEFORE_RECALL);
            recallList(k, k + 1, 1);
            memory.advance(SECONDS_BETWEEN_LISTS);
        }
        memory.rest(REST_SECONDS[random.nextInt(REST_SECONDS.length)]);
        for (int k = 0; k < lists && remaining > 0; k++) {
            recallList(k, lists, DELAYED_STRIDE);
        }
        for (int k = 0; k < lists && remaining > 0; k++) {
            judgeLure(listOrder[k]);
        }
    }

    private void study(final int list) {
        double primacy = PRIMACY;
        for (int p = 0; p < DrmList.LENGTH; p++) {
            memory.advance(SECONDS_PER_WORD);
            memory.study(
                network.word(list, p), (1.0 + primacy) * Math.exp(parameters.encodingNoise() * random.nextGaussian()));
            primacy *= 0.5;
        }
    }

    /** Recall of the {@code k}-th list, with {@code studied} lists studied; a stride above 1 is the delayed test. */
    private void recallList(final int k, final int studied, final int stride) {
        final int list = listOrder[k];
        final boolean delayed = stride > 1;
        int cuePosition = DrmList.LENGTH - 1;
        int tested = 0;
        int hits = 0;
        for (int p = 0; p < DrmList.LENGTH && remaining > 0; p += stride) {
            final boolean hit = recallWord(k, studied, p, p == cuePosition ? 0 : cuePosition, delayed);
            tested++;
            if (hit) {
                cuePosition = p;
                hits++;
            } else if (hits == 0) {
                cuePosition = p;
            }
        }
        if (remaining > 0) {
            recallLure(list, stride, (double) hits / tested, delayed);
            if (delayed) {
                tally.delayedWordsTested += tested;
                tally.delayedWordsRecalled += hits;
            } else {
                tally.wordsTested += tested;
                tally.wordsRecalled += hits;
            }
        }
    }

    private boolean recallWord(
        final int k, final int studied, final int position, final int cuePosition, final boolean delayed) {
        final int list = listOrder[k];
        final int target = network.word(list, position);
        final int cue = network.word(list, cuePosition);
        final boolean adjacent = Math.abs(cuePosition - position) == 1;
        trial++;

        final double share = memory.cueShare(cue, target);
        final double semantic = parameters.primingGain() * Math.sqrt(share);
        final double pair = adjacent ? parameters.pairGain() * memory.pairStrength(cue, target) : 0.0;
        // Earlier uses are already in the trace's weight: this is their part of its activation, not added to it again.
        final double repetition = -Math.log(1.0 - memory.repetitionShare(target));
        primeWord(cue, target, semantic, pair, repetition);

        final double interference = interfere(k, studied, position, cue, target);
        final double activation =
            memory.activation(target) + semantic + pair + subject - parameters.interferenceCost() * interference;
        memory.advance(SECONDS_PER_ATTEMPT + Math.min(SemanticMemory.latency(activation), LONGEST_ATTEMPT));
        if (activation + parameters.retrievalNoise() * random.nextGaussian() < parameters.recallThreshold()) {
            return false;
        }
        reconsolidate(list, target, adjacent, delayed, crossListInterference);
        return true;
    }

    private void primeWord(
        final int cue, final int target, final double semantic, final double pair, final double repetition) {
        final PrimingType type;
        final double gain;
        if (repetition > semantic && repetition > pair) {
            type = PrimingType.REPETITION;
            gain = repetition;
        } else if (pair > semantic) {
            type = PrimingType.ASSOCIATIVE;
            gain = pair;
        } else {
            type = PrimingType.SEMANTIC;
            gain = semantic;
        }
        // What a word's own earlier use primes, it primes from itself.
        final int source = type == PrimingType.REPETITION ? target : cue;
        prime(type, 1.0 - Math.exp(-gain), source, target);
    }

    private void prime(final PrimingType type, final double strength, final int source, final int target) {
        if (strength >= PRIMING_FLOOR && remaining > 0) {
            remaining--;
            tally.primings++;
            sink.priming(correlationId(), type, (float) strength, network.id(source), network.id(target));
        }
    }

    private double interfere(
        final int k, final int studied, final int position, final int cue, final int target) {
        double strongest = 0.0;
        final int rivals = memory.competitors(cue, target, FAN_RATIO, fanNodes);
        if (rivals > 0) {
            for (int i = 0; i < rivals; i++) {
                ids[i] = network.id(fanNodes[i]);
            }
            strongest = memory.competitorShare();
            interference(InterferenceType.FAN, strongest, target, rivals);
        }
        final double earlier =
            interfereFromLists(InterferenceType.PROACTIVE, Math.max(0, k - LIST_REACH), k, position, target);
        final double later = interfereFromLists(
            InterferenceType.RETROACTIVE, k + 1, Math.min(studied, k + 1 + LIST_REACH), position, target);
        crossListInterference = earlier > 0.0 || later > 0.0;
        return Math.max(strongest, Math.max(earlier, later));
    }

    /** Words at the same serial position of other lists compete: the commonest intrusion between lists (Conrad, 1960). */
    private double interfereFromLists(
        final InterferenceType type, final int from, final int to, final int position, final int target) {
        final double own = memory.need(target);
        double taken = 0.0;
        int rivals = 0;
        for (int other = from; other < to; other++) {
            final int rival = network.word(listOrder[other], position);
            final double need = memory.need(rival);
            if (rival != target && need > LIST_RATIO * own) {
                ids[rivals++] = network.id(rival);
                taken += need;
            }
        }
        if (rivals == 0) {
            return 0.0;
        }
        final double magnitude = taken / (taken + own);
        interference(type, magnitude, target, rivals);
        return magnitude;
    }

    private void interference(
        final InterferenceType type, final double magnitude, final int target, final int rivals) {
        if (remaining > 0) {
            remaining--;
            tally.interferences++;
            sink.interference(correlationId(), type, (float) magnitude, network.id(target), ids, rivals);
        }
    }

    /** Recall makes a trace labile, and storing it again changes it (Nader, Schafe and LeDoux, 2000). */
    private void reconsolidate(
        final int list, final int target, final boolean adjacent, final boolean delayed, final boolean blurred) {
        final double since = memory.sinceReactivation(target) / LABILE_SECONDS;
        // A window that has closed is opened anew by this recall.
        final double window = since < 1.0 ? since : 0.0;
        // Strong memories resist change (Suzuki et al., 2004).
        final double plasticity = (1.0 - window) / (1.0 + Math.log1p(memory.weight(target)));
        long fields = ModifiedField.STRENGTH.bit();
        if (delayed) {
            fields |= ModifiedField.CONTEXT.bit();
        }
        if (!adjacent) {
            fields |= ModifiedField.ASSOCIATION.bit();
        }
        if (blurred) {
            fields |= ModifiedField.SOURCE.bit();
        }
        if (memory.need(network.lure(list)) > memory.need(target)) {
            fields |= ModifiedField.GIST.bit();
        }
        memory.retrieve(target, RETRIEVAL_WEIGHT * plasticity);
        if (remaining > 0) {
            remaining--;
            tally.reconsolidations++;
            sink.reconsolidation(
                correlationId(), network.id(target), (float) window, Long.bitCount(fields), fields,
                (float) plasticity);
        }
    }

    /**
     * The lure comes to mind with the last words of a list, by the same rule as they do: its activation, all of it spread
     * from words that were there, exceeds the threshold.
     */
    private void recallLure(final int list, final int stride, final double recall, final boolean delayed) {
        final int lure = network.lure(list);
        // A lure that another list of the session presented would be a true memory.
        if (memory.studied(lure)) {
            return;
        }
        primeLure(list, stride);
        final double threshold =
            parameters.recallThreshold() + parameters.monitoring() * (recall - MEAN_RECALL);
        final double margin = lureActivation(lure) - threshold;
        final boolean intruded = margin > 0.0;
        if (!delayed) {
            tally.luresTested[list]++;
            tally.luresRecalled[list] += intruded ? 1 : 0;
        }
        if (intruded) {
            falseMemory(list, margin);
            memory.retrieve(lure, RETRIEVAL_WEIGHT);
        }
    }

    private void judgeLure(final int list) {
        final int lure = network.lure(list);
        if (memory.studied(lure)) {
            return;
        }
        trial++;
        memory.advance(SECONDS_PER_ATTEMPT);
        primeLure(list, 1);
        final double margin = lureActivation(lure) - parameters.recognitionCriterion();
        final boolean calledOld = margin > 0.0;
        tally.luresJudged[list]++;
        tally.luresRecognized[list] += calledOld ? 1 : 0;
        if (calledOld) {
            falseMemory(list, margin);
        }
    }

    private double lureActivation(final int lure) {
        return memory.activation(lure) + subject + parameters.retrievalNoise() * random.nextGaussian();
    }

    /** Of the words tested, the one that gave the lure most primes it, by its part of the lure's whole weight. */
    private void primeLure(final int list, final int stride) {
        final int lure = network.lure(list);
        int best = -1;
        double most = 0.0;
        for (int p = 0; p < DrmList.LENGTH; p += stride) {
            final double spread = contribution(list, p);
            if (spread > most) {
                most = spread;
                best = p;
            }
        }
        if (best >= 0) {
            prime(PrimingType.SEMANTIC, most / memory.weight(lure), network.word(list, best), lure);
        }
    }

    private double contribution(final int list, final int position) {
        return parameters.implicitSpread() * network.backwardStrength(list, position)
            * memory.weight(network.word(list, position));
    }

    /** Sources are the words that gave the lure its activation, the largest share first. */
    private void falseMemory(final int list, final double margin) {
        final double floor = SOURCE_FLOOR * memory.weight(network.lure(list));
        int sources = 0;
        for (int rank = 0; rank < DrmList.LENGTH; rank++) {
            final int position = network.strongestSource(list, rank);
            final double share = contribution(list, position);
            if (share >= floor) {
                int slot = sources++;
                for (; slot > 0 && contributions[slot - 1] < share; slot--) {
                    contributions[slot] = contributions[slot - 1];
                    ids[slot] = ids[slot - 1];
                }
                contributions[slot] = share;
                ids[slot] = network.id(network.word(list, position));
            }
        }
        if (remaining > 0) {
            remaining--;
            tally.falseMemories++;
            final double confidence = 1.0 / (1.0 + Math.exp(-margin / parameters.retrievalNoise()));
            sink.falseMemory(correlationId(), network.id(network.lure(list)), (float) confidence, ids, sources);
        }
    }

    private long correlationId() {
        return correlationBase + trial;
    }
}
