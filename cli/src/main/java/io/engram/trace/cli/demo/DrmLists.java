// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The published word lists of the Deese-Roediger-McDermott paradigm, and the node ids of their words.
 *
 * <p>The table itself, its sources and how it was checked are in the resource {@code drm-lists.tsv}.
 */
public final class DrmLists {

    private static final String RESOURCE = "drm-lists.tsv";
    private static final int COLUMNS = 5;

    private final List<DrmList> lists;
    private final Map<Long, String> wordsById;

    private DrmLists(final List<DrmList> lists) {
        this.lists = List.copyOf(lists);
        this.wordsById = new HashMap<>();
        for (final DrmList list : lists) {
            register(list.lure());
            list.words().forEach(this::register);
        }
    }

    /**
     * Loads the lists that ship with the demo.
     *
     * @return the lists
     * @throws IllegalArgumentException if the table is malformed; the message names the line
     */
    public static DrmLists load() {
        final InputStream stream = DrmLists.class.getResourceAsStream(RESOURCE);
        if (stream == null) {
            throw new IllegalStateException("missing resource: " + RESOURCE);
        }
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return parse(reader);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    static DrmLists parse(final Reader source) throws IOException {
        final var lists = new ArrayList<DrmList>();
        final var lures = new HashSet<String>();
        final var reader = new BufferedReader(source);
        boolean headerSeen = false;
        int lineNumber = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lineNumber++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!headerSeen) {
                headerSeen = true;
                continue;
            }
            final DrmList list;
            try {
                list = parseLine(line);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + lineNumber + ": " + e.getMessage(), e);
            }
            if (!lures.add(list.lure())) {
                throw new IllegalArgumentException("line " + lineNumber + ": second list for lure \"" + list.lure() + '"');
            }
            lists.add(list);
        }
        if (lists.isEmpty()) {
            throw new IllegalArgumentException("no word lists");
        }
        return new DrmLists(lists);
    }

    private static DrmList parseLine(final String line) {
        final String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("expected=" + COLUMNS + " columns, columns=" + columns.length);
        }
        final var words = new ArrayList<String>();
        final var strengths = new ArrayList<Double>();
        for (final String entry : columns[4].split(",", -1)) {
            final int separator = entry.indexOf('=');
            if (separator < 0) {
                throw new IllegalArgumentException("expected word=strength, entry=" + entry);
            }
            words.add(entry.substring(0, separator).strip());
            strengths.add(Double.valueOf(entry.substring(separator + 1)));
        }
        return new DrmList(columns[0].strip(), words, strengths, rate(columns[1]), rate(columns[2]), rate(columns[3]));
    }

    private static OptionalDouble rate(final String column) {
        return column.isBlank() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(column));
    }

    private void register(final String word) {
        final String other = wordsById.put(NodeIds.of(word), word);
        if (other != null && !other.equals(word)) {
            throw new IllegalArgumentException("words with the same node id: \"" + other + "\", \"" + word + '"');
        }
    }

    /**
     * All lists, in the order of the table.
     *
     * @return an unmodifiable list
     */
    public List<DrmList> lists() {
        return lists;
    }

    /**
     * The node id under which the demo traces a word; the same in every run and on every machine.
     *
     * @param word any word
     * @return an unsigned 64-bit id, never 0
     */
    public static long nodeId(final String word) {
        return NodeIds.of(word);
    }

    /**
     * The word behind a node id, for labels.
     *
     * @param nodeId unsigned 64-bit node id
     * @return the word, or empty if no list holds it
     */
    public Optional<String> word(final long nodeId) {
        return Optional.ofNullable(wordsById.get(nodeId));
    }

    /**
     * All words by their node ids.
     *
     * @return an unmodifiable map
     */
    public Map<Long, String> words() {
        return Collections.unmodifiableMap(wordsById);
    }

    /**
     * Mean published false recall of the lists for which it is known.
     *
     * @return a proportion, or NaN if none is known
     */
    public double meanFalseRecall() {
        return mean(DrmList::falseRecall);
    }

    /**
     * Mean published false recognition of the lists for which it is known.
     *
     * @return a proportion, or NaN if none is known
     */
    public double meanFalseRecognition() {
        return mean(DrmList::falseRecognition);
    }

    /**
     * Mean published recall of presented words over the lists for which it is known.
     *
     * @return a proportion, or NaN if none is known
     */
    public double meanVeridicalRecall() {
        return mean(DrmList::veridicalRecall);
    }

    private double mean(final Function<DrmList, OptionalDouble> rate) {
        return lists.stream().map(rate).filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble)
            .average().orElse(Double.NaN);
    }
}
