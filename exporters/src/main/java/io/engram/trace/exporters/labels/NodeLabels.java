// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people call nodes: words by unsigned 64-bit id. Immutable. */
public final class NodeLabels {
    /** No labels. */
    public static final NodeLabels NONE = new NodeLabels(Map.of());
    /** The longest label, in UTF-16 units. */
    public static final int MAX_LENGTH = 200;
    /** The most labels. */
    public static final int MAX_COUNT = 1_000_000;

    private final Map<Long, String> labels;

    private NodeLabels(Map<Long, String> labels) {
        this.labels = labels;
    }

    /**
     * Labels that are known.
     *
     * @param labels words by unsigned id; copied
     * @return labels
     * @throws IllegalArgumentException if a label is blank, has control characters or is longer than
     *     {@link #MAX_LENGTH}, or there are more than {@link #MAX_COUNT}
     */
    public static NodeLabels of(Map<Long, String> labels) {
        if (labels.size() > MAX_COUNT) {
            throw new IllegalArgumentException(labels.size() + " labels: give " + MAX_COUNT + " at most");
        }
        labels.forEach((id, label) -> {
            String flaw = flaw(label);
            if (flaw != null) {
                throw new IllegalArgumentException("label of node " + Long.toUnsignedString(id) + " " + flaw);
            }
        });
        return labels.isEmpty() ? NONE : new NodeLabels(new HashMap<>(labels));
    }

    /**
     * Reads a file: lines {@code id,label}, with or without that heading, labels with commas or quotes quoted as in
     * RFC 4180; or one JSON object {@code {"id":"label"}}. Which of both, its first character tells.
     *
     * @param file in UTF-8, at most 64 MiB
     * @return labels
     * @throws MalformedLabelsException if the file holds something else; the message names the line
     * @throws IOException if it cannot be read
     */
    public static NodeLabels read(Path file) throws IOException {
        return LabelsFile.read(file);
    }

    /**
     * Writes lines {@code id,label} under a heading, which {@link #read} reads; in the order of their ids.
     *
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("id,label");
        labels.entrySet().stream().sorted(Map.Entry.comparingByKey(Long::compareUnsigned)).forEach(one ->
                lines.add(Long.toUnsignedString(one.getKey()) + "," + CsvLine.quoted(one.getValue())));
        Files.write(file, lines);
    }

    /**
     * Whether a text may be a label.
     *
     * @param text any
     * @return true if it is neither blank nor too long nor has control characters
     */
    public static boolean isLabel(String text) {
        return flaw(text) == null;
    }

    /** What is wrong with a label, or null. */
    static String flaw(String label) {
        if (label.isBlank()) {
            return "is blank: leave it out";
        }
        if (label.chars().anyMatch(Character::isISOControl)) {
            return "has control characters: leave them out";
        }
        return label.length() > MAX_LENGTH
                ? "has " + label.length() + " characters: give " + MAX_LENGTH + " at most" : null;
    }

    /**
     * The label of a node.
     *
     * @param id unsigned
     * @return label, or null if it has none
     */
    public String of(long id) {
        return labels.get(id);
    }

    /**
     * These labels, and others for nodes that have none among these.
     *
     * @param others labels
     * @return both
     * @throws IllegalArgumentException if both together are more than {@link #MAX_COUNT}
     */
    public NodeLabels orElse(NodeLabels others) {
        if (labels.isEmpty()) {
            return others;
        }
        if (labels.keySet().containsAll(others.labels.keySet())) {
            return this;
        }
        Map<Long, String> both = new HashMap<>(others.labels);
        both.putAll(labels);
        return of(both);
    }

    /**
     * Whether there are no labels.
     *
     * @return true if no node has one
     */
    public boolean isEmpty() {
        return labels.isEmpty();
    }
}
