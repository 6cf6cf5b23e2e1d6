// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import io.engram.trace.core.clock.TraceClock;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still unless told; ticks differ per thread where a thread sets its own. */
final class FakeClock implements TraceClock {
    static final long EPOCH = 1_700_000_000_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong wallOffset = new AtomicLong(EPOCH);
    private final ThreadLocal<Long> own = new ThreadLocal<>();

    @Override
    public long ticks() {
        Long ticks = own.get();
        return ticks != null ? ticks : now.get();
    }

    @Override
    public long epochNanos() {
        return now.get() + wallOffset.get();
    }

    void advance(long nanos) {
        now.addAndGet(nanos);
    }

    void setWallBack(long nanos) {
        wallOffset.addAndGet(-nanos);
    }

    /** From now on the calling thread reads this. */
    void setOwnTicks(long ticks) {
        own.set(ticks);
    }
}
