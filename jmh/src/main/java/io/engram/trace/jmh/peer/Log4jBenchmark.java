// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Fate;
import io.engram.trace.jmh.Payload;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.core.jmx.RingBufferAdmin;
import org.apache.logging.log4j.util.Unbox;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Log4j's asynchronous loggers, configured to make no garbage and to discard what there is no room for, with an
 * appender that discards all: the caller's thread formats the message.
 */
@Fork(value = 2, jvmArgsAppend = {
    "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.BasicAsyncLoggerContextSelector",
    "-Dlog4j2.enableThreadlocals=true", "-Dlog4j2.enableDirectEncoders=true",
    "-Dlog4j2.garbagefreeThreadContextMap=true", "-Dlog4j2.isWebapp=false",
    "-Dlog4j2.asyncQueueFullPolicy=Discard", "-Dlog4j2.discardThreshold=INFO",
    "-Dlog4j2.asyncLoggerRingBufferSize=16384"})
public class Log4jBenchmark extends PeerBenchmark {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Called by JMH. */
    public Log4jBenchmark() {
    }

    /** Counts events, in Log4j's thread. */
    private static final class CountingAppender extends AbstractAppender {
        private final AtomicLong events = new AtomicLong();

        CountingAppender() {
            super("counting", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            events.setOpaque(events.getPlain() + 1);
        }
    }

    /** A configured Log4j. */
    @State(Scope.Benchmark)
    public static class Logging {
        private final CountingAppender appender = new CountingAppender();
        private AsyncLoggerContext context;
        private RingBufferAdmin ring;
        private Logger logger;
        private long reported;

        /** Called by JMH. */
        public Logging() {
        }

        /** Configures it. */
        @Setup(org.openjdk.jmh.annotations.Level.Trial)
        public void start() {
            ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
            builder.setStatusLevel(Level.WARN).add(builder.newRootLogger(Level.INFO));
            context = (AsyncLoggerContext) Configurator.initialize(builder.build());
            appender.start();
            context.getConfiguration().getRootLogger().addAppender(appender, Level.INFO, null);
            context.updateLoggers();
            ring = context.createRingBufferAdmin();
            logger = LogManager.getLogger("io.engram.trace");
        }

        /** Ends it. */
        @TearDown(org.openjdk.jmh.annotations.Level.Trial)
        public void stop() {
            Configurator.shutdown(context);
        }

        /** Waits until the ring is empty; returns how many events were appended since it was last called. */
        private long appended() {
            long start = System.nanoTime();
            while (ring.getRemainingCapacity() < ring.getBufferSize()) {
                if (System.nanoTime() - start > DEADLINE_NANOS) {
                    throw new IllegalStateException("Log4j has not appended all events within 30 s");
                }
                Thread.onSpinWait();
            }
            long before = reported;
            reported = appender.events.getOpaque();
            return reported - before;
        }
    }

    /** Finds out after each iteration how many of all threads' events were appended. */
    @State(Scope.Thread)
    public static class Account {
        private Fate fate;

        /** Called by JMH. */
        public Account() {
        }

        /**
         * Begins a run.
         *
         * @param fate of this thread's events
         */
        @Setup(org.openjdk.jmh.annotations.Level.Trial)
        public void begin(Fate fate) {
            this.fate = fate;
        }

        /**
         * Counts them.
         *
         * @param logging where they went
         * @param thread of the benchmark
         */
        @TearDown(org.openjdk.jmh.annotations.Level.Iteration)
        public void count(Logging logging, ThreadParams thread) {
            if (thread.getThreadIndex() == 0) {
                fate.take(logging.appended());
            }
        }
    }

    /**
     * Logs an event.
     *
     * @param logging where to
     * @param event what is recorded
     * @param account of the events
     */
    @Benchmark
    public void log4jAsync(Logging logging, Payload event, Account account) {
        logging.logger.info("priming {} {} {} {} {}", Unbox.box(event.correlationId), event.primingType,
                Unbox.box(event.intensity), Unbox.box(event.node), Unbox.box(event.other0));
        account.fate.offer();
    }
}
