// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.jmh.Fate;
import io.engram.trace.jmh.Payload;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Agrona's off-heap queues, one for each producing thread as they allow a single one, and one consumer for all. */
@Fork(value = 2, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class AgronaBenchmark extends PeerBenchmark {
    private static final int CAPACITY_BYTES = CAPACITY_EVENTS * 64;
    // Cached by the consumer, aligned as Agrona asks for.
    private static final int ALIGNMENT_BYTES = 128;

    /** Called by JMH. */
    public AgronaBenchmark() {
    }

    private static UnsafeBuffer allocate(int trailerBytes) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY_BYTES + trailerBytes + ALIGNMENT_BYTES)
                .alignedSlice(ALIGNMENT_BYTES), 0, CAPACITY_BYTES + trailerBytes);
    }

    /** A ring that refuses what there is no room for. */
    @State(Scope.Thread)
    public static class Ring {
        private final OneToOneRingBuffer ring =
                new OneToOneRingBuffer(allocate(RingBufferDescriptor.TRAILER_LENGTH));
        private long seen;

        /** Called by JMH. */
        public Ring() {
        }

        /**
         * Has the ring drained.
         *
         * @param draining by whom
         */
        @Setup(Level.Trial)
        public void start(Draining draining) {
            draining.drainer.add(() -> ring.read(this::take));
        }

        private void take(int type, MutableDirectBuffer buffer, int offset, int length) {
            seen ^= FlatEvent.read(buffer, offset);
        }

        boolean offer(Payload event) {
            int offset = ring.tryClaim(FlatEvent.TYPE, FlatEvent.LENGTH_BYTES);
            if (offset < 0) {
                return false;
            }
            FlatEvent.write(ring.buffer(), offset, event);
            ring.commit(offset);
            return true;
        }
    }

    /** A ring that overwrites its oldest event, as the tracer's does. */
    @State(Scope.Thread)
    public static class Broadcast {
        private final UnsafeBuffer memory = allocate(BroadcastBufferDescriptor.TRAILER_LENGTH);
        private final BroadcastTransmitter transmitter = new BroadcastTransmitter(memory);
        private final BroadcastReceiver receiver = new BroadcastReceiver(memory);
        private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(FlatEvent.LENGTH_BYTES));
        private long seen;
        private volatile long received;
        private long reported;
        private Fate fate;

        /** Called by JMH. */
        public Broadcast() {
        }

        /**
         * Has the ring drained.
         *
         * @param draining by whom
         * @param fate of this thread's events
         */
        @Setup(Level.Trial)
        public void start(Draining draining, Fate fate) {
            this.fate = fate;
            draining.drainer.add(this::receive);
        }

        // In the drainer's thread; as many events at a time as fill the ring, so that others get their turn.
        private int receive() {
            int taken = 0;
            while (taken < CAPACITY_EVENTS && receiver.receiveNext()) {
                long event = FlatEvent.read(receiver.buffer(), receiver.offset());
                if (receiver.validate()) {
                    seen ^= event;
                    taken++;
                }
            }
            received = received + taken;
            return taken;
        }

        void transmit(Payload event) {
            FlatEvent.write(scratch, 0, event);
            transmitter.transmit(FlatEvent.TYPE, scratch, 0, FlatEvent.LENGTH_BYTES);
            fate.offer();
        }

        /** Counts what was received. */
        @TearDown(Level.Iteration)
        public void count() {
            long now = received;
            fate.take(now - reported);
            reported = now;
        }
    }

    /**
     * Writes into a ring that refuses.
     *
     * @param ring of this thread
     * @param event what is recorded
     * @param fate of the event
     */
    @Benchmark
    public void agronaRing(Ring ring, Payload event, Fate fate) {
        fate.offer(ring.offer(event));
    }

    /**
     * Writes into a ring that overwrites.
     *
     * @param broadcast of this thread
     * @param event what is recorded
     */
    @Benchmark
    public void agronaBroadcast(Broadcast broadcast, Payload event) {
        broadcast.transmit(event);
    }
}
