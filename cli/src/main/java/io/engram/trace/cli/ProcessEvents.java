// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.Snapshot;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFileInfo;
import io.engram.trace.collector.tracefile.TraceFileStats;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The events in the rings of a process, as they were when this was made. */
final class ProcessEvents implements EventSource {
    private final TraceFile file;
    private final Snapshot snapshot;
    private final Iterator<CognitiveEvent> events;

    private ProcessEvents(TraceFile file, Snapshot snapshot) {
        this.file = file;
        this.snapshot = snapshot;
        this.events = snapshot.events().iterator();
    }

    /**
     * Copies the rings.
     *
     * @param file is closed with this, or if it cannot be read
     */
    static ProcessEvents of(TraceFile file, EventFilter filter) throws IOException {
        try {
            return new ProcessEvents(file, file.snapshot(filter));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public CognitiveEvent next() {
        return events.hasNext() ? events.next() : null;
    }

    @Override
    public Map<String, String> resource() {
        return resource(file.info());
    }

    /** What the tracer's own exports say of its process; without a collector it has none, and we say what we know. */
    static Map<String, String> resource(TraceFileInfo info) {
        Map<String, String> attributes = new LinkedHashMap<>(info.resource());
        attributes.putIfAbsent("service.name", info.mainClass().isEmpty() ? "unknown_service:java" : info.mainClass());
        // The same for all exports of one tracer.
        attributes.putIfAbsent("service.instance.id", UUID.nameUUIDFromBytes(
                (info.pid() + " " + info.start()).getBytes(StandardCharsets.UTF_8)).toString());
        attributes.putIfAbsent("process.pid", Long.toString(info.pid()));
        return Collections.unmodifiableMap(attributes);
    }

    @Override
    public Map<EventType, TypeStats> accounts() {
        return snapshot.stats().byType();
    }

    @Override
    public Map<String, Long> lost() {
        // They are in the accounts.
        return Map.of();
    }

    @Override
    public long lostInAccounts() {
        // What a ring has no room for any more is no news: stats tells it.
        return 0;
    }

    @Override
    public long lossUnixNano() {
        return 0;
    }

    @Override
    public NodeLabels takeLabels() {
        return NodeLabels.NONE;
    }

    @Override
    public Map<String, Long> missing() {
        TraceFileStats stats = snapshot.stats();
        long recorded = stats.total(TypeStats::recorded) + stats.unknownType();
        return Map.of("sampled_out", stats.total(TypeStats::sampledOut),
                "rejected", stats.total(TypeStats::rejectedTotal),
                "no_longer_in_the_rings", recorded - snapshot.events().size() - snapshot.filtered());
    }

    @Override
    public void warn(PrintWriter err) {
        if (snapshot.overwritten() > 0) {
            err.println("engram: " + Texts.count(snapshot.overwritten(), "event")
                    + " overwritten by later ones while the rings were read");
        }
        if (snapshot.undecodable() > 0) {
            err.println("engram: " + Texts.count(snapshot.undecodable(), "event")
                    + " of a kind that this version does not know");
        }
        if (snapshot.timesEstimated()) {
            err.println("engram: times of day may be off: the process ended before it told what its clock stands for");
        }
        unreadableRings(snapshot.stats(), err);
        err.flush();
    }

    /** Tells of rings whose events are not in the file. */
    static void unreadableRings(TraceFileStats stats, PrintWriter err) {
        if (stats.ringsOutside() > 0) {
            err.println("engram: " + Texts.count(stats.ringsOutside(), "ring")
                    + " outside the file, which had no room for more: only their process can read them");
        }
        if (stats.ringsMissing() > 0) {
            err.println("engram: " + Texts.count(stats.ringsMissing(), "ring")
                    + " missing: the file was cut off");
        }
        if (stats.ringsDamaged() > 0) {
            err.println("engram: " + Texts.count(stats.ringsDamaged(), "ring") + " damaged and not read");
        }
    }

    @Override
    public void delivered() {
        file.markRead(Instant.now());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
