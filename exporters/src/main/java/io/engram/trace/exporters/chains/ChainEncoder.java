// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import java.io.IOException;
import java.io.OutputStream;

/** Encodes chains as UTF-8. Knows nothing of files. */
public interface ChainEncoder {
    /**
     * Encodes a whole document.
     *
     * @param report chains and how they were found
     * @param out where to; it is not closed
     * @throws IOException if {@code out} cannot be written
     */
    void write(ChainReport report, OutputStream out) throws IOException;
}
