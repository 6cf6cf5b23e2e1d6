// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

/** Why one memory primes another. */
public enum PrimingType {
    /** The two are related in meaning. */
    SEMANTIC("semantic"),
    /** The two were met together. */
    ASSOCIATIVE("associative"),
    /** The same memory was met before. */
    REPETITION("repetition");

    private static final PrimingType[] BY_CODE = values();

    private final String label;

    PrimingType(String label) {
        this.label = label;
    }

    /**
     * The name in exports.
     *
     * @return lower case
     */
    public String label() {
        return label;
    }

    /**
     * The code in a record.
     *
     * @return the ordinal
     */
    public byte code() {
        return (byte) ordinal();
    }

    /**
     * The constant with a code.
     *
     * @param code 0 to 2
     * @return the constant
     * @throws IndexOutOfBoundsException if none has this code
     */
    public static PrimingType ofCode(int code) {
        return BY_CODE[code];
    }
}
