package io.engram.trace.cli.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * A list of associates of a word that is not on it.
 *
 * @param lure the critical lure
 * @param words the 15 studied words, the strongest associate first
 */
record DrmList(String lure, List<String> words) {
    static final int LENGTH = 15;

    DrmList {
        words = List.copyOf(words);
        if (words.size() != LENGTH || new HashSet<>(words).size() != LENGTH || words.contains(lure)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "list '%s' has %d words: give %d different ones without the lure", lure, words.size(), LENGTH));
        }
    }
}
