// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * Ten thousand virtual threads record: they share a few rings, memory stays bounded, and the accounts tell of each
 * event what became of it. Those that were lost, if any, met another thread in their slot or were overwritten.
 *
 * <p>Argument: the file to write events to.
 */
public final class VirtualThreads {
    private VirtualThreads() {
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args.length == 0 ? "events.ndjson" : args[0]);
        Files.deleteIfExists(file);
        var config = TracingConfig.development().toBuilder().traceFile(false).output(file).build();
        var tracer = CognitiveTracer.start(config);
        try (tracer; var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10_000; i++) {
                long request = i + 1;
                threads.submit(() -> {
                    tracer.traceReconsolidation(request, 42, 0.1f, 1, 0b1, 0.5f);
                    Thread.yield();
                    tracer.traceReconsolidation(request, 43, 0.2f, 1, 0b1, 0.4f);
                });
            }
        }
        var stats = tracer.stats().of(EventType.RECONSOLIDATION);
        System.out.println(stats.observed() + " observed = " + stats.exported() + " exported + " + stats.lost()
                + " lost");
        System.out.println("of these " + stats.overwritten() + " overwritten, "
                + stats.rejected().getOrDefault(RejectReason.CONTENDED, 0L) + " contended");
        System.out.println(stats.observed() == stats.exported() + stats.lost() ? "the sum balances" : "a bug");
        try (var lines = Files.lines(file)) {
            long written = lines.filter(line -> line.contains("\"event_type\":\"reconsolidation\"")).count();
            System.out.println(written == stats.exported() ? "the file has as many" : "the file has " + written);
        }
    }
}

// Prints:
// 20000 observed = … exported + … lost
// of these … overwritten, … contended
// the sum balances
// the file has as many
