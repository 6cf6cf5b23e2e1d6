// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Fate;
import io.engram.trace.jmh.Payload;
import org.jctools.queues.SpscArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** JCTools' queue of one producer and one consumer, one for each producing thread, and one consumer for all. */
public class JcToolsBenchmark extends PeerBenchmark {
    /** Called by JMH. */
    public JcToolsBenchmark() {
    }

    /** A queue of objects, one made for each event. */
    @State(Scope.Thread)
    public static class Objects {
        private final SpscArrayQueue<HeapEvent> queue = new SpscArrayQueue<>(CAPACITY_EVENTS);
        private long seen;

        /** Called by JMH. */
        public Objects() {
        }

        /**
         * Has the queue drained.
         *
         * @param draining by whom
         */
        @Setup(Level.Trial)
        public void start(Draining draining) {
            draining.drainer.add(() -> queue.drain(event -> seen ^= event.read()));
        }

        boolean offer(Payload payload) {
            HeapEvent event = new HeapEvent();
            event.set(payload);
            return queue.offer(event);
        }
    }

    /** A queue of objects that were all made before, and another one by which they come back. */
    @State(Scope.Thread)
    public static class Pooled {
        private final SpscArrayQueue<HeapEvent> queue = new SpscArrayQueue<>(CAPACITY_EVENTS);
        private final SpscArrayQueue<HeapEvent> free = new SpscArrayQueue<>(CAPACITY_EVENTS);
        private long seen;

        /** Called by JMH. */
        public Pooled() {
        }

        /**
         * Makes the objects and has the queue drained.
         *
         * @param draining by whom
         */
        @Setup(Level.Trial)
        public void start(Draining draining) {
            free.fill(HeapEvent::new);
            draining.drainer.add(() -> queue.drain(this::take));
        }

        private void take(HeapEvent event) {
            seen ^= event.read();
            free.offer(event);
        }

        boolean offer(Payload payload) {
            HeapEvent event = free.poll();
            if (event == null) {
                return false;
            }
            event.set(payload);
            return queue.offer(event);
        }
    }

    /**
     * Offers an object for each event.
     *
     * @param queue of this thread
     * @param event what is recorded
     * @param fate of the event
     */
    @Benchmark
    public void jctoolsObjects(Objects queue, Payload event, Fate fate) {
        fate.offer(queue.offer(event));
    }

    /**
     * Offers objects that were used before.
     *
     * @param queue of this thread
     * @param event what is recorded
     * @param fate of the event
     */
    @Benchmark
    public void jctoolsPooled(Pooled queue, Payload event, Fate fate) {
        fate.offer(queue.offer(event));
    }
}
