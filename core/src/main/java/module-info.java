// SPDX-License-Identifier: Apache-2.0
/** The tracer that applications call: configuration, clock, sampling, thread registry; needs nothing but the JDK. */
module io.engram.trace.core {
    requires transitive io.engram.trace.memlayout;

    // Tracers are shown in JMX where the JVM has it.
    requires static java.management;

    exports io.engram.trace.core;
    exports io.engram.trace.core.clock;
    exports io.engram.trace.core.config;
    exports io.engram.trace.core.management;
    exports io.engram.trace.core.spi;
    exports io.engram.trace.core.stats;
    exports io.engram.trace.core.tracefile;

    uses io.engram.trace.core.spi.CollectorFactory;
    uses io.engram.trace.core.spi.SpanSource;
}
