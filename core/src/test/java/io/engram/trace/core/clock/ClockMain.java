package io.engram.trace.core.clock;

/** Prints which clock a fresh JVM finds, asked twice. */
final class ClockMain {
    private ClockMain() {
    }

    public static void main(String[] kind) {
        TraceClock first = TraceClock.of(ClockKind.valueOf(kind[0]));
        TraceClock second = TraceClock.of(ClockKind.valueOf(kind[0]));
        System.out.println(first.getClass().getSimpleName() + (first == second ? "" : " and another"));
    }
}
