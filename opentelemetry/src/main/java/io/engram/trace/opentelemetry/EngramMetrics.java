// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.engram.trace.core.CognitiveTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tracer's accounts as metrics of OpenTelemetry: what became of events, how many wait, rings, memory, exporters.
 *
 * <pre>{@code
 * CognitiveTracer tracer = CognitiveTracer.start(config);
 * EngramMetrics metrics = EngramMetrics.register(tracer, GlobalOpenTelemetry.get());
 * }</pre>
 *
 * <p><b>Guarantees.</b> Events cost nothing more: the accounts are asked for when metrics are collected, once for all
 * instruments. Counters never fall. A tracer that nobody refers to is still closed.
 *
 * <p><b>Progress.</b> Any thread may collect, at any time, also after the tracer was closed.
 */
public final class EngramMetrics implements AutoCloseable {
    private static final String SCOPE = "io.engram.trace";

    private final BatchCallback callback;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EngramMetrics(BatchCallback callback) {
        this.callback = callback;
    }

    /**
     * Tells metrics of a tracer that is the only one told of there.
     *
     * @param tracer any
     * @param openTelemetry whose metrics
     * @return ends it when it is closed; until then the figures of a closed tracer are told as well
     */
    public static EngramMetrics register(CognitiveTracer tracer, OpenTelemetry openTelemetry) {
        return register(tracer, openTelemetry, Attributes.empty());
    }

    /**
     * Tells metrics of one of several tracers.
     *
     * @param tracer any
     * @param openTelemetry whose metrics
     * @param attributes what all measurements bear, other than those of the other tracers
     * @return ends it when it is closed; until then the figures of a closed tracer are told as well
     */
    public static EngramMetrics register(CognitiveTracer tracer, OpenTelemetry openTelemetry, Attributes attributes) {
        TracerInstruments instruments = new TracerInstruments(openTelemetry.getMeter(SCOPE), attributes);
        WeakReference<CognitiveTracer> weak = new WeakReference<>(tracer);
        return new EngramMetrics(instruments.callback(() -> {
            CognitiveTracer told = weak.get();
            if (told != null) {
                instruments.tell(told.stats());
            }
        }));
    }

    /** Tells nothing more. To call it again does nothing. */
    @Override
    public void close() {
        // The SDK warns of a second time.
        if (closed.compareAndSet(false, true)) {
            callback.close();
        }
    }
}
