// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonDocumentExporter;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.resource.Resource;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.ring.RingReader;
import io.engram.trace.memlayout.ring.RingWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a full ring, 10,000 events of all types in turn, costs the collector's thread. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ExportBenchmark {
    private static final int EVENTS = SampleBatch.EVENTS;

    /** Events, as the collector would hand them to an exporter, and where they go. */
    @State(Scope.Thread)
    public static class Events {
        /** How large the events' ids are. */
        @Param({SampleBatch.RANDOM_IDS, SampleBatch.SMALL_IDS})
        private String ids;

        private List<CognitiveEvent> list;
        private final Resource resource = Resource.ofThisProcess();
        private final JsonEncoder encoder = new JsonEncoder();
        private final EncodeBuffer out = new EncodeBuffer(1 << 16);
        private EventBatch batch;
        private Path folder;

        /**
         * Makes a batch of events; the same ones each time.
         *
         * @throws IOException if there is no room for a temporary file
         */
        @Setup(Level.Trial)
        public void make() throws IOException {
            list = SampleBatch.events(ids);
            batch = new EventBatch(list);
            folder = Files.createTempDirectory("engram-jmh");
        }

        /**
         * Removes what was written.
         *
         * @throws IOException if it cannot be removed
         */
        @TearDown(Level.Trial)
        public void remove() throws IOException {
            Files.deleteIfExists(document());
            Files.delete(folder);
        }

        private Path document() {
            return folder.resolve("events.json");
        }
    }

    /** A full ring and memory to copy it to. */
    @State(Scope.Thread)
    public static class FullRing {
        private final MemorySegment ring =
                Arena.ofAuto().allocate(RingLayout.lengthBytes(EVENTS), RingLayout.ALIGNMENT_BYTES);
        private final MemorySegment scratch =
                Arena.ofAuto().allocate(EVENTS * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);

        /** Fills the ring. */
        @Setup(Level.Trial)
        public void fill() {
            RingLayout.initialize(ring, EVENTS);
            RingWriter writer = new RingWriter(ring);
            for (int i = 0; i < EVENTS; i++) {
                writer.writePriming(i, (byte) 0, 0.8f, i, i, i + 1);
            }
        }
    }

    /**
     * Copies a full ring's records, each validated.
     *
     * @param full ring
     * @return records
     */
    @Benchmark
    public int drain(FullRing full) {
        // The cursor is not published, so that each reader finds the ring full.
        return new RingReader(full.ring).read(full.scratch, EVENTS);
    }

    /**
     * Encodes a JSON document in memory.
     *
     * @param events what to encode
     * @param size of the encoded
     * @return bytes
     * @throws IOException never
     */
    @Benchmark
    public int jsonDocument(Events events, EncodedSize size) throws IOException {
        events.out.clear();
        events.encoder.writeDocumentStart(events.resource, events.out);
        events.encoder.writeElements(events.list, true, events.out);
        events.encoder.writeDocumentEnd(Map.of(), SampleBatch.START_UNIX_NANO, events.out);
        return size.add(events.out.length());
    }

    /**
     * Encodes NDJSON in memory.
     *
     * @param events what to encode
     * @param size of the encoded
     * @return bytes
     */
    @Benchmark
    public int ndjson(Events events, EncodedSize size) {
        events.out.clear();
        events.encoder.writeLines(events.list, events.out);
        return size.add(events.out.length());
    }

    /**
     * Exports a JSON document to a file, forced to the disk and moved into place.
     *
     * @param events what to export
     * @throws IOException if the file cannot be written
     */
    @Benchmark
    public void jsonDocumentFile(Events events) throws IOException {
        TracerStats none = new TracerStats(Map.of(), 0, 0, 0, 0, 0, List.of());
        try (JsonDocumentExporter exporter =
                new JsonDocumentExporter(events.document(), events.resource, () -> none)) {
            exporter.export(events.batch);
        }
    }
}
