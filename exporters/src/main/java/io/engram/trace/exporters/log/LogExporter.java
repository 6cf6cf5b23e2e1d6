// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.log;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes events to the application's log, each as a line of JSON, but no more than so many of each second. A line for
 * each second in which more came says how many were left out.
 *
 * <p>Assumptions: one thread uses it.
 *
 * <p>Guarantees: only events that the log took count as exported. Those beyond the rate count as
 * {@link DiscardReason#RATE_LIMITED}; where the log's level leaves all of them out, they count as
 * {@link DiscardReason#FILTERED}.
 */
final class LogExporter implements EventExporter {
    static final String LOGGER = "io.engram.trace.events";

    private static final Logger LOG = System.getLogger(LOGGER);
    private static final Level LEVEL = Level.DEBUG;
    private static final int LINE_BYTES = 1 << 10;

    private final int perSecond;
    private final String rateKey;
    private final LineBudget budget;
    private final JsonEncoder encoder = new JsonEncoder();
    private final EncodeBuffer line = new EncodeBuffer(LINE_BYTES);
    private boolean warned;

    /**
     * Makes an exporter.
     *
     * @param perSecond lines for the events of a second
     * @param rateKey where that was set
     */
    LogExporter(int perSecond, String rateKey) {
        this.perSecond = perSecond;
        this.rateKey = rateKey;
        this.budget = new LineBudget(perSecond);
    }

    @Override
    public String name() {
        return LogProvider.FORMAT;
    }

    @Override
    public void export(EventBatch batch) throws ExportException {
        if (!LOG.isLoggable(LEVEL)) {
            warnOnce();
            throw ExportException.leftOut(DiscardReason.FILTERED, LOGGER + " is not logged at " + LEVEL,
                    List.of(new Failed(0, batch.size(), batch.size(), false)));
        }
        List<Failed> leftOut = write(batch.events());
        if (!leftOut.isEmpty()) {
            throw ExportException.leftOut(DiscardReason.RATE_LIMITED, rateKey + " is " + perSecond, leftOut);
        }
    }

    /** Writes as many as may be, and returns which may not. */
    private List<Failed> write(List<CognitiveEvent> events) {
        List<Failed> leftOut = new ArrayList<>();
        // Where the events begin that are left out one after the other.
        int from = 0;
        for (int i = 0; i < events.size(); i++) {
            CognitiveEvent event = events.get(i);
            if (budget.isOtherSecond(event.timeUnixNano())) {
                tellLeftOut();
            }
            if (budget.tryTake(event.timeUnixNano())) {
                addRange(leftOut, from, i);
                from = i + 1;
                LOG.log(LEVEL, text(event));
            }
        }
        addRange(leftOut, from, events.size());
        return leftOut;
    }

    private static void addRange(List<Failed> leftOut, int from, int to) {
        if (from < to) {
            leftOut.add(new Failed(from, to, to - from, false));
        }
    }

    private String text(CognitiveEvent event) {
        line.clear();
        encoder.writeEvent(event, line);
        return new String(line.array(), 0, line.length(), StandardCharsets.UTF_8);
    }

    private void tellLeftOut() {
        long events = budget.takeRefused();
        if (events > 0) {
            LOG.log(LEVEL, events + " more events of that second were left out: " + rateKey + " is " + perSecond);
        }
    }

    private void warnOnce() {
        if (!warned) {
            warned = true;
            System.getLogger("io.engram.trace.export").log(Level.WARNING, "Events for the log are left out: set logger "
                    + LOGGER + " to " + LEVEL + " (JUL: FINE), or remove log from engram.trace.export.format");
        }
    }

    @Override
    public void flush() {
        tellLeftOut();
    }

    @Override
    public void close() {
        tellLeftOut();
    }
}
