// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.filetests;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What tracers log while this is open. */
public final class Logged implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.engram.trace");

    private final List<String> messages = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            synchronized (messages) {
                messages.add(logRecord.getMessage());
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    public Logged() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    public List<String> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    @Override
    public void close() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }
}
