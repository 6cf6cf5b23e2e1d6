// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.spi.TracedThread;
import java.util.Comparator;
import java.util.List;

/**
 * Events that belong together, in the order of their time.
 *
 * @param basis what makes them a chain
 * @param links at least one
 */
public record Chain(ChainBasis basis, List<ChainLink> links) {
    /** The order in which chains are told: by the time of their first events; those by correlation id first. */
    public static final Comparator<Chain> BY_START =
            Comparator.comparing((Chain chain) -> chain.first(), EventOrder.COMPARATOR).thenComparing(Chain::basis);

    /**
     * Makes the list immutable.
     *
     * @param basis what makes them a chain
     * @param links at least one
     * @throws IllegalArgumentException if there is none
     */
    public Chain {
        links = List.copyOf(links);
        if (links.isEmpty()) {
            throw new IllegalArgumentException("a chain without links: give at least one");
        }
    }

    private CognitiveEvent first() {
        return links.getFirst().event();
    }

    /**
     * A name that tells it from other chains, the same whenever it is found: no two chains by nodes begin with one
     * event.
     *
     * @return {@code id-} and the correlation id, or {@code nodes-} and the first event's thread and position
     */
    public String id() {
        CognitiveEvent first = first();
        return switch (basis) {
            case CORRELATION_ID -> "id-" + Long.toUnsignedString(first.correlationId());
            case SHARED_NODES -> "nodes-" + first.thread().id() + "-" + first.position();
        };
    }

    /**
     * How many events there are.
     *
     * @return at least 1
     */
    public int length() {
        return links.size();
    }

    /**
     * When it began.
     *
     * @return time of the first event, nanoseconds since 1970
     */
    public long startUnixNano() {
        return first().timeUnixNano();
    }

    /**
     * How long it took.
     *
     * @return nanoseconds from the first event to the last, not negative
     */
    public long durationNanos() {
        long nanos = links.getLast().event().timeUnixNano() - startUnixNano();
        // The last event is not before the first: what is negative is more than a long can say.
        return nanos < 0 ? Long.MAX_VALUE : nanos;
    }

    /**
     * The nodes of all events.
     *
     * @return distinct unsigned ids, as they first occur
     */
    public List<Long> nodes() {
        return links.stream().flatMap(link -> link.nodes().stream()).distinct().toList();
    }

    /**
     * The threads that recorded the events.
     *
     * @return distinct threads, as they first occur
     */
    public List<TracedThread> threads() {
        return links.stream().map(link -> link.event().thread()).distinct().toList();
    }

    /**
     * The greatest intensity of all events.
     *
     * @return as recorded; NaN if no event has a number
     */
    public float strongestIntensity() {
        float strongest = Float.NaN;
        for (ChainLink link : links) {
            float intensity = link.intensity();
            if (!(intensity <= strongest) && !Float.isNaN(intensity)) {
                strongest = intensity;
            }
        }
        return strongest;
    }
}
