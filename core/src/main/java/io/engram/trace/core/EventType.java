// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.memlayout.layout.RecordLayout;

/** The types of cognitive events. */
public enum EventType {
    /** Activation of one memory made another easier to reach (Collins and Loftus, 1975). */
    PRIMING("priming", RecordLayout.PRIMING),
    /** Other memories got in the way of one that was sought (Anderson, 1974; Underwood, 1957). */
    INTERFERENCE("interference", RecordLayout.INTERFERENCE),
    /** A memory was rewritten while recall had made it labile (Nader, Schafe and Le Doux, 2000). */
    RECONSOLIDATION("reconsolidation", RecordLayout.RECONSOLIDATION),
    /** Something was remembered that never happened (Deese, 1959; Roediger and McDermott, 1995). */
    FALSE_MEMORY("false_memory", RecordLayout.FALSE_MEMORY);

    private static final EventType[] BY_CODE = values();

    private final String label;
    // The layout's tag, a constant expression: reading it loads no layout class.
    private final byte code;

    EventType(String label, byte code) {
        this.label = label;
        this.code = code;
    }

    /**
     * The type's name in exports and on the command line.
     *
     * @return lower case, words joined by underscores
     */
    public String label() {
        return label;
    }

    /**
     * The type's tag in a record.
     *
     * @return 0 to 3, equal to the ordinal
     */
    public byte code() {
        return code;
    }

    /**
     * The type with a tag.
     *
     * @param code 0 to 3
     * @return the type
     * @throws IndexOutOfBoundsException if no type has this tag
     */
    public static EventType ofCode(int code) {
        return BY_CODE[code];
    }

    /**
     * The type with a name; hyphens count as underscores, case does not count.
     *
     * @param label as in exports
     * @return the type
     * @throws IllegalArgumentException if no type has this name
     */
    public static EventType ofLabel(String label) {
        for (EventType type : BY_CODE) {
            if (type.label.equalsIgnoreCase(label.replace('-', '_'))) {
                return type;
            }
        }
        throw new IllegalArgumentException("event type '" + label
                + "' is unknown: give priming, interference, reconsolidation or false_memory");
    }
}
