// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import java.util.concurrent.TimeUnit;

/**
 * A time during which a clock's ticks and the time of day ran on together, neither of them set, stopped or restarted.
 *
 * <p>Assumptions: one thread uses it; anchors come in order.
 */
final class Stretch {
    // A clock that is slewed runs wrong by 500 parts in a million at most; what is off by twice as much was set.
    private static final long SLEW_DIVISOR = 1_000;
    // Whatever runs into a reading is shorter than this, or else counts as a step; smaller steps look like slewing.
    private static final long LEAST_STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
    // How fast an anchor goes stale beside what its rate is off by: clocks drift with temperature, parts in a billion.
    private static final long STALENESS_PPB = 1_000;
    // Rates are measured over 8 to 16 s: long enough for ten parts in a billion, short enough to follow a slew.
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final boolean exact;
    private final long startTicks;
    // Of the last anchor that it reaches; the one that it goes by may be older.
    private long endTicks;
    private Anchor last;
    private TickLength tickLength;
    private long rateErrorPpb;
    // The rate is measured from base on; next becomes base when it is old enough.
    private Anchor base;
    private Anchor next;

    private Stretch(boolean exact, TickLength tickLength, long rateErrorPpb, Anchor first) {
        this.exact = exact;
        this.tickLength = tickLength;
        this.rateErrorPpb = rateErrorPpb;
        this.startTicks = first.ticks();
        this.endTicks = first.ticks();
        this.last = first;
        this.base = first;
        this.next = first;
    }

    /** The first one of a clock. */
    static Stretch of(TraceClock clock, Anchor first) {
        return new Stretch(clock.rateErrorPpb() == 0, TickLength.of(clock), clock.rateErrorPpb(), first);
    }

    /** One that begins after this one with the rate that this one ended with. */
    Stretch restart(Anchor first) {
        return new Stretch(exact, tickLength, rateErrorPpb, first);
    }

    long toEpochNanos(long ticks) {
        return last.nanos() + tickLength.nanos(ticks - last.ticks());
    }

    TickLength tickLength() {
        return tickLength;
    }

    /** Whether an anchor shows that nobody set, stopped or restarted a clock since the last one. */
    boolean reaches(Anchor anchor) {
        long elapsedNanos = tickLength.nanos(anchor.ticks() - last.ticks());
        return elapsedNanos >= 0 && deviationNanos(anchor)
                <= errorNanos(last) + errorNanos(anchor) + LEAST_STEP_NANOS + elapsedNanos / SLEW_DIVISOR;
    }

    /** Goes by an anchor that this stretch reaches, if it tells anything new. */
    void follow(Anchor anchor) {
        endTicks = anchor.ticks();
        long elapsedNanos = tickLength.nanos(anchor.ticks() - last.ticks());
        long stale = errorNanos(last) + parts(elapsedNanos, STALENESS_PPB + rateErrorPpb);
        long error = errorNanos(anchor);
        // A worse reading that agrees with what is known would only make times jitter.
        if (error >= stale && deviationNanos(anchor) <= error + stale) {
            return;
        }
        last = anchor;
        if (!exact) {
            measureRate();
        }
    }

    private void measureRate() {
        long baselineNanos = last.nanos() - base.nanos();
        long error = baselineNanos <= 0 ? Long.MAX_VALUE
                : 1 + (errorNanos(base) + errorNanos(last)) * TickLength.NANOS_PER_SECOND / baselineNanos;
        if (error < rateErrorPpb || baselineNanos >= WINDOW_NANOS) {
            tickLength = TickLength.of(last.ticks() - base.ticks(), baselineNanos);
            rateErrorPpb = error;
        }
        if (last.nanos() - next.nanos() >= WINDOW_NANOS) {
            base = next;
            next = last;
        }
    }

    /** How far ticks lie from what this stretch has seen. */
    long distanceTicks(long ticks) {
        return Math.max(0, Math.max(startTicks - ticks, ticks - endTicks));
    }

    /** How far ticks lie from its end. */
    long distanceFromEndTicks(long ticks) {
        return Math.abs(ticks - endTicks);
    }

    private long deviationNanos(Anchor anchor) {
        return Math.abs(anchor.nanos() - toEpochNanos(anchor.ticks()));
    }

    private long errorNanos(Anchor anchor) {
        return tickLength.nanos(anchor.errorTicks());
    }

    private static long parts(long nanos, long ppb) {
        // A day and its millionth part leave room for more digits than there is time.
        return (long) ((double) nanos * ppb / TickLength.NANOS_PER_SECOND);
    }
}
