// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.chrome.ChromeTraceEncoder;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes all events of a source in one of the forms that files have. */
final class EventOutput {
    // Events are encoded in such portions, so that files of any size pass through little memory.
    private static final int PORTION = 1_000;

    private final EventSource source;
    private final boolean whole;
    private final NodeLabels words;
    private final OutputStream out;
    private JsonEncoder encoder;

    /**
     * Writes nothing yet.
     *
     * @param source events
     * @param whole whether these are all events, so that the accounts are theirs
     * @param words for nodes, before those that events bring along
     * @param out where to; it is not closed
     */
    EventOutput(EventSource source, boolean whole, NodeLabels words, OutputStream out) {
        this.source = source;
        this.whole = whole;
        this.words = words;
        this.encoder = new JsonEncoder(words);
        this.out = out;
    }

    /** Writes all events and returns how many there were. */
    long write(ExportFormat format) throws IOException {
        return switch (format) {
            case JSON -> writeDocument();
            case NDJSON -> writeLines();
            case CHROME -> writeTrace();
            case OTLP, LOKI -> throw new AssertionError(format + " is not written");
        };
    }

    private long writeLines() throws IOException {
        long written = 0;
        for (List<CognitiveEvent> portion = next(PORTION); !portion.isEmpty(); portion = next(PORTION)) {
            takeLabels();
            encoder.writeLines(portion, out);
            written += portion.size();
        }
        if (whole && !source.lost().isEmpty()) {
            encoder.writeLossLine(source.lost(), source.lossUnixNano(), out);
        }
        return written;
    }

    private long writeDocument() throws IOException {
        long written = 0;
        // Read first: the resource stands before the events.
        List<CognitiveEvent> portion = next(PORTION);
        encoder.writeDocumentStart(resource(), out);
        while (!portion.isEmpty()) {
            takeLabels();
            encoder.writeElements(portion, written == 0, out);
            written += portion.size();
            portion = next(PORTION);
        }
        Map<EventType, TypeStats> accounts = whole ? source.accounts() : Map.of();
        encoder.writeDocumentEnd(accounts, TraceClock.system().epochNanos(), out);
        return written;
    }

    private long writeTrace() throws IOException {
        // All at once: what is drawn of an event depends on those that come after it.
        List<CognitiveEvent> events = next(Integer.MAX_VALUE);
        takeLabels();
        new ChromeTraceEncoder(encoder.labels()).write(resource(), events, out);
        return events.size();
    }

    private List<CognitiveEvent> next(int max) throws IOException {
        List<CognitiveEvent> portion = new ArrayList<>();
        while (portion.size() < max) {
            CognitiveEvent event = source.next();
            if (event == null) {
                break;
            }
            portion.add(event);
        }
        return portion;
    }

    // Events come with words for all their nodes that have one, so those of a portion do for it.
    private void takeLabels() {
        NodeLabels needed = words.orElse(source.takeLabels());
        if (needed != encoder.labels()) {
            encoder = new JsonEncoder(needed);
        }
    }

    private Resource resource() {
        return source.resource().isEmpty() ? Resource.ofThisProcess() : new Resource(source.resource());
    }
}
