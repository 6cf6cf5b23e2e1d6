// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * An exporter of one's own: it sums up which memory is primed how much. The first batch it cannot take for the time
 * being, so that it is given it again; nothing counts twice and nothing is lost.
 */
public final class CustomExporter implements EventExporter {
    // A thread of its own calls the exporter; the main thread looks only after the tracer was closed.
    private final Map<Long, Double> primedBy = new TreeMap<>();
    private boolean refusedOnce;

    private CustomExporter() {
    }

    public static void main(String[] args) {
        var exporter = new CustomExporter();
        var config = TracingConfig.development().toBuilder().traceFile(false).build();
        var tracer = CognitiveTracer.start(config, Collector.exportingTo(exporter));
        try (tracer) {
            for (int i = 0; i < 900; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, i, i % 3);
            }
        }
        System.out.println(exporter.primedBy);
        var account = tracer.stats().exporters().getFirst();
        System.out.println(account.name() + ": " + account.exported() + " exported, tried again "
                + account.retries() + " times");
    }

    @Override
    public String name() {
        return "sums";
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        if (!refusedOnce) {
            refusedOnce = true;
            throw ExportException.retryable("not yet", null, batch.size(), null);
        }
        for (CognitiveEvent event : batch.events()) {
            if (event instanceof PrimingEvent priming) {
                // A sampled event stands for more than itself.
                primedBy.merge(priming.targetNode(), priming.strength() / priming.sampleRate(), Double::sum);
            }
        }
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
    }
}

// Prints:
// {0=150.0, 1=150.0, 2=150.0}
// sums: 900 exported, tried again 1 times
