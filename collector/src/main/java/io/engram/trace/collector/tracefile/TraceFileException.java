// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import java.io.IOException;
import java.io.Serial;

/** A trace file cannot be used. The message is one line: which file, what is wrong with it and what to do. */
public final class TraceFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong; said here because it is serialized along. */
    private final Kind kind;

    /** What is wrong, for those who do not just print the message. */
    public enum Kind {
        /** There is no such file. */
        MISSING,
        /** The system does not let it be read or written. */
        INACCESSIBLE,
        /** It is something else: no regular file, or one that no tracer wrote. */
        FOREIGN,
        /** Its tracer is about to write the head: to be tried again a moment later. */
        NOT_READY,
        /** It was written by another version, or on a machine of the other byte order. */
        INCOMPATIBLE,
        /** A tracer wrote it, and its head says what cannot be. */
        DAMAGED,
        /** The process did not do what it was asked for. */
        NOT_FOLLOWED
    }

    /**
     * Makes an exception.
     *
     * @param kind what is wrong
     * @param message one line: which file, what is wrong and what to do
     */
    public TraceFileException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Makes an exception that another one caused.
     *
     * @param kind what is wrong
     * @param message one line: which file, what is wrong and what to do
     * @param cause null for none
     */
    public TraceFileException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * What is wrong.
     *
     * @return one of a few kinds
     */
    public Kind kind() {
        return kind;
    }
}
