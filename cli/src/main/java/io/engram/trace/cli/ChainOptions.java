// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.correlate.ChainBasis;
import io.engram.trace.collector.correlate.ChainRules;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say which chains are looked for. */
final class ChainOptions {
    private static final Duration MAX_WINDOW = Duration.ofDays(365);
    // Stages of a chain by nodes.
    private static final int MAX_STAGES = 4;
    private static final int MAX_MIN_LENGTH = 1_000_000;
    private static final int MAX_LIMIT = 1_000_000;
    // What an event takes at most while it is in chains of both kinds.
    private static final long HELD_EVENT_BYTES = 1 << 10;

    private enum By {
        ID(EnumSet.of(ChainBasis.CORRELATION_ID)),
        NODES(EnumSet.of(ChainBasis.SHARED_NODES)),
        BOTH(EnumSet.allOf(ChainBasis.class));

        private final Set<ChainBasis> bases;

        By(Set<ChainBasis> bases) {
            this.bases = bases;
        }
    }

    @Option(names = "--by", paramLabel = "BASIS", defaultValue = "both",
            description = "What makes a chain: id (all events with one correlation id), nodes (each event shares a "
                    + "node with the one before it and is of a later type), or both. Default: ${DEFAULT-VALUE}.")
    private By by;

    @Option(names = "--window", paramLabel = "DURATION", defaultValue = "500ms",
            converter = Selection.DurationConverter.class,
            description = "How long after an event of a chain by nodes the next one may come. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Duration window;

    @Option(names = "--min-length", paramLabel = "N", defaultValue = "2",
            description = "Only chains of so many events or more. Default: ${DEFAULT-VALUE}.")
    private int minLength;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
            description = "How many chains to print; the first ones are. Default: ${DEFAULT-VALUE}.")
    private int limit;

    /**
     * The rules that the options make.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    ChainRules rules() {
        if (window.compareTo(MAX_WINDOW) > 0) {
            throw new IllegalArgumentException("--window " + window + " is too long: give 365d or less");
        }
        if (minLength < 2 || minLength > MAX_MIN_LENGTH) {
            throw new IllegalArgumentException("--min-length " + minLength + " is out of range: give 2 to "
                    + Texts.number(MAX_MIN_LENGTH));
        }
        if (by == By.NODES && minLength > MAX_STAGES) {
            throw new IllegalArgumentException("--min-length " + minLength + " finds nothing: a chain by nodes has "
                    + MAX_STAGES + " events at most");
        }
        int maxHeldEvents = (int) Math.min(ChainRules.DEFAULT.maxHeldEvents(),
                Runtime.getRuntime().maxMemory() / HELD_EVENT_BYTES);
        return new ChainRules(by.bases, window.toNanos(), minLength, maxHeldEvents);
    }

    /**
     * How many chains to print.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    int limit() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "--limit " + limit + " is out of range: give 1 to " + Texts.number(MAX_LIMIT));
        }
        return limit;
    }
}
