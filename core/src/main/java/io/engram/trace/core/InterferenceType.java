// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

/** Where interference comes from. */
public enum InterferenceType {
    /** What was learned before gets in the way. */
    PROACTIVE("proactive"),
    /** What was learned later gets in the way. */
    RETROACTIVE("retroactive"),
    /** Many associations of one cue share its activation (Anderson, 1974). */
    FAN("fan");

    private static final InterferenceType[] BY_CODE = values();

    private final String label;

    InterferenceType(String label) {
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
    public static InterferenceType ofCode(int code) {
        return BY_CODE[code];
    }
}
