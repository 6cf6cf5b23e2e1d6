// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Finds the clock of a kind, and says once why it is another one. */
final class Clocks {
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private Clocks() {
    }

    static TraceClock of(ClockKind kind) {
        return switch (kind) {
            case AUTO -> AutoClock.INSTANCE;
            case TSC -> TscClock.INSTANCE != null ? TscClock.INSTANCE : insteadOfTsc();
            case NANO -> NanoClock.INSTANCE;
        };
    }

    private static TraceClock insteadOfTsc() {
        if (WARNED.compareAndSet(false, true)) {
            System.getLogger("io.engram.trace").log(Level.WARNING,
                    "engram.trace.clock=tsc is not possible, System.nanoTime is used instead: " + TscClock.REFUSAL);
        }
        return NanoClock.INSTANCE;
    }
}
