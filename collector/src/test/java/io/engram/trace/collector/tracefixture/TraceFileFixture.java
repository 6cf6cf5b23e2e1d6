// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefixture;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TickLength;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.Pulse;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a trace file as a tracer does, by the layout alone: for tests of its readers. The file is mapped, so that it
 * can be written and read at once.
 */
public final class TraceFileFixture implements AutoCloseable {
    /** When the tracer starts, nanoseconds since 1970. */
    public static final long START_EPOCH_NANOS = 1_700_000_000_000_000_000L;
    /** What tick 0 stands for after {@link #beat}, nanoseconds since 1970. */
    public static final long TICK_ZERO_EPOCH_NANOS = START_EPOCH_NANOS + 1_000;
    /** The tracer's memory limit, bytes. */
    public static final long MEMORY_LIMIT_BYTES = 1 << 24;
    /** The rate of the tracer's clock, ticks in a second. */
    public static final long TICKS_PER_SECOND = 1_000_000_000;
    /** A process id that no process has. */
    public static final long NO_PID = Integer.MAX_VALUE;

    private final Path path;
    private final FileChannel channel;
    private final MemorySegment head;
    private final int ringCapacity;
    private final int maxRings;
    private int rings;
    private FileLock lock;

    /**
     * Makes a file that has no head yet.
     *
     * @param path of the file
     * @param ringCapacity slots per ring
     * @param maxRings rings at most
     * @throws IOException if it cannot be made
     */
    public TraceFileFixture(Path path, int ringCapacity, int maxRings) throws IOException {
        this.path = path;
        this.ringCapacity = ringCapacity;
        this.maxRings = maxRings;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        this.head = channel.map(MapMode.READ_WRITE, 0, TraceFileLayout.HEAD_BYTES, Arena.ofAuto());
    }

    /**
     * Makes a file of a process that does not run, with all types on.
     *
     * @param path of the file
     * @param ringCapacity slots per ring
     * @param maxRings rings at most
     * @return the file, without rings and without a beat
     * @throws IOException if it cannot be made
     */
    public static TraceFileFixture ofEnded(Path path, int ringCapacity, int maxRings) throws IOException {
        TraceFileFixture fixture = new TraceFileFixture(path, ringCapacity, maxRings);
        fixture.initialize(NO_PID);
        return fixture;
    }

    /**
     * Makes a file of this process, which holds its lock, with all types on.
     *
     * @param path of the file
     * @param ringCapacity slots per ring
     * @param maxRings rings at most
     * @return the file, without rings and with a beat
     * @throws IOException if it cannot be made
     */
    public static TraceFileFixture ofRunning(Path path, int ringCapacity, int maxRings) throws IOException {
        TraceFileFixture fixture = new TraceFileFixture(path, ringCapacity, maxRings);
        fixture.lock = fixture.channel.lock(TraceFileLayout.LOCK_OFFSET, 1, false);
        fixture.initialize(ProcessHandle.current().pid());
        fixture.beat();
        return fixture;
    }

    private void initialize(long pid) {
        TraceFileLayout.setMainClass(head, "com.example.Main");
        TraceFileLayout.setResource(head, "service.name=memory-model\nservice.version=1.2=3\n");
        TraceFileLayout.setConfig(head, "engram.trace=development\nengram.trace.output=C:\\\\traces");
        for (EventType type : EventType.values()) {
            setSwitch(type, SamplingWord.of(1.0));
        }
        TraceFileLayout.initialize(head, pid, START_EPOCH_NANOS, ringCapacity, maxRings, MEMORY_LIMIT_BYTES,
                TICKS_PER_SECOND);
    }

    /**
     * The file.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    /**
     * The head's memory.
     *
     * @return the mapping of its part of the file
     */
    public MemorySegment head() {
        return head;
    }

    /** Tells that tick 0 stands for {@link #TICK_ZERO_EPOCH_NANOS}; some time has passed since. */
    public void beat() {
        long ticks = 5_000_000_000L;
        beat(ticks, TICK_ZERO_EPOCH_NANOS + ticks, TICKS_PER_SECOND, 0);
    }

    /**
     * Tells what ticks stand for.
     *
     * @param ticks of the clock
     * @param epochNanos what they stand for, nanoseconds since 1970
     * @param ticksPerSecond rate of the clock
     * @param collectedEpochNanos when the collector last took something, nanoseconds since 1970, 0 for never
     */
    public void beat(long ticks, long epochNanos, long ticksPerSecond, long collectedEpochNanos) {
        Pulse.beat(head, ticks, epochNanos, TickLength.ofRate(ticksPerSecond).fixedPointNanos(), collectedEpochNanos);
    }

    /** Closes the tracer. */
    public void closeTracer() {
        Pulse.setClosedRelease(head);
    }

    /**
     * Sets what is in force for an event type.
     *
     * @param type event type
     * @param samplingWord a sampling word
     */
    public void setSwitch(EventType type, long samplingWord) {
        ControlBlock.setSamplingOpaque(head, type.code(), samplingWord);
    }

    /**
     * Follows a request as a tracer does, if there is a new one; types that are switched on get the rate 0.5.
     *
     * @return whether there was one
     */
    public boolean follow() {
        long number = ControlBlock.requestAcquire(head);
        if (number == ControlBlock.followedAcquire(head)) {
            return false;
        }
        for (EventType type : EventType.values()) {
            long word = ControlBlock.requested(head, type.code());
            if (word != ControlBlock.UNCHANGED) {
                setSwitch(type, word == ControlBlock.ON ? SamplingWord.of(0.5) : word);
            }
        }
        ControlBlock.setFollowedRelease(head, number);
        return true;
    }

    /**
     * Gives the next place to a ring of a thread.
     *
     * @param thread its first owner
     * @return the ring
     * @throws IOException if the file cannot be enlarged
     */
    public FixtureRing addRing(TracedThread thread) throws IOException {
        MemorySegment memory = channel.map(MapMode.READ_WRITE, TraceFileLayout.ringOffset(rings, ringCapacity),
                TraceFileLayout.strideBytes(ringCapacity), Arena.ofAuto());
        FixtureRing ring = new FixtureRing(memory, ringCapacity).own(thread);
        rings++;
        TraceFileLayout.countRing(head);
        return ring;
    }

    /**
     * Gives the next place to a ring that threads share, and that keeps no spans.
     *
     * @return the ring
     * @throws IOException if the file cannot be enlarged
     */
    public FixtureSharedRing addSharedRing() throws IOException {
        return addSharedRing(SharedRingLayout.WITHOUT_SPANS);
    }

    /**
     * Gives the next place to a ring that threads share, and that keeps spans.
     *
     * @return the ring
     * @throws IOException if the file cannot be enlarged
     */
    public FixtureSharedRing addSharedRingWithSpans() throws IOException {
        return addSharedRing(SharedRingLayout.WITH_SPANS);
    }

    private FixtureSharedRing addSharedRing(long kind) throws IOException {
        MemorySegment memory = channel.map(MapMode.READ_WRITE, TraceFileLayout.ringOffset(rings, ringCapacity),
                TraceFileLayout.strideBytes(ringCapacity), Arena.ofAuto());
        rings++;
        TraceFileLayout.countRing(head);
        return new FixtureSharedRing(memory, ringCapacity, kind);
    }

    /** Gives the next place to a ring that is not in the file. */
    public void addRingOutside() {
        rings++;
        TraceFileLayout.countRing(head);
        TraceFileLayout.countRingOutside(head);
    }

    /** Ends the process, as far as the file tells. */
    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
        channel.close();
    }
}
