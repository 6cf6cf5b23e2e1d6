// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import java.util.Random;

/**
 * A counter and a wall clock that a test runs: time passes when it says so, and 0 to 100 ns with each reading.
 *
 * <p>The counter runs at a rate of its own, can stop, jump and start anew; the wall clock can be set and slewed.
 */
final class RunningClock implements TraceClock {
    static final long EPOCH = 1_700_000_000_000_000_000L;
    static final double TICKS_PER_NANO = 2.445_423_456;

    private final long toldTicksPerSecond;
    private final long toldErrorPpb;
    private final Random random = new Random(1);
    private double ticks = 1e12;
    private double epochNanos;
    private double wallSpeed = 1;
    // What the next reading of the wall clock takes beside.
    private long delayNanos;

    RunningClock(long toldTicksPerSecond, long toldErrorPpb) {
        this.toldTicksPerSecond = toldTicksPerSecond;
        this.toldErrorPpb = toldErrorPpb;
    }

    @Override
    public long ticks() {
        run(random.nextInt(51));
        long read = (long) ticks;
        run(random.nextInt(51));
        return read;
    }

    @Override
    public long epochNanos() {
        run(random.nextInt(51));
        long read = trueNanos();
        run(random.nextInt(51) + delayNanos);
        return read;
    }

    @Override
    public long ticksPerSecond() {
        return toldTicksPerSecond;
    }

    @Override
    public long rateErrorPpb() {
        return toldErrorPpb;
    }

    void run(long nanos) {
        ticks += nanos * TICKS_PER_NANO;
        epochNanos += nanos * wallSpeed;
    }

    /** Time passes, and the counter stands still. */
    void sleepWithoutCounter(long nanos) {
        epochNanos += nanos;
    }

    void setWall(long nanos) {
        epochNanos += nanos;
    }

    void setTicks(long to) {
        ticks = to;
    }

    void slewWall(double partsInAMillion) {
        wallSpeed = 1 + partsInAMillion / 1e6;
    }

    void delayReadings(long nanos) {
        delayNanos = nanos;
    }

    /** Ticks now, without reading them. */
    long trueTicks() {
        return (long) ticks;
    }

    /** Time of day now, without reading it. */
    long trueNanos() {
        return EPOCH + (long) epochNanos;
    }
}
