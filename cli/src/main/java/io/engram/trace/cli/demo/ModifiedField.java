// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

/** What a recall changed in a labile trace; the ordinal is the bit in the modified fields of the traced event. */
public enum ModifiedField {
    /** The trace became stronger. */
    STRENGTH,
    /** The trace was bound to a context other than that of its encoding. */
    CONTEXT,
    /** The trace was linked to a cue next to which it was not studied. */
    ASSOCIATION,
    /** Traces of another list competed, and the record of where the word came from was blurred. */
    SOURCE,
    /** The theme of the list was more active than the trace and coloured it. */
    GIST;

    /**
     * The bit of this field.
     *
     * @return a value with one bit set
     */
    public long bit() {
        return 1L << ordinal();
    }
}
