// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.Tail;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.json.JsonEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Writes the events of a process as they come, one a line, and what was lost of each thread between them, until the
 * process ends, closes its tracer, or the command is interrupted.
 *
 * <p>Assumptions: one thread uses it.
 *
 * <p>Guarantees: every event that was recorded since the beginning is written, counted as lost, or not wanted. It ends
 * between two lines.
 */
final class LiveStream {
    private static final int PORTION = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String OVERWRITTEN = "overwritten";

    private final TraceFile file;
    private final EventFilter filter;
    private final Interruption interruption;
    private final JsonEncoder encoder = new JsonEncoder();
    private long written;
    private long lost;

    LiveStream(TraceFile file, EventFilter filter, Interruption interruption) {
        this.file = file;
        this.filter = filter;
        this.interruption = interruption;
    }

    /**
     * Writes until there is no more.
     *
     * @param fromOldest whether to begin with what is in the rings
     */
    void writeTo(OutputStream out, boolean fromOldest) throws IOException, InterruptedException {
        Tail tail = file.tail(fromOldest);
        while (!interruption.isRequested()) {
            // Looked at before the rings: what a tracer recorded before it was closed is then found in them.
            boolean over = file.ownerState() != OwnerState.RUNNING;
            do {
                writePortion(tail, out);
                // Whoever reads wants to see what came, however little of it is wanted.
                out.flush();
            } while (!tail.isDrained() && !interruption.isRequested());
            if (over || interruption.awaitRequest(PAUSE)) {
                return;
            }
        }
    }

    private void writePortion(Tail tail, OutputStream out) throws IOException {
        List<CognitiveEvent> events = tail.poll(PORTION);
        for (Map.Entry<TracedThread, Long> thread : tail.lost().entrySet()) {
            encoder.writeLossLine(Map.of(OVERWRITTEN, thread.getValue()), thread.getKey(),
                    TraceClock.system().epochNanos(), out);
            lost += thread.getValue();
        }
        List<CognitiveEvent> wanted = events.stream().filter(filter::accepts).toList();
        encoder.writeLines(wanted, out);
        written += wanted.size();
    }

    /** Events written so far. */
    long written() {
        return written;
    }

    /** Events told as lost so far. */
    long lost() {
        return lost;
    }
}
