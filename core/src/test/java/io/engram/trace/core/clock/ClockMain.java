// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

/** Prints which clock a fresh JVM finds, asked twice. */
final class ClockMain {
    private ClockMain() {
    }

    public static void main(String[] kind) {
        TraceClock first = TraceClock.of(ClockKind.valueOf(kind[0]));
        TraceClock second = TraceClock.of(ClockKind.valueOf(kind[0]));
        TraceClock choice = first instanceof AutoClock auto ? auto.choice() : first;
        System.out.println(choice.getClass().getSimpleName() + (first == second ? "" : " and another"));
    }
}
