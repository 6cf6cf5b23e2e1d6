// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Long-term semantic knowledge: nodes for words and weighted associations between them (Collins and Loftus, 1975).
 *
 * <p>Immutable and shared by all workers. Two kinds of association:
 * <ul>
 *   <li>word to lure: the published backward associative strength, which predicts false recall better than any other
 *       property of a list (Roediger, Watson, McDermott and Gallo, 2001), plus a small residue;
 *   <li>word to word within a list: not normed. Two words that both point at the theme are taken to be associated
 *       through it, with the geometric mean of their strengths. This is an assumption of the model.
 * </ul>
 * A word that occurs in several lists is one node with the associations of all of them.
 */
final class AssociativeNetwork {

    /**
     * Strength of associations too rare for the norms. A word whose backward strength is listed as 0 is still on its list
     * because the lure called it up; this much is added to every backward strength.
     */
    private static final double RESIDUAL_STRENGTH = 0.05;

    private final long[] ids;
    private final int[][] listWords;
    private final int[] lures;
    private final int[][] bySourceStrength;
    private final double[][] sourceStrength;
    private final int[][] neighbours;
    private final double[][] strengths;
    private final int[][] lureTargets;
    private final double[][] lureStrengths;

    AssociativeNetwork(final List<DrmList> lists) {
        final Map<String, Integer> index = new HashMap<>();
        final List<String> words = new ArrayList<>();
        for (final DrmList list : lists) {
            for (final String word : list.words()) {
                node(index, words, word);
            }
            node(index, words, list.lure());
        }
        ids = words.stream().mapToLong(NodeIds::of).toArray();
        lures = new int[lists.size()];
        listWords = new int[lists.size()][];
        bySourceStrength = new int[lists.size()][];
        sourceStrength = new double[lists.size()][];
        final List<Map<Integer, Double>> mates = new ArrayList<>();
        final List<Map<Integer, Double>> themes = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            mates.add(new HashMap<>());
            themes.add(new HashMap<>());
        }
        for (int l = 0; l < lists.size(); l++) {
            final DrmList list = lists.get(l);
            lures[l] = index.get(list.lure());
            listWords[l] = list.words().stream().mapToInt(index::get).toArray();
            for (int i = 0; i < DrmList.LENGTH; i++) {
                final double backward = list.backwardStrengths().get(i) + RESIDUAL_STRENGTH;
                themes.get(listWords[l][i]).merge(lures[l], backward, Math::max);
                for (int j = 0; j < DrmList.LENGTH; j++) {
                    if (i != j) {
                        final double other = list.backwardStrengths().get(j) + RESIDUAL_STRENGTH;
                        mates.get(listWords[l][i]).merge(listWords[l][j], Math.sqrt(backward * other), Math::max);
                    }
                }
            }
            final List<Integer> order = new ArrayList<>();
            for (int i = 0; i < DrmList.LENGTH; i++) {
                order.add(i);
            }
            order.sort((a, b) -> Double.compare(list.backwardStrengths().get(b), list.backwardStrengths().get(a)));
            bySourceStrength[l] = order.stream().mapToInt(i -> i).toArray();
            sourceStrength[l] = list.backwardStrengths().stream().mapToDouble(s -> s + RESIDUAL_STRENGTH).toArray();
        }
        neighbours = new int[ids.length][];
        strengths = new double[ids.length][];
        lureTargets = new int[ids.length][];
        lureStrengths = new double[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            neighbours[i] = keys(mates.get(i));
            strengths[i] = values(mates.get(i), neighbours[i]);
            lureTargets[i] = keys(themes.get(i));
            lureStrengths[i] = values(themes.get(i), lureTargets[i]);
        }
    }

    private static void node(final Map<String, Integer> index, final List<String> words, final String word) {
        if (index.putIfAbsent(word, words.size()) == null) {
            words.add(word);
        }
    }

    // Sorted, because the order of sums decides their last bit and the same seed must give the same events.
    private static int[] keys(final Map<Integer, Double> edges) {
        return edges.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static double[] values(final Map<Integer, Double> edges, final int[] keys) {
        final double[] values = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = edges.get(keys[i]);
        }
        return values;
    }

    int nodeCount() {
        return ids.length;
    }

    /** The most associates any word has. */
    int largestFan() {
        return Arrays.stream(neighbours).mapToInt(associates -> associates.length).max().orElse(0);
    }

    int listCount() {
        return lures.length;
    }

    long id(final int node) {
        return ids[node];
    }

    int lure(final int list) {
        return lures[list];
    }

    int word(final int list, final int position) {
        return listWords[list][position];
    }

    /** Position of the word that calls up the lure of {@code list} the {@code rank}-th most often. */
    int strongestSource(final int list, final int rank) {
        return bySourceStrength[list][rank];
    }

    double backwardStrength(final int list, final int position) {
        return sourceStrength[list][position];
    }

    /** Words associated with {@code node}; shared array, not to be modified. */
    int[] neighbours(final int node) {
        return neighbours[node];
    }

    /** Strengths of {@link #neighbours}; shared array, not to be modified. */
    double[] strengths(final int node) {
        return strengths[node];
    }

    /** Lures called up by {@code node}; shared array, not to be modified. */
    int[] lureTargets(final int node) {
        return lureTargets[node];
    }

    /** Strengths of {@link #lureTargets}; shared array, not to be modified. */
    double[] lureStrengths(final int node) {
        return lureStrengths[node];
    }
}
