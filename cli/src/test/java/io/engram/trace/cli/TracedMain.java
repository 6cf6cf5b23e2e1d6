// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that traces, a few thousand events a second, until its standard input ends; nothing is exported. */
public final class TracedMain {
    private static final long PAUSE_NANOS = 200_000;

    private TracedMain() {
    }

    /** Event n, from 1 on, has n as correlation id, source and target. */
    public static void main(String[] args) throws IOException {
        TracingConfig config = TracingConfig.development().toBuilder().formats().traceFileFolder(Path.of(args[0]))
                .ringCapacity(Integer.parseInt(args[1])).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            System.out.println(tracer.traceFile().orElseThrow());
            Thread input = Thread.ofPlatform().daemon().start(TracedMain::awaitEndOfInput);
            for (long n = 1; input.isAlive(); n++) {
                tracer.tracePriming(n, PrimingType.SEMANTIC, 0.5f, n, n);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    // Not by available(): that does not tell an end from nothing yet, and a process that nobody ends runs for ever.
    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
