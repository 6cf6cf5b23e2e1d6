// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the tracer's accounts must say and what exporters must have got, after all calls that were made.
 *
 * <p>Assumptions: used between the program's actions, by one thread at a time. With books of the rings, all figures
 * up to the collector are known; without them, where calls are made at the same time, those that do not depend on who
 * comes first. Which events a full queue or a shutdown cost is not known: there the sums are compared.
 */
final class Books {
    private static final int TYPES = EventType.values().length;

    private final Switches switches = new Switches();
    private final Optional<RingBooks> rings;
    private final List<ExporterBook> exporters;
    private final Setup setup;
    private final Map<Long, Made> made = new HashMap<>();
    private final long[] observed = new long[TYPES];
    private final long[][] rejected = new long[RejectReason.values().length][TYPES];
    private final long[] keptForSure = new long[TYPES];
    private final long[] keptPerhaps = new long[TYPES];
    private final long[] recorded = new long[TYPES];
    private final long[] sampledOut = new long[TYPES];
    private final long[] exported = new long[TYPES];
    private final long[] lost = new long[TYPES];

    Books(Setup setup, Optional<RingBooks> rings, List<MoodyExporter> exporters) {
        this.setup = setup;
        this.rings = rings;
        this.exporters = exporters.stream().map(ExporterBook::new).toList();
    }

    Switches switches() {
        return switches;
    }

    /** Notes a call of a worker at a tick. */
    synchronized void called(Worker worker, TraceCall call, long tick) {
        int type = call.type().ordinal();
        if (switches.isOn(call.type())) {
            observed[type]++;
            if (switches.isClosed()) {
                rejected[RejectReason.CLOSED.ordinal()][type]++;
            } else if (!call.isValid()) {
                rejected[RejectReason.INVALID_ARGUMENT.ordinal()][type]++;
            } else {
                recordable(new Made(tick, worker, call, switches));
                return;
            }
        }
        rings.ifPresent(books -> books.assertNothingNew(call));
    }

    private void recordable(Made call) {
        int type = call.call().type().ordinal();
        made.put(call.tick(), call);
        keptForSure[type] += call.rate() == 1 ? 1 : 0;
        keptPerhaps[type] += call.rate() > 0 ? 1 : 0;
        if (rings.isPresent()) {
            switch (rings.get().called(call)) {
                case RECORDED -> recorded[type]++;
                case SAMPLED_OUT -> sampledOut[type]++;
                case NO_RING -> rejected[RejectReason.NO_RING.ordinal()][type]++;
            }
        }
    }

    /** Notes what the exporters did, while the collector stands and they are idle or waiting. */
    private void read() {
        for (ExporterBook book : exporters) {
            book.read(this::callAt, call -> {
                if (call.accept() == exporters.size()) {
                    exported[call.call().type().ordinal()]++;
                }
            }, call -> {
                if (call.lose()) {
                    lost[call.call().type().ordinal()]++;
                }
            });
        }
    }

    private Made callAt(long tick) {
        Made call = made.get(tick);
        if (rings.isPresent() && call != null) {
            assertTrue(call.isTaken(), () -> "exported, but not taken from a ring: " + call);
        }
        return call;
    }

    /** Compares the tracer's accounts with the books. */
    void check(TracerStats stats) {
        read();
        assertTrue(stats.memoryBytes() <= stats.memoryLimitBytes(), () -> "memory: " + stats);
        assertTrue(stats.rings() <= setup.rings(), () -> "rings: " + stats);
        boolean closed = switches.isClosed();
        if (closed) {
            assertEquals(0, stats.rings() + stats.memoryBytes(), () -> "memory of a closed tracer: " + stats);
        }
        for (EventType type : EventType.values()) {
            checkCalls(type, stats.of(type));
        }
        for (int i = 0; i < exporters.size(); i++) {
            exporters.get(i).assertAccounts(stats.exporters().get(i), !closed);
        }
        checkDeliveries(stats);
    }

    private void checkCalls(EventType type, TypeStats stats) {
        int i = type.ordinal();
        boolean closed = switches.isClosed();
        assertTrue(stats.isBalanced(), () -> "the sums of " + type + " do not come out: " + stats);
        assertEquals(observed[i], stats.observed(), () -> type + " observed: " + stats);
        for (RejectReason reason : RejectReason.values()) {
            long known = rejected[reason.ordinal()][i];
            boolean perhaps = reason == RejectReason.CONTENDED || reason == RejectReason.NO_RING && setup.rings() == 1;
            if (rings.isPresent() || !perhaps) {
                assertEquals(known, stats.rejected().get(reason), () -> type + " rejected, " + reason + ": " + stats);
            }
        }
        if (rings.isPresent()) {
            RingBooks books = rings.get();
            assertEquals(recorded[i], stats.recorded(), () -> type + " recorded: " + stats);
            assertEquals(sampledOut[i], stats.sampledOut(), () -> type + " sampled out: " + stats);
            assertEquals(books.overwritten(type), stats.overwritten(), () -> type + " overwritten: " + stats);
            assertEquals(closed ? 0 : books.inRing(type), stats.inRing(), () -> type + " in the rings: " + stats);
        } else {
            long without = stats.rejected().get(RejectReason.NO_RING) + stats.rejected().get(RejectReason.CONTENDED);
            assertTrue(stats.recorded() <= keptPerhaps[i] && stats.recorded() >= keptForSure[i] - without,
                    () -> type + " recorded: " + stats);
        }
        if (closed) {
            assertEquals(0, stats.inRing() + stats.inCollector(), () -> type + " left: " + stats);
        }
    }

    private void checkDeliveries(TracerStats stats) {
        boolean idle = stats.exporters().stream().allMatch(one -> one.queued() == 0);
        for (EventType type : EventType.values()) {
            TypeStats of = stats.of(type);
            int i = type.ordinal();
            Supplier<String> text = () -> type + " exported: " + of + ", but taken by all: " + exported[i];
            // A batch is settled when the last exporter is done with it.
            assertTrue(of.exported() <= exported[i], text);
            if (!switches.isClosed()) {
                assertTrue(of.discardedTotal() >= lost[i], () -> type + " discarded: " + of);
                assertTrue(!idle || of.exported() == exported[i], text);
            }
        }
        for (DiscardReason reason : DiscardReason.values()) {
            long told = stats.total(of -> of.discarded().get(reason));
            long most = stats.exporters().stream().mapToLong(one -> one.discarded().getOrDefault(reason, 0L)).sum();
            if (reason == DiscardReason.FILTERED) {
                assertEquals(filtered(stats), told, () -> "discarded, " + reason + ": " + stats);
            } else if (reason != DiscardReason.SHUTDOWN) {
                assertTrue(told <= most && (exporters.size() > 1 || told == most),
                        () -> "discarded, " + reason + ": " + stats);
            } else if (!switches.isClosed()) {
                assertEquals(0, told, () -> "discarded by a shutdown that there was not: " + stats);
            }
        }
    }

    /** What was taken of events that are not wanted; as the tracer says, where nobody else can tell. */
    private long filtered(TracerStats stats) {
        EventType type = EventType.FALSE_MEMORY;
        long told = stats.of(type).discarded().get(DiscardReason.FILTERED);
        return setup.filtered() ? rings.map(books -> books.taken(type)).orElse(told) : 0;
    }

    /** Nothing is left in the rings, unless no exporter had room for it. */
    void checkDrained(TracerStats stats) {
        long inRings = stats.total(TypeStats::inRing);
        long gone = stats.total(TypeStats::overwritten) + filtered(stats);
        long wanted = stats.total(TypeStats::recorded) - gone - inRings;
        for (ExporterStats one : stats.exporters()) {
            boolean roomy = one.queued() == 0 && wanted - one.given() + inRings <= Setup.QUEUE_EVENTS;
            assertTrue(inRings == 0 || !roomy, () -> "events were left in rings though " + one + " had room: " + stats);
        }
    }

    /** All that was recorded has reached the exporters. */
    void checkFlushed(TracerStats stats) {
        assertEquals(0, stats.total(TypeStats::inRing) + stats.total(TypeStats::inCollector), stats::toString);
        assertEquals(stats.foundOverwritten(), stats.total(TypeStats::overwritten), stats::toString);
        for (ExporterStats one : stats.exporters()) {
            assertEquals(stats.total(TypeStats::recorded) - stats.total(TypeStats::overwritten) - filtered(stats),
                    one.given(), () -> "given to " + one);
        }
    }
}
