// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import io.engram.trace.collector.tracefile.RingCopier.Condition;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.ControlBlock;
import io.engram.trace.memlayout.layout.Pulse;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up the accounts of a trace file. */
final class FileAccounts {
    private final TraceHead head;
    private final RingCopier copier;
    private final Optional<TickScale> scale;
    private final List<RingAccount> rings = new ArrayList<>();
    private int unused;
    private int missing;
    private int damaged;
    private long oldestWaitingNanos = Long.MAX_VALUE;

    private FileAccounts(TraceHead head, RingCopier copier) {
        this.head = head;
        this.copier = copier;
        this.scale = head.scale();
    }

    /**
     * Takes the accounts.
     *
     * @param head just refreshed: before the rings are looked at, so that whatever it counts as exported was recorded,
     *     and is found so in its ring
     * @param copier reads the rings
     * @param nowNanos up to when events that wait have waited, nanoseconds since 1970
     */
    static TraceFileStats take(TraceHead head, RingCopier copier, long nowNanos) throws IOException {
        FileAccounts accounts = new FileAccounts(head, copier);
        int inFile = head.placesInFile();
        accounts.missing = head.places() - inFile;
        for (int index = 0; index < inFile; index++) {
            accounts.add(index);
        }
        return accounts.stats(nowNanos);
    }

    private void add(int index) throws IOException {
        Condition condition = copier.begin(head.ringOffset(index));
        switch (condition) {
            case IN_USE -> {
                RingAccount account = RingAccount.take(copier, index);
                rings.add(account);
                findWaiting(account);
            }
            case UNUSED -> unused++;
            case DAMAGED -> damaged++;
            case MISSING -> missing++;
        }
    }

    private void findWaiting(RingAccount account) throws IOException {
        if (scale.isPresent() && account.waiting() > 0
                && copier.copy(account.waitingFrom(), 1) == 1 && copier.isIntact(0)) {
            oldestWaitingNanos = Math.min(oldestWaitingNanos,
                    scale.get().toEpochNanos(RecordLayout.ticks(copier.slots(), copier.record(0))));
        }
    }

    private TraceFileStats stats(long nowNanos) {
        MemorySegment memory = head.memory();
        // What is left in the rings of a closed tracer it has counted as discarded.
        boolean isClosed = head.isClosed();
        Map<EventType, TypeStats> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            byType.put(type, stats(type, memory, isClosed));
        }
        long outside = Math.clamp(TraceFileLayout.ringsOutside(memory), 0L, unused + missing);
        // A ring in memory of its own has a place too, and may be why the file is not longer.
        long cut = Math.max(0, missing - outside);
        long ringBytes = (rings.size() + outside + cut + damaged) * head.ringStrideBytes();
        return new TraceFileStats(byType, sum(rings.stream().map(RingAccount::unknownType).toList()),
                rings.stream().map(RingAccount::stats).toList(), outside, cut, damaged,
                TracingConfig.fixedBytes() + ringBytes, TraceFileLayout.memoryLimitBytes(memory),
                isClosed || oldestWaitingNanos > nowNanos ? Duration.ZERO
                        : Duration.ofNanos(nowNanos).minusNanos(oldestWaitingNanos),
                TraceHead.instant(Pulse.collectedEpochNanos(memory)),
                TraceHead.instant(ControlBlock.readEpochNanos(memory)), head.lastBeat());
    }

    private TypeStats stats(EventType type, MemorySegment memory, boolean isClosed) {
        Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, TraceFileLayout.rejected(memory, reason.ordinal(), type.code()));
        }
        Map<DiscardReason, Long> discarded = new EnumMap<>(DiscardReason.class);
        for (DiscardReason reason : DiscardReason.values()) {
            discarded.put(reason, TraceFileLayout.discardedAcquire(memory, reason.ordinal(), type.code()));
        }
        long exported = TraceFileLayout.exportedAcquire(memory, type.code());
        long recorded = 0;
        long sampledOut = 0;
        long delivered = 0;
        long overwritten = 0;
        long inRing = 0;
        for (RingAccount ring : rings) {
            recorded += ring.recorded()[type.code()];
            sampledOut += ring.sampledOut()[type.code()];
            delivered += ring.delivered()[type.code()];
            overwritten += ring.overwritten()[type.code()];
            inRing += ring.inRing()[type.code()];
        }
        long taken = delivered + (isClosed ? inRing : 0);
        return new TypeStats(recorded + sampledOut + sum(rejected.values()), sampledOut, rejected, recorded, exported,
                overwritten, discarded, isClosed ? 0 : inRing,
                Math.max(0, taken - exported - sum(discarded.values())));
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
