// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.failure;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/**
 * Logs what exporters and collector run into, each cause once: a server that is gone would otherwise fill the log. Any
 * thread may use it.
 */
public final class FailureLog {
    private static final Logger LOG = System.getLogger("io.engram.trace.export");
    // Messages may carry something that changes each time; no more causes than this are told apart.
    private static final int MAX_CAUSES = 100;

    private final Set<String> causes = new HashSet<>();

    /** Makes a log that has told nothing yet. */
    public FailureLog() {
    }

    /**
     * Tells of a failure that cost events, or may have. Never throws, even where describing the failure fails too: its
     * message is the exporter's code.
     *
     * @param what went wrong
     * @param failure its cause
     */
    public void error(String what, Throwable failure) {
        try {
            String cause = what + ": " + failure;
            if (isNew(cause)) {
                LOG.log(Level.ERROR, cause + " (logged once; what is lost is counted in the statistics)", failure);
            }
        } catch (Throwable e) {
            // Nothing is left to say it with; what was lost is counted.
        }
    }

    /**
     * Tells of a failure that cost events and is described already. Never throws.
     *
     * @param what went wrong, in a line
     */
    public void error(String what) {
        log(Level.ERROR, what, " (logged once; what is lost is counted in the statistics)");
    }

    /**
     * Tells of a failure that nothing was lost by so far. Never throws.
     *
     * @param what went wrong, in a line
     */
    public void warning(String what) {
        log(Level.WARNING, what, " (logged once)");
    }

    private void log(Level level, String what, String remark) {
        try {
            if (isNew(what)) {
                LOG.log(level, what + remark);
            }
        } catch (Throwable e) {
            // As above.
        }
    }

    /**
     * Tells that something goes again. Never throws.
     *
     * @param what goes again
     */
    public void recovery(String what) {
        try {
            LOG.log(Level.INFO, what);
        } catch (Throwable e) {
            // As above.
        }
    }

    private synchronized boolean isNew(String cause) {
        return causes.size() < MAX_CAUSES && causes.add(cause);
    }
}
