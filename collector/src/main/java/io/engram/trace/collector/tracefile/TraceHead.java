// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.tracefile.TraceFileException.Kind;
import io.engram.trace.core.clock.TickLength;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.memlayout.layout.Pulse;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A copy of a trace file's head.
 *
 * <p><b>Assumptions.</b> One thread at a time uses it.
 *
 * <p><b>Guarantees.</b> What says where rings lie was checked once and is kept: whatever the file says later, every
 * ring is where it was, and within the file as it was when it was asked for. <b>Progress.</b> A refresh reads a bounded
 * number of times.
 *
 * <p><b>Who owns the memory.</b> The garbage collector.
 */
final class TraceHead {
    /** Rings at most, as the tracer's memory limit has it. */
    static final long MAX_RINGS = 1 << 16;

    // As clocks have it.
    private static final long MIN_TICKS_PER_SECOND = 1_000;
    private static final long MAX_TICKS_PER_SECOND = 9_000_000_000L;
    // A beat takes nanoseconds, ten times a second; the limit is for files in which one never ends.
    private static final int ROUNDS = 20;

    private final TraceChannel channel;
    private final MemorySegment head = Arena.ofAuto().allocate(TraceFileLayout.HEAD_BYTES, Long.BYTES);
    // What changes lies in the first page; the texts after it do not.
    private final MemorySegment page = head.asSlice(0, TraceFileLayout.PAGE_BYTES);
    private final MemorySegment earlier = Arena.ofAuto().allocate(TraceFileLayout.PAGE_BYTES, Long.BYTES);
    private final int ringCapacity;
    private final int maxRings;
    private final long ringsOffset;
    private final long ringStrideBytes;
    private final TickLength tickLengthAtStart;
    private boolean beatIsWhole;

    private TraceHead(TraceChannel channel) throws IOException {
        this.channel = channel;
        readFirst();
        this.ringCapacity = (int) inRange("ring capacity", TraceFileLayout.ringCapacity(head), 1,
                TracingConfig.MAX_RING_CAPACITY);
        this.maxRings = (int) inRange("number of rings", TraceFileLayout.maxRings(head), 1, MAX_RINGS);
        this.ringsOffset = inRange("offset of the rings", TraceFileLayout.ringsOffset(head),
                TraceFileLayout.HEAD_BYTES, Integer.MAX_VALUE);
        // With these limits no offset of a ring overflows.
        this.ringStrideBytes = inRange("distance of the rings", TraceFileLayout.ringStrideBytes(head),
                TraceFileLayout.versionAcquire(head) == TraceFileLayout.OLDEST_VERSION
                        ? RingLayout.lengthBytes(ringCapacity) : RingSpans.endOffset(ringCapacity), Integer.MAX_VALUE);
        if (ringsOffset % Long.BYTES != 0 || ringStrideBytes % Long.BYTES != 0) {
            throw damaged("its rings are not aligned (offset " + ringsOffset + ", distance " + ringStrideBytes + ")");
        }
        this.tickLengthAtStart = TickLength.ofRate(inRange("clock rate", TraceFileLayout.ticksPerSecond(head),
                MIN_TICKS_PER_SECOND, MAX_TICKS_PER_SECOND));
    }

    /** Reads a head and checks it. */
    static TraceHead read(TraceChannel channel) throws IOException {
        TraceHead head = new TraceHead(channel);
        head.refresh();
        return head;
    }

    private void readFirst() throws IOException {
        boolean isWhole = channel.read(head, 0);
        // Partner: versionAcquire. The version was read together with what it stands for, in whatever order: what was
        // read before the version was seen may be from before it was set.
        if (isWhole && TraceFileLayout.versionAcquire(head) != 0) {
            VarHandle.acquireFence();
            isWhole = channel.read(head, 0);
        }
        long magic = TraceFileLayout.magic(head);
        long version = TraceFileLayout.versionAcquire(head);
        if (magic == Long.reverseBytes(TraceFileLayout.MAGIC)) {
            throw failure(Kind.INCOMPATIBLE, "was written on a machine of the other byte order: read it there");
        }
        if (magic != TraceFileLayout.MAGIC && magic != 0 || magic == 0 && version != 0) {
            throw failure(Kind.FOREIGN, "is no trace file: give a file that a tracer wrote");
        }
        if (version == 0) {
            throw failure(Kind.NOT_READY, "is not ready: its process has yet to write the head; try again, and if that "
                    + "does not help its process ended before");
        }
        if (version < TraceFileLayout.OLDEST_VERSION || version > TraceFileLayout.VERSION) {
            throw failure(Kind.INCOMPATIBLE, "has layout version " + version + ", this program reads versions "
                    + TraceFileLayout.OLDEST_VERSION + " to " + TraceFileLayout.VERSION
                    + ": use the version of engram that its process has");
        }
        if (!isWhole) {
            throw damaged("it ends within the head, after " + channel.size() + " bytes of "
                    + TraceFileLayout.HEAD_BYTES);
        }
    }

    private TraceFileException failure(Kind kind, String whatAndWhatToDo) {
        return new TraceFileException(kind, "'" + path() + "' " + whatAndWhatToDo);
    }

    private TraceFileException damaged(String what) {
        return failure(Kind.DAMAGED, "is damaged, " + what + ": nothing can be read from it");
    }

    private long inRange(String name, long value, long min, long max) throws TraceFileException {
        if (value < min || value > max) {
            throw damaged("its " + name + " is " + value + " and not " + min + " to " + max);
        }
        return value;
    }

    Path path() {
        return channel.path();
    }

    /** The head as it was last read. */
    MemorySegment memory() {
        return head;
    }

    /** Reads again what changes. A file that was truncated to nothing keeps the head it had. */
    void refresh() throws IOException {
        int round = 0;
        do {
            if (!channel.read(earlier, 0)) {
                throw damaged("it was truncated to " + channel.size() + " bytes");
            }
            // Partner: the fences of Pulse.beat and setRelease of totals and states. What is read below is not older.
            VarHandle.acquireFence();
            if (!channel.read(page, 0)) {
                throw damaged("it was truncated to " + channel.size() + " bytes");
            }
            // Keeps reads of rings, which come later, below this one: they must not be older than the totals.
            VarHandle.acquireFence();
            beatIsWhole = Pulse.sameBeat(earlier, page);
        } while (!beatIsWhole && ++round < ROUNDS);
    }

    int ringCapacity() {
        return ringCapacity;
    }

    int maxRings() {
        return maxRings;
    }

    /** Bytes that one ring takes. */
    long ringStrideBytes() {
        return ringStrideBytes;
    }

    /** Where a ring lies, bytes from the file's beginning. */
    long ringOffset(int index) {
        return ringsOffset + index * ringStrideBytes;
    }

    /** Places that were given to rings, as of the last refresh. */
    int places() {
        return (int) Math.clamp(TraceFileLayout.ringsAcquire(head), 0L, maxRings);
    }

    /** How many of these places lie in the file as it is now. */
    int placesInFile() throws IOException {
        long room = channel.size() - ringsOffset - RingLayout.lengthBytes(ringCapacity);
        return room < 0 ? 0 : (int) Math.min(places(), room / ringStrideBytes + 1);
    }

    /** Whether the tracer was closed, as of the last refresh. */
    boolean isClosed() {
        return Pulse.stateAcquire(head) == Pulse.CLOSED;
    }

    /** What ticks stand for, as of the last refresh; empty if the tracer has not told yet. */
    Optional<TickScale> scale() {
        if (Pulse.sequenceAcquire(head) == 0 || !beatIsWhole && Pulse.ticks(head) == 0) {
            return Optional.empty();
        }
        // A process that ended within its first beat may have told the one and not the other.
        TickLength tickLength = Pulse.tickLength(head) > 0 ? TickLength.ofFixedPoint(Pulse.tickLength(head))
                : tickLengthAtStart;
        return Optional.of(new TickScale(Pulse.ticks(head), Pulse.epochNanos(head), tickLength, !beatIsWhole));
    }

    /** A scale for ticks that nobody told the time of: the first of them are taken for the tracer's start. */
    TickScale guessedScale(long firstTicks) {
        return new TickScale(firstTicks, TraceFileLayout.startEpochNanos(head), tickLengthAtStart, true);
    }

    /** When the tracer last beat; empty if it never did. */
    Optional<Instant> lastBeat() {
        return instant(Pulse.epochNanos(head));
    }

    /** A time of day as heads have it; empty for 0, which stands for never. */
    static Optional<Instant> instant(long epochNanos) {
        return epochNanos == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(0, epochNanos));
    }

    TraceFileInfo info() {
        return new TraceFileInfo(TraceFileLayout.pid(head), TraceFileLayout.mainClass(head),
                Instant.ofEpochSecond(0, TraceFileLayout.startEpochNanos(head)), ringCapacity, maxRings,
                TraceFileLayout.memoryLimitBytes(head), TextEntries.of(TraceFileLayout.resource(head)),
                TextEntries.of(TraceFileLayout.config(head)));
    }
}
