package io.engram.trace.collector;

import io.engram.trace.collector.export.EventExporter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/** Logs what exporters and collector run into, each cause once: a server that is gone would otherwise fill the log. */
final class FailureLog {
    private static final Logger LOG = System.getLogger("io.engram.trace.export");
    // Messages may carry something that changes each time; no more causes than this are told apart.
    private static final int MAX_CAUSES = 100;

    private final Set<String> causes = new HashSet<>();

    /** Never throws, even where describing the failure fails too: its name and message are the exporter's code. */
    void report(EventExporter exporter, String what, Throwable failure) {
        try {
            log("Exporter " + exporter.name() + " failed to " + what + ": " + failure, failure);
        } catch (Throwable e) {
            // Nothing is left to say it with; what was lost is counted.
        }
    }

    /** Never throws. */
    void report(String cause, Throwable failure) {
        try {
            log(cause, failure);
        } catch (Throwable e) {
            // As above.
        }
    }

    private void log(String cause, Throwable failure) {
        if (causes.size() < MAX_CAUSES && causes.add(cause)) {
            LOG.log(Level.ERROR, cause + " (logged once; what is lost is counted in the statistics)", failure);
        }
    }
}
