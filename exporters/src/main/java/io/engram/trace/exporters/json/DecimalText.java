package io.engram.trace.exporters.json;

/** Writes unsigned 64-bit numbers as decimal ASCII without garbage. Assumptions: one thread uses it. */
final class DecimalText {
    private static final int MAX_DIGITS = 20;

    private final byte[] text = new byte[MAX_DIGITS];
    private int start = MAX_DIGITS;

    /**
     * Formats a number; {@link #bytes}, {@link #start} and {@link #length} tell where it stands.
     *
     * @param value unsigned
     */
    void format(long value) {
        long rest = value;
        start = MAX_DIGITS;
        if (rest < 0) {
            long quotient = Long.divideUnsigned(rest, 10);
            text[--start] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        do {
            long quotient = rest / 10;
            text[--start] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        } while (rest != 0);
    }

    byte[] bytes() {
        return text;
    }

    int start() {
        return start;
    }

    int length() {
        return MAX_DIGITS - start;
    }
}
