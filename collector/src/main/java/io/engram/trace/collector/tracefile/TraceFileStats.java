// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The accounts of another process's tracer, as far as its file tells.
 *
 * <p>Guarantees: once the tracer was closed they are exact and {@link TypeStats#isBalanced balanced}, unless rings are
 * not in the file. While it runs they are a close estimate, and {@code sampledOut} is as of the last publication, a
 * fraction of a second ago. When its process was killed, they are exact but for what it had not published:
 * {@code sampledOut}, and the types of {@code unknownType} events.
 *
 * @param byType accounts of each event type
 * @param unknownType recorded events that count for no type, since they were overwritten before it was published how
 *     many of each type there were; 0 unless a ring was filled anew within a fraction of a second
 * @param rings accounts of each ring in the file, in their order
 * @param ringsOutside rings that the tracer keeps in memory of its own for want of room, and nobody else can read
 * @param ringsMissing rings that lie beyond the file's end: it was truncated
 * @param ringsDamaged rings whose header says what cannot be
 * @param memoryBytes memory that the tracer's head and rings take
 * @param memoryLimitBytes memory that the tracer may take
 * @param collectorLag age of the oldest event that waits for the tracer's collector; zero if none waits, or if its time
 *     is not known
 * @param lastCollected when the tracer's collector last took something, as of the last beat
 * @param lastRead when another process last took a whole snapshot and said so
 * @param lastBeat when the tracer last showed that it lives
 */
public record TraceFileStats(Map<EventType, TypeStats> byType, long unknownType, List<RingStats> rings,
        long ringsOutside, long ringsMissing, long ringsDamaged, long memoryBytes, long memoryLimitBytes,
        Duration collectorLag, Optional<Instant> lastCollected, Optional<Instant> lastRead,
        Optional<Instant> lastBeat) {

    /**
     * Makes map and list immutable.
     *
     * @param byType accounts of each event type
     * @param unknownType recorded events that count for no type
     * @param rings accounts of each ring
     * @param ringsOutside rings in memory of their own
     * @param ringsMissing rings beyond the file's end
     * @param ringsDamaged rings that cannot be read
     * @param memoryBytes memory taken
     * @param memoryLimitBytes memory allowed
     * @param collectorLag age of the oldest event that waits
     * @param lastCollected when something was collected
     * @param lastRead when somebody else read all
     * @param lastBeat when the tracer last lived
     */
    public TraceFileStats {
        byType = Map.copyOf(byType);
        rings = List.copyOf(rings);
    }

    /**
     * The accounts of one event type.
     *
     * @param type event type
     * @return its accounts
     */
    public TypeStats of(EventType type) {
        return byType.get(type);
    }

    /**
     * One figure, summed over all event types.
     *
     * @param figure for example {@code TypeStats::recorded}
     * @return the sum, without events of unknown type
     */
    public long total(ToLongFunction<TypeStats> figure) {
        return byType.values().stream().mapToLong(figure).sum();
    }
}
