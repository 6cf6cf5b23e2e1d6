// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.nio.file.Path;

/**
 * A flight recorder: nothing is exported, the latest events lie in a file, and are there after a crash.
 * {@code ReadTraceFile} reads them, and so does {@code engram trace export --dir}.
 *
 * <p>Argument: a folder of your own for the trace file; it is made if it is not there.
 */
public final class FlightRecorder {
    private FlightRecorder() {
    }

    public static void main(String[] args) {
        var config = TracingConfig.development().toBuilder()
                .formats()
                .ringCapacity(5_000)
                .traceFileFolder(Path.of(args.length == 0 ? "traces" : args[0]).toAbsolutePath())
                .build();
        // Not closed, and the JVM is halted below: nothing gets the chance to put anything in order.
        var tracer = CognitiveTracer.start(config);
        for (long step = 1; step <= 12_000; step++) {
            tracer.tracePriming(step, PrimingType.ASSOCIATIVE, 0.5f, step, step + 1);
        }
        var stats = tracer.stats();
        System.out.println("recorded " + stats.total(one -> one.recorded()) + " events, of which the ring has the last "
                + stats.total(one -> one.inRing()));
        System.out.println("crashing; what is left: " + tracer.traceFile().orElseThrow());
        Runtime.getRuntime().halt(3);
    }
}

// Prints:
// recorded 12000 events, of which the ring has the last 5000
// crashing; what is left: …/….trace
