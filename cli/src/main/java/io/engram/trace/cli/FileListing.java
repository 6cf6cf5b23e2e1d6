// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engram.trace.collector.tracefile.Found;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFileInfo;
import io.engram.trace.collector.tracefile.TraceFileStats;
import io.engram.trace.core.stats.TypeStats;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Trace files with what stands in them, and those that cannot be read with the reason. */
final class FileListing {
    private static final Set<Integer> TEXT_COLUMNS = Set.of(1, 2, 3, 6);

    private final List<Readable> readable = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    /** A trace file that can be read. */
    record Readable(Path path, TraceFileInfo info, OwnerState state, TraceFileStats stats, long bytes) {
        long recorded() {
            return stats.total(TypeStats::recorded) + stats.unknownType();
        }

        /** When somebody last had to do with the file, the tracer itself included. */
        Instant lastUse() {
            return Stream.of(stats.lastCollected(), stats.lastRead(), stats.lastBeat()).flatMap(Optional::stream)
                    .max(Instant::compareTo).orElse(info.start());
        }
    }

    private record Unreadable(Path path, String error) {
    }

    FileListing(List<Found> found) {
        for (Found one : found) {
            if (one.error().isPresent()) {
                unreadable.add(new Unreadable(one.path(), one.error().get()));
            } else {
                try {
                    readable.add(read(one.path()));
                } catch (IOException e) {
                    unreadable.add(new Unreadable(one.path(), Failures.describe(e)));
                }
            }
        }
    }

    static Readable read(Path path) throws IOException {
        try (TraceFile file = TraceFile.open(path)) {
            return new Readable(path, file.info(), file.ownerState(), file.stats(), file.usedBytes());
        }
    }

    List<Readable> readable() {
        return readable;
    }

    boolean isEmpty() {
        return readable.isEmpty() && unreadable.isEmpty();
    }

    String toTable() {
        StringBuilder text = new StringBuilder();
        if (!readable.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("pid", "state", "main class", "start", "recorded", "size", "file"));
            for (Readable one : readable) {
                rows.add(List.of(Long.toString(one.info.pid()), one.state.label(), ListCommand.mainClass(one.info),
                        one.info.start().truncatedTo(ChronoUnit.SECONDS).toString(), Texts.number(one.recorded()),
                        Texts.bytes(one.bytes), Texts.printable(one.path.toString())));
            }
            text.append(Texts.table(rows, TEXT_COLUMNS));
        }
        for (Unreadable one : unreadable) {
            text.append("not readable: ").append(Texts.printable(one.error)).append('\n');
        }
        return text.toString();
    }

    String toJson() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("files");
            for (Readable one : readable) {
                json.writeStartObject();
                json.writeNumberField("pid", one.info.pid());
                json.writeStringField("state", one.state.label());
                json.writeStringField("main_class", one.info.mainClass());
                json.writeStringField("start", one.info.start().toString());
                json.writeNumberField("recorded", one.recorded());
                json.writeNumberField("size_bytes", one.bytes);
                json.writeStringField("file", one.path.toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unreadable");
            for (Unreadable one : unreadable) {
                json.writeStartObject();
                json.writeStringField("file", one.path.toString());
                json.writeStringField("reason", one.error);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
