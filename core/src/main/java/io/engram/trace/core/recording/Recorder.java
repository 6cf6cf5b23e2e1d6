package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.memory.TraceMemory;
import io.engram.trace.core.registry.RingRegistry;
import io.engram.trace.core.registry.ThreadRing;
import io.engram.trace.core.spi.TraceRing;
import io.engram.trace.core.spi.TraceSource;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import io.engram.trace.memlayout.ring.RingTally;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * All threads' recording for one tracer: finds the thread's ring, keeps the gate, owns the memory.
 *
 * <p><b>Assumptions.</b> {@link #shutGate}, {@link #settle} and {@link #free} are called once, in this order, by one
 * thread; everything else by anyone at any time.
 *
 * <p><b>Guarantees.</b> Trace calls never throw and never block. Every call whose type is enabled is counted. After
 * {@code settle} returned true no call touches a ring any more.
 *
 * <p><b>Progress.</b> Trace calls are wait-free once the thread has its ring; the first one of a thread is lock-free,
 * or waits until its ring is written where that lies in a file.
 *
 * <p><b>Who owns the memory.</b> The garbage collector: no call can ever find its memory gone. {@code free} lets go of the
 * rings; a thread that stands still inside a call keeps its own until it leaves.
 */
public final class Recorder implements TraceSource {
    /** No clock was read, or no event is to be written. */
    static final long NO_TICKS = Long.MIN_VALUE;
    /** The switch of a type of which every event is kept. */
    static final long ALWAYS = SamplingWord.of(1.0);

    private static final long SETTLE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final TraceClock clock;
    private final TracingConfig config;
    private final MemorySegment head;
    private final Switchboard switchboard;
    // The collector's, and null once that is closed.
    private MemorySegment scratch;
    private final RingRegistry registry;
    private final RecorderTable recorders;
    // Written before last, which publishes it.
    private List<Straggler> stragglers = List.of();
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
        this.registry = new RingRegistry(memory, config.ringCapacity(), config.maxRings(), recorders::remove);
        for (EventType type : EventType.values()) {
            setSampling(type, config.isEnabled(type), config.sampleRate(type));
        }
        // Nobody reads it elsewhere; a clock that is not asked need not be found before something is traced.
        long ticksPerSecond = memory.file().isPresent() ? clock.ticksPerSecond() : 0;
        TraceFileLayout.initialize(head, ProcessHandle.current().pid(), clock.epochNanos(), config.ringCapacity(),
                config.maxRings(), config.memoryLimitBytes(), ticksPerSecond);
    }

    /**
     * Records a priming event.
     *
     * @param word the type's switch, as it was just read; not negative
     * @param correlationId 0 for none
     * @param type null is counted as rejected
     * @param strength any float
     * @param sourceNode unsigned id
     * @param targetNode unsigned id
     */
    public void priming(long word, long correlationId, PrimingType type, float strength, long sourceNode, long targetNode) {
        if (type == null) {
            reject(RecordLayout.PRIMING, RejectReason.INVALID_ARGUMENT);
            return;
        }
        long early = earlyTicks(word);
        ThreadRecorder recorder = recorder(RecordLayout.PRIMING);
        if (recorder != null) {
            recorder.priming(early, correlationId, type.code(), strength, sourceNode, targetNode);
        }
    }

    /**
     * Records an interference event.
     *
     * @param word the type's switch, as it was just read; not negative
     * @param correlationId 0 for none
     * @param type null is counted as rejected
     * @param magnitude any float
     * @param targetNode unsigned id
     * @param count competing nodes
     * @param competing0 unsigned id, 0 where unused
     * @param competing1 unsigned id, 0 where unused
     * @param competing2 unsigned id, 0 where unused
     */
    public void interference(long word, long correlationId, InterferenceType type, float magnitude, long targetNode, int count,
            long competing0, long competing1, long competing2) {
        if (type == null) {
            reject(RecordLayout.INTERFERENCE, RejectReason.INVALID_ARGUMENT);
            return;
        }
        long early = earlyTicks(word);
        ThreadRecorder recorder = recorder(RecordLayout.INTERFERENCE);
        if (recorder != null) {
            recorder.interference(early, correlationId, type.code(), magnitude, targetNode, count, competing0, competing1,
                    competing2);
        }
    }

    /**
     * Records an interference event whose competing nodes stand in an array.
     *
     * @param word the type's switch, as it was just read; not negative
     * @param correlationId 0 for none
     * @param type null is counted as rejected
     * @param magnitude any float
     * @param targetNode unsigned id
     * @param competing unsigned ids; null is counted as rejected
     * @param length how many of them compete; counted as rejected if there are fewer
     */
    public void interference(long word, long correlationId, InterferenceType type, float magnitude, long targetNode,
            long[] competing, int length) {
        if (type == null || competing == null || isOutside(competing, length)) {
            reject(RecordLayout.INTERFERENCE, RejectReason.INVALID_ARGUMENT);
            return;
        }
        long early = earlyTicks(word);
        ThreadRecorder recorder = recorder(RecordLayout.INTERFERENCE);
        if (recorder != null) {
            if (length >= RecordLayout.INLINE_NODES) {
                recorder.interference(early, correlationId, type.code(), magnitude, targetNode, length, competing[0],
                        competing[1], competing[2]);
            } else {
                recorder.interference(early, correlationId, type.code(), magnitude, targetNode, length,
                        nodeOrZero(competing, length, 0), nodeOrZero(competing, length, 1), 0);
            }
        }
    }

    /**
     * Records a reconsolidation event.
     *
     * @param word the type's switch, as it was just read; not negative
     * @param correlationId 0 for none
     * @param node unsigned id
     * @param windowPosition any float
     * @param modificationCount negative is counted as rejected
     * @param modifiedFields bit set
     * @param plasticityFactor any float
     */
    public void reconsolidation(long word, long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor) {
        if (modificationCount < 0) {
            reject(RecordLayout.RECONSOLIDATION, RejectReason.INVALID_ARGUMENT);
            return;
        }
        long early = earlyTicks(word);
        ThreadRecorder recorder = recorder(RecordLayout.RECONSOLIDATION);
        if (recorder != null) {
            recorder.reconsolidation(early, correlationId, node, windowPosition, modificationCount, modifiedFields,
                    plasticityFactor);
        }
    }

    /**
     * Records a false-memory event.
     *
     * @param word the type's switch, as it was just read; not negative
     * @param correlationId 0 for none
     * @param criticalLure unsigned id
     * @param confidence any float
     * @param sources unsigned ids; null is counted as rejected
     * @param length size of the source list; counted as rejected if the array is shorter
     */
    public void falseMemory(long word, long correlationId, long criticalLure, float confidence, long[] sources, int length) {
        if (sources == null || isOutside(sources, length)) {
            reject(RecordLayout.FALSE_MEMORY, RejectReason.INVALID_ARGUMENT);
            return;
        }
        long early = earlyTicks(word);
        ThreadRecorder recorder = recorder(RecordLayout.FALSE_MEMORY);
        if (recorder != null) {
            if (length >= RecordLayout.INLINE_NODES) {
                recorder.falseMemory(early, correlationId, criticalLure, confidence, length, sources[0], sources[1],
                        sources[2]);
            } else {
                recorder.falseMemory(early, correlationId, criticalLure, confidence, length,
                        nodeOrZero(sources, length, 0), nodeOrZero(sources, length, 1), 0);
            }
        }
    }

    /**
     * The switches that a trace method looks at before it calls the method here.
     *
     * @return switches of all types
     */
    public Switchboard switches() {
        return switchboard;
    }

    private static boolean isOutside(long[] nodes, int length) {
        // Unsigned, a negative length is a large one: one comparison for both ends.
        return Integer.compareUnsigned(length, nodes.length) > 0;
    }

    private static long nodeOrZero(long[] nodes, int length, int index) {
        return index < length ? nodes[index] : 0;
    }

    /**
     * Takes note of an event whose switch is negative.
     *
     * @param eventType 0 to 3
     * @param word its switch
     */
    public void refuse(byte eventType, long word) {
        if (word == SamplingWord.CLOSED) {
            reject(eventType, RejectReason.CLOSED);
        }
    }

    private long earlyTicks(long word) {
        // nanoTime waits until all loads before it are done. Where every event is kept it is therefore called before the
        // thread's recorder is looked up, and the look-up runs in its shadow.
        return word == ALWAYS ? clock.ticks() : NO_TICKS;
    }

    private ThreadRecorder recorder(byte eventType) {
        ThreadRecorder recorder = recorders.find();
        return recorder != null ? recorder : register(eventType);
    }

    private ThreadRecorder register(byte eventType) {
        ThreadRing ring = null;
        try {
            ring = registry.take();
        } catch (VirtualMachineError e) {
            // A tracer must not take the application down: without memory for a ring, or a stack deep enough to make
            // one, the thread goes without.
        }
        if (ring == null) {
            reject(eventType, RejectReason.NO_RING);
            return null;
        }
        ThreadRecorder recorder = new ThreadRecorder(switchboard, head, ring, clock);
        recorders.add(recorder);
        return recorder;
    }

    private void reject(byte eventType, RejectReason reason) {
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
     * Lets no further trace call in. Those that are in are found by their thread's busy mark: each sets it before it
     * reads the gate, and this reads it after it shut the gate. Such a protocol needs a fence between store and load
     * on both sides, and a fence on every event would cost more than the event. The handshake with all threads that
     * closing a shared arena performs stands in for the writers' fences: a thread passes it only between trace calls
     * or, where it is stopped inside one, with its busy mark stored.
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
        for (ThreadRecorder recorder : recorders.all()) {
            // What the call recorded and counted is seen once its recorder is not busy any more.
            while (recorder.isBusy()) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    return false;
                }
                LockSupport.parkNanos(SETTLE_PAUSE_NANOS);
            }
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
        return collected;
    }

    /** Counts what is left in the rings as discarded, keeps the accounts and lets go of the rings. */
    public void free() {
        for (ThreadRing ring : registry.rings()) {
            long[] left = RingTally.of(ring.memory(), ring.writer()).inRing();
            for (EventType type : EventType.values()) {
                countDiscarded(type, DiscardReason.SHUTDOWN, left[type.ordinal()]);
            }
        }
        stragglers = recorders.all().stream().filter(ThreadRecorder::isBusy).map(Straggler::new).toList();
        last = currentStats(true);
        registry.clear();
        recorders.clear();
        scratch = null;
    }

    /** A call that stood still when the tracer closed, and what its ring had counted by then. */
    private record Straggler(ThreadRecorder recorder, long[] recorded, long[] sampledOut) {
        Straggler(ThreadRecorder recorder) {
            this(recorder, counts(recorder.ring().writer()::recorded),
                    counts(type -> recorder.ring().sampler(EventType.ofCode(type)).sampledOut()));
        }

        private static long[] counts(IntToLongFunction figure) {
            return IntStream.range(0, EventType.values().length).mapToLong(figure).toArray();
        }

        /** Events it has recorded since; nobody will export them. */
        long late(EventType type) {
            return recorder.ring().writer().recorded(type.code()) - recorded[type.ordinal()];
        }

        long lateSampledOut(EventType type) {
            return recorder.ring().sampler(type).sampledOut() - sampledOut[type.ordinal()];
        }
    }

    @Override
    public List<TraceRing> rings() {
        return List.copyOf(registry.rings());
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
        TracerStats current = currentStats(false);
        // The rings may have gone while they were looked at.
        kept = last;
        return kept != null ? withLateCalls(kept) : current;
    }

    private TracerStats currentStats(boolean freed) {
        int types = EventType.values().length;
        // Before the rings: whatever ended by now was delivered, and recorded, before it. Looked at after them, a reader
        // that was held up in between would find more exported than recorded.
        long[] exported = new long[types];
        List<Map<DiscardReason, Long>> discarded = new ArrayList<>(types);
        for (EventType type : EventType.values()) {
            exported[type.ordinal()] = TraceFileLayout.exportedAcquire(head, type.code());
            discarded.add(discarded(type));
        }
        List<ThreadRing> rings = registry.rings();
        long[] sampledOut = new long[types];
        long[] recorded = new long[types];
        long[] delivered = new long[types];
        long[] overwritten = new long[types];
        long[] inRing = new long[types];
        long found = 0;
        for (ThreadRing ring : rings) {
            RingTally tally = RingTally.of(ring.memory(), ring.writer());
            found += tally.foundOverwritten();
            for (int type = 0; type < types; type++) {
                sampledOut[type] += ring.sampler(EventType.ofCode(type)).sampledOut();
                recorded[type] += tally.recorded()[type];
                delivered[type] += tally.delivered()[type];
                overwritten[type] += tally.overwritten()[type];
                inRing[type] += tally.inRing()[type];
            }
        }
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            int i = type.ordinal();
            Map<RejectReason, Long> rejected = rejected(type);
            // Left in the rings at the end: discarded, though never delivered.
            long wait = freed ? 0 : inRing[i];
            long taken = delivered[i] + (freed ? inRing[i] : 0);
            byType.put(type, new TypeStats(recorded[i] + sampledOut[i] + sum(rejected), sampledOut[i], rejected,
                    recorded[i], exported[i], overwritten[i], discarded.get(i), wait,
                    taken - exported[i] - sum(discarded.get(i))));
        }
        long ringMemory = freed ? 0 : TracingConfig.fixedBytes() + rings.size() * config.ringBytes();
        return new TracerStats(byType, found, freed ? 0 : rings.size(), registry.maxRings(), ringMemory,
                config.memoryLimitBytes(), List.of());
    }

    /** Calls go on being counted when the rings are gone. */
    private TracerStats withLateCalls(TracerStats kept) {
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        kept.byType().forEach((type, stats) -> {
            long late = stragglers.stream().mapToLong(one -> one.late(type)).sum();
            long recorded = stats.recorded() + late;
            long sampledOut = stats.sampledOut()
                    + stragglers.stream().mapToLong(one -> one.lateSampledOut(type)).sum();
            Map<RejectReason, Long> rejected = rejected(type);
            Map<DiscardReason, Long> discarded = new EnumMap<>(stats.discarded());
            discarded.merge(DiscardReason.SHUTDOWN, late, Long::sum);
            byType.put(type, new TypeStats(recorded + sampledOut + sum(rejected), sampledOut, rejected, recorded,
                    stats.exported(), stats.overwritten(), discarded, stats.inRing(), stats.inCollector()));
        });
        int held = (int) stragglers.stream().filter(one -> one.recorder().isBusy()).count();
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

    private Map<DiscardReason, Long> discarded(EventType type) {
        Map<DiscardReason, Long> discarded = new EnumMap<>(DiscardReason.class);
        for (DiscardReason reason : DiscardReason.values()) {
            discarded.put(reason, TraceFileLayout.discardedAcquire(head, reason.ordinal(), type.code()));
        }
        return discarded;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
