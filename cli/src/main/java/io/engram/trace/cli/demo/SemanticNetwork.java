package io.engram.trace.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What words mean to each other: a weighted graph over the words of the lists, the same for every rememberer.
 *
 * <p>Lists are ordered by associative strength, and it is the strength from the words to the lure that predicts false
 * recall (Roediger, Watson, McDermott and Gallo, 2001): so the weight of a word's link to its lure falls with its place
 * in the list. Links the other way are half as strong, those between neighbours in a list weaker still.
 *
 * <p>A word is a node; its id is the FNV-1a hash of its letters, so that it is the same in every run.
 */
final class SemanticNetwork {
    private static final double STRONGEST = 0.80;
    private static final double STEP = 0.04;
    private static final double FORWARD = 0.5;
    private static final double NEIGHBOUR = 0.20;
    private static final long FNV_BASIS = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x0000_0100_0000_01B3L;

    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final List<Map<Integer, Double>> weights = new ArrayList<>();
    private final long[] ids;
    private final int[][] targets;
    private final double[][] strengths;

    SemanticNetwork(List<DrmList> lists) {
        for (DrmList list : lists) {
            int lure = index(list.lure());
            int before = -1;
            for (int place = 0; place < DrmList.LENGTH; place++) {
                int word = index(list.words().get(place));
                double backward = STRONGEST - STEP * place;
                link(word, lure, backward);
                link(lure, word, FORWARD * backward);
                if (before >= 0) {
                    link(word, before, NEIGHBOUR);
                    link(before, word, NEIGHBOUR);
                }
                before = word;
            }
        }
        int size = indices.size();
        ids = new long[size];
        targets = new int[size][];
        strengths = new double[size][];
        indices.forEach((word, node) -> {
            ids[node] = hash(word);
            Map<Integer, Double> links = weights.get(node);
            targets[node] = links.keySet().stream().mapToInt(Integer::intValue).toArray();
            strengths[node] = links.values().stream().mapToDouble(Double::doubleValue).toArray();
        });
    }

    private int index(String word) {
        return indices.computeIfAbsent(word, key -> {
            weights.add(new LinkedHashMap<>());
            return indices.size();
        });
    }

    // Words on several lists keep their strongest link.
    private void link(int source, int target, double weight) {
        weights.get(source).merge(target, weight, Math::max);
    }

    private static long hash(String word) {
        long hash = FNV_BASIS;
        for (byte letter : word.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter) * FNV_PRIME;
        }
        return hash;
    }

    int size() {
        return ids.length;
    }

    int node(String word) {
        return indices.get(word);
    }

    long id(int node) {
        return ids[node];
    }

    /** How many other nodes a node is linked to: what its activation is shared among. */
    int fan(int node) {
        return targets[node].length;
    }

    int target(int node, int link) {
        return targets[node][link];
    }

    double strength(int node, int link) {
        return strengths[node][link];
    }
}
