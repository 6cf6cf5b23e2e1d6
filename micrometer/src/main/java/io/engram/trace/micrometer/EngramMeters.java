// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.micrometer;

import io.engram.trace.core.CognitiveTracer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A tracer's accounts as meters of Micrometer: what became of events, how many wait, rings, memory, exporters.
 *
 * <pre>{@code
 * CognitiveTracer tracer = CognitiveTracer.start(config);
 * new EngramMeters(tracer).bindTo(registry);
 * }</pre>
 *
 * <p><b>Guarantees.</b> Events cost nothing more: the accounts are asked for when meters are read, once for all that
 * are read within a tenth of a second. Counters never fall. A tracer that nobody refers to is still closed.
 *
 * <p><b>Progress.</b> Any thread may read, at any time, also after the tracer was closed.
 */
public final class EngramMeters implements MeterBinder, AutoCloseable {
    private final WeakReference<CognitiveTracer> tracer;
    private final Tags tags;
    private final ConcurrentLinkedQueue<Bound> bound = new ConcurrentLinkedQueue<>();

    /**
     * Meters of a tracer that is the only one told of in its registries.
     *
     * @param tracer any
     */
    public EngramMeters(CognitiveTracer tracer) {
        this(tracer, Tags.empty());
    }

    /**
     * Meters of one of several tracers.
     *
     * @param tracer any
     * @param tags what all meters bear, other than those of the other tracers, with the same keys
     */
    public EngramMeters(CognitiveTracer tracer, Iterable<Tag> tags) {
        this.tracer = new WeakReference<>(tracer);
        this.tags = Tags.of(tags);
    }

    /**
     * Tells a registry of the tracer, until this is closed; the figures of a closed tracer are told as well.
     *
     * @param registry any
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        CognitiveTracer told = tracer.get();
        if (told != null) {
            bound.add(new Bound(registry, new TracerMeters(registry, told, tags).register()));
        }
    }

    /** Takes the meters out of their registries. To call it again does nothing. */
    @Override
    public void close() {
        for (Bound one = bound.poll(); one != null; one = bound.poll()) {
            one.meters.forEach(one.registry::remove);
        }
    }

    private record Bound(MeterRegistry registry, List<Meter> meters) {
    }
}
