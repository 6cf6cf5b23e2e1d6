// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.management.CognitiveTracerMXBean;
import io.engram.trace.core.management.ExporterAccount;
import io.engram.trace.core.management.TypeAccount;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Answers what JMX asks of a session. Keeps the session alive, but not the tracer. */
final class ManagedTracer implements CognitiveTracerMXBean {
    private static final long LONGEST_TIMEOUT_MILLIS = Duration.ofDays(1).toMillis();

    private final Session session;

    ManagedTracer(Session session) {
        this.session = session;
    }

    @Override
    public Map<String, TypeAccount> getTypes() {
        TracerStats stats = session.stats();
        Map<String, TypeAccount> accounts = new TreeMap<>();
        for (EventType type : EventType.values()) {
            accounts.put(type.label(), account(session.switchOf(type), stats.of(type)));
        }
        return accounts;
    }

    private static TypeAccount account(TypeSwitch now, TypeStats stats) {
        return new TypeAccount(now.enabled(), now.rate(), stats.observed(), stats.sampledOut(),
                labelled(stats.rejected(), RejectReason::label), stats.recorded(), stats.exported(),
                stats.overwritten(), labelled(stats.discarded(), DiscardReason::label), stats.inRing(),
                stats.inCollector(), stats.lost());
    }

    @Override
    public Map<String, ExporterAccount> getExporters() {
        Map<String, ExporterAccount> accounts = new TreeMap<>();
        session.stats().exportersByName().forEach((name, stats) -> accounts.put(name, account(stats)));
        return accounts;
    }

    private static ExporterAccount account(ExporterStats stats) {
        return new ExporterAccount(stats.given(), stats.exported(),
                labelled(stats.discarded(), DiscardReason::label), stats.queued(), stats.queuedBytes(),
                stats.spooled(), stats.spoolBytes(), stats.replayed(), stats.replayLost(), stats.corruptBlocks(),
                stats.retries(), stats.lastFailure());
    }

    private static <R> Map<String, Long> labelled(Map<R, Long> counts, Function<R, String> label) {
        Map<String, Long> labelled = new TreeMap<>();
        counts.forEach((reason, count) -> labelled.put(label.apply(reason), count));
        return labelled;
    }

    @Override
    public long getObserved() {
        return session.stats().total(TypeStats::observed);
    }

    @Override
    public long getRecorded() {
        return session.stats().total(TypeStats::recorded);
    }

    @Override
    public long getExported() {
        return session.stats().total(TypeStats::exported);
    }

    @Override
    public long getLost() {
        return session.stats().total(TypeStats::lost);
    }

    @Override
    public long getWaiting() {
        return session.stats().total(stats -> stats.inRing() + stats.inCollector());
    }

    @Override
    public int getRings() {
        return session.stats().rings();
    }

    @Override
    public int getMaxRings() {
        return session.stats().maxRings();
    }

    @Override
    public long getMemoryBytes() {
        return session.stats().memoryBytes();
    }

    @Override
    public long getMemoryLimitBytes() {
        return session.stats().memoryLimitBytes();
    }

    @Override
    public String getTraceFile() {
        return session.traceFile().map(Path::toString).orElse("");
    }

    @Override
    public String getClock() {
        return session.recorder().clock().label();
    }

    @Override
    public void setEnabled(String type, boolean enabled) {
        session.setEnabled(EventType.ofLabel(type), enabled);
    }

    @Override
    public void setSampleRate(String type, double rate) {
        session.setSampleRate(EventType.ofLabel(type), rate);
    }

    @Override
    public DrainReport flush(long timeoutMillis) {
        if (timeoutMillis < 0 || timeoutMillis > LONGEST_TIMEOUT_MILLIS) {
            throw new IllegalArgumentException("flush timeout " + timeoutMillis + " is out of range: give 0 to "
                    + LONGEST_TIMEOUT_MILLIS + " ms");
        }
        return session.flush(Duration.ofMillis(timeoutMillis));
    }
}
