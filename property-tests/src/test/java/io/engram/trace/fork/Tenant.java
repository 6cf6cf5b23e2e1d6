// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import io.engram.trace.collector.Collector;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** An application with a tracer of its own, which a class loader of its own has loaded. */
public final class Tenant implements UnaryOperator<Object> {
    /** For whoever loads this class. */
    public Tenant() {
        // Nothing to do.
    }

    /**
     * Starts a tracer in a folder, records with the tracer that is given, or closes it.
     *
     * @param argument a folder, a tracer, or an array of one
     * @return the tracer, or how many events it has observed
     */
    @Override
    public Object apply(Object argument) {
        return switch (argument) {
            case Path folder -> CognitiveTracer.start(TracingConfig.development().toBuilder().traceFile(true)
                    .traceFileFolder(folder).keepTraceFile(false).build(), Collector.exportingTo(new Discarding()));
            case CognitiveTracer tracer -> {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 2, 3);
                yield tracer.stats().of(EventType.PRIMING).observed();
            }
            case Object[] one -> {
                ((CognitiveTracer) one[0]).close();
                yield null;
            }
            default -> throw new IllegalArgumentException(argument.toString());
        };
    }
}
