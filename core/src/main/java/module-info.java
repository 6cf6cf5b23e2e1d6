/** The tracer that applications call: configuration, clock, sampling, thread registry; needs nothing but the JDK. */
module io.engram.trace.core {
    requires transitive io.engram.trace.memlayout;

    exports io.engram.trace.core;
    exports io.engram.trace.core.clock;
    exports io.engram.trace.core.config;
    exports io.engram.trace.core.spi;
    exports io.engram.trace.core.stats;
    exports io.engram.trace.core.tracefile;

    uses io.engram.trace.core.spi.CollectorFactory;
    uses io.engram.trace.core.spi.SpanSource;
}
