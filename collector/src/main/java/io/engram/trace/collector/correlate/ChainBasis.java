// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

/** What makes events a chain. */
public enum ChainBasis {
    /** They have one correlation id, other than 0; the chain holds all of them, of whatever types. */
    CORRELATION_ID("id"),
    /** Each shares a node with the one before it and is of a later stage, within a window of time. */
    SHARED_NODES("nodes");

    private final String label;

    ChainBasis(String label) {
        this.label = label;
    }

    /**
     * Its name in outputs and on the command line.
     *
     * @return lower case
     */
    public String label() {
        return label;
    }
}
