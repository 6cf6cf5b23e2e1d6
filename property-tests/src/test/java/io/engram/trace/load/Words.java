// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.load;

/** Numbers that look random and follow from a key: a value that is not where it belongs is told by looking at it. */
public final class Words {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private Words() {
    }

    /** The i-th of the key's words. */
    public static long word(long key, int i) {
        long z = (key * 8 + i + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        return z ^ (z >>> 31);
    }

    /** The key's event type. */
    public static int eventType(long key) {
        return (int) (word(key, 0) & 3);
    }
}
