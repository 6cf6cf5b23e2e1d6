// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output for events. Not {@code System.out}: it hides that nobody reads any more. */
final class StandardOutput {
    private static final int BUFFER_BYTES = 1 << 16;

    private StandardOutput() {
    }

    /** What a command writes. */
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    /** Writes; returns false if the reader left, as {@code head} does, which is no failure. */
    static boolean write(Writing writing) throws IOException, InterruptedException {
        try {
            OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
            writing.to(out);
            out.flush();
            return true;
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return false;
            }
            throw e;
        }
    }
}
