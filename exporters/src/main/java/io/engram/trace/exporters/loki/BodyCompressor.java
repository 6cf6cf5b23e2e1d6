// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;

/** Compresses a request's body, which comes in pieces. */
interface BodyCompressor {
    /** Begins a body. */
    void begin();

    void add(byte[] piece, int from, int lengthBytes);

    /**
     * Ends the body.
     *
     * @return what to send, good until the next body begins
     */
    EncodeBuffer end();

    /** Leaves the last body to whoever still reads it. */
    void leaveBody();
}
