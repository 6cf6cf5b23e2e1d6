// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads labels from a file of either form, and tells of the first line that is wrong. */
final class LabelsFile {
    static final int MAX_BYTES = 64 << 20;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final Map<Long, String> labels = new HashMap<>();

    private LabelsFile(Path file) {
        this.file = file;
    }

    static NodeLabels read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            // Not by the file's size, which devices do not tell.
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new MalformedLabelsException(file + " is longer than " + MAX_BYTES + " bytes: give fewer labels", null);
        }
        LabelsFile reader = new LabelsFile(file);
        if (reader.isJson(bytes)) {
            reader.readJson(bytes);
        } else {
            reader.readLines(bytes);
        }
        return NodeLabels.of(reader.labels);
    }

    private boolean isJson(byte[] bytes) {
        String beginning = new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.UTF_8);
        return withoutMark(beginning).stripLeading().startsWith("{");
    }

    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private void readJson(byte[] bytes) throws IOException {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            for (String id = json.nextFieldName(); id != null; id = json.nextFieldName()) {
                int line = json.currentLocation().getLineNr();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw malformed(line, "the label of '" + shortened(id) + "' is no string", null);
                }
                add(line, id, json.getText());
            }
            if (json.nextToken() != null) {
                throw malformed(json.currentLocation().getLineNr(), "more than one JSON object", null);
            }
        } catch (JsonProcessingException e) {
            throw malformed(e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    e.getOriginalMessage().lines().findFirst().orElse("no JSON"), e);
        }
    }

    private void readLines(byte[] bytes) throws IOException {
        int line = 0;
        for (int start = 0; start < bytes.length; line++) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            readLine(line + 1, decode(line + 1, bytes, start, end));
            start = end + 1;
        }
    }

    // Line by line, so that what is no UTF-8 can be told by its line.
    private String decode(int line, byte[] bytes, int start, int end) throws MalformedLabelsException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
            return line == 1 ? withoutMark(text) : text;
        } catch (CharacterCodingException e) {
            throw malformed(line, "is not UTF-8", e);
        }
    }

    private void readLine(int line, String text) throws MalformedLabelsException {
        if (text.isBlank()) {
            return;
        }
        List<String> columns;
        try {
            columns = CsvLine.columns(text.strip());
        } catch (IllegalArgumentException e) {
            throw malformed(line, e.getMessage(), e);
        }
        if (columns.size() != 2) {
            throw malformed(line, columns.size() + " columns, not 2: write id,label and quote labels that have a comma",
                    null);
        }
        if (line > 1 || !columns.getFirst().equalsIgnoreCase("id")) {
            add(line, columns.getFirst(), columns.getLast());
        }
    }

    private void add(int line, String id, String label) throws MalformedLabelsException {
        String flaw = NodeLabels.flaw(label);
        if (flaw != null) {
            throw malformed(line, "label " + flaw, null);
        }
        String other = labels.put(parseId(line, id), label);
        if (other != null && !other.equals(label)) {
            throw malformed(line, "node " + id + " has a second label", null);
        }
        if (labels.size() > NodeLabels.MAX_COUNT) {
            throw malformed(line, "more than " + NodeLabels.MAX_COUNT + " labels", null);
        }
    }

    private long parseId(int line, String id) throws MalformedLabelsException {
        try {
            if (!id.startsWith("+")) {
                return Long.parseUnsignedLong(id);
            }
        } catch (NumberFormatException e) {
            // Told below, as a sign is.
        }
        throw malformed(line, "'" + shortened(id) + "' is not a node id: give 0 to " + Long.toUnsignedString(-1), null);
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 40 ? clean : clean.substring(0, 40) + "…";
    }

    private MalformedLabelsException malformed(int line, String message, Exception cause) {
        return new MalformedLabelsException(file + " line " + line + ": " + message, cause);
    }
}
