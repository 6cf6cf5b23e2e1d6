// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads back what the exporters wrote: a document or lines, told apart by what stands in them. Holds one event at a
 * time, so that files may be of any size.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class JsonEventReader implements Closeable {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Set<String> DOCUMENT_FIELDS = Set.of(JsonFields.SCHEMA_VERSION, JsonFields.RESOURCE,
            JsonFields.EVENTS, JsonFields.ACCOUNTS, JsonFields.EXPORTED_AT);

    private final Path file;
    private final JsonParser json;
    private final EventFields fields = new EventFields();
    private final Map<EventType, TypeStats> accounts = new EnumMap<>(EventType.class);
    private final Map<String, String> resource = new LinkedHashMap<>();
    private final Map<String, Long> lost = new TreeMap<>();
    private long lossTime;
    private boolean inDocument;
    private boolean inEvents;
    private boolean versionKnown;
    private boolean truncated;

    private JsonEventReader(Path file) throws IOException {
        this.file = file;
        InputStream in = Files.newInputStream(file);
        try {
            this.json = FACTORY.createParser(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Opens a file.
     *
     * @param file a document or lines
     * @return reader; close it
     * @throws IOException if the file cannot be opened
     */
    public static JsonEventReader open(Path file) throws IOException {
        return new JsonEventReader(file);
    }

    /**
     * Reads the next event.
     *
     * @return the event, or null if there is no more
     * @throws MalformedEventException if the file is not what an exporter writes; the message says where and why
     * @throws IOException if the file cannot be read
     */
    public CognitiveEvent next() throws IOException {
        try {
            while (true) {
                if (inEvents) {
                    CognitiveEvent event = nextElement();
                    if (event != null) {
                        return event;
                    }
                } else if (inDocument) {
                    readDocumentField(json.nextFieldName());
                } else {
                    JsonToken token = json.nextToken();
                    if (token == null) {
                        return null;
                    }
                    CognitiveEvent event = startOrLine(token);
                    if (event != null) {
                        return event;
                    }
                }
            }
        } catch (JsonProcessingException e) {
            if (e instanceof JsonEOFException || json.currentLocation().getByteOffset() >= Files.size(file)) {
                // A writer died in the middle of its last line; what stands before it is whole.
                truncated = true;
                return null;
            }
            throw malformed(e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage(), e);
        }
    }

    /**
     * The accounts in the document; complete when {@link #next} has returned null.
     *
     * @return per event type; empty where there are none
     */
    public Map<EventType, TypeStats> accounts() {
        return Collections.unmodifiableMap(accounts);
    }

    /**
     * Who exported the document; complete when {@link #next} has returned null.
     *
     * @return attributes; empty where there are none
     */
    public Map<String, String> resource() {
        return Collections.unmodifiableMap(resource);
    }

    /**
     * Losses that lines told of; complete when {@link #next} has returned null.
     *
     * @return events by reason
     */
    public Map<String, Long> lost() {
        return Collections.unmodifiableMap(lost);
    }

    /**
     * When the last of these losses was told; complete when {@link #next} has returned null.
     *
     * @return nanoseconds since 1970, 0 if there are none
     */
    public long lossUnixNano() {
        return lossTime;
    }

    /**
     * Words for nodes that the events brought along which were read since this was called last.
     *
     * @return labels, none where there are none
     */
    public NodeLabels takeLabels() {
        return fields.takeLabels();
    }

    /**
     * Whether the file ends in the middle of an event or document.
     *
     * @return true if its writer did not come to an end
     */
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** At the top: the first field tells a document from a line. */
    private CognitiveEvent startOrLine(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw malformed("an object was expected, not " + token.asString(), null);
        }
        String first = json.nextFieldName();
        if (first != null && DOCUMENT_FIELDS.contains(first)) {
            inDocument = true;
            versionKnown = false;
            readDocumentField(first);
            return null;
        }
        fields.clear();
        Map<String, Long> lossesHere = new TreeMap<>();
        for (String name = first; name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals(JsonFields.LOST) && value == JsonToken.START_OBJECT) {
                readCounts(lossesHere);
            } else {
                fields.read(name, json);
            }
        }
        if (fields.isLoss()) {
            lossesHere.forEach((reason, events) -> lost.merge(reason, events, Long::sum));
            lossTime = Math.max(lossTime, fields.lossTime());
            return null;
        }
        return fields.toEvent();
    }

    /** Fields may come in any order: other tools sort them. */
    private void readDocumentField(String name) throws IOException {
        if (name == null) {
            if (!versionKnown) {
                throw malformed("document without '" + JsonFields.SCHEMA_VERSION + "'", null);
            }
            inDocument = false;
            return;
        }
        JsonToken value = json.nextToken();
        switch (name) {
            case JsonFields.SCHEMA_VERSION -> {
                int version = json.getIntValue();
                if (version != JsonFields.SCHEMA_VERSION_VALUE) {
                    throw malformed("schema version " + version + " is not " + JsonFields.SCHEMA_VERSION_VALUE
                            + ": read it with the version that wrote it", null);
                }
                versionKnown = true;
            }
            case JsonFields.EVENTS -> {
                expect(value, JsonToken.START_ARRAY, name);
                inEvents = true;
            }
            case JsonFields.RESOURCE -> {
                expect(value, JsonToken.START_OBJECT, name);
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    resource.put(key, json.nextTextValue());
                }
            }
            case JsonFields.ACCOUNTS -> {
                expect(value, JsonToken.START_OBJECT, name);
                for (String type = json.nextFieldName(); type != null; type = json.nextFieldName()) {
                    expect(json.nextToken(), JsonToken.START_OBJECT, type);
                    accounts.put(EventType.ofLabel(type), readAccount());
                }
            }
            default -> json.skipChildren();
        }
    }

    private CognitiveEvent nextElement() throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.END_ARRAY) {
            inEvents = false;
            return null;
        }
        expect(token, JsonToken.START_OBJECT, JsonFields.EVENTS);
        fields.clear();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            fields.read(name, json);
        }
        return fields.toEvent();
    }

    private TypeStats readAccount() throws IOException {
        Map<String, Long> figures = new TreeMap<>();
        Map<String, Long> rejected = new TreeMap<>();
        Map<String, Long> discarded = new TreeMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                readCounts(name.equals(JsonFields.REJECTED) ? rejected : discarded);
            } else {
                figures.put(name, json.getLongValue());
            }
        }
        Map<RejectReason, Long> rejections = new EnumMap<>(RejectReason.class);
        for (RejectReason reason : RejectReason.values()) {
            rejections.put(reason, rejected.getOrDefault(reason.label(), 0L));
        }
        Map<DiscardReason, Long> discards = new EnumMap<>(DiscardReason.class);
        for (DiscardReason reason : DiscardReason.values()) {
            discards.put(reason, discarded.getOrDefault(reason.label(), 0L));
        }
        return new TypeStats(figure(figures, JsonFields.OBSERVED), figure(figures, JsonFields.SAMPLED_OUT), rejections,
                figure(figures, JsonFields.RECORDED), figure(figures, JsonFields.EXPORTED),
                figure(figures, JsonFields.OVERWRITTEN), discards, figure(figures, JsonFields.IN_RING),
                figure(figures, JsonFields.IN_COLLECTOR));
    }

    private static long figure(Map<String, Long> figures, String name) {
        return figures.getOrDefault(name, 0L);
    }

    private void readCounts(Map<String, Long> counts) throws IOException {
        for (String reason = json.nextFieldName(); reason != null; reason = json.nextFieldName()) {
            json.nextToken();
            counts.put(reason, json.getLongValue());
        }
    }

    private void expect(JsonToken token, JsonToken expected, String name) throws IOException {
        if (token != expected) {
            throw malformed("'" + name + "' holds " + token + ", not " + expected, null);
        }
    }

    private MalformedEventException malformed(String message, Exception cause) {
        return new MalformedEventException(file + " line " + json.currentLocation().getLineNr() + " column "
                + json.currentLocation().getColumnNr() + ": " + message, cause);
    }
}
