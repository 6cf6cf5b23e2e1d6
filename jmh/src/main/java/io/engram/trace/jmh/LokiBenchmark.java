// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.airlift.compress.v3.snappy.SnappyCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.snappy.SnappyNativeCompressor;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.loki.LokiEncoder;
import io.engram.trace.exporters.loki.LokiEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What encoding and compressing a full ring, 10,000 events of all types in turn, as push requests costs, and what a
 * library takes to compress the same requests, without the encoding.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LokiBenchmark {
    private static final int MAX_BYTES = 2 << 20;

    /** Events, and what encodes them. */
    @State(Scope.Thread)
    public static class Events {
        /** How large the events' ids are. */
        @Param({SampleBatch.RANDOM_IDS, SampleBatch.SMALL_IDS})
        private String ids;

        /** How requests are written. */
        @Param({"PROTOBUF", "JSON"})
        private LokiEncoding encoding;

        private List<CognitiveEvent> list;
        private LokiEncoder encoder;

        /** Makes the events and an encoder. */
        @Setup
        public void make() {
            list = SampleBatch.events(ids);
            encoder = newEncoder(encoding);
        }
    }

    /** Requests before compression, and what compresses them. */
    @State(Scope.Thread)
    public static class PlainRequests {
        /** How large the events' ids are. */
        @Param({SampleBatch.RANDOM_IDS, SampleBatch.SMALL_IDS})
        private String ids;

        private final List<byte[]> plain = new ArrayList<>();
        private SnappyCompressor compressor;
        private byte[] compressed;

        /** Makes the requests. */
        @Setup
        public void make() {
            SnappyJavaDecompressor decompressor = new SnappyJavaDecompressor();
            LokiEncoder encoder = newEncoder(LokiEncoding.PROTOBUF);
            encodeAll(encoder, SampleBatch.events(ids), body -> {
                byte[] request = new byte[decompressor.getUncompressedLength(body.array(), 0)];
                decompressor.decompress(body.array(), 0, body.length(), request, 0, request.length);
                plain.add(request);
            });
            compressor = SnappyNativeCompressor.isEnabled() ? new SnappyNativeCompressor() : new SnappyJavaCompressor();
            compressed = new byte[compressor.maxCompressedLength(MAX_BYTES)];
        }
    }

    private static LokiEncoder newEncoder(LokiEncoding encoding) {
        return new LokiEncoder(encoding, Map.of(), MAX_BYTES, SampleBatch.EVENTS);
    }

    private static int encodeAll(LokiEncoder encoder, List<CognitiveEvent> events, Consumer<EncodeBuffer> consumer) {
        int bytes = 0;
        int from = 0;
        while (from < events.size()) {
            from = encoder.encode(events, from, "jmh");
            EncodeBuffer body = encoder.body();
            consumer.accept(body);
            bytes += body.length();
            // Not accepting them would leave the body to whoever sends it; the times all rise from here on.
            encoder.accept();
        }
        return bytes;
    }

    /**
     * Encodes all events, in as many requests as they take.
     *
     * @param events what to encode
     * @param size of the encoded
     * @return bytes
     */
    @Benchmark
    public int loki(Events events, EncodedSize size) {
        return size.add(encodeAll(events.encoder, events.list, body -> { }));
    }

    /**
     * Compresses the requests that were encoded as protobuf before.
     *
     * @param requests what to compress
     * @param size of the compressed
     * @return bytes
     */
    @Benchmark
    public int snappyLibrary(PlainRequests requests, EncodedSize size) {
        int bytes = 0;
        for (byte[] plain : requests.plain) {
            byte[] out = requests.compressed;
            bytes += requests.compressor.compress(plain, 0, plain.length, out, 0, out.length);
        }
        return size.add(bytes);
    }
}
