// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import com.google.protobuf.CodedOutputStream;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.otlp.OtlpEncoder;
import io.engram.trace.exporters.resource.Resource;
import io.opentelemetry.exporter.internal.otlp.logs.LowAllocationLogsRequestMarshaler;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** What it costs to write 10,000 events of all types in turn as requests of OTLP, and what the usual ways cost. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OtlpBenchmark {
    private static final int MAX_REQUEST_BYTES = 4 << 20;

    /** Events, as the collector would hand them to an exporter, and where they go. */
    @State(Scope.Thread)
    public static class Events {
        /** How large the events' ids are. */
        @Param({SampleBatch.RANDOM_IDS, SampleBatch.SMALL_IDS})
        private String ids;

        private List<CognitiveEvent> list;
        private List<LogRecordData> records;
        private final Resource resource = Resource.ofThisProcess();
        private final OtlpEncoder encoder = new OtlpEncoder(resource.attributes());
        private final EncodeBuffer buffer = new EncodeBuffer(MAX_REQUEST_BYTES);
        private final LowAllocationLogsRequestMarshaler marshaler = new LowAllocationLogsRequestMarshaler();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(2 * MAX_REQUEST_BYTES);
        private final byte[] bytes = new byte[2 * MAX_REQUEST_BYTES];

        /** Makes the events. */
        @Setup
        public void make() {
            list = SampleBatch.events(ids);
            records = SdkRecords.of(list);
        }
    }

    /**
     * Encodes with our encoder.
     *
     * @param events what to encode
     * @param size of the encoded
     * @return bytes
     */
    @Benchmark
    public int otlp(Events events, EncodedSize size) {
        int length = 0;
        int from = 0;
        while (from < events.list.size()) {
            from = events.encoder.encode(events.list, from, SampleBatch.START_UNIX_NANO, MAX_REQUEST_BYTES,
                    events.buffer);
            length += events.buffer.length();
        }
        return size.add(length);
    }

    /**
     * Encodes with the builders that protobuf's compiler generates.
     *
     * @param events what to encode
     * @param size of the encoded
     * @return bytes
     * @throws IOException never
     */
    @Benchmark
    public int generatedBuilders(Events events, EncodedSize size) throws IOException {
        ExportLogsServiceRequest request = GeneratedBuilders.request(events.resource.attributes(), events.list,
                SampleBatch.START_UNIX_NANO);
        CodedOutputStream out = CodedOutputStream.newInstance(events.bytes);
        request.writeTo(out);
        return size.add(out.getTotalBytesWritten());
    }

    /**
     * Encodes as the OpenTelemetry SDK's exporter does, which reuses memory. What it encodes was made before: making
     * the SDK's records and attributes of events would come on top.
     *
     * @param events what to encode
     * @param size of the encoded
     * @return bytes
     * @throws IOException never
     */
    @Benchmark
    public int openTelemetrySdk(Events events, EncodedSize size) throws IOException {
        events.out.reset();
        events.marshaler.initialize(events.records);
        try {
            events.marshaler.writeBinaryTo(events.out);
        } finally {
            events.marshaler.reset();
        }
        return size.add(events.out.size());
    }
}
