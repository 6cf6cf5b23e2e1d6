// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Finds out what this system allows. */
final class Probe {
    private Probe() {
    }

    /** Whether a command is there and ends well. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
