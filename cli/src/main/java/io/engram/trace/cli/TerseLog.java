// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the tracer logs, as lines on standard error that look like the command's own. */
final class TerseLog {
    // Held here: java.util.logging forgets a logger, and what was set on it, when nobody holds it.
    private static final Logger LOGGER = Logger.getLogger("io.engram.trace");
    // What gRPC logs of a server that is gone, the exporter says in a line.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private TerseLog() {
    }

    static void install(boolean verbose) {
        for (Handler handler : LOGGER.getHandlers()) {
            LOGGER.removeHandler(handler);
        }
        Handler handler = new ConsoleHandler();
        handler.setFormatter(new Line(verbose));
        handler.setLevel(verbose ? Level.ALL : Level.WARNING);
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
        GRPC.setLevel(verbose ? null : Level.OFF);
    }

    private static final class Line extends Formatter {
        private final boolean verbose;

        Line(boolean verbose) {
            this.verbose = verbose;
        }

        @Override
        public String format(LogRecord entry) {
            StringBuilder line = new StringBuilder("engram: ").append(formatMessage(entry)).append('\n');
            if (verbose && entry.getThrown() != null) {
                line.append(entry.getThrown()).append('\n');
                for (StackTraceElement frame : entry.getThrown().getStackTrace()) {
                    line.append("\tat ").append(frame).append('\n');
                }
            }
            return line.toString();
        }
    }
}
