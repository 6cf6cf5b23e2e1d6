package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.loki.LokiEncoder;
import io.engram.trace.exporters.loki.LokiEncoding;
import java.util.List;
import java.util.Map;
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

/** What encoding and compressing a full ring, 10,000 events of all types in turn, as push requests costs. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LokiBenchmark {
    private static final int MAX_BYTES = 2 << 20;

    /** How large the events' ids are. */
    @Param({SampleBatch.RANDOM_IDS, SampleBatch.SMALL_IDS})
    private String ids;

    /** How requests are written. */
    @Param({"PROTOBUF", "JSON"})
    private LokiEncoding encoding;

    private List<CognitiveEvent> events;
    private LokiEncoder encoder;

    /** Makes the events and an encoder. */
    @Setup
    public void make() {
        events = SampleBatch.events(ids);
        encoder = new LokiEncoder(encoding, Map.of(), MAX_BYTES, SampleBatch.EVENTS);
    }

    /**
     * Encodes all events, in as many requests as they take.
     *
     * @param size of the encoded
     * @return bytes
     */
    @Benchmark
    public int loki(EncodedSize size) {
        int bytes = 0;
        int from = 0;
        while (from < events.size()) {
            from = encoder.encode(events, from, "jmh");
            bytes += encoder.body().length();
            // Not accepting them would leave the body to whoever sends it; the times all rise from here on.
            encoder.accept();
        }
        return size.add(bytes);
    }
}
