// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TimestampProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/** Reads push requests as Loki does, by other people's code. */
final class PushRequests {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Descriptor PUSH_REQUEST = descriptor();

    /** A stream of a request. */
    record Stream(Map<String, String> labels, List<Entry> entries) {
    }

    /** An entry of a stream. */
    record Entry(long unixNano, String line, Map<String, String> metadata) {
    }

    private PushRequests() {
    }

    private static Descriptor descriptor() {
        DescriptorProto label = DescriptorProto.newBuilder().setName("Label")
                .addField(text("name", 1)).addField(text("value", 2)).build();
        DescriptorProto entry = DescriptorProto.newBuilder().setName("Entry")
                .addField(message("timestamp", 1, ".google.protobuf.Timestamp", false))
                .addField(text("line", 2)).addField(message("metadata", 3, ".loki.Label", true)).build();
        DescriptorProto stream = DescriptorProto.newBuilder().setName("Stream")
                .addField(text("labels", 1)).addField(message("entries", 2, ".loki.Entry", true)).build();
        DescriptorProto request = DescriptorProto.newBuilder().setName("PushRequest")
                .addField(message("streams", 1, ".loki.Stream", true)).build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder().setName("push.proto").setPackage("loki")
                .setSyntax("proto3").addDependency(TimestampProto.getDescriptor().getFullName())
                .addMessageType(label).addMessageType(entry).addMessageType(stream).addMessageType(request).build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {TimestampProto.getDescriptor()})
                    .findMessageTypeByName("PushRequest");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldDescriptorProto text(String name, int number) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number)
                .setType(FieldDescriptorProto.Type.TYPE_STRING).build();
    }

    private static FieldDescriptorProto message(String name, int number, String type, boolean repeated) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setTypeName(type)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setLabel(repeated ? FieldDescriptorProto.Label.LABEL_REPEATED
                        : FieldDescriptorProto.Label.LABEL_OPTIONAL).build();
    }

    /** What a request's body is before compression. */
    static byte[] plain(LokiEncoding encoding, byte[] body) throws IOException {
        return switch (encoding) {
            case PROTOBUF -> {
                if (!Snappy.isValidCompressedBuffer(body)) {
                    throw new IOException("no Snappy stream");
                }
                yield Snappy.uncompress(body);
            }
            case JSON -> {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    yield in.readAllBytes();
                }
            }
            case PLAIN_JSON -> body;
        };
    }

    /** The streams of a request that is not compressed any more. */
    static List<Stream> streams(LokiEncoding encoding, byte[] plain) throws IOException {
        return encoding == LokiEncoding.PROTOBUF ? ofProtobuf(plain) : ofJson(plain);
    }

    private static List<Stream> ofProtobuf(byte[] plain) throws IOException {
        DynamicMessage request = DynamicMessage.parseFrom(PUSH_REQUEST, plain);
        checkKnown(request);
        List<Stream> streams = new ArrayList<>();
        for (DynamicMessage stream : list(request, "streams")) {
            checkKnown(stream);
            List<Entry> entries = new ArrayList<>();
            for (DynamicMessage entry : list(stream, "entries")) {
                checkKnown(entry);
                DynamicMessage time = (DynamicMessage) get(entry, "timestamp");
                checkKnown(time);
                int nanos = (Integer) get(time, "nanos");
                if (nanos < 0 || nanos > 999_999_999) {
                    throw new IOException("nanos " + nanos);
                }
                Map<String, String> metadata = new TreeMap<>();
                for (DynamicMessage label : list(entry, "metadata")) {
                    checkKnown(label);
                    if (metadata.put((String) get(label, "name"), (String) get(label, "value")) != null) {
                        throw new IOException("twice: " + label);
                    }
                }
                // Not exact: the first second that a long of nanoseconds reaches begins before it.
                entries.add(new Entry((Long) get(time, "seconds") * 1_000_000_000 + nanos,
                        (String) get(entry, "line"), metadata));
            }
            streams.add(new Stream(labels((String) get(stream, "labels")), entries));
        }
        return streams;
    }

    private static void checkKnown(DynamicMessage message) throws IOException {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new IOException("unknown fields " + message.getUnknownFields());
        }
    }

    private static Object get(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    @SuppressWarnings("unchecked")
    private static List<DynamicMessage> list(DynamicMessage message, String field) {
        return (List<DynamicMessage>) get(message, field);
    }

    /** Reads {@code {a="b", c="d"}} with Go's quoting. */
    static Map<String, String> labels(String text) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        int at = 0;
        if (text.charAt(at++) != '{' || text.charAt(text.length() - 1) != '}') {
            throw new IOException("labels without braces: " + text);
        }
        while (at < text.length() - 1) {
            int equals = text.indexOf("=\"", at);
            String name = text.substring(at, equals);
            StringBuilder value = new StringBuilder();
            for (at = equals + 2; text.charAt(at) != '"'; at++) {
                char c = text.charAt(at);
                if (c == '\n') {
                    throw new IOException("a line's end within quotes: " + text);
                }
                if (c == '\\' && text.charAt(at + 1) == 'u') {
                    value.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                    at += 5;
                } else if (c == '\\') {
                    value.append(text.charAt(++at));
                } else {
                    value.append(c);
                }
            }
            if (labels.put(name, value.toString()) != null) {
                throw new IOException("label twice: " + text);
            }
            at++;
            if (text.startsWith(", ", at)) {
                at += 2;
            } else if (at != text.length() - 1) {
                throw new IOException("labels end early: " + text);
            }
        }
        return labels;
    }

    private static List<Stream> ofJson(byte[] plain) throws IOException {
        JsonNode json = MAPPER.readTree(plain);
        List<Stream> streams = new ArrayList<>();
        for (JsonNode stream : json.get("streams")) {
            List<Entry> entries = new ArrayList<>();
            for (JsonNode value : stream.get("values")) {
                if (!value.get(0).isTextual() || !value.get(1).isTextual()) {
                    throw new IOException("no texts: " + value);
                }
                entries.add(new Entry(Long.parseLong(value.get(0).asText()), value.get(1).asText(),
                        value.size() > 2 ? texts(value.get(2)) : Map.of()));
            }
            streams.add(new Stream(texts(stream.get("stream")), entries));
        }
        return streams;
    }

    private static Map<String, String> texts(JsonNode object) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isTextual()) {
                throw new IOException("no text: " + field);
            }
            texts.put(field.getKey(), field.getValue().asText());
        }
        return texts;
    }
}
