// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** The fields of one event's JSON object, in whatever order they come. Fields that are not known are passed over. */
final class EventFields {
    private static final int MAX_COUNT = 0xFFFF;
    private static final Set<String> KNOWN = Set.of(JsonFields.TIME_UNIX_NANO, JsonFields.EVENT_TYPE,
            JsonFields.THREAD_ID, JsonFields.THREAD_NAME, JsonFields.POSITION, JsonFields.SAMPLE_RATE,
            JsonFields.CORRELATION_ID, JsonFields.TRACE_ID, JsonFields.SPAN_ID, JsonFields.TRACE_FLAGS,
            JsonFields.PRIMING_TYPE, JsonFields.STRENGTH, JsonFields.SOURCE_NODE, JsonFields.TARGET_NODE,
            JsonFields.INTERFERENCE_TYPE, JsonFields.MAGNITUDE, JsonFields.COMPETING_NODES, JsonFields.COMPETING_COUNT,
            JsonFields.NODE, JsonFields.WINDOW_POSITION, JsonFields.MODIFICATION_COUNT, JsonFields.MODIFIED_FIELDS,
            JsonFields.PLASTICITY_FACTOR, JsonFields.CRITICAL_LURE, JsonFields.SOURCE_NODES,
            JsonFields.SOURCE_LIST_SIZE, JsonFields.RECONSTRUCTION_CONFIDENCE);
    private static final int SPAN_ID_DIGITS = 16;
    private static final int TRACE_ID_DIGITS = 2 * SPAN_ID_DIGITS;

    private final Map<String, Object> values = new HashMap<>();
    private final Map<TracedThread, TracedThread> threads = new HashMap<>();
    private final Map<Long, String> labels = new HashMap<>();

    void clear() {
        values.clear();
    }

    /** Reads the value that the parser stands at. */
    void read(String name, JsonParser json) throws IOException {
        if (name.equals(JsonFields.LABELS) && json.currentToken() == JsonToken.START_OBJECT) {
            readLabels(json);
            return;
        }
        if (!KNOWN.contains(name)) {
            json.skipChildren();
            return;
        }
        switch (json.currentToken()) {
            case VALUE_STRING -> values.put(name, json.getText());
            case VALUE_NUMBER_INT -> values.put(name, json.getLongValue());
            case VALUE_NUMBER_FLOAT -> values.put(name, json.getDoubleValue());
            case START_ARRAY -> values.put(name, readIds(json));
            case VALUE_NULL -> values.put(name, Double.NaN);
            default -> json.skipChildren();
        }
    }

    /** The words that events brought along since this was called last. */
    NodeLabels takeLabels() {
        NodeLabels taken = NodeLabels.of(labels);
        labels.clear();
        return taken;
    }

    private void readLabels(JsonParser json) throws IOException {
        for (String id = json.nextFieldName(); id != null; id = json.nextFieldName()) {
            boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
            // Words are a help, not the event: what cannot be one is passed over, and so are more than there may be.
            if (isText && NodeLabels.isLabel(json.getText()) && labels.size() < NodeLabels.MAX_COUNT) {
                labels.put(parseId(id), json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    boolean isLoss() {
        return JsonFields.LOSS.equals(values.get(JsonFields.EVENT_TYPE));
    }

    /** When a loss was told, 0 where the line does not say so. */
    long lossTime() {
        return values.get(JsonFields.TIME_UNIX_NANO) instanceof String text ? Long.parseLong(text) : 0;
    }

    /**
     * The event that the fields make.
     *
     * @throws IllegalArgumentException if a field is missing or bad
     */
    CognitiveEvent toEvent() {
        EventType type = EventType.ofLabel(text(JsonFields.EVENT_TYPE));
        long time = Long.parseLong(text(JsonFields.TIME_UNIX_NANO));
        TracedThread thread = threads.computeIfAbsent(
                new TracedThread(integer(JsonFields.THREAD_ID), text(JsonFields.THREAD_NAME)), key -> key);
        long position = integer(JsonFields.POSITION);
        double rate = rate(JsonFields.SAMPLE_RATE);
        long correlation = values.containsKey(JsonFields.CORRELATION_ID) ? id(JsonFields.CORRELATION_ID) : 0;
        SpanContext span = spanContext();
        return switch (type) {
            case PRIMING -> new PrimingEvent(time, thread, position, rate, correlation,
                    subtype(PrimingType.class, JsonFields.PRIMING_TYPE), (float) number(JsonFields.STRENGTH),
                    id(JsonFields.SOURCE_NODE), id(JsonFields.TARGET_NODE), span);
            case INTERFERENCE -> new InterferenceEvent(time, thread, position, rate, correlation,
                    subtype(InterferenceType.class, JsonFields.INTERFERENCE_TYPE),
                    (float) number(JsonFields.MAGNITUDE), id(JsonFields.TARGET_NODE),
                    ids(JsonFields.COMPETING_NODES), count(JsonFields.COMPETING_COUNT), span);
            case RECONSOLIDATION -> new ReconsolidationEvent(time, thread, position, rate, correlation,
                    id(JsonFields.NODE), (float) number(JsonFields.WINDOW_POSITION),
                    count(JsonFields.MODIFICATION_COUNT), id(JsonFields.MODIFIED_FIELDS),
                    (float) number(JsonFields.PLASTICITY_FACTOR), span);
            case FALSE_MEMORY -> new FalseMemoryEvent(time, thread, position, rate, correlation,
                    id(JsonFields.CRITICAL_LURE), ids(JsonFields.SOURCE_NODES),
                    count(JsonFields.SOURCE_LIST_SIZE),
                    (float) number(JsonFields.RECONSTRUCTION_CONFIDENCE), span);
        };
    }

    private static NodeIds readIds(JsonParser json) throws IOException {
        long[] ids = new long[3];
        int size = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (size == ids.length) {
                throw new IllegalArgumentException("more than " + ids.length + " node ids in an array");
            }
            ids[size++] = parseId(json.getText());
        }
        return NodeIds.first(size, ids[0], ids[1], ids[2]);
    }

    private static long parseId(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an unsigned 64-bit id", e);
        }
    }

    private SpanContext spanContext() {
        if (!values.containsKey(JsonFields.TRACE_ID) && !values.containsKey(JsonFields.SPAN_ID)) {
            return null;
        }
        String trace = hex(JsonFields.TRACE_ID, TRACE_ID_DIGITS);
        long flags = values.containsKey(JsonFields.TRACE_FLAGS) ? integer(JsonFields.TRACE_FLAGS) : 0;
        return new SpanContext(HexFormat.fromHexDigitsToLong(trace, 0, SPAN_ID_DIGITS),
                HexFormat.fromHexDigitsToLong(trace, SPAN_ID_DIGITS, TRACE_ID_DIGITS),
                HexFormat.fromHexDigitsToLong(hex(JsonFields.SPAN_ID, SPAN_ID_DIGITS)),
                flags >= 0 && flags <= 0xFF ? (int) flags : fail(JsonFields.TRACE_FLAGS, "a number from 0 to 255"));
    }

    private String hex(String name, int digits) {
        String text = text(name);
        return text.length() == digits && text.chars().allMatch(HexFormat::isHexDigit) ? text
                : fail(name, digits + " hexadecimal digits");
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("event without '" + name + "'");
        }
        return value;
    }

    private String text(String name) {
        return required(name) instanceof String text ? text : fail(name, "a string");
    }

    private long integer(String name) {
        return required(name) instanceof Long number ? number : fail(name, "a whole number");
    }

    private int count(String name) {
        long count = integer(name);
        return count >= 0 && count <= MAX_COUNT ? (int) count : fail(name, "a number from 0 to " + MAX_COUNT);
    }

    private double rate(String name) {
        double rate = number(name);
        return rate >= 0 && rate <= 1 ? rate : fail(name, "a number from 0 to 1");
    }

    private double number(String name) {
        return required(name) instanceof Number number ? number.doubleValue() : fail(name, "a number");
    }

    private long id(String name) {
        return parseId(text(name));
    }

    private NodeIds ids(String name) {
        return required(name) instanceof NodeIds ids ? ids : fail(name, "an array of ids");
    }

    private <E extends Enum<E>> E subtype(Class<E> type, String name) {
        String label = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(label)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is '" + label + "', which is none that is known");
    }

    private <T> T fail(String name, String expected) {
        throw new IllegalArgumentException("'" + name + "' is '" + values.get(name) + "', not " + expected);
    }
}
