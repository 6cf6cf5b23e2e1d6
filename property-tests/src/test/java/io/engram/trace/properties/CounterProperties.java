// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.Collector;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.clock.ClockKind;
import io.engram.trace.core.clock.EpochConverter;
import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Times by a counter that does not tick nanoseconds: a made-up one, and the processor's where it may be read. */
class CounterProperties {
    private static final long EPOCH = 1_700_000_000_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A counter of any rate, told wrong by up to 20 parts in a million, whose reading takes up to 100 ns. */
    private static final class Counter implements TraceClock {
        private final Random random;
        private final double ticksPerNano;
        private final long told;
        private double now;
        private double wall;

        Counter(long seed, double ticksPerSecond) {
            random = new Random(seed);
            ticksPerNano = ticksPerSecond / NANOS_PER_SECOND;
            told = Math.round(ticksPerSecond * (1 + (random.nextDouble() - 0.5) * 40e-6));
        }

        @Override
        public synchronized long ticks() {
            now += random.nextInt(51);
            long read = trueTicks();
            now += random.nextInt(51);
            return read;
        }

        @Override
        public synchronized long epochNanos() {
            now += random.nextInt(51);
            long read = trueNanos();
            now += random.nextInt(51);
            return read;
        }

        @Override
        public long ticksPerSecond() {
            return told;
        }

        @Override
        public long rateErrorPpb() {
            return 21_000;
        }

        synchronized void run(long nanos) {
            now += nanos;
        }

        synchronized void setWall(long nanos) {
            wall += nanos;
        }

        synchronized long trueTicks() {
            return (long) (now * ticksPerNano);
        }

        synchronized long trueNanos() {
            return EPOCH + (long) (now + wall);
        }
    }

    @Property(tries = 200)
    void shouldConvertCloselyAndInOrder(@ForAll long seed,
            @ForAll @DoubleRange(min = 1e7, max = 9e9) double ticksPerSecond,
            @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 1_000, max = 20_000_000) Long> passes) {
        Counter counter = new Counter(seed, ticksPerSecond);
        EpochConverter converter = new EpochConverter(counter);
        // 20 parts in a million of 20 ms, and what two anchors are off by; ticks of 10 MHz last 100 ns.
        double bound = 400 + 200 + 4 * NANOS_PER_SECOND / ticksPerSecond;
        for (long pass : passes) {
            List<long[]> moments = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                moments.add(new long[] {counter.trueTicks(), counter.trueNanos()});
                counter.run(pass / 5);
            }
            converter.anchor();
            long last = Long.MIN_VALUE;
            for (long[] moment : moments) {
                long nanos = converter.toEpochNanos(moment[0]);
                assertTrue(Math.abs(nanos - moment[1]) <= bound, "error " + (nanos - moment[1]) + " ns");
                assertTrue(nanos >= last, "went back by " + (last - nanos));
                last = nanos;
            }
        }
    }

    @Property(tries = 200)
    void shouldKeepTimesThatWereRecordedBeforeTheClockWasSet(@ForAll long seed,
            @ForAll @DoubleRange(min = 1e7, max = 9e9) double ticksPerSecond,
            @ForAll @LongRange(min = -7_200_000_000_000L, max = 7_200_000_000_000L) long step) {
        Counter counter = new Counter(seed, ticksPerSecond);
        EpochConverter converter = new EpochConverter(counter);
        counter.run(5_000_000);
        converter.anchor();
        long ticksBefore = counter.trueTicks();
        long before = counter.trueNanos();
        counter.setWall(step);
        // When exactly it was set nobody can tell: what lies between two anchors goes with the nearer one.
        counter.run(100_000);
        long ticksAfter = counter.trueTicks();
        long after = counter.trueNanos();
        converter.anchor();
        // Steps up to 10 us, and what slewing by 1,000 parts in a million could explain, are followed without more ado.
        double bound = 600 + 4 * NANOS_PER_SECOND / ticksPerSecond + 10_000 + 5_000;
        long errorAfter = converter.toEpochNanos(ticksAfter) - after;
        assertTrue(Math.abs(errorAfter) <= bound, "error " + errorAfter + " ns after the step");
        long errorBefore = converter.toEpochNanos(ticksBefore) - before;
        assertTrue(Math.abs(errorBefore) <= bound, "error " + errorBefore + " ns before the step");
    }

    @Property(tries = 20)
    void shouldNotGoBackWithinAThread(@ForAll @IntRange(min = 1, max = 6) int threads,
            @ForAll @IntRange(min = 1, max = 20_000) int events, @ForAll long seed) throws InterruptedException {
        Received received = new Received();
        long before = System.currentTimeMillis();
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.disabled().toBuilder()
                .enable(EventType.PRIMING, 1.0).ringCapacity(events).clock(ClockKind.AUTO).build(),
                Collector.exportingTo(received))) {
            TraceClock clock = TraceClock.of(ClockKind.AUTO);
            Thread[] all = new Thread[threads];
            boolean[] wentBack = new boolean[threads];
            for (int t = 0; t < threads; t++) {
                int thread = t;
                Random random = new Random(seed + t);
                all[t] = new Thread(() -> {
                    long last = Long.MIN_VALUE;
                    for (int i = 0; i < events; i++) {
                        tracer.tracePriming(PrimingType.SEMANTIC, 0, thread, i);
                        long ticks = clock.ticks();
                        wentBack[thread] |= ticks < last;
                        last = ticks;
                        if (random.nextInt(500) == 0) {
                            // So that it goes on elsewhere.
                            Thread.yield();
                        }
                    }
                });
                all[t].start();
            }
            for (Thread thread : all) {
                thread.join();
            }
            for (boolean one : wentBack) {
                assertTrue(!one, "ticks went back");
            }
            assertTrue(tracer.flush(Duration.ofMinutes(1)).complete());
        }
        long after = System.currentTimeMillis() + 1;
        assertEquals(threads * events, received.events().size());
        Map<Long, long[]> lastOfThread = new HashMap<>();
        for (CognitiveEvent event : received.events()) {
            PrimingEvent priming = (PrimingEvent) event;
            long[] last = lastOfThread.computeIfAbsent(priming.sourceNode(), key -> new long[] {Long.MIN_VALUE, -1});
            assertEquals(last[1] + 1, priming.targetNode(), "order of events");
            assertTrue(event.timeUnixNano() >= last[0], "time went back by " + (last[0] - event.timeUnixNano()));
            last[0] = event.timeUnixNano();
            last[1] = priming.targetNode();
            long millis = TimeUnit.NANOSECONDS.toMillis(event.timeUnixNano());
            assertTrue(millis >= before - 1 && millis <= after, "time of day " + millis);
        }
    }
}
