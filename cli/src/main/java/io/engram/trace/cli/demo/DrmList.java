// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One word list of the Deese-Roediger-McDermott paradigm, with its published norms.
 *
 * @param lure              the critical word, which is never presented
 * @param words             the {@value #LENGTH} presented words, in presentation order
 * @param backwardStrengths for each word, the proportion of people who answer it with the lure in free association
 * @param falseRecall       published proportion of participants who recalled the lure, if known
 * @param falseRecognition  published proportion of participants who called the lure old, if known
 * @param veridicalRecall   published mean proportion of the words recalled, if known
 */
public record DrmList(
    String lure,
    List<String> words,
    List<Double> backwardStrengths,
    OptionalDouble falseRecall,
    OptionalDouble falseRecognition,
    OptionalDouble veridicalRecall) {

    /** Number of words in a list. */
    public static final int LENGTH = 15;

    /**
     * Checks the list and takes unmodifiable copies.
     *
     * @throws IllegalArgumentException if the list breaks a rule of the paradigm; the message names the list and the rule
     */
    public DrmList {
        words = List.copyOf(words);
        backwardStrengths = List.copyOf(backwardStrengths);
        if (lure.isBlank()) {
            throw new IllegalArgumentException("empty lure");
        }
        if (words.size() != LENGTH || backwardStrengths.size() != LENGTH) {
            throw new IllegalArgumentException("list \"" + lure + "\": expected=" + LENGTH + " words, words="
                + words.size() + ", strengths=" + backwardStrengths.size());
        }
        if (words.contains(lure)) {
            throw new IllegalArgumentException("list \"" + lure + "\": the lure is among the words");
        }
        final var seen = new HashSet<String>();
        for (final String word : words) {
            if (word.isBlank() || !seen.add(word)) {
                throw new IllegalArgumentException("list \"" + lure + "\": empty or repeated word \"" + word + "\"");
            }
        }
        backwardStrengths.forEach(strength -> requireProportion(lure, strength));
        falseRecall.ifPresent(rate -> requireProportion(lure, rate));
        falseRecognition.ifPresent(rate -> requireProportion(lure, rate));
        veridicalRecall.ifPresent(rate -> requireProportion(lure, rate));
    }

    private static void requireProportion(final String lure, final double value) {
        if (!(value >= 0.0 && value <= 1.0)) {
            throw new IllegalArgumentException("list \"" + lure + "\": not a proportion: " + value);
        }
    }
}
