package io.engram.trace.core;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ServiceLoader;

/**
 * A running tracer: its recorder, its collector, and the order in which they start and end.
 *
 * <p>Everything but {@link #recorder} may block and is off the recording path.
 */
final class Session {
    private static final Logger LOG = System.getLogger("io.engram.trace");
    // Trace calls take nanoseconds; one that takes longer is a thread that does not run.
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(1);

    private final Recorder recorder;
    private final TracingConfig config;
    private final CollectorFactory factory;
    private final boolean[] enabled;
    private final double[] rates;
    // Written under the monitor, read without it by flush: close holds the monitor while it waits for exporters, and an
    // exporter that flushes its own tracer must not wait for close.
    private volatile TraceCollector collector;
    private volatile DrainReport closed;

    private Session(TracingConfig config, CollectorFactory factory, TraceClock clock) {
        this.config = config;
        this.factory = factory;
        this.recorder = new Recorder(config, clock);
        this.enabled = new boolean[EventType.values().length];
        this.rates = new double[enabled.length];
        for (EventType type : EventType.values()) {
            enabled[type.ordinal()] = config.isEnabled(type);
            rates[type.ordinal()] = config.sampleRate(type);
        }
    }

    static Session start(TracingConfig config, CollectorFactory given, TraceClock clock) {
        CollectorFactory factory = given != null ? given : find();
        Session session = new Session(config, factory, clock);
        if (config.isAnyEnabled()) {
            try {
                session.startCollector();
            } catch (RuntimeException | Error e) {
                session.recorder.shutGate();
                session.recorder.free();
                throw e;
            }
        }
        return session;
    }

    private static CollectorFactory find() {
        return ServiceLoader.load(CollectorFactory.class, CollectorFactory.class.getClassLoader())
                .findFirst().orElse(null);
    }

    // Not before something is traced: a tracer that is not configured costs no thread.
    private synchronized void startCollector() {
        if (collector == null && factory != null) {
            collector = factory.start(recorder, config);
        }
    }

    Recorder recorder() {
        return recorder;
    }

    synchronized void setEnabled(EventType type, boolean on) {
        if (closed == null) {
            if (on) {
                startCollector();
            }
            enabled[type.ordinal()] = on;
            recorder.setSampling(type, on, rates[type.ordinal()]);
        }
    }

    synchronized void setSampleRate(EventType type, double rate) {
        TracingConfig.checkSampleRate(type, rate);
        if (closed == null) {
            rates[type.ordinal()] = rate;
            recorder.setSampling(type, enabled[type.ordinal()], rate);
        }
    }

    TracerStats stats() {
        TraceCollector running = collector;
        TracerStats stats = recorder.stats();
        return running == null ? stats : stats.withExporters(running.exporterStats());
    }

    DrainReport flush(Duration timeout) {
        DrainReport last = closed;
        if (last != null) {
            return last;
        }
        TraceCollector running = collector;
        return running != null ? running.flush(timeout) : leftInRings();
    }

    void close() {
        boolean first = closed == null;
        DrainReport report = close(config.closeTimeout());
        // Whoever closed it before with a timeout of his own has the report.
        if (first && collector != null && !report.complete()) {
            LOG.log(Level.WARNING, "Tracer closed after {0} with {1} events left in rings and {2} in the collector; "
                    + "they are counted as discarded", config.closeTimeout(), report.leftInRings(),
                    report.leftInCollector());
        }
    }

    synchronized DrainReport close(Duration timeout) {
        if (closed == null) {
            recorder.shutGate();
            boolean settled = recorder.settle(System.nanoTime() + SETTLE_TIMEOUT.toNanos());
            if (!settled) {
                LOG.log(Level.WARNING, "A thread stands still inside a trace call; its event will not be exported");
            }
            closed = collector != null ? collector.close(timeout) : leftInRings();
            recorder.free();
        }
        return closed;
    }

    private DrainReport leftInRings() {
        long left = recorder.stats().total(TypeStats::inRing);
        return new DrainReport(left == 0, left, 0);
    }
}
