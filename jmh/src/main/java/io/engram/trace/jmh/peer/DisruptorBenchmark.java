// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import io.engram.trace.jmh.Fate;
import io.engram.trace.jmh.Payload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The LMAX Disruptor: one ring of preallocated objects for all threads, and a consumer that yields when idle. */
public class DisruptorBenchmark extends PeerBenchmark {
    private static final EventTranslatorOneArg<HeapEvent, Payload> SET =
            (event, sequence, payload) -> event.set(payload);

    /** Called by JMH. */
    public DisruptorBenchmark() {
    }

    /** The ring. */
    @State(Scope.Benchmark)
    public static class Ring {
        private Disruptor<HeapEvent> disruptor;
        private RingBuffer<HeapEvent> ring;
        private long seen;

        /** Called by JMH. */
        public Ring() {
        }

        /**
         * Starts the consumer.
         *
         * @param benchmark tells how many threads there are
         */
        @Setup(Level.Trial)
        public void start(BenchmarkParams benchmark) {
            ProducerType type = benchmark.getThreads() == 1 ? ProducerType.SINGLE : ProducerType.MULTI;
            disruptor = new Disruptor<>(HeapEvent::new, CAPACITY_EVENTS, DaemonThreadFactory.INSTANCE, type,
                    new YieldingWaitStrategy());
            disruptor.handleEventsWith((event, sequence, last) -> seen ^= event.read());
            ring = disruptor.start();
        }

        /** Stops the consumer. */
        @TearDown(Level.Trial)
        public void stop() {
            disruptor.shutdown();
        }
    }

    /**
     * Publishes an event if there is room.
     *
     * @param ring of all threads
     * @param event what is recorded
     * @param fate of the event
     */
    @Benchmark
    public void disruptor(Ring ring, Payload event, Fate fate) {
        fate.offer(ring.ring.tryPublishEvent(SET, event));
    }
}
