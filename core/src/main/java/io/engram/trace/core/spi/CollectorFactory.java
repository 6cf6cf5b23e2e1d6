// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

import io.engram.trace.core.config.TracingConfig;

/** Starts a collector for a tracer. Found by {@link java.util.ServiceLoader}, or given to the tracer by hand. */
@FunctionalInterface
public interface CollectorFactory {
    /**
     * Starts a collector.
     *
     * @param source what to collect from
     * @param config the tracer's configuration
     * @return the running collector, or null if the configuration asks for none
     * @throws IllegalArgumentException if the configuration cannot be followed
     */
    TraceCollector start(TraceSource source, TracingConfig config);
}
