// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.RingCopier.Condition;
import io.engram.trace.collector.tracefile.TraceFileException.Kind;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.Pulse;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A trace file, open for reading: of a process that runs, or of one that has ended, however it did.
 *
 * <p><b>Assumptions.</b> One thread at a time uses it and its tails; any thread may close it. An interrupt closes it
 * too, as it does every {@link java.nio.channels.FileChannel}. In the process that writes the file itself, closing it
 * drops that process's lock on the file on many systems; its state is then told by its process id alone.
 *
 * <p><b>Guarantees.</b> The file is never mapped. Nothing is written but by {@link #request} and {@link #markRead}.
 * Whatever the file holds, and whatever becomes of it meanwhile, the answer is a {@link TraceFileException} or what
 * could be read, and takes no more memory than a small multiple of the file's length. Events are never torn.
 * <b>Progress.</b> Nothing waits for the process, except {@link #request}, and {@link #snapshot} for up to a second of
 * one that has just started.
 *
 * <p><b>Who owns the memory.</b> The garbage collector.
 */
public final class TraceFile implements AutoCloseable {
    private static final long BEAT_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BEAT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final TraceChannel channel;
    private final TraceHead head;
    private final TraceFileInfo info;
    // Made when it is needed: lists of files do not need any.
    private RingCopier copier;

    private TraceFile(TraceChannel channel) throws IOException {
        this.channel = channel;
        this.head = TraceHead.read(channel);
        this.info = head.info();
    }

    /**
     * Opens a trace file. A link is followed.
     *
     * @param file any path
     * @return the file, to be closed
     * @throws IOException a {@link TraceFileException} if it is no trace file that can be used
     */
    public static TraceFile open(Path file) throws IOException {
        return opened(TraceChannel.open(file));
    }

    /** Opens a file that nobody has named, and no link. */
    static TraceFile openFound(Path file) throws IOException {
        return opened(TraceChannel.open(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static TraceFile opened(TraceChannel channel) throws IOException {
        try {
            return new TraceFile(channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Where the file is.
     *
     * @return the path it was opened by
     */
    public Path path() {
        return channel.path();
    }

    /**
     * What the head said about the tracer when the file was opened.
     *
     * @return what does not change
     */
    public TraceFileInfo info() {
        return info;
    }

    /**
     * What has become of the tracer.
     *
     * @return running, closed, or ended without having been closed
     * @throws IOException if the file cannot be read
     */
    public OwnerState ownerState() throws IOException {
        head.refresh();
        if (!head.isClosed()) {
            if (OwnerProbe.isAlive(channel, info.pid(), TraceFileLayout.processStartEpochMillis(head.memory()))) {
                return OwnerState.RUNNING;
            }
            // It may have closed its tracer and ended between the two looks.
            head.refresh();
        }
        return head.isClosed() ? OwnerState.CLOSED : OwnerState.ENDED;
    }

    /**
     * Takes the accounts.
     *
     * @return statistics at this moment
     * @throws IOException if the file cannot be read
     */
    public TraceFileStats stats() throws IOException {
        boolean isRunning = ownerState() == OwnerState.RUNNING;
        head.refresh();
        long now = isRunning ? epochNanos(Instant.now()) : Pulse.epochNanos(head.memory());
        return FileAccounts.take(head, copier(), now);
    }

    /**
     * Copies all events that are in the rings.
     *
     * @param filter which of them are wanted
     * @return events by time
     * @throws IOException if the file cannot be read
     */
    public Snapshot snapshot(EventFilter filter) throws IOException {
        TickScale scale = scale();
        List<CognitiveEvent> events = new ArrayList<>();
        Tally tally = new Tally();
        long filtered = 0;
        for (int index = 0; index < head.placesInFile(); index++) {
            filtered += read(head.ringOffset(index), scale, filter, events, tally);
        }
        events.sort(Comparator.comparingLong(CognitiveEvent::timeUnixNano));
        return new Snapshot(events, filtered, tally.overwritten, tally.undecodable, scale.isEstimated(), stats());
    }

    /**
     * Begins to follow the events.
     *
     * @param fromOldest whether to begin with those that are in the rings, and not with those that come
     * @return the tail, to be used by one thread at a time and no longer than this file is open
     * @throws IOException if the file cannot be read
     */
    public Tail tail(boolean fromOldest) throws IOException {
        return new Tail(this, head, copier(), fromOldest);
    }

    /**
     * The switches in force.
     *
     * @return of each event type
     * @throws IOException if the file cannot be read
     */
    public Switches switches() throws IOException {
        head.refresh();
        Map<EventType, Switch> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            double rate = SamplingWord.rate(ControlBlock.samplingOpaque(head.memory(), type.code()));
            boolean isOn = ControlBlock.samplingOpaque(head.memory(), type.code()) >= 0 && rate <= 1.0;
            byType.put(type, isOn ? new Switch(true, rate) : Switch.OFF);
        }
        return new Switches(byType);
    }

    /**
     * Asks the process for other switches and waits until it has followed.
     *
     * @param wanted what to change, by event type; types that are not mentioned stay as they are
     * @param timeout how long to wait at most
     * @return what is in force then
     * @throws IOException a {@link TraceFileException} of kind {@code NOT_FOLLOWED} if the process does not follow
     */
    public Switches request(Map<EventType, SwitchChange> wanted, Duration timeout) throws IOException {
        try (Requester requester = new Requester(this, head, timeout)) {
            requester.request(wanted);
        }
        return switches();
    }

    /**
     * Notes that all events were read, for those who want to remove files that nobody needs any more.
     *
     * @param when the time of reading
     * @return whether it could be noted; it cannot in a file that may only be read
     */
    public boolean markRead(Instant when) {
        try (TraceChannel writable = openForWriting()) {
            Requester.writeWord(writable, ControlBlock.readEpochNanosOffset(), epochNanos(when));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * How much room the file takes. The tracer writes every page before it uses it, so that this is the file's length.
     *
     * @return bytes
     * @throws IOException if the system does not tell
     */
    public long usedBytes() throws IOException {
        return channel.size();
    }

    /** Opens the file once more, to be written. */
    TraceChannel openForWriting() throws IOException {
        TraceChannel writable = channel.reopenForWriting();
        try {
            // It may be another file by now.
            TraceFileInfo other = TraceHead.read(writable).info();
            if (other.pid() != info.pid() || !other.start().equals(info.start())) {
                throw new TraceFileException(Kind.FOREIGN, "'" + path()
                        + "' was replaced by that of another tracer: open it again");
            }
            return writable;
        } catch (Throwable e) {
            writable.close();
            throw e;
        }
    }

    /** What ticks stand for if nobody has told: the earliest of all records is taken for the tracer's start. */
    TickScale guessScale() throws IOException {
        long earliest = Long.MAX_VALUE;
        for (int index = 0; index < head.placesInFile(); index++) {
            if (copier().begin(head.ringOffset(index)) == Condition.IN_USE) {
                int count = copier().copy(copier().oldest(), RingCopier.CHUNK_SLOTS);
                for (int i = 0; i < count; i++) {
                    if (copier().isIntact(i)) {
                        earliest = Math.min(earliest, RecordLayout.ticks(copier().slots(), copier().record(i)));
                    }
                }
            }
        }
        return head.guessedScale(earliest);
    }

    private TickScale scale() throws IOException {
        long deadline = System.nanoTime() + BEAT_WAIT_NANOS;
        head.refresh();
        while (head.scale().isEmpty() && ownerState() == OwnerState.RUNNING && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(BEAT_PAUSE_NANOS);
            head.refresh();
        }
        Optional<TickScale> told = head.scale();
        return told.isPresent() ? told.get() : guessScale();
    }

    private RingCopier copier() {
        if (copier == null) {
            copier = new RingCopier(channel, head.ringCapacity());
        }
        return copier;
    }

    private static long epochNanos(Instant when) {
        return TimeUnit.SECONDS.toNanos(when.getEpochSecond()) + when.getNano();
    }

    /** Counts what does not become an event. */
    private static final class Tally implements Losses {
        private long overwritten;
        private long undecodable;

        @Override
        public void overwritten(TracedThread thread) {
            overwritten++;
        }

        @Override
        public void undecodable(TracedThread thread) {
            undecodable++;
        }
    }

    // Reads a ring up to the head that it has now, and tells how many events were not wanted.
    private long read(long offset, TickScale scale, EventFilter filter, List<CognitiveEvent> events, Tally tally)
            throws IOException {
        if (copier().begin(offset) != Condition.IN_USE) {
            return 0;
        }
        RingEvents ring = new RingEvents();
        List<CognitiveEvent> chunk = new ArrayList<>();
        long filtered = 0;
        long position = copier().oldest();
        int count = copier().copy(position, RingCopier.CHUNK_SLOTS);
        while (count > 0) {
            ring.decode(copier(), count, scale, chunk, tally);
            for (CognitiveEvent event : chunk) {
                if (filter.accepts(event)) {
                    events.add(event);
                } else {
                    filtered++;
                }
            }
            chunk.clear();
            position += count;
            count = copier().copy(position, RingCopier.CHUNK_SLOTS);
        }
        return filtered;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
