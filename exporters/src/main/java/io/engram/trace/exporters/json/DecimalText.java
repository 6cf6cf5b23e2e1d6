package io.engram.trace.exporters.json;

/** Writes unsigned 64-bit numbers as decimal ASCII without garbage. Assumptions: one thread uses it. */
final class DecimalText {
    private static final int MAX_DIGITS = 20;
    private static final int CHUNK_DIGITS = 8;
    private static final int CHUNK = 100_000_000;
    private static final byte[] TENS = new byte[100];
    private static final byte[] UNITS = new byte[100];

    static {
        for (int pair = 0; pair < TENS.length; pair++) {
            TENS[pair] = (byte) ('0' + pair / 10);
            UNITS[pair] = (byte) ('0' + pair % 10);
        }
    }

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
            long quotient = Long.divideUnsigned(rest, CHUNK);
            putChunk((int) (rest - quotient * CHUNK));
            rest = quotient;
        }
        // Eight digits at a time: the others are then found by 32-bit arithmetic, which is cheaper.
        while (rest >= CHUNK) {
            long quotient = rest / CHUNK;
            putChunk((int) (rest - quotient * CHUNK));
            rest = quotient;
        }
        int small = (int) rest;
        while (small >= 100) {
            int quotient = small / 100;
            putPair(small - quotient * 100);
            small = quotient;
        }
        if (small >= 10) {
            putPair(small);
        } else {
            text[--start] = (byte) ('0' + small);
        }
    }

    private void putChunk(int chunk) {
        int rest = chunk;
        for (int i = 0; i < CHUNK_DIGITS / 2; i++) {
            int quotient = rest / 100;
            putPair(rest - quotient * 100);
            rest = quotient;
        }
    }

    private void putPair(int pair) {
        text[--start] = UNITS[pair];
        text[--start] = TENS[pair];
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
