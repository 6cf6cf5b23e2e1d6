package io.engram.trace.cli.demo;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One person in a DRM experiment: studies lists, waits, recalls, and remembers what was not there.
 *
 * <ul>
 * <li>Activation spreads along the links of the network, shared among them and fading within seconds (Collins and
 * Loftus, 1975; Anderson, 1983). What arrives at another word is <b>priming</b>: semantic along a link, associative from
 * the word studied just before, repetition where the word was met before.
 * <li>A studied word leaves a trace whose base level falls with the logarithm of its age (Anderson and Schooler, 1991).
 * A trace is recalled when base level plus activation, less <b>interference</b>, exceeds a threshold. Active associates
 * of the cue interfere by sharing its activation (the fan effect, Anderson, 1974), traces of the same place in other
 * lists by being taken for the one that is sought: proactively if they are older, retroactively if they are younger
 * (Underwood, 1957).
 * <li>Recall makes a trace labile for a while, during which it is rewritten: <b>reconsolidation</b> (Nader, Schafe and
 * Le Doux, 2000).
 * <li>The lure, never studied, gathers activation from every associate that is studied or recalled. Where that exceeds a
 * threshold it is recalled with the rest: a <b>false memory</b> (Roediger and McDermott, 1995).
 * </ul>
 *
 * <p>Noise is the only chance in it, and comes from a seeded generator. The threshold of the lure is fitted so that lures
 * are falsely recalled about as often as published; nothing else is fitted to that figure.
 *
 * <p>Assumptions: one thread uses it.
 */
final class Rememberer {
    // Model time is in seconds. Words were read at a rate of one in 1.5 s.
    private static final double STUDY_SECONDS = 1.5;
    private static final double RECALL_SECONDS = 2.0;
    private static final double DELAY_SECONDS = 120.0;
    private static final double ACTIVATION_HALF_LIFE = 30.0;
    private static final double LURE_HALF_LIFE = 240.0;
    private static final double LABILE_SECONDS = 600.0;

    private static final double DECAY = 0.5;
    private static final double RECALL_THRESHOLD = -3.30;
    private static final double LURE_THRESHOLD = 1.90;
    private static final double NOISE = 0.55;
    private static final double LEAST_PRIMING = 0.02;
    private static final double LEAST_COMPETITOR = 0.08;
    private static final int LIST_LAG = 3;

    private static final long FIELD_STRENGTH = 1;
    private static final long FIELD_CONTEXT = 1 << 1;
    private static final long FIELD_LINKS = 1 << 2;

    private static final double LN_2 = StrictMath.log(2);
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final SemanticNetwork network;
    private final int[][] words;
    private final int[] lures;
    private final EventBudget events;
    private final SplittableRandom random;
    private final int[] order;
    private final double[] activation;
    private final double[] activatedAt;
    private final double[] studiedAt;
    private final int[] encounters;
    private final double[] labileSince;
    private final int[] lastList;
    private final long[] competitors = new long[DrmList.LENGTH];
    private final double[] competitorStrengths = new double[DrmList.LENGTH];
    private final long[] sources = new long[DrmList.LENGTH];
    private final double[] sourceStrengths = new double[DrmList.LENGTH];
    private double now;
    private long trial;
    private int lists;
    private int falselyRecalled;
    private long tested;
    private long recalled;

    Rememberer(SemanticNetwork network, List<DrmList> lists, EventBudget events, SplittableRandom random,
            long firstTrial) {
        this.network = network;
        this.events = events;
        this.random = random;
        this.trial = firstTrial;
        this.words = lists.stream()
                .map(list -> list.words().stream().mapToInt(network::node).toArray()).toArray(int[][]::new);
        this.lures = lists.stream().mapToInt(list -> network.node(list.lure())).toArray();
        this.order = new int[words.length];
        Arrays.setAll(order, i -> i);
        this.activation = new double[network.size()];
        this.activatedAt = new double[network.size()];
        this.studiedAt = new double[network.size()];
        this.encounters = new int[network.size()];
        this.labileSince = new double[network.size()];
        this.lastList = new int[network.size()];
    }

    /** A whole experiment with a fresh memory: every list once, in an order of its own. Ends early when the budget does. */
    void takePart() {
        Arrays.fill(activation, 0);
        Arrays.fill(activatedAt, 0);
        Arrays.fill(studiedAt, NEVER);
        Arrays.fill(encounters, 0);
        Arrays.fill(labileSince, NEVER);
        Arrays.fill(lastList, -1);
        now = 0;
        shuffle();
        for (int turn = 0; turn < order.length && !events.isSpent(); turn++) {
            trial++;
            study(turn);
            now += DELAY_SECONDS;
            recall(turn);
            if (falselyRecalls(turn)) {
                falselyRecalled++;
            }
            lists++;
            if (turn >= LIST_LAG) {
                // An earlier list once more: now later ones stand between, and its traces were recalled before.
                trial++;
                recall(turn - LIST_LAG);
            }
        }
    }

    /** Lists whose recall was tested at once. */
    int lists() {
        return lists;
    }

    /** How many of their lures were recalled. */
    int falselyRecalled() {
        return falselyRecalled;
    }

    /** Words whose recall was tested. */
    long tested() {
        return tested;
    }

    /** How many of them were recalled. */
    long recalled() {
        return recalled;
    }

    long trial() {
        return trial;
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
    }

    private void study(int turn) {
        int[] list = words[order[turn]];
        int before = -1;
        for (int word : list) {
            now += STUDY_SECONDS;
            if (encounters[word] > 0) {
                primeByRepetition(word);
            }
            if (before >= 0) {
                // What was just attended to is linked to what comes next.
                events.priming(trial, PrimingType.ASSOCIATIVE, activation(before), network.id(before),
                        network.id(word));
            }
            encounter(word, turn);
            activate(word, 1.0);
            spread(word);
            before = word;
        }
    }

    /** What was met before is met more easily again. */
    private void primeByRepetition(int word) {
        events.priming(trial, PrimingType.REPETITION, squash(baseLevel(word) - RECALL_THRESHOLD), network.id(word),
                network.id(word));
    }

    private void encounter(int word, int turn) {
        encounters[word]++;
        studiedAt[word] = now;
        lastList[word] = turn;
    }

    /** Shares a word's activation among its links. */
    private void spread(int word) {
        // The more links, the less for each: the fan effect, with the usual logarithmic share.
        double share = activation(word) / (1 + StrictMath.log(network.fan(word)));
        for (int link = 0; link < network.fan(word); link++) {
            double amount = share * network.strength(word, link);
            if (amount >= LEAST_PRIMING) {
                int target = network.target(word, link);
                activate(target, amount);
                events.priming(trial, PrimingType.SEMANTIC, amount, network.id(word), network.id(target));
            }
        }
    }

    private void recall(int turn) {
        int[] list = words[order[turn]];
        for (int place = 0; place < list.length; place++) {
            now += RECALL_SECONDS;
            int word = list[place];
            double cost = fanInterference(list, word) + listInterference(turn, place, word);
            double evidence = baseLevel(word) + Math.min(activation(word), 1.0) - cost + noise();
            tested++;
            if (evidence > RECALL_THRESHOLD) {
                recalled++;
                if (encounters[word] > 1) {
                    primeByRepetition(word);
                }
                reconsolidate(word, turn, cost);
                encounter(word, turn);
                activate(word, 1.0);
                spread(word);
            }
        }
    }

    /** Active words of the same list share the cue's activation. */
    private double fanInterference(int[] list, int word) {
        int count = 0;
        double sum = 0;
        for (int other : list) {
            double strength = other == word ? 0 : activation(other);
            if (strength >= LEAST_COMPETITOR) {
                count = insert(competitors, competitorStrengths, count, network.id(other), strength);
                sum += strength;
            }
        }
        if (count < 2) {
            return 0;
        }
        double magnitude = sum / (sum + 1 + activation(word));
        events.interference(trial, InterferenceType.FAN, magnitude, network.id(word), competitors, count);
        return 0.3 * magnitude;
    }

    /** Traces of the same place in lists near in time are taken for the one that is sought. */
    private double listInterference(int turn, int place, int word) {
        return nearInterference(InterferenceType.PROACTIVE, turn - LIST_LAG, turn - 1, place, word)
                + nearInterference(InterferenceType.RETROACTIVE, turn + 1, turn + LIST_LAG, place, word);
    }

    private double nearInterference(InterferenceType type, int from, int to, int place, int word) {
        int count = 0;
        double sum = 0;
        for (int turn = Math.max(from, 0); turn <= Math.min(to, order.length - 1); turn++) {
            int other = words[order[turn]][place];
            double strength = other == word || encounters[other] == 0 ? 0
                    : squash(baseLevel(other) - RECALL_THRESHOLD) / (2 + Math.abs(turn - lastList[word]));
            if (strength >= LEAST_COMPETITOR) {
                count = insert(competitors, competitorStrengths, count, network.id(other), strength);
                sum += strength;
            }
        }
        if (count == 0) {
            return 0;
        }
        double magnitude = sum / (sum + squash(baseLevel(word) - RECALL_THRESHOLD));
        if (magnitude * 2 > 1) {
            events.interference(trial, type, magnitude, network.id(word), competitors, count);
        }
        return 0.4 * magnitude;
    }

    private void reconsolidate(int word, int turn, double interference) {
        double position = (now - labileSince[word]) / LABILE_SECONDS;
        if (position < 0 || position > 1) {
            labileSince[word] = now;
            position = 0;
        }
        long fields = FIELD_STRENGTH;
        if (lastList[word] != turn || encounters[word] > 1) {
            fields |= FIELD_CONTEXT;
        }
        if (interference > 0) {
            fields |= FIELD_LINKS;
        }
        // Strong and often recalled traces are harder to rewrite, and the window closes gradually.
        double plasticity = (1 - position) / (1 + StrictMath.log(encounters[word]));
        events.reconsolidation(trial, network.id(word), position, fields, plasticity);
    }

    /** Whether the lure of a list that was studied and recalled comes to mind as if it had been on it. */
    private boolean falselyRecalls(int turn) {
        int lure = lures[order[turn]];
        double evidence = lureActivation(turn, lure) + noise();
        if (evidence <= LURE_THRESHOLD) {
            return false;
        }
        events.falseMemory(trial, network.id(lure), squash(2 * (evidence - LURE_THRESHOLD)), sources,
                DrmList.LENGTH);
        encounter(lure, turn);
        return true;
    }

    /** What studied and recalled words have left at the lure, with the strongest of them first in {@code sources}. */
    private double lureActivation(int turn, int lure) {
        int count = 0;
        double sum = 0;
        for (int word : words[order[turn]]) {
            double amount = 0;
            for (int link = 0; link < network.fan(word); link++) {
                if (network.target(word, link) == lure) {
                    // Gist outlasts activation: each encounter adds, and what it adds fades slowly.
                    amount = network.strength(word, link) * encounters[word] / (1 + StrictMath.log(network.fan(word)))
                            * halved(now - studiedAt[word], LURE_HALF_LIFE);
                }
            }
            count = insert(sources, sourceStrengths, count, network.id(word), amount);
            sum += amount;
        }
        return sum / 3;
    }

    /** Puts an id in its place among others, strongest first. */
    private static int insert(long[] ids, double[] strengths, int count, long id, double strength) {
        int place = count;
        while (place > 0 && strengths[place - 1] < strength) {
            strengths[place] = strengths[place - 1];
            ids[place] = ids[place - 1];
            place--;
        }
        strengths[place] = strength;
        ids[place] = id;
        return count + 1;
    }

    private void activate(int node, double amount) {
        activation[node] = activation(node) + amount;
        activatedAt[node] = now;
    }

    private double activation(int node) {
        return activation[node] * halved(now - activatedAt[node], ACTIVATION_HALF_LIFE);
    }

    private double baseLevel(int node) {
        return StrictMath.log(encounters[node]) - DECAY * StrictMath.log(Math.max(now - studiedAt[node], 1));
    }

    // The logistic distribution: what a race between many traces tends to (Anderson, 1983).
    private double noise() {
        double uniform = random.nextDouble(0x1.0p-53, 1.0);
        return NOISE * StrictMath.log(uniform / (1 - uniform));
    }

    // StrictMath throughout: Math may be off by a last digit that depends on what was compiled when, and one recall more
    // or less changes everything after it.
    private static double halved(double seconds, double halfLife) {
        return StrictMath.exp(-LN_2 * seconds / halfLife);
    }

    private static double squash(double value) {
        return 1 / (1 + StrictMath.exp(-value));
    }
}
