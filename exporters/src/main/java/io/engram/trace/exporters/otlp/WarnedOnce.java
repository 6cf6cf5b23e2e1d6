// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/**
 * Logs what a server warns of, each text once: it may say the same with every request.
 *
 * <p>Assumptions: one thread uses it.
 */
final class WarnedOnce {
    private static final Logger LOG = System.getLogger("io.engram.trace.export");
    // A text may hold something that changes each time; no more than this are told apart.
    private static final int MAX_TEXTS = 100;

    private final String name;
    private final Set<String> texts = new HashSet<>();

    /**
     * Nothing is logged yet.
     *
     * @param name of the exporter
     */
    WarnedOnce(String name) {
        this.name = name;
    }

    void warn(String text) {
        if (texts.size() < MAX_TEXTS && texts.add(text)) {
            // Not as a format: the text is the server's.
            LOG.log(Level.WARNING, name + ": " + text);
        }
    }
}
