// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.memory.TraceMemory;
import io.engram.trace.core.registry.RingRegistry;
import io.engram.trace.core.registry.SharedRing;
import io.engram.trace.core.registry.ThreadRing;
import io.engram.trace.core.spi.SpanSource;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * All threads' recording for one tracer: finds the thread's ring, keeps the gate, owns the memory.
 *
 * <p><b>Assumptions.</b> {@link #shutGate}, {@link #settle} and {@link #free} are called once, in this order, by one
 * thread; everything else by anyone at any time.
 *
 * <p><b>Guarantees.</b> Trace calls never throw and never block. Every call whose type is enabled is counted. After
 * {@code settle} returned true no call writes a record any more. Nothing on the heap grows with the number of virtual
 * threads, or of platform threads that have no ring.
 *
 * <p><b>Progress.</b> Trace calls are wait-free once the thread has its ring; the first one of a thread is lock-free,
 * or waits until its ring is written where that lies in a file, or the shared ones are made.
 *
 * <p><b>Who owns the memory.</b> The garbage collector: no call can ever find its memory gone. {@code free} lets go of
 * the rings; a thread that stands still inside a call keeps its own until it leaves.
 */
public final class Recorder implements TraceSource {
    /** No clock was read, or no event is to be written. */
    public static final long NO_TICKS = Long.MIN_VALUE;

    private static final SharedRecorder[] NO_SHARED = {};
    private static final long SETTLE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final TraceClock clock;
    private final TracingConfig config;
    private final MemorySegment head;
    private final Switchboard switchboard;
    // The collector's, and null once that is closed.
    private MemorySegment scratch;
    private final RingRegistry registry;
    private final RecorderTable recorders;
    // Null until a thread needs one. Any number of threads may make the same.
    private volatile SharedRecorder[] shared;
    // Null where nobody knows of spans.
    private volatile SpanSource spans;
    private volatile Front front = Front.NONE;
    // Written before last, which publishes it.
    private List<LateCalls> lateCalls = List.of();
    private volatile TracerStats last;

    /**
     * Makes a recorder with the gate open, and declares its head ready.
     *
     * @param config what to record
     * @param clock where ticks come from
     * @param memory where to
     */
    public Recorder(TracingConfig config, TraceClock clock, TraceMemory memory) {
        this.clock = clock;
        this.config = config;
        this.head = memory.head();
        this.switchboard = new Switchboard(head);
        this.scratch = Arena.ofAuto().allocate(TracingConfig.SCRATCH_BYTES, RingLayout.ALIGNMENT_BYTES);
        this.recorders = new RecorderTable(config.maxRings());
        this.registry = new RingRegistry(memory, config.ringCapacity(), config.maxRings(), this::forget);
        for (EventType type : EventType.values()) {
            setSampling(type, config.isEnabled(type), config.sampleRate(type));
        }
        // Nobody reads it elsewhere; a clock that is not asked need not be found before something is traced.
        long ticksPerSecond = memory.file().isPresent() ? clock.ticksPerSecond() : 0;
        TraceFileLayout.initialize(head, ProcessHandle.current().pid(), clock.epochNanos(), config.ringCapacity(),
                config.maxRings(), config.memoryLimitBytes(), ticksPerSecond);
    }

    /**
     * Keeps a front up to date.
     *
     * @param front of the tracer that records through this
     */
    public void attach(Front front) {
        this.front = front;
        switchboard.follow(front);
    }

    /**
     * The switches.
     *
     * @return those of all types
     */
    public Switchboard switches() {
        return switchboard;
    }

    /**
     * The current thread's recorder, which it gets now if it has none yet.
     *
     * @param eventType 0 to 3, of the event to be recorded
     * @return null if there is none for it, which was counted
     */
    public EventRecorder find(byte eventType) {
        ThreadRecorder recorder = recorders.find();
        return recorder != null ? recorder : findOther(eventType);
    }

    private EventRecorder findOther(byte eventType) {
        EventRecorder recorder = null;
        try {
            recorder = Thread.currentThread().isVirtual() ? null : register();
            if (recorder == null) {
                recorder = sharedRecorder();
            }
        } catch (VirtualMachineError e) {
            // A tracer must not take the application down: without memory for a ring, or a stack deep enough to make
            // one, the thread goes without.
        }
        if (recorder == null) {
            reject(eventType, switchboard.word(EventType.ofCode(eventType)) == SamplingWord.CLOSED
                    ? RejectReason.CLOSED : RejectReason.NO_RING);
        }
        return recorder;
    }

    private ThreadRecorder register() {
        ThreadRing ring = registry.take();
        if (ring == null) {
            return null;
        }
        SpanSource source = spans;
        if (source != null) {
            ring.changeSpan(CurrentSpan.orNull(source));
        }
        ThreadRecorder recorder = new ThreadRecorder(switchboard, ring, clock);
        ring.setWriter(recorder);
        recorders.add(recorder);
        return recorder;
    }

    /**
     * Lets events belong to the spans within which their threads work from now on. Rings that threads share keep spans
     * if this is called before the first of these threads records.
     *
     * @param source of spans
     * @return ends it
     */
    public Runnable follow(SpanSource source) {
        spans = source;
        return source.watch(() -> changeSpan(source));
    }

    private void forget(Thread ended) {
        recorders.remove(ended);
        front.forget(ended);
    }

    // Only for threads that have a ring: others ask when they get one.
    private void changeSpan(SpanSource source) {
        ThreadRecorder recorder = recorders.find();
        if (recorder != null) {
            recorder.ring().changeSpan(CurrentSpan.orNull(source));
        }
    }

    // By the thread's id, so that all of its events are in one ring, in its order, and nothing has to be kept of it.
    private SharedRecorder sharedRecorder() {
        SharedRecorder[] all = shared;
        if (all == null) {
            SpanSource source = spans;
            all = registry.shared(source != null).stream()
                    .map(ring -> new SharedRecorder(switchboard, head, ring, clock, source))
                    .toArray(SharedRecorder[]::new);
            shared = all;
            if (last != null) {
                // Too late: whoever holds on to the closed tracer must not hold these rings with it.
                shared = NO_SHARED;
            }
        }
        return all.length == 0 ? null : all[(int) (Thread.currentThread().threadId() % all.length)];
    }

    /**
     * Counts an event as rejected.
     *
     * @param eventType 0 to 3
     * @param reason why
     */
    public void reject(byte eventType, RejectReason reason) {
        TraceFileLayout.countRejected(head, reason.ordinal(), eventType);
    }

    /**
     * Switches a type on or off, effective with every thread's next event.
     *
     * @param type event type
     * @param enabled whether it is traced
     * @param rate 0.0 to 1.0, where it is
     */
    public void setSampling(EventType type, boolean enabled, double rate) {
        switchboard.set(type, enabled ? SamplingWord.of(rate) : SamplingWord.DISABLED);
    }

    /**
     * Lets no further trace call in. Those that are in are found by their thread's busy mark, or their claim of a place
     * in a shared ring: each sets it before it reads the gate, and {@link #settle} reads it after this shut the gate.
     * Such a protocol needs a fence between store and load on both sides, and a fence on every event would cost more
     * than the event. The handshake with all threads that closing a shared arena performs stands in for the writers'
     * fences: a thread passes it only between trace calls or, where it is stopped inside one, with its mark stored. A
     * virtual thread that is not mounted stored it before it was unmounted, by a thread that passes.
     */
    public void shutGate() {
        for (EventType type : EventType.values()) {
            // A type that is off stays off: its calls were not counted before and are not lost now.
            if (switchboard.word(type) >= 0) {
                switchboard.set(type, SamplingWord.CLOSED);
            }
        }
        Arena handshake = Arena.ofShared();
        handshake.allocate(1);
        handshake.close();
    }

    /**
     * Waits for the trace calls under way.
     *
     * @param deadlineNanos of {@link System#nanoTime}
     * @return false if one was still under way at the deadline: a thread that does not run
     */
    public boolean settle(long deadlineNanos) {
        boolean settled = true;
        for (ThreadRecorder recorder : recorders.all()) {
            // What the call recorded and counted is seen once its recorder is not busy any more.
            settled &= awaitFalse(recorder::isBusy, deadlineNanos);
        }
        for (SharedRing ring : registry.sharedSoFar()) {
            settled &= awaitFalse(ring::hasOpenClaim, deadlineNanos);
        }
        return settled;
    }

    private static boolean awaitFalse(BooleanSupplier condition, long deadlineNanos) {
        while (condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
            LockSupport.parkNanos(SETTLE_PAUSE_NANOS);
        }
        return true;
    }

    /**
     * Publishes all rings' counts, for readers in other processes. One thread at a time.
     *
     * @return how far the collector has come in all rings together
     */
    public long publishCounts() {
        long collected = 0;
        for (ThreadRing ring : registry.rings()) {
            ring.publishCounts();
            collected += RingLayout.cursorAcquire(ring.memory());
        }
        for (SharedRing ring : registry.sharedSoFar()) {
            ring.publishCounts();
            collected += RingLayout.cursorAcquire(ring.memory());
        }
        return collected;
    }

    /** Counts what is left in the rings as discarded, keeps the accounts and lets go of the rings. */
    public void free() {
        // Each ring's counts are taken once: calls that stand still may go on at any moment.
        List<RingCounts> counts = new ArrayList<>();
        List<LateCalls> late = new ArrayList<>();
        Map<ThreadRing, ThreadRecorder> busy = new IdentityHashMap<>();
        recorders.all().stream().filter(ThreadRecorder::isBusy)
                .forEach(recorder -> busy.put(recorder.ring(), recorder));
        for (ThreadRing ring : registry.rings()) {
            RingCounts ofRing = RingCounts.of(ring);
            counts.add(ofRing);
            ThreadRecorder recorder = busy.get(ring);
            late.add(recorder != null ? LateCalls.of(recorder, ofRing) : LateCalls.of(ring, ofRing));
        }
        for (SharedRing ring : registry.sharedSoFar()) {
            boolean isOpen = ring.hasOpenClaim();
            RingCounts ofRing = RingCounts.of(ring);
            counts.add(ofRing);
            late.add(isOpen ? LateCalls.ofOpen(ring, ofRing) : LateCalls.of(ring, ofRing));
        }
        for (EventType type : EventType.values()) {
            countDiscarded(type, DiscardReason.SHUTDOWN,
                    counts.stream().mapToLong(ofRing -> ofRing.inRing()[type.ordinal()]).sum());
        }
        lateCalls = List.copyOf(late);
        last = stats(counts, exported(), discarded(), true);
        registry.clear();
        recorders.clear();
        front.forgetAll();
        shared = NO_SHARED;
        scratch = null;
    }

    @Override
    public List<TraceRing> rings() {
        List<TraceRing> all = new ArrayList<>(registry.rings());
        all.addAll(registry.sharedSoFar());
        return all;
    }

    @Override
    public TraceClock clock() {
        return clock;
    }

    @Override
    public MemorySegment scratch() {
        return scratch;
    }

    @Override
    public void countExported(EventType type, long events) {
        TraceFileLayout.addExported(head, type.code(), events);
    }

    @Override
    public void countDiscarded(EventType type, DiscardReason reason, long events) {
        TraceFileLayout.addDiscarded(head, reason.ordinal(), type.code(), events);
    }

    @Override
    public TracerStats stats() {
        TracerStats kept = last;
        if (kept != null) {
            return withLateCalls(kept);
        }
        TracerStats current = currentStats();
        // The rings may have gone while they were looked at.
        kept = last;
        return kept != null ? withLateCalls(kept) : current;
    }

    private TracerStats currentStats() {
        // Before the rings: whatever ended by now was delivered, and recorded, before it. Looked at after them, a
        // reader that was held up in between would find more exported than recorded.
        long[] exported = exported();
        List<Map<DiscardReason, Long>> discarded = discarded();
        List<RingCounts> counts = new ArrayList<>();
        registry.rings().forEach(ring -> counts.add(RingCounts.of(ring)));
        registry.sharedSoFar().forEach(ring -> counts.add(RingCounts.of(ring)));
        return stats(counts, exported, discarded, false);
    }

    private TracerStats stats(List<RingCounts> counts, long[] exported, List<Map<DiscardReason, Long>> discarded,
            boolean freed) {
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            int i = type.ordinal();
            Map<RejectReason, Long> rejected = rejected(type);
            long sampledOut = sum(counts, ring -> ring.sampledOut()[i]);
            long recorded = sum(counts, ring -> ring.recorded()[i]);
            long inRing = sum(counts, ring -> ring.inRing()[i]);
            // Left in the rings at the end: discarded, though never delivered.
            long taken = sum(counts, ring -> ring.delivered()[i]) + (freed ? inRing : 0);
            byType.put(type, new TypeStats(recorded + sampledOut + sum(rejected), sampledOut, rejected, recorded,
                    exported[i], sum(counts, ring -> ring.overwritten()[i]), discarded.get(i), freed ? 0 : inRing,
                    taken - exported[i] - sum(discarded.get(i))));
        }
        long ringMemory = freed ? 0 : TracingConfig.fixedBytes() + counts.size() * config.ringBytes();
        return new TracerStats(byType, sum(counts, RingCounts::foundOverwritten), freed ? 0 : counts.size(),
                registry.maxRings(), ringMemory, config.memoryLimitBytes(), List.of());
    }

    /** Calls go on being counted when the rings are gone. */
    private TracerStats withLateCalls(TracerStats kept) {
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        kept.byType().forEach((type, stats) -> {
            long late = sum(lateCalls, one -> one.late(type));
            long recorded = stats.recorded() + late;
            long sampledOut = stats.sampledOut() + sum(lateCalls, one -> one.lateSampledOut(type));
            Map<RejectReason, Long> rejected = rejected(type);
            Map<DiscardReason, Long> discarded = new EnumMap<>(stats.discarded());
            discarded.merge(DiscardReason.SHUTDOWN, late, Long::sum);
            byType.put(type, new TypeStats(recorded + sampledOut + sum(rejected), sampledOut, rejected, recorded,
                    stats.exported(), stats.overwritten(), discarded, stats.inRing(), stats.inCollector()));
        });
        int held = (int) lateCalls.stream().filter(one -> one.isUnderWay().getAsBoolean()).count();
        return new TracerStats(byType, kept.foundOverwritten(), held, kept.maxRings(), held * config.ringBytes(),
                kept.memoryLimitBytes(), List.of());
    }

    private Map<RejectReason, Long> rejected(EventType type) {
        Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, TraceFileLayout.rejected(head, reason.ordinal(), type.code()));
        }
        return rejected;
    }

    private long[] exported() {
        return Stream.of(EventType.values()).mapToLong(type -> TraceFileLayout.exportedAcquire(head, type.code()))
                .toArray();
    }

    private List<Map<DiscardReason, Long>> discarded() {
        return Stream.of(EventType.values()).map(this::discarded).toList();
    }

    private Map<DiscardReason, Long> discarded(EventType type) {
        Map<DiscardReason, Long> discarded = new EnumMap<>(DiscardReason.class);
        for (DiscardReason reason : DiscardReason.values()) {
            discarded.put(reason, TraceFileLayout.discardedAcquire(head, reason.ordinal(), type.code()));
        }
        return discarded;
    }

    private static <T> long sum(List<T> list, ToLongFunction<T> figure) {
        return list.stream().mapToLong(figure).sum();
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
