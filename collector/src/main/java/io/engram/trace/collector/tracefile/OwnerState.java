// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

/** What became of the tracer that writes a trace file. */
public enum OwnerState {
    /** Its process runs, and it is open. */
    RUNNING("running"),
    /** It was closed: the file changes no more. Its process may run on. */
    CLOSED("closed"),
    /** Its process has ended without closing it, for example because it was killed. */
    ENDED("ended");

    private final String label;

    OwnerState(String label) {
        this.label = label;
    }

    /**
     * The state's name on the command line.
     *
     * @return lower case
     */
    public String label() {
        return label;
    }
}
