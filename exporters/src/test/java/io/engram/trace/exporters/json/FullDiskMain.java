// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.nio.file.Path;
import java.time.Duration;

/** Exports more than the disk holds, and tells the accounts. */
final class FullDiskMain {
    private static final int EVENTS = 2_000;

    private FullDiskMain() {
    }

    public static void main(String[] args) {
        TracingConfig config = TracingConfig.development().toBuilder().formats(args[0]).output(Path.of(args[1]))
                .exportBatchSize(Integer.parseInt(args[2])).traceFile(false).build();
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            for (int i = 0; i < EVENTS; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, i, i);
            }
            tracer.close(Duration.ofSeconds(30));
            TracerStats stats = tracer.stats();
            System.out.println("exported=" + stats.total(TypeStats::exported));
            System.out.println("failed=" + stats.of(EventType.PRIMING).discarded().get(DiscardReason.EXPORT_FAILED));
            System.out.println("balanced=" + stats.isBalanced());
        }
    }
}
