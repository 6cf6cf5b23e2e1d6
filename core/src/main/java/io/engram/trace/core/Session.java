// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.keeper.Keeper;
import io.engram.trace.core.keeper.RequestedSwitch;
import io.engram.trace.core.memory.FileMemory;
import io.engram.trace.core.memory.ResourceLines;
import io.engram.trace.core.memory.TraceMemory;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.SpanSource;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A running tracer: its memory, its recorder, its collector, and the order in which they start and end.
 *
 * <p>Everything but {@link #recorder} may block and is off the recording path.
 */
final class Session {
    private static final Logger LOG = System.getLogger("io.engram.trace");
    // Trace calls take nanoseconds; one that takes longer is a thread that does not run.
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(1);

    private final TraceMemory memory;
    private final Recorder recorder;
    private final TracingConfig config;
    private final CollectorFactory factory;
    // By ordinal. Written under the lock, read without it.
    private final AtomicReferenceArray<TypeSwitch> switches = new AtomicReferenceArray<>(EventType.values().length);
    // A lock and no monitor: the keeper goes on beating while somebody else closes the tracer.
    private final ReentrantLock lock = new ReentrantLock();
    // Null where the rings do not lie in a file.
    private final Keeper keeper;
    // Written under the lock, read without it by flush: close holds the lock while it waits for exporters, and an
    // exporter that flushes its own tracer must not wait for close.
    private volatile TraceCollector collector;
    private volatile DrainReport closed;
    // All below under the lock. Null before anything runs that would outlive a forgotten tracer.
    private WeakReference<CognitiveTracer> tracer = new WeakReference<>(null);
    private Cleaner.Cleanable unclosed;
    private ShutdownHook hook;
    private Runnable spanWatch;
    private Runnable jmxEnd;

    private Session(TracingConfig config, CollectorFactory factory, TraceClock clock, TraceMemory memory) {
        this.config = config;
        this.factory = factory;
        this.memory = memory;
        this.recorder = new Recorder(config, clock, memory);
        for (EventType type : EventType.values()) {
            switches.set(type.ordinal(), new TypeSwitch(config.isEnabled(type), config.sampleRate(type)));
        }
        this.keeper = memory instanceof FileMemory file ? new Keeper(file, recorder, this::tryFollow) : null;
    }

    static Session start(TracingConfig config, CollectorFactory given, TraceClock clock) {
        CollectorFactory factory = given != null ? given : find();
        TraceMemory memory = TraceMemory.of(config);
        try {
            Session session = new Session(config, factory, clock, memory);
            session.start();
            return session;
        } catch (RuntimeException | Error e) {
            memory.close(false);
            throw e;
        }
    }

    private static CollectorFactory find() {
        return ServiceLoader.load(CollectorFactory.class, CollectorFactory.class.getClassLoader())
                .findFirst().orElse(null);
    }

    private void start() {
        try {
            if (config.isAnyEnabled()) {
                startCollector();
            }
            if (keeper != null) {
                keeper.start();
            }
        } catch (RuntimeException | Error e) {
            close(Duration.ZERO);
            throw e;
        }
    }

    // Not before something is traced: a tracer that is not configured costs no thread, and no search for a clock.
    private void startCollector() {
        lock.lock();
        try {
            // The first look may take a while, which no trace call should.
            recorder.clock().ticks();
            if (collector == null && factory != null) {
                collector = factory.start(recorder, config);
                if (collector != null && memory instanceof FileMemory) {
                    TraceFileLayout.setResource(memory.head(), ResourceLines.of(collector.resource()));
                }
                watch();
            }
            // Somebody may read them, here or in the file.
            if (spanWatch == null && (collector != null || memory instanceof FileMemory)) {
                followSpans();
            }
        } finally {
            lock.unlock();
        }
    }

    private void followSpans() {
        try {
            ServiceLoader.load(SpanSource.class, SpanSource.class.getClassLoader()).findFirst()
                    .ifPresent(source -> spanWatch = recorder.follow(source));
        } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
            LOG.log(Level.WARNING, "Events carry no spans, because their source cannot be used: " + e);
        }
    }

    /** Closes the session when the tracer becomes garbage, or the JVM ends. */
    void watch(CognitiveTracer opened) {
        lock.lock();
        try {
            tracer = new WeakReference<>(opened);
            if (config.hasJmx() && closed == null) {
                jmxEnd = Jmx.show(this);
            }
            watch();
        } finally {
            lock.unlock();
        }
    }

    // A session without threads, file and JMX holds nothing that garbage collection does not free.
    private void watch() {
        CognitiveTracer watched = tracer.get();
        if (watched == null || closed != null) {
            return;
        }
        boolean running = collector != null || keeper != null;
        if (unclosed == null && (running || jmxEnd != null)) {
            unclosed = Unclosed.watch(watched, this);
        }
        if (hook == null && running) {
            hook = ShutdownHook.add(this, config.shutdownTimeout());
        }
    }

    Recorder recorder() {
        return recorder;
    }

    Optional<Path> traceFile() {
        return memory.file();
    }

    void setEnabled(EventType type, boolean on) {
        lock.lock();
        try {
            if (closed == null) {
                if (on) {
                    startCollector();
                }
                change(type, new TypeSwitch(on, switchOf(type).rate()));
            }
        } finally {
            lock.unlock();
        }
    }

    void setSampleRate(EventType type, double rate) {
        TracingConfig.checkSampleRate(type, rate);
        lock.lock();
        try {
            if (closed == null) {
                change(type, new TypeSwitch(switchOf(type).enabled(), rate));
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(EventType type, TypeSwitch to) {
        switches.set(type.ordinal(), to);
        recorder.setSampling(type, to.enabled(), to.rate());
    }

    TypeSwitch switchOf(EventType type) {
        return switches.get(type.ordinal());
    }

    /** Does what another process asked for, if nobody else changes or closes the tracer right now. */
    private boolean tryFollow(List<RequestedSwitch> switches) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            RuntimeException failure = null;
            for (RequestedSwitch one : switches) {
                try {
                    one.rate().ifPresent(rate -> setSampleRate(one.type(), rate));
                    setEnabled(one.type(), one.enabled());
                } catch (RuntimeException e) {
                    // No collector could be started for it. Others may be switched off all the same.
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return true;
        } finally {
            lock.unlock();
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
            LOG.log(Level.WARNING, "Tracer closed after {0} ms with {1} events left in rings and {2} in the collector; "
                    + "they are counted as discarded", config.closeTimeout().toMillis(), report.leftInRings(),
                    report.leftInCollector());
        }
    }

    DrainReport close(Duration timeout) {
        lock.lock();
        try {
            return close(timeout, SETTLE_TIMEOUT);
        } finally {
            lock.unlock();
        }
    }

    /** Closes as far as it gets in time. */
    void closeWithin(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                    Duration half = left.dividedBy(2);
                    Duration settle = SETTLE_TIMEOUT.compareTo(half) < 0 ? SETTLE_TIMEOUT : half;
                    close(left.minus(settle), settle);
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes what nobody can close any more, the tracer being garbage. */
    void closeUnclosed() {
        if (closed == null) {
            LOG.log(Level.WARNING, "A tracer became garbage without having been closed and is closed now: close tracers");
            close();
        }
    }

    private DrainReport close(Duration timeout, Duration settleTimeout) {
        if (closed == null) {
            recorder.shutGate();
            boolean settled = recorder.settle(System.nanoTime() + settleTimeout.toNanos());
            if (!settled) {
                LOG.log(Level.WARNING, "A thread stands still inside a trace call; its event will not be exported");
            }
            closed = collector != null ? collector.close(timeout) : leftInRings();
            if (keeper != null) {
                keeper.close(recorder::free);
            } else {
                recorder.free();
            }
            memory.close(config.keepsTraceFile() || !closed.complete());
            forget();
        }
        return closed;
    }

    private void forget() {
        if (jmxEnd != null) {
            jmxEnd.run();
        }
        if (spanWatch != null) {
            spanWatch.run();
        }
        if (unclosed != null) {
            // Finds the session closed.
            unclosed.clean();
        }
        if (hook != null) {
            hook.remove();
        }
    }

    private DrainReport leftInRings() {
        long left = recorder.stats().total(TypeStats::inRing);
        return new DrainReport(left == 0, left, 0);
    }
}
