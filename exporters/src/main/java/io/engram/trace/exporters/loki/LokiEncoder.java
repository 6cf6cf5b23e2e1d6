// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Encodes events as Loki's push requests, each of them holding consecutive events, as many as its limits allow. Within
 * a request each type of event is a stream, whose entries' times rise strictly; a line is the event's JSON and keeps
 * the true time.
 *
 * <p>Assumptions: one thread uses it; {@link #accept} or {@link #revert} is called once for each request, before the
 * next one is encoded.
 */
public final class LokiEncoder {
    private final RequestForm form;
    private final JsonEncoder json;
    private final LokiStreams streams;
    private final int maxBytes;
    private final int maxEvents;
    private final StreamEntries[] streamEntries = new StreamEntries[LokiEventType.COUNT];
    private final EncodeBuffer lossLine = new EncodeBuffer(256);
    private final List<Integer> refused = new ArrayList<>();
    private final int[] counts = new int[LokiEventType.COUNT];
    private LokiStream[] current = {};
    private int entries;
    private int bytes;

    /**
     * Makes an encoder.
     *
     * @param encoding form and compression
     * @param userLabels labels of all streams besides ours, checked
     * @param maxBytes longest request before compression, bytes
     * @param maxEvents most events in a request
     */
    public LokiEncoder(LokiEncoding encoding, Map<String, String> userLabels, int maxBytes, int maxEvents) {
        this(encoding, userLabels, maxBytes, maxEvents, NodeLabels.NONE);
    }

    /**
     * Makes an encoder that adds words for nodes to the lines.
     *
     * @param encoding form and compression
     * @param userLabels labels of all streams besides ours, checked
     * @param maxBytes longest request before compression, bytes
     * @param maxEvents most events in a request
     * @param nodeLabels words for nodes
     */
    public LokiEncoder(LokiEncoding encoding, Map<String, String> userLabels, int maxBytes, int maxEvents,
            NodeLabels nodeLabels) {
        this(encoding::form, userLabels, maxBytes, maxEvents, nodeLabels);
    }

    /** Makes an encoder of a form, which is given what writes the lines. */
    LokiEncoder(Function<JsonEncoder, RequestForm> form, Map<String, String> userLabels, int maxBytes,
            int maxEvents, NodeLabels nodeLabels) {
        this.json = new JsonEncoder(nodeLabels);
        this.form = form.apply(json);
        this.streams = new LokiStreams(userLabels, this.form::labels);
        this.maxBytes = maxBytes;
        this.maxEvents = maxEvents;
        Arrays.setAll(streamEntries, this.form::newEntries);
    }

    /**
     * Encodes the next request.
     *
     * @param events in the order of their time
     * @param from index of the first event
     * @param service name of the service that recorded them
     * @return index behind the last event; all between are in the request, but for those that are {@link #refused}
     */
    public int encode(List<CognitiveEvent> events, int from, String service) {
        begin(service);
        int to = from;
        while (to < events.size() && entries < maxEvents) {
            Outcome outcome = append(events.get(to));
            if (outcome == Outcome.FULL) {
                break;
            }
            if (outcome == Outcome.REFUSED) {
                refused.add(to);
            }
            to++;
        }
        return to;
    }

    private enum Outcome {
        ADDED, FULL, REFUSED
    }

    private Outcome append(CognitiveEvent event) {
        // By type, because the calls of an interface's methods cost more than what they tell.
        return switch (event) {
            case PrimingEvent one -> append(one, EventType.PRIMING.ordinal(), one.timeUnixNano());
            case InterferenceEvent one -> append(one, EventType.INTERFERENCE.ordinal(), one.timeUnixNano());
            case ReconsolidationEvent one -> append(one, EventType.RECONSOLIDATION.ordinal(), one.timeUnixNano());
            case FalseMemoryEvent one -> append(one, EventType.FALSE_MEMORY.ordinal(), one.timeUnixNano());
        };
    }

    private Outcome append(CognitiveEvent event, int type, long unixNano) {
        StreamEntries written = streamEntries[type];
        LokiStream stream = current[type];
        if (!stream.hasNext()) {
            return Outcome.REFUSED;
        }
        long time = stream.next(unixNano);
        int entryBytes = written.add(event, time);
        if (entryBytes == StreamEntries.TOO_LONG) {
            return Outcome.REFUSED;
        }
        int more = counts[type] == 0 ? form.streamBytes(stream.labels()) + entryBytes : entryBytes;
        if (bytes + more > maxBytes) {
            written.takeBack();
            int alone = form.emptyBytes() + form.streamBytes(stream.labels()) + entryBytes;
            return alone > maxBytes ? Outcome.REFUSED : Outcome.FULL;
        }
        stream.add(time);
        bytes += more;
        counts[type]++;
        entries++;
        return Outcome.ADDED;
    }

    /**
     * Encodes a request of one line that tells of losses.
     *
     * @param lost events by reason
     * @param unixNano when it was noticed, nanoseconds since 1970
     * @param service name of the service that lost them
     * @throws IOException never
     */
    public void encodeLoss(Map<String, Long> lost, long unixNano, String service) throws IOException {
        begin(service);
        lossLine.clear();
        json.writeLoss(lost, unixNano, lossLine);
        LokiStream stream = current[LokiEventType.LOSS];
        long time = stream.next(unixNano);
        streamEntries[LokiEventType.LOSS].add(time, lossLine);
        stream.add(time);
        counts[LokiEventType.LOSS]++;
        entries++;
    }

    private void begin(String service) {
        current = streams.of(service);
        Arrays.fill(counts, 0);
        refused.clear();
        entries = 0;
        bytes = form.emptyBytes();
        for (StreamEntries written : streamEntries) {
            written.clear();
        }
    }

    /**
     * How many entries the request has.
     *
     * @return 0 if there is nothing to send
     */
    public int entries() {
        return entries;
    }

    /**
     * Which events were left out of the request, because their line, or a request of it alone, would be too long.
     *
     * @return indices in rising order, good until the next request
     */
    public List<Integer> refused() {
        return refused;
    }

    /**
     * Puts the request together and compresses it; once a request, which has entries.
     *
     * @return its body, good until the next request
     */
    public EncodeBuffer body() {
        form.beginRequest();
        for (int type = 0; type < streamEntries.length; type++) {
            if (counts[type] > 0) {
                form.addStream(current[type].labels(), streamEntries[type]);
            }
        }
        return form.endRequest();
    }

    /** Says that the request was accepted: later entries get later times. */
    public void accept() {
        for (LokiStream stream : current) {
            stream.accept();
        }
    }

    /**
     * Says that the request was not accepted: the same events get the same times again. Whoever still sends its body
     * may do so: the next request is put together elsewhere.
     */
    public void revert() {
        form.leaveBody();
        for (LokiStream stream : current) {
            stream.revert();
        }
    }
}
